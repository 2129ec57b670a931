package io.fletch.sample.evaluation;

/**
 * A ranking of a run.
 *
 * @param name what it is asked for by
 * @param label what people read
 */
public record RankingLabel(String name, String label) {
}
