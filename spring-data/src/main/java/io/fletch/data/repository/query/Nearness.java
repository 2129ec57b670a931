package io.fletch.data.repository.query;

import java.util.List;
import java.util.function.DoublePredicate;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Score;
import org.springframework.data.domain.ScoringFunction;
import org.springframework.data.domain.Similarity;
import org.springframework.data.domain.Vector;
import org.springframework.data.repository.query.ParameterAccessor;

import io.fletch.data.FletchQuery;
import io.fletch.data.mapping.FletchPersistentProperty;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;

/**
 * How near to a vector records must be, and what their scores are.
 *
 * @param column the component with the vectors
 * @param range which scores are let through, or {@code null} for all
 * @param distance what is measured
 */
record Nearness(FletchPersistentProperty column, @Nullable Range<Score> range, Distance distance) {

	static Nearness of(FletchPersistentProperty column, ParameterAccessor accessor) {
		Score score = accessor.getScore();
		Range<Score> range = (score != null) ? Range.rightUnbounded(Range.Bound.inclusive(score))
				: accessor.getScoreRange();
		return new Nearness(column, range, Scale.distance(function(range), column.distance()));
	}

	private static ScoringFunction function(@Nullable Range<Score> range) {
		if (range == null) {
			return ScoringFunction.unspecified();
		}
		return range.getLowerBound()
			.getValue()
			.or(range.getUpperBound()::getValue)
			.map(Score::getFunction)
			.orElse(ScoringFunction.unspecified());
	}

	<T extends Record> FletchQuery<T> in(FletchQuery<T> query, @Nullable Object sought) {
		String name = this.column.columnName();
		FletchQuery<T> search = switch (sought) {
			case Vector vector -> query.search(vector.toFloatArray()).options((options) -> options.column(name));
			case float[] vector -> query.search(vector).options((options) -> options.column(name));
			case String text -> query.search(text).options((options) -> options.kind(QueryKind.VECTOR).column(name));
			case null, default -> throw new InvalidDataAccessApiUsageException(
					"Vectors of '" + name + "' are searched by a Vector, a float[] or a text, but was given " + sought);
		};
		FletchQuery<T> measured = search.options((options) -> options.distance(this.distance));
		Range<Score> scores = this.range;
		if (scores == null) {
			return measured;
		}
		Scale scale = new Scale(this.distance);
		return measured.options((options) -> options.distanceRange(scale.least(scores), scale.end(scores)));
	}

	<T> List<Hit<T>> within(List<Hit<T>> hits) {
		if (this.range == null) {
			return hits;
		}
		DoublePredicate within = new Scale(this.distance).within(this.range);
		return hits.stream().filter((hit) -> within.test(hit.score())).toList();
	}

	Score score(Hit<?> hit) {
		return new Scale(this.distance).toScore(hit.score(), isSimilarity());
	}

	private boolean isSimilarity() {
		return this.range != null && this.range.getLowerBound()
			.getValue()
			.or(this.range.getUpperBound()::getValue)
			.filter(Similarity.class::isInstance)
			.isPresent();
	}

}
