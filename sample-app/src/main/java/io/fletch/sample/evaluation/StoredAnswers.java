package io.fletch.sample.evaluation;

import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * What a run found, a row for each ranking, so that one can be read without the others;
 * and the questions, in the row of place 0.
 *
 * @param id the run's id and the place
 * @param run the run's id
 * @param place the place of the ranking in the run, from 1
 * @param ranking the name of the ranking; empty for the questions
 * @param content {@link RunAnswers.Questions} or {@link RunAnswers.Answered} in JSON;
 * {@code null} where it was not read
 */
@Table("evaluation_answers")
record StoredAnswers(@Id String id, String run, int place, String ranking, @Nullable String content) {

	static StoredAnswers of(String run, int place, String ranking, @Nullable String content) {
		return new StoredAnswers(run + "/" + place, run, place, ranking, content);
	}

}
