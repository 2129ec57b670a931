package io.fletch.sample.playground;

import java.util.List;

/**
 * A question among passages, in the plane of the {@link PassagePlot}.
 *
 * @param version the version of the passages that the plane is of
 * @param x where the question lies from left to right
 * @param y where it lies from below to above
 * @param points the passages that were asked for, as far as there are
 */
public record PlacedQuestion(long version, double x, double y, List<MapPoint> points) {

	public PlacedQuestion {
		points = List.copyOf(points);
	}

}
