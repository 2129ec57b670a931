package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;

/**
 * Tests whether the values of a text column are among some texts, byte by byte where they
 * lie in memory.
 *
 * @param column the column
 * @param keys the texts
 * @param plain the same condition, for what is not a batch with such a column
 */
record TextSet(ValueNodes.Column column, Keys keys, ConditionNodes.InConstants plain) implements Node {

	@Override
	public @Nullable Object value(Rows rows, int row) {
		return this.plain.value(rows, row);
	}

	@Override
	public Truth truth(Rows.OfBatch rows, long[] active) {
		if (!(rows.batch().columns().get(this.column.position()) instanceof ColumnReader.Text texts)) {
			return this.plain.truth(rows, active);
		}
		long[] present = BatchStatistics.of(rows.batch(), this.column.position(), this.column.field()).present();
		long[] found = found(texts, present, rows.count());
		return new Truth(found, this.plain.hasNull() ? new long[present.length] : RowMask.andNot(present, found));
	}

	private long[] found(ColumnReader.Text texts, long[] present, int rows) {
		long[] mask = RowMask.none(rows);
		for (int row = 0; row < rows; row++) {
			if (RowMask.isSet(present, row) && this.keys.contains(texts.utf8(row))) {
				RowMask.set(mask, row);
			}
		}
		return mask;
	}

	/**
	 * A set of texts, in a hash table with open addresses.
	 */
	static final class Keys {

		private final byte[] @Nullable [] slots;

		private final int mask;

		private Keys(List<byte[]> texts) {
			int capacity = Integer.highestOneBit(Math.max(4, texts.size() * 4));
			this.slots = new byte[capacity] @Nullable [];
			this.mask = capacity - 1;
			for (byte[] text : texts) {
				int slot = hash(MemorySegment.ofArray(text)) & this.mask;
				while (this.slots[slot] != null) {
					slot = (slot + 1) & this.mask;
				}
				this.slots[slot] = text;
			}
		}

		static Keys of(Collection<Object> texts) {
			return new Keys(texts.stream().map((text) -> text.toString().getBytes(StandardCharsets.UTF_8)).toList());
		}

		boolean contains(MemorySegment text) {
			int slot = hash(text) & this.mask;
			for (byte[] key = this.slots[slot]; key != null; key = this.slots[slot]) {
				if (key.length == text.byteSize() && text.mismatch(MemorySegment.ofArray(key)) < 0) {
					return true;
				}
				slot = (slot + 1) & this.mask;
			}
			return false;
		}

		private static int hash(MemorySegment text) {
			int length = (int) text.byteSize();
			int hash = length;
			for (int i = 0; i < length; i++) {
				hash = 31 * hash + text.get(ValueLayout.JAVA_BYTE, i);
			}
			return hash ^ (hash >>> 15);
		}

	}

}
