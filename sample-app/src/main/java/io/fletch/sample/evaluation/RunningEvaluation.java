package io.fletch.sample.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.evaluation.Evaluation;
import io.fletch.evaluation.EvaluationRun;
import io.fletch.evaluation.GoldenQuestion;
import io.fletch.evaluation.GoldenQuestions;
import io.fletch.evaluation.Metric;
import io.fletch.evaluation.QuestionResult;
import io.fletch.evaluation.SearchException;
import io.fletch.sample.evaluation.EvaluationRunInfo.Progress;
import io.fletch.sample.evaluation.RunResults.Failure;

/**
 * A run while it runs, in a thread of its own.
 */
final class RunningEvaluation {

	private static final Logger logger = LoggerFactory.getLogger(RunningEvaluation.class);

	private static final int WARMING_QUESTIONS = 30;

	private static final long WARMING_NANOS = 2_000_000_000;

	private final StoredRun begun;

	private final RunPlan plan;

	private final GoldenQuestions questions;

	private final PassageSearch search;

	private final ReentrantLock ending = new ReentrantLock();

	private volatile Progress progress;

	private volatile boolean cancelled;

	private @Nullable Thread asking;

	/** Equal names are kept once. */
	private final Map<String, String> names = new HashMap<>();

	private long characters;

	RunningEvaluation(StoredRun begun, RunPlan plan, GoldenQuestions questions, PassageSearch search) {
		this.begun = begun;
		this.plan = plan;
		this.questions = questions;
		this.search = search;
		this.progress = new Progress(begun.rankings().getFirst().label(), 1, 0);
	}

	String id() {
		return this.begun.id();
	}

	StoredRun begun() {
		return this.begun;
	}

	EvaluationRunInfo shown() {
		return this.begun.shown(this.progress);
	}

	/** Ends the run soon: the search under way is interrupted, and none begun. */
	void cancel() {
		this.ending.lock();
		try {
			this.cancelled = true;
			if (this.asking != null) {
				this.asking.interrupt();
			}
		}
		finally {
			this.ending.unlock();
		}
	}

	/**
	 * Asks every ranking every question. To be called once.
	 * @return the run as it shall be kept
	 */
	Ended run() {
		List<RankingLabel> asked = new ArrayList<>();
		List<EvaluationRun> runs = new ArrayList<>();
		List<Failure> failures = new ArrayList<>();
		beInterruptible(Thread.currentThread());
		for (RankingLabel ranking : this.begun.rankings()) {
			if (this.cancelled || !this.search.isThere()) {
				break;
			}
			try {
				runs.add(measure(ranking));
				asked.add(ranking);
			}
			catch (SearchException ex) {
				if (!this.cancelled && this.search.isThere()) {
					logger.warn("The ranking {} cannot be evaluated", ranking.name(), ex);
					failures.add(new Failure(ranking, reason(ex)));
				}
			}
		}
		beInterruptible(null);
		return ended(asked, runs, failures);
	}

	/** What is written after the last question must not be broken off. */
	private void beInterruptible(@Nullable Thread asking) {
		this.ending.lock();
		try {
			this.asking = asking;
			Thread.interrupted();
		}
		finally {
			this.ending.unlock();
		}
	}

	private Ended ended(List<RankingLabel> asked, List<EvaluationRun> runs, List<Failure> failures) {
		if (!this.search.isThere()) {
			return new Ended(
					this.begun.ended(RunState.FAILED,
							"The collection '" + this.begun.collection()
									+ "' was deleted while this ran, so that what was found tells nothing.",
							now()),
					null);
		}
		if (runs.isEmpty()) {
			return new Ended(this.cancelled ? this.begun.ended(RunState.CANCELLED, null, now())
					: this.begun.ended(RunState.FAILED, failures.getFirst().reason(), now()), null);
		}
		RunAnswers answers = RunAnswers.of(this.questions, asked, runs);
		RunResults results = RunResults.of(answers.report(this.plan.metrics()), asked, failures, () -> this.cancelled);
		StoredRun ended = this.begun.ended(this.cancelled ? RunState.CANCELLED : RunState.DONE, null, now());
		return new Ended(ended.with(results.best(), JsonMapper.shared().writeValueAsString(results)), answers);
	}

	private static Instant now() {
		return Instant.now().truncatedTo(ChronoUnit.MICROS);
	}

	private EvaluationRun measure(RankingLabel ranking) {
		int place = this.begun.rankings().indexOf(ranking) + 1;
		this.progress = new Progress(ranking.label(), place, 0);
		List<Metric> metrics = this.plan.metrics();
		List<Duration> times = new ArrayList<>();
		boolean[] isWarm = { false };
		EvaluationRun run = Evaluation.of(this.questions)
			.warmUp(0)
			.metrics(metrics.toArray(Metric[]::new))
			.search(ranking.label(), (question, limit) -> {
				if (!isWarm[0]) {
					warmUp(ranking);
					isWarm[0] = true;
				}
				PassageSearch.Found found = ask(ranking, question);
				times.add(found.time());
				return kept(found.names(), limit);
			})
			.listener((name, done, total) -> this.progress = new Progress(ranking.label(), place, done))
			.run()
			.runs()
			.getFirst();
		return timed(run, times);
	}

	private List<String> kept(List<String> found, int limit) {
		List<String> kept = found.stream().distinct().limit(limit).map((name) -> {
			String known = this.names.putIfAbsent(name, name);
			return (known != null) ? known : name;
		}).toList();
		this.characters += kept.stream().mapToInt(String::length).sum();
		if (this.characters > RunPlan.MOST_CHARACTERS) {
			throw new IllegalStateException("the names of what was found have more than " + RunPlan.MOST_CHARACTERS
					+ " characters, which a run does not keep; choose a lower cutoff or fewer rankings");
		}
		return kept;
	}

	/**
	 * The first searches load what later ones use, and are not compiled yet: their time
	 * would tell of the order of the rankings.
	 */
	private void warmUp(RankingLabel ranking) {
		long begun = System.nanoTime();
		for (GoldenQuestion question : this.questions.questions().stream().limit(WARMING_QUESTIONS).toList()) {
			ask(ranking, question.text());
			if (System.nanoTime() - begun > WARMING_NANOS || Thread.currentThread().isInterrupted()) {
				return;
			}
		}
	}

	private PassageSearch.Found ask(RankingLabel ranking, String question) {
		return this.search.ask(this.plan, this.begun.kind(), ranking.name(), question);
	}

	/** The time of the search alone, without that of finding names. */
	private static EvaluationRun timed(EvaluationRun run, List<Duration> times) {
		List<QuestionResult> results = new ArrayList<>();
		for (int index = 0; index < times.size(); index++) {
			QuestionResult result = run.results().get(index);
			results.add(new QuestionResult(result.question(), result.found(), times.get(index)));
		}
		return new EvaluationRun(run.name(), run.depth(), results);
	}

	private static String reason(SearchException ex) {
		String message = String.valueOf(ex.getMessage());
		return (message.length() > 500) ? message.substring(0, 500) + "…" : message;
	}

	/**
	 * What is kept of a run.
	 *
	 * @param run the run
	 * @param answers what was found; {@code null} if nothing is kept
	 */
	record Ended(StoredRun run, @Nullable RunAnswers answers) {
	}

}
