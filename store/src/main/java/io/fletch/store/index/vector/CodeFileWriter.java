package io.fletch.store.index.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import io.fletch.store.index.IndexFileWriter;

/**
 * Writes codes in the order of their slots, though the vectors come in another: as many
 * partitions at a time as fit into memory, with one pass over the vectors for each time.
 */
final class CodeFileWriter {

	private static final long MOST_BYTES = 1 << 28;

	private final IvfLayout layout;

	private final VectorCodes codes;

	private final VectorStream vectors;

	private final float[] terms;

	CodeFileWriter(IvfLayout layout, VectorCodes codes, VectorStream vectors) {
		this.layout = layout;
		this.codes = codes;
		this.vectors = vectors;
		this.terms = new float[layout.slotCount()];
	}

	void write(IndexFileWriter target, int rowCount) throws IOException {
		int[] slots = this.layout.slots(rowCount);
		int[] starts = this.layout.starts();
		int first = 0;
		for (int last = 1; last < starts.length; last++) {
			boolean isFull = last + 1 < starts.length && bytes(starts[first], starts[last + 1]) > MOST_BYTES;
			if (isFull || last == starts.length - 1) {
				writePartitions(target, Arrays.copyOfRange(starts, first, last + 1), slots);
				first = last;
			}
		}
		target.endSection();
		target.write(Numbers.bytes(this.terms));
		target.endSection();
	}

	private long bytes(int from, int to) {
		return (long) (to - from) * this.codes.bytes();
	}

	private void writePartitions(IndexFileWriter target, int[] starts, int[] slots) throws IOException {
		int from = starts[0];
		int to = starts[starts.length - 1];
		MemorySegment buffer = MemorySegment.ofArray(new byte[Math.toIntExact(bytes(from, to))]);
		byte[] code = new byte[this.codes.bytes()];
		this.vectors.forEach((ordinal, vector) -> {
			int slot = slots[ordinal];
			if (slot >= from && slot < to) {
				this.terms[slot] = this.codes.encode(vector, code);
				place(code, slot, starts, buffer);
			}
		});
		target.write(buffer);
	}

	private void place(byte[] code, int slot, int[] starts, MemorySegment buffer) {
		int partition = Arrays.binarySearch(starts, slot);
		partition = (partition >= 0) ? lastOf(starts, partition) : -partition - 2;
		int block = starts[partition] + (slot - starts[partition]) / IvfLayout.BLOCK * IvfLayout.BLOCK;
		int size = Math.min(IvfLayout.BLOCK, starts[partition + 1] - block);
		MemorySegment bytes = buffer.asSlice(bytes(starts[0], block), bytes(block, block + size));
		this.codes.place(code, bytes, slot - block, size);
	}

	/**
	 * Empty partitions begin where the next begins.
	 */
	private static int lastOf(int[] starts, int partition) {
		int last = partition;
		while (starts[last + 1] == starts[partition]) {
			last++;
		}
		return last;
	}

}
