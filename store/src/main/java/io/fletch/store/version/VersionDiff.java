package io.fletch.store.version;

import java.util.stream.LongStream;

import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * How the rows of one version differ from those of another, by the row ids that users
 * see. What was only written anew, by a compaction, does not differ.
 */
public final class VersionDiff {

	private final Roaring64Bitmap inserted;

	private final Roaring64Bitmap updated;

	private final Roaring64Bitmap deleted;

	/**
	 * Takes the row ids that differ.
	 * @param inserted rows that only the second version has
	 * @param updated rows that both have with other values
	 * @param deleted rows that only the first version has
	 */
	public VersionDiff(Roaring64Bitmap inserted, Roaring64Bitmap updated, Roaring64Bitmap deleted) {
		this.inserted = inserted;
		this.updated = updated;
		this.deleted = deleted;
	}

	/**
	 * Returns the rows that only the second version has.
	 * @return their ids, rising
	 */
	public LongStream inserted() {
		return this.inserted.stream();
	}

	/**
	 * Returns the rows that both versions have with other values.
	 * @return their ids, rising
	 */
	public LongStream updated() {
		return this.updated.stream();
	}

	/**
	 * Returns the rows that only the first version has.
	 * @return their ids, rising
	 */
	public LongStream deleted() {
		return this.deleted.stream();
	}

	/**
	 * Returns how many rows differ.
	 * @return the counts
	 */
	public RowCounts counts() {
		return new RowCounts(this.inserted.getLongCardinality(), this.updated.getLongCardinality(),
				this.deleted.getLongCardinality());
	}

}
