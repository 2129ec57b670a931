package io.fletch.data.repository.query;

import java.util.function.DoublePredicate;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Score;
import org.springframework.data.domain.ScoringFunction;
import org.springframework.data.domain.Similarity;
import org.springframework.data.domain.VectorScoringFunctions;

import io.fletch.store.query.Distance;

/**
 * What scores of a distance mean: those of the store, for which large is good, and
 * similarities from 0 to 1.
 */
final class Scale {

	private static final double SLACK = 1e-5;

	private final Distance distance;

	Scale(Distance distance) {
		this.distance = distance;
	}

	/**
	 * Returns the distance for a function of Spring Data, or another if it says none.
	 */
	static Distance distance(ScoringFunction function, Distance usual) {
		if (!(function instanceof VectorScoringFunctions known)) {
			return usual;
		}
		return switch (known) {
			case EUCLIDEAN -> Distance.L2;
			case COSINE -> Distance.COSINE;
			case DOT_PRODUCT -> Distance.DOT;
			case HAMMING -> Distance.HAMMING;
			case TAXICAB -> throw new IllegalArgumentException(
					"Vectors are not compared by TAXICAB; use EUCLIDEAN, COSINE, DOT_PRODUCT or HAMMING");
		};
	}

	private ScoringFunction function() {
		return switch (this.distance) {
			case L2 -> ScoringFunction.euclidean();
			case COSINE -> ScoringFunction.cosine();
			case DOT -> ScoringFunction.dotProduct();
			case HAMMING -> VectorScoringFunctions.HAMMING;
		};
	}

	private boolean isAngle() {
		return this.distance == Distance.COSINE || this.distance == Distance.DOT;
	}

	/**
	 * Returns the similarity for a score of the store.
	 */
	double similarity(double score) {
		if (this.distance == Distance.COSINE) {
			// Rounding may have taken it a little further.
			return (1 + Math.clamp(score, -1.0, 1.0)) / 2;
		}
		return isAngle() ? (1 + score) / 2 : 1 / (1 - score);
	}

	/**
	 * Returns what a method gives for a score of the store.
	 */
	Score toScore(double score, boolean isSimilarity) {
		return isSimilarity ? Similarity.raw(similarity(score), function()) : Score.of(score, function());
	}

	/**
	 * Returns the score of the store for what a method is given.
	 */
	private double score(Score given) {
		if (!(given instanceof Similarity)) {
			return given.getValue();
		}
		return isAngle() ? 2 * given.getValue() - 1 : 1 - 1 / given.getValue();
	}

	private double distance(double score) {
		return isAngle() ? 1 - score : -score;
	}

	/**
	 * Returns the least distance of a range, a little less for numbers that were rounded.
	 */
	double least(Range<Score> range) {
		double most = range.getUpperBound().getValue().map(this::score).orElse(Double.POSITIVE_INFINITY);
		return widened(distance(most), -1);
	}

	/**
	 * Returns the end of the distances of a range, a little more for numbers that were
	 * rounded.
	 */
	double end(Range<Score> range) {
		double least = range.getLowerBound().getValue().map(this::score).orElse(Double.NEGATIVE_INFINITY);
		return widened(distance(least), 1);
	}

	private static double widened(double distance, int direction) {
		return Double.isInfinite(distance) ? distance : distance + direction * SLACK * (1 + Math.abs(distance));
	}

	/**
	 * Tells which scores of the store are within a range. Of similarities, the
	 * similarities are compared, so that a method gives none that is less than was asked
	 * for.
	 */
	DoublePredicate within(Range<Score> range) {
		return (score) -> reaches(score, range.getLowerBound(), 1) && reaches(score, range.getUpperBound(), -1);
	}

	private boolean reaches(double score, Range.Bound<Score> bound, int direction) {
		@Nullable Score limit = bound.getValue().orElse(null);
		if (limit == null) {
			return true;
		}
		double value = (limit instanceof Similarity) ? similarity(score) : score;
		int order = direction * Double.compare(value, limit.getValue());
		return order > 0 || order == 0 && bound.isInclusive();
	}

}
