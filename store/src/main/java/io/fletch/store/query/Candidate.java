package io.fletch.store.query;

/**
 * A row that one search found. In their natural order the best come first, of equal ones
 * that with the lowest row id.
 *
 * @param rowId the stable id of the row in its table
 * @param score how well the row fits; large is good, and only comparable within one
 * {@link Ranking}
 */
public record Candidate(long rowId, double score) implements Comparable<Candidate> {

	@Override
	public int compareTo(Candidate other) {
		int byScore = Double.compare(other.score, this.score);
		return (byScore != 0) ? byScore : Long.compare(this.rowId, other.rowId);
	}

}
