package io.fletch.rerankers;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;

/**
 * Weighted sum of the scores of the two sides of a hybrid search, named {@code linear}.
 * Distances {@code d} and text scores {@code s} are first brought to the range from 0 to
 * 1, each within its own ranking: {@code d} is 0 and {@code s} is 1 for the best. Where
 * all values of a ranking are equal, or it has one row only, all are the best, so that
 * what was found alone counts. The relevance of a row is then
 * {@code weight * (1 - d) + (1 - weight) * s}. If one side found nothing at all, the
 * relevance is {@code 1 - d} or {@code s} alone. Of several rankings of one kind the best
 * value of a row counts. Infinite scores stand beyond the finite ones, as far away as
 * these are apart; a score that is no number counts as the worst.
 *
 * @param weight how much the vector side counts, from 0 to 1
 * @param fill the distance, from 0 to 1, of a row that the vector side did not find;
 * {@code 1 - fill} is the text score of a row that the text side did not find
 */
public record LinearCombination(double weight, double fill) implements Reranker {

	/** The name by which configuration refers to this reranker. */
	public static final String NAME = "linear";

	/** How much the vector side counts by default. */
	public static final double DEFAULT_WEIGHT = 0.7;

	/**
	 * The distance of a row that the vector side did not find, by default the largest.
	 */
	public static final double DEFAULT_FILL = 1.0;

	public LinearCombination {
		if (!(weight >= 0 && weight <= 1)) {
			throw new InvalidInputException("weight must be from 0 to 1, but was " + weight);
		}
		if (!(fill >= 0 && fill <= 1)) {
			throw new InvalidInputException("fill must be from 0 to 1, but was " + fill);
		}
	}

	/**
	 * Creates the combination with weight 0.7 and fill 1.
	 */
	public LinearCombination() {
		this(DEFAULT_WEIGHT, DEFAULT_FILL);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public List<Candidate> rerank(RankedRows rows) {
		Objects.requireNonNull(rows, "rows");
		Map<Ranking.Source, Map<Long, Double>> goodness = new EnumMap<>(Ranking.Source.class);
		for (Ranking ranking : rows.rankings()) {
			if (!ranking.candidates().isEmpty()) {
				Scale scale = Scale.of(ranking.candidates());
				Map<Long, Double> scores = goodness.computeIfAbsent(ranking.source(), (source) -> new HashMap<>());
				ranking.candidates()
					.forEach((candidate) -> scores.merge(candidate.rowId(), scale.of(candidate), Math::max));
			}
		}
		return combine(goodness).candidates();
	}

	private Relevance combine(Map<Ranking.Source, Map<Long, Double>> goodness) {
		Relevance relevance = new Relevance();
		if (goodness.size() == 1) {
			goodness.values().forEach((scores) -> scores.forEach(relevance::add));
			return relevance;
		}
		Set<Long> rowIds = new HashSet<>();
		goodness.values().forEach((scores) -> rowIds.addAll(scores.keySet()));
		goodness.forEach((source, scores) -> {
			double share = (source == Ranking.Source.VECTOR) ? this.weight : 1 - this.weight;
			rowIds.forEach((rowId) -> relevance.add(rowId, share * scores.getOrDefault(rowId, 1 - this.fill)));
		});
		return relevance;
	}

}
