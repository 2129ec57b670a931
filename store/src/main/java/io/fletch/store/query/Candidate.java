package io.fletch.store.query;

/**
 * A row that one search found. In their natural order the best come first, of equal ones
 * that with the lowest row id. A score that is no number is worse than any.
 *
 * @param rowId the stable id of the row in its table
 * @param score how well the row fits; large is good, and only comparable within one
 * {@link Ranking}
 */
public record Candidate(long rowId, double score) implements Comparable<Candidate> {

	@Override
	public int compareTo(Candidate other) {
		if (this.score > other.score) {
			return -1;
		}
		if (this.score < other.score) {
			return 1;
		}
		int byScore = byNumber(other);
		return (byScore != 0) ? byScore : Long.compare(this.rowId, other.rowId);
	}

	private int byNumber(Candidate other) {
		boolean isNumber = !Double.isNaN(this.score);
		boolean isOtherNumber = !Double.isNaN(other.score);
		return (isNumber && isOtherNumber) ? Double.compare(other.score, this.score)
				: Boolean.compare(isOtherNumber, isNumber);
	}

}
