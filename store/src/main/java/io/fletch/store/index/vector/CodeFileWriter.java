package io.fletch.store.index.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

import io.fletch.store.index.IndexFileWriter;

/**
 * Writes codes in the order of their slots, though the vectors come in another: as many
 * blocks at a time as fit into memory, with one pass over the vectors for each time.
 */
final class CodeFileWriter {

	/** How many bytes of codes are kept in memory usually. */
	static final long MOST_BYTES = 1 << 28;

	private final IvfLayout layout;

	private final VectorCodes codes;

	private final VectorStream vectors;

	private final Centroids centroids;

	private final long mostSlots;

	private final float[] terms;

	/**
	 * Writes codes.
	 * @param mostBytes how many bytes of codes to keep in memory, but for a block
	 */
	CodeFileWriter(IvfLayout layout, VectorCodes codes, VectorStream vectors, Centroids centroids, long mostBytes) {
		this.layout = layout;
		this.codes = codes;
		this.vectors = vectors;
		this.centroids = centroids;
		this.mostSlots = mostBytes / codes.bytes();
		this.terms = new float[layout.slotCount()];
	}

	void write(IndexFileWriter target, int rowCount) throws IOException {
		int[] slots = this.layout.slots(rowCount);
		for (int from = 0; from < this.layout.slotCount();) {
			int to = end(from);
			writeSlots(target, from, to, slots);
			from = to;
		}
		target.endSection();
		Numbers.write(target, this.terms);
		target.endSection();
	}

	/**
	 * Returns where the last block ends that fits into memory with those before, or the
	 * first if none does.
	 */
	private int end(int from) {
		if (this.layout.slotCount() - from <= this.mostSlots) {
			return this.layout.slotCount();
		}
		int end = this.layout.block((int) (from + this.mostSlots));
		return (end > from) ? end : from + this.layout.blockSize(from);
	}

	private long bytes(int from, int to) {
		return (long) (to - from) * this.codes.bytes();
	}

	private void writeSlots(IndexFileWriter target, int from, int to, int[] slots) throws IOException {
		float[][] centres = new float[this.centroids.count()][];
		MemorySegment buffer = MemorySegment.ofArray(new byte[(int) bytes(from, to)]);
		byte[] code = new byte[this.codes.bytes()];
		this.vectors.forEach((ordinal, vector) -> {
			int slot = slots[ordinal];
			if (slot >= from && slot < to) {
				int partition = this.layout.partitions()[ordinal];
				if (centres[partition] == null) {
					centres[partition] = centre(partition);
				}
				this.terms[slot] = this.codes.encode(vector, centres[partition], code);
				int block = this.layout.block(slot, partition);
				int size = this.layout.blockSize(block, partition);
				this.codes.place(code, buffer.asSlice(bytes(from, block), bytes(block, block + size)), slot - block,
						size);
			}
		});
		target.write(buffer);
	}

	private float[] centre(int partition) {
		float[] centre = new float[this.centroids.dimensions()];
		this.centroids.get(partition, centre);
		return this.codes.centre(centre);
	}

}
