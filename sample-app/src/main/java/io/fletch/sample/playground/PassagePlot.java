package io.fletch.sample.playground;

import java.util.List;

/**
 * Passages in the plane in which their vectors differ most.
 *
 * @param version the version of the passages
 * @param passages how many there are
 * @param shares of the variance of the vectors, how much each axis shows, from 0 to 1
 * @param points the passages, or a sample of them, spread evenly over the table
 */
public record PassagePlot(long version, long passages, List<Double> shares, List<MapPoint> points) {

	public PassagePlot {
		shares = List.copyOf(shares);
		points = List.copyOf(points);
	}

}
