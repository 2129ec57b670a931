package io.fletch.sample.playground;

import org.jspecify.annotations.Nullable;

/**
 * A question, asked in one way.
 *
 * @param question the question
 * @param ranking the name of the {@link RankingChoice}
 * @param limit how many passages are wanted, at least 1
 * @param filter a condition in SQL on the columns of the passages; {@code null} for none
 */
public record Trial(String question, String ranking, int limit, @Nullable String filter) {
}
