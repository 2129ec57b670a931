package io.fletch.store.index.vector;

/**
 * A row that was found. In their natural order the nearest come first, of equally near
 * ones that with the lowest ordinal.
 *
 * @param ordinal its ordinal
 * @param distance its exact distance from the query
 */
public record Neighbour(int ordinal, double distance) implements Comparable<Neighbour> {

	@Override
	public int compareTo(Neighbour other) {
		int byDistance = Double.compare(this.distance, other.distance);
		return (byDistance != 0) ? byDistance : Integer.compare(this.ordinal, other.ordinal);
	}

}
