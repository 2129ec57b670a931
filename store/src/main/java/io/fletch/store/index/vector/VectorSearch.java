package io.fletch.store.index.vector;

import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * What to look for.
 *
 * @param limit how many neighbours to find
 * @param effort how much to look at
 * @param accepted the ordinals of the rows that may be found, or {@code null} for all
 * @param lower the least distance, inclusive
 * @param upper the end of the distances, exclusive
 * @param work counts what is done
 */
public record VectorSearch(int limit, Effort effort, @Nullable BitSet accepted, double lower, double upper, Work work) {

	/**
	 * Looks for neighbours, of which nothing was done yet.
	 * @param limit how many neighbours to find
	 * @param effort how much to look at
	 * @param accepted the ordinals of the rows that may be found, or {@code null} for all
	 * @param lower the least distance, inclusive
	 * @param upper the end of the distances, exclusive
	 */
	public VectorSearch(int limit, Effort effort, @Nullable BitSet accepted, double lower, double upper) {
		this(limit, effort, accepted, lower, upper, new Work());
	}

	/**
	 * Looks for neighbours with the effort that suits most vectors.
	 * @param limit how many
	 * @return the search
	 */
	public static VectorSearch of(int limit) {
		return new VectorSearch(limit, Effort.USUAL, null, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
	}

	/**
	 * Changes the effort.
	 * @param other how much to look at
	 * @return the search with it
	 */
	public VectorSearch with(Effort other) {
		return new VectorSearch(this.limit, other, this.accepted, this.lower, this.upper);
	}

	/**
	 * Lets only some rows be found.
	 * @param ordinals their ordinals, or {@code null} for all
	 * @return the search among them
	 */
	public VectorSearch among(@Nullable BitSet ordinals) {
		return new VectorSearch(this.limit, this.effort, ordinals, this.lower, this.upper);
	}

	/**
	 * Lets only some distances be found.
	 * @param least the least, inclusive
	 * @param end their end, exclusive
	 * @return the search within them
	 */
	public VectorSearch within(double least, double end) {
		return new VectorSearch(this.limit, this.effort, this.accepted, least, end);
	}

	boolean accepts(int ordinal) {
		return this.accepted == null || this.accepted.get(ordinal);
	}

	/**
	 * How much to look at; 0 leaves it to the index.
	 *
	 * @param minimumProbes how many partitions to look at
	 * @param maximumProbes how many partitions to look at if fewer than the limit were
	 * found; 0 for all
	 * @param refineFactor how many times the limit to compare exactly
	 * @param breadth how many nodes of a graph to keep in view
	 */
	public record Effort(int minimumProbes, int maximumProbes, int refineFactor, int breadth) {

		/** What suits most vectors. */
		public static final Effort USUAL = new Effort(0, 0, 0, 0);

	}

	/**
	 * How much was looked at, by one thread.
	 */
	public static final class Work {

		private long partitions;

		private long estimated;

		private long exact;

		void partition(int vectors) {
			this.partitions++;
			this.estimated += vectors;
		}

		void node() {
			this.estimated++;
		}

		void exactly() {
			this.exact++;
		}

		long compared() {
			return this.estimated;
		}

		/**
		 * Adds what was done elsewhere.
		 * @param other the work
		 */
		public void add(Work other) {
			this.partitions += other.partitions;
			this.estimated += other.estimated;
			this.exact += other.exact;
		}

		/**
		 * Tells how much was looked at.
		 * @return partitions, if there are any, and vectors that were compared by their
		 * codes and exactly
		 */
		@Override
		public String toString() {
			return ((this.partitions > 0) ? this.partitions + " partitions, " : "") + this.estimated
					+ " vectors compared by codes, " + this.exact + " exactly";
		}

	}

}
