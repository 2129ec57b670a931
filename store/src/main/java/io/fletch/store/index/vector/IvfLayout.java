package io.fletch.store.index.vector;

import java.io.IOException;
import java.util.Arrays;

import io.fletch.store.index.IndexFileWriter;

/**
 * Which vector lies in which slot: those of a partition side by side, in the order of
 * their ordinals, and behind them slots that stay empty so that a partition fills whole
 * blocks.
 *
 * @param starts the first slot of each partition, and the number of slots
 * @param ordinals the ordinal in each slot; -1 for none
 */
record IvfLayout(int[] starts, int[] ordinals) {

	/** Blocks have at most so many slots. */
	static final int BLOCK = 512;

	static IvfLayout of(int[] assigned, int partitions, int granularity) {
		int[] starts = new int[partitions + 1];
		for (int partition : assigned) {
			if (partition >= 0) {
				starts[partition + 1]++;
			}
		}
		for (int i = 0; i < partitions; i++) {
			int rounded = -Math.floorDiv(-starts[i + 1], granularity) * granularity;
			starts[i + 1] = Math.addExact(starts[i], rounded);
		}
		int[] next = starts.clone();
		int[] ordinals = new int[starts[partitions]];
		Arrays.fill(ordinals, -1);
		for (int ordinal = 0; ordinal < assigned.length; ordinal++) {
			if (assigned[ordinal] >= 0) {
				ordinals[next[assigned[ordinal]]++] = ordinal;
			}
		}
		return new IvfLayout(starts, ordinals);
	}

	void write(IndexFileWriter target) throws IOException {
		target.write(Numbers.bytes(this.starts));
		target.endSection();
		target.write(Numbers.bytes(this.ordinals));
		target.endSection();
	}

	/**
	 * Returns the slot of each ordinal; -1 for none.
	 */
	int[] slots(int rowCount) {
		int[] slots = new int[rowCount];
		Arrays.fill(slots, -1);
		for (int slot = 0; slot < this.ordinals.length; slot++) {
			if (this.ordinals[slot] >= 0) {
				slots[this.ordinals[slot]] = slot;
			}
		}
		return slots;
	}

	int slotCount() {
		return this.ordinals.length;
	}

}
