package io.fletch.sample.evaluation;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.sample.evaluation.EvaluationRunInfo.Best;
import io.fletch.sample.evaluation.EvaluationRunInfo.Progress;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * A run as it is kept.
 *
 * @param id its id
 * @param setId the set
 * @param setName the name of the set's file
 * @param kind what the set's questions name
 * @param collection the id of the collection that is asked
 * @param questions how many questions are asked
 * @param rankings the rankings
 * @param cutoffs how many results the metrics look at
 * @param passages how many passages each question is answered with
 * @param filter the condition on the passages
 * @param state the name of a {@link RunState}
 * @param error what went wrong
 * @param begunAt when it began
 * @param endedAt when it ended
 * @param best the ranking that did best
 * @param results {@link RunResults} in JSON; {@code null} where there are none, or they
 * were not read
 */
@Table("evaluation_runs")
record StoredRun(@Id String id, String setId, String setName, String kind, String collection, int questions,
		List<RankingLabel> rankings, List<Integer> cutoffs, int passages, @Nullable String filter, String state,
		@Nullable String error, Instant begunAt, @Nullable Instant endedAt, @Nullable Best best,
		@Nullable String results) {

	static final String[] WITHOUT_RESULTS = { "id", "setId", "setName", "kind", "collection", "questions", "rankings",
			"cutoffs", "passages", "filter", "state", "error", "begunAt", "endedAt", "best" };

	StoredRun ended(RunState state, @Nullable String error, Instant now) {
		return new StoredRun(this.id, this.setId, this.setName, this.kind, this.collection, this.questions,
				this.rankings, this.cutoffs, this.passages, this.filter, state.name(), error, this.begunAt, now, null,
				null);
	}

	StoredRun brokenOff(@Nullable Instant now) {
		return new StoredRun(this.id, this.setId, this.setName, this.kind, this.collection, this.questions,
				this.rankings, this.cutoffs, this.passages, this.filter, RunState.BROKEN_OFF.name(),
				"The application ended while this ran. Run it again.", this.begunAt, now, null, null);
	}

	StoredRun with(Best best, String results) {
		return new StoredRun(this.id, this.setId, this.setName, this.kind, this.collection, this.questions,
				this.rankings, this.cutoffs, this.passages, this.filter, this.state, this.error, this.begunAt,
				this.endedAt, best, results);
	}

	EvaluationRunInfo shown(@Nullable Progress progress) {
		return new EvaluationRunInfo(this.id, this.setId, this.setName, this.kind, this.collection, this.questions,
				this.rankings, this.cutoffs, this.passages, this.filter, RunState.valueOf(this.state), this.error,
				this.begunAt, this.endedAt, this.best, progress);
	}

}
