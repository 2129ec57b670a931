package io.fletch.store.index.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntToLongFunction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;

/**
 * A segment as a version of the table has it: without rows that are deleted there.
 */
public final class LiveSegment {

	private static final int COUNTS_KEPT = 10_000;

	private final TextSegment segment;

	private final BitSet deleted;

	private final IntToLongFunction rowIds;

	private final List<TokenCounts.Total> deletedTokens = new ArrayList<>();

	private final Cache<Term, Integer> deletedRows = Caffeine.newBuilder().maximumSize(COUNTS_KEPT).build();

	/**
	 * Leaves rows out of a segment.
	 * @param segment the segment
	 * @param deleted the ordinals of the rows that do not count, which does not change
	 * from now on
	 * @param rowIds the id of each row by its ordinal, rising
	 */
	public LiveSegment(TextSegment segment, BitSet deleted, IntToLongFunction rowIds) {
		this.segment = segment;
		this.deleted = deleted;
		this.rowIds = rowIds;
		for (int column = 0; column < segment.columns().size(); column++) {
			this.deletedTokens.add(segment.counts().total(column, deleted));
		}
	}

	/**
	 * Returns the segment.
	 * @return the segment, with the rows that were left out
	 */
	public TextSegment segment() {
		return this.segment;
	}

	/**
	 * Returns the rows that do not count.
	 * @return their ordinals; not to be changed
	 */
	public BitSet deleted() {
		return this.deleted;
	}

	long rowId(int ordinal) {
		return this.rowIds.applyAsLong(ordinal);
	}

	/**
	 * Returns the rows that are not deleted.
	 */
	BitSet live() {
		BitSet live = new BitSet(this.segment.rowCount());
		live.set(0, this.segment.rowCount());
		live.andNot(this.deleted);
		return live;
	}

	/**
	 * Takes the deleted rows from some.
	 */
	BitSet without(BitSet rows) {
		if (!hasDeletions()) {
			return rows;
		}
		BitSet live = (BitSet) rows.clone();
		live.andNot(this.deleted);
		return live;
	}

	boolean hasDeletions() {
		return !this.deleted.isEmpty();
	}

	TokenCounts.Total deletedTokens(int column) {
		return this.deletedTokens.get(column);
	}

	/**
	 * Counts the deleted rows that have a word.
	 */
	int deletedRowsWith(Term term) throws IOException {
		Integer known = this.deletedRows.getIfPresent(term);
		if (known != null) {
			return known;
		}
		int count = countDeletedRowsWith(term);
		this.deletedRows.put(term, count);
		return count;
	}

	private int countDeletedRowsWith(Term term) throws IOException {
		int count = 0;
		for (LeafReaderContext leaf : this.segment.reader().leaves()) {
			PostingsEnum rows = leaf.reader().postings(term, PostingsEnum.NONE);
			if (rows != null) {
				count += common(rows, leaf.docBase);
			}
		}
		return count;
	}

	private int common(PostingsEnum rows, int base) throws IOException {
		int count = 0;
		int found = -1;
		for (int row = this.deleted.nextSetBit(base); row >= 0; row = this.deleted.nextSetBit(row + 1)) {
			if (found < row - base) {
				found = rows.advance(row - base);
			}
			if (found == DocIdSetIterator.NO_MORE_DOCS) {
				return count;
			}
			count += (found == row - base) ? 1 : 0;
		}
		return count;
	}

}
