package io.fletch.store.index.vector;

/**
 * Finds for each of many vectors the centroid that is nearest to it, four vectors at a
 * time.
 */
final class Assignment {

	private final Centroids centroids;

	private final Found found;

	/** The first elements of the vectors that wait, then the second, and so on. */
	private final float[] elements;

	private final float[] distances;

	private final int[] numbers = new int[Centroids.FOUR];

	private int waiting;

	/**
	 * Prepares for vectors.
	 * @param found is told what is found, later than the vector is offered
	 */
	Assignment(Centroids centroids, Found found) {
		this.centroids = centroids;
		this.found = found;
		this.elements = new float[Centroids.FOUR * centroids.dimensions()];
		this.distances = new float[Centroids.FOUR * centroids.scratch().length];
	}

	/**
	 * Takes a vector, which may change afterwards.
	 * @param number what it is called when its centroid is told
	 * @param from from which element on it is compared
	 */
	void offer(int number, float[] vector, int from) {
		for (int i = 0, at = this.waiting; at < this.elements.length; i++, at += Centroids.FOUR) {
			this.elements[at] = vector[from + i];
		}
		this.numbers[this.waiting++] = number;
		if (this.waiting == Centroids.FOUR) {
			finish();
		}
	}

	/**
	 * Tells what is found for the last vectors.
	 */
	void finish() {
		this.centroids.distancesOfFour(this.elements, this.distances);
		int length = this.distances.length / Centroids.FOUR;
		for (int i = 0; i < this.waiting; i++) {
			int nearest = this.centroids.least(this.distances, i * length);
			this.found.accept(this.numbers[i], nearest, this.distances[i * length + nearest]);
		}
		this.waiting = 0;
	}

	/**
	 * Is told what is found.
	 */
	@FunctionalInterface
	interface Found {

		/**
		 * Takes what is nearest.
		 * @param number the vector
		 * @param nearest the number of the centroid
		 * @param distance their squared distance, less the squared length of the vector
		 */
		void accept(int number, int nearest, float distance);

	}

}
