package io.fletch.store.index.vector;

/**
 * A row that was found.
 *
 * @param ordinal its ordinal
 * @param distance its exact distance from the query
 */
public record Neighbour(int ordinal, double distance) {
}
