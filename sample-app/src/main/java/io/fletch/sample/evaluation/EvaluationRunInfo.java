package io.fletch.sample.evaluation;

import java.time.Instant;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A run over a set of golden questions.
 *
 * @param id its id
 * @param setId the set, which may have been deleted since
 * @param setName the name of the set's file
 * @param kind what the set's questions name
 * @param collection the id of the collection that is asked, which may have been deleted
 * since
 * @param questions how many questions are asked
 * @param rankings the rankings, the one that others are compared with first
 * @param cutoffs how many results the metrics look at
 * @param passages how many passages each question is answered with
 * @param filter the condition on the passages
 * @param state how far it is
 * @param error what went wrong
 * @param begunAt when it began
 * @param endedAt when it ended
 * @param best the ranking that did best
 * @param progress how far it is while it runs
 */
@Schema(description = "A run over a set of golden questions")
public record EvaluationRunInfo(String id, String setId, String setName, String kind, String collection, int questions,
		List<RankingLabel> rankings, List<Integer> cutoffs, int passages, @Nullable String filter, RunState state,
		@Nullable String error, Instant begunAt, @Nullable Instant endedAt, @Nullable Best best,
		@Nullable Progress progress) {

	/**
	 * The ranking that did best.
	 *
	 * @param ranking its label
	 * @param metric what was measured
	 * @param value the mean over all questions, from 0 to 1
	 */
	@Schema(name = "BestRanking")
	public record Best(String ranking, String metric, double value) {
	}

	/**
	 * How far a run is.
	 *
	 * @param ranking the label of the ranking that is asked now
	 * @param place its place among the rankings, from 1
	 * @param done how many questions it has answered
	 */
	@Schema(name = "RunProgress")
	public record Progress(String ranking, int place, int done) {
	}

}
