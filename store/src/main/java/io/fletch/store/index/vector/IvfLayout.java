package io.fletch.store.index.vector;

import java.io.IOException;
import java.util.Arrays;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexFileWriter;

/**
 * Which vector lies in which slot: those of a partition side by side, in the order of
 * their ordinals, and behind them slots that stay empty so that a partition fills whole
 * blocks.
 *
 * @param starts the first slot of each partition, and the number of slots
 * @param ordinals the ordinal in each slot; -1 for none
 * @param partitions the partition of each ordinal; -1 for none
 */
record IvfLayout(int[] starts, int[] ordinals, int[] partitions) {

	/**
	 * Blocks have at most so many slots; a multiple of 64, which are compared at once.
	 */
	static final int BLOCK = 512;

	private static final int MAX_SLOTS = Integer.MAX_VALUE - 8;

	static IvfLayout of(int[] assigned, int partitions, int granularity) {
		int[] starts = new int[partitions + 1];
		for (int partition : assigned) {
			if (partition >= 0) {
				starts[partition + 1]++;
			}
		}
		for (int i = 0; i < partitions; i++) {
			long rounded = -Math.floorDiv(-(long) starts[i + 1], granularity) * granularity;
			if (starts[i] + rounded > MAX_SLOTS) {
				throw new InvalidInputException("An index holds at most " + MAX_SLOTS
						+ " vectors that are indexed at once; create it when there are fewer, and let optimize() add "
						+ "the others");
			}
			starts[i + 1] = (int) (starts[i] + rounded);
		}
		int[] next = starts.clone();
		int[] ordinals = new int[starts[partitions]];
		Arrays.fill(ordinals, -1);
		for (int ordinal = 0; ordinal < assigned.length; ordinal++) {
			if (assigned[ordinal] >= 0) {
				ordinals[next[assigned[ordinal]]++] = ordinal;
			}
		}
		return new IvfLayout(starts, ordinals, assigned);
	}

	void write(IndexFileWriter target) throws IOException {
		Numbers.write(target, this.starts);
		target.endSection();
		Numbers.write(target, this.ordinals);
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

	private int partition(int slot) {
		int found = Arrays.binarySearch(this.starts, slot);
		if (found < 0) {
			return -found - 2;
		}
		// Empty partitions begin where the next begins.
		int last = found;
		while (this.starts[last + 1] == slot) {
			last++;
		}
		return last;
	}

	/**
	 * Returns the first slot of the block of a slot.
	 */
	int block(int slot) {
		return block(slot, partition(slot));
	}

	/**
	 * Returns the same where the partition is known.
	 */
	int block(int slot, int partition) {
		int start = this.starts[partition];
		return start + (slot - start) / BLOCK * BLOCK;
	}

	/**
	 * Returns how many slots a block has.
	 */
	int blockSize(int block) {
		return blockSize(block, partition(block));
	}

	/**
	 * Returns the same where the partition is known.
	 */
	int blockSize(int block, int partition) {
		return Math.min(BLOCK, this.starts[partition + 1] - block);
	}

	int slotCount() {
		return this.ordinals.length;
	}

}
