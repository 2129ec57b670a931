package io.fletch.store.index.scalar;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The entries of several runs in one order. Runs are given in the order of their
 * ordinals, so that equal keys keep it.
 */
final class MergedRuns implements Entries {

	private final PriorityQueue<Run> queue = new PriorityQueue<>();

	private Run current;

	private boolean hasBegun;

	MergedRuns(List<Entries> runs) {
		for (int i = 0; i < runs.size(); i++) {
			if (runs.get(i).next()) {
				this.queue.add(new Run(runs.get(i), i));
			}
		}
		this.current = this.queue.element();
	}

	@Override
	public boolean next() {
		if (this.hasBegun) {
			this.queue.remove();
			if (this.current.entries.next()) {
				this.queue.add(this.current);
			}
		}
		this.hasBegun = true;
		if (this.queue.isEmpty()) {
			return false;
		}
		this.current = this.queue.element();
		return true;
	}

	@Override
	public long prefix() {
		return this.current.entries.prefix();
	}

	@Override
	public MemorySegment bytes() {
		return this.current.entries.bytes();
	}

	@Override
	public long start() {
		return this.current.entries.start();
	}

	@Override
	public int length() {
		return this.current.entries.length();
	}

	@Override
	public int ordinal() {
		return this.current.entries.ordinal();
	}

	/**
	 * A run at its current entry.
	 */
	private record Run(Entries entries, int number) implements Comparable<Run> {

		@Override
		public int compareTo(Run other) {
			int order = this.entries.compareKey(other.entries);
			return (order != 0) ? order : Integer.compare(this.number, other.number);
		}

	}

}
