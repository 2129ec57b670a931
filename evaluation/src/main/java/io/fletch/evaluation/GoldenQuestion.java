package io.fletch.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A question, and what a good search finds for it.
 *
 * @param id the id of the question
 * @param text the question, not blank
 * @param relevant the ids of what answers it, in the terms of the search, with how well
 * each does: 1 or, where there are grades, more
 */
public record GoldenQuestion(String id, String text, Map<String, Integer> relevant) {

	/**
	 * Checks and copies.
	 * @param id the id of the question
	 * @param text the question
	 * @param relevant the grades by id
	 * @throws GoldenQuestionException if the question is blank, nothing is relevant to
	 * it, or a grade is less than 1
	 */
	public GoldenQuestion {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(text, "text");
		Objects.requireNonNull(relevant, "relevant");
		if (text.isBlank()) {
			throw new GoldenQuestionException("The question '" + id + "' is blank");
		}
		if (relevant.isEmpty()) {
			throw new GoldenQuestionException(
					"The question '" + id + "' names nothing that is relevant: name at least one id");
		}
		relevant.forEach((document, grade) -> {
			if (grade < 1) {
				throw new GoldenQuestionException("The question '" + id + "' gives '" + document + "' the grade "
						+ grade + ", but what is relevant has at least 1: leave out what is not");
			}
		});
		relevant = Collections.unmodifiableMap(new LinkedHashMap<>(relevant));
	}

	/**
	 * Creates a question whose answers are all as good.
	 * @param id the id of the question
	 * @param text the question
	 * @param relevant the ids of what answers it
	 * @return the question
	 */
	public static GoldenQuestion of(String id, String text, String... relevant) {
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(text, "text");
		Objects.requireNonNull(relevant, "relevant");
		Map<String, Integer> grades = new LinkedHashMap<>();
		Stream.of(relevant).forEach((document) -> grades.put(document, 1));
		return new GoldenQuestion(id, text, grades);
	}

}
