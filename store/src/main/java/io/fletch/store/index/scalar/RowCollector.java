package io.fletch.store.index.scalar;

import java.util.Arrays;

import org.roaringbitmap.BitSetUtil;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.error.CorruptTableException;

/**
 * Collects the rows of several keys.
 */
final class RowCollector {

	/** From one of so many rows on, a bit for each row is less work than sorting. */
	private static final int SPARSE = 128;

	private final int rowCount;

	private final RoaringBitmap bitmap = new RoaringBitmap();

	private int[] ordinals = new int[16];

	private int count;

	RowCollector(int rowCount) {
		this.rowCount = rowCount;
	}

	void add(int ordinal) {
		if (Integer.compareUnsigned(ordinal, this.rowCount) >= 0) {
			throw new CorruptTableException("An index is damaged: it names row " + ordinal + " of " + this.rowCount
					+ "; drop the index and create it again");
		}
		if (this.count == this.ordinals.length) {
			this.ordinals = Arrays.copyOf(this.ordinals, 2 * this.count);
		}
		this.ordinals[this.count++] = ordinal;
	}

	void add(RoaringBitmap rows) {
		this.bitmap.or(rows);
	}

	RoaringBitmap rows() {
		if (this.count > 0) {
			this.bitmap.or((this.count < this.rowCount / SPARSE) ? sorted() : BitSetUtil.bitmapOf(words()));
		}
		return this.bitmap;
	}

	private RoaringBitmap sorted() {
		Arrays.sort(this.ordinals, 0, this.count);
		return RoaringBitmap.bitmapOf(Arrays.copyOf(this.ordinals, this.count));
	}

	private long[] words() {
		long[] words = new long[(this.rowCount + Long.SIZE - 1) / Long.SIZE];
		for (int i = 0; i < this.count; i++) {
			words[this.ordinals[i] >> 6] |= 1L << this.ordinals[i];
		}
		return words;
	}

}
