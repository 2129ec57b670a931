package io.fletch.store.query;

/**
 * A row that one search found.
 *
 * @param rowId the stable id of the row in its table
 * @param score how well the row fits; large is good, and only comparable within one
 * {@link Ranking}
 */
public record Candidate(long rowId, double score) {
}
