package io.fletch.benchmarks.search;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Finds the nearest vectors of a list by comparing with each.
 */
public final class ExactNeighbours {

	private ExactNeighbours() {
	}

	/**
	 * Finds the nearest vectors by their Euclidean distance.
	 * @param vectors the vectors
	 * @param query what to look for
	 * @param count how many to find
	 * @return their numbers, nearest first
	 */
	public static int[] find(List<float[]> vectors, float[] query, int count) {
		PriorityQueue<Found> best = new PriorityQueue<>(Comparator.comparingDouble(Found::distance).reversed());
		for (int i = 0; i < vectors.size(); i++) {
			double distance = squaredDistance(query, vectors.get(i));
			if (best.size() < count || distance < best.element().distance()) {
				best.add(new Found(i, distance));
				if (best.size() > count) {
					best.remove();
				}
			}
		}
		int[] numbers = new int[best.size()];
		IntStream.iterate(numbers.length - 1, (i) -> i >= 0, (i) -> i - 1)
			.forEach((i) -> numbers[i] = best.remove().number());
		return numbers;
	}

	/**
	 * Shares nothing with the store, whose code would be compiled for arrays, too.
	 */
	private static double squaredDistance(float[] one, float[] other) {
		double squares = 0;
		for (int i = 0; i < one.length; i++) {
			double difference = (double) one[i] - other[i];
			squares += difference * difference;
		}
		return squares;
	}

	private record Found(int number, double distance) {
	}

}
