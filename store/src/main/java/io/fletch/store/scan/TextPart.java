package io.fletch.store.scan;

import io.fletch.store.index.text.TextSegment;
import io.fletch.store.table.IndexSegment;
import io.fletch.store.table.RowIds;

/**
 * The words of rows that no file covers, in memory.
 *
 * @param segment the words
 * @param rowIds the ids of the rows by ordinal, rising
 */
record TextPart(TextSegment segment, RowIds rowIds) {

	IndexSegment asStored() {
		return new IndexSegment("", 0, 0, this.rowIds);
	}

	@Override
	public boolean equals(Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

}
