package io.fletch.sample.evaluation;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a ranking answered a question.
 *
 * @param id the id of the question
 * @param question the question
 * @param value the measure, from 0 to 1
 * @param expected what a good search finds
 * @param found what was found first, best first
 * @param milliseconds how long the search took
 */
public record QuestionOutcome(String id, String question, double value, List<Expected> expected, List<String> found,
		double milliseconds) {

	public QuestionOutcome {
		expected = List.copyOf(expected);
		found = List.copyOf(found);
	}

	/**
	 * Something that a good search finds.
	 *
	 * @param name its name
	 * @param grade how well it answers
	 * @param place where it was found, from 1; {@code null} if it was not
	 */
	public record Expected(String name, int grade, @Nullable Integer place) {
	}

}
