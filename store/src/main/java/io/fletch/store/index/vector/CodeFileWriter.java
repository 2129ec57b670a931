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

	private final Centroids centroids;

	private final float[] terms;

	CodeFileWriter(IvfLayout layout, VectorCodes codes, VectorStream vectors, Centroids centroids) {
		this.layout = layout;
		this.codes = codes;
		this.vectors = vectors;
		this.centroids = centroids;
		this.terms = new float[layout.slotCount()];
	}

	void write(IndexFileWriter target, int rowCount) throws IOException {
		int[] slots = this.layout.slots(rowCount);
		int[] starts = this.layout.starts();
		int first = 0;
		for (int last = 1; last < starts.length; last++) {
			boolean isFull = last + 1 < starts.length && bytes(starts[first], starts[last + 1]) > MOST_BYTES;
			if (isFull || last == starts.length - 1) {
				writePartitions(target, new Partitions(first, Arrays.copyOfRange(starts, first, last + 1)), slots);
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

	private void writePartitions(IndexFileWriter target, Partitions partitions, int[] slots) throws IOException {
		int[] starts = partitions.starts();
		int from = starts[0];
		int to = starts[starts.length - 1];
		float[][] centres = new float[starts.length - 1][];
		MemorySegment buffer = MemorySegment.ofArray(new byte[Math.toIntExact(bytes(from, to))]);
		byte[] code = new byte[this.codes.bytes()];
		this.vectors.forEach((ordinal, vector) -> {
			int slot = slots[ordinal];
			if (slot >= from && slot < to) {
				int partition = partitions.of(slot);
				if (centres[partition] == null) {
					centres[partition] = centre(partitions.first() + partition);
				}
				this.terms[slot] = this.codes.encode(vector, centres[partition], code);
				int block = starts[partition] + (slot - starts[partition]) / IvfLayout.BLOCK * IvfLayout.BLOCK;
				int size = Math.min(IvfLayout.BLOCK, starts[partition + 1] - block);
				MemorySegment bytes = buffer.asSlice(bytes(from, block), bytes(block, block + size));
				this.codes.place(code, bytes, slot - block, size);
			}
		});
		target.write(buffer);
	}

	private float[] centre(int partition) {
		float[] centre = new float[this.centroids.dimensions()];
		this.centroids.get(partition, centre);
		return this.codes.centre(centre);
	}

	/**
	 * Partitions that are written together.
	 *
	 * @param first the first of them
	 * @param starts the first slot of each, and the end of the last
	 */
	private record Partitions(int first, int[] starts) {

		/**
		 * Finds the partition of a slot, counted from the first.
		 */
		int of(int slot) {
			int found = Arrays.binarySearch(this.starts, slot);
			return (found >= 0) ? lastOf(found) : -found - 2;
		}

		/**
		 * Empty partitions begin where the next begins.
		 */
		private int lastOf(int partition) {
			int last = partition;
			while (this.starts[last + 1] == this.starts[partition]) {
				last++;
			}
			return last;
		}

	}

}
