package io.fletch.store.index.text;

/**
 * A row that a query found.
 *
 * @param segment the place of its segment among those that were searched
 * @param ordinal its place in the segment
 * @param rowId its id
 * @param score how well it fits: the greater the better
 */
public record TextHit(int segment, int ordinal, long rowId, float score) {
}
