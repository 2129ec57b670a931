package io.fletch.sample.evaluation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.evaluation.GoldenQuestions;
import io.fletch.sample.collection.DocumentCollection;
import io.fletch.sample.collection.DocumentCollections;
import io.fletch.sample.playground.Playgrounds;
import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Order;

/**
 * The runs over sets of golden questions, in the table {@code evaluation_runs}. One runs
 * at a time, in the background. A run is there from its beginning on, so that one which
 * the end of the application broke off is known at the next start. Safe for use by
 * several threads at once; one application to a database.
 */
@Component
public class Evaluations implements DisposableBean {

	/** How many runs are kept; the oldest goes first. */
	public static final int MOST = 100;

	private static final long STOP_MILLIS = 10_000;

	private static final Logger logger = LoggerFactory.getLogger(Evaluations.class);

	private final LazyTable<TypedTable<StoredRun>> runs;

	private final KeptAnswers answers;

	private final GoldenSets sets;

	private final DocumentCollections collections;

	private final Playgrounds playgrounds;

	private final ReentrantLock writing = new ReentrantLock();

	/** The answers of a run are large when they are read. */
	private final ReentrantLock reading = new ReentrantLock(true);

	private volatile @Nullable RunningEvaluation running;

	private @Nullable Thread thread;

	private volatile boolean closing;

	/**
	 * Opens the table, creating it if needed, and marks runs that were broken off.
	 * @param database holds the runs
	 * @param sets the golden questions
	 * @param collections what is asked
	 * @param playgrounds the rankings of each collection
	 */
	public Evaluations(Database database, GoldenSets sets, DocumentCollections collections, Playgrounds playgrounds) {
		this.runs = LazyTable.of(() -> database.table(StoredRun.class));
		this.runs.get();
		this.answers = new KeptAnswers(database);
		this.sets = sets;
		this.collections = collections;
		this.playgrounds = playgrounds;
		markBrokenOff();
	}

	private void markBrokenOff() {
		List<String> complete = new ArrayList<>();
		for (StoredRun run : this.runs.get().scan().select(StoredRun.WITHOUT_RESULTS).rows()) {
			if (run.state().equals(RunState.RUNNING.name())) {
				write(run.brokenOff(now()));
			}
			else if (run.best() != null) {
				complete.add(run.id());
			}
		}
		this.answers.deleteAllBut(complete);
	}

	/**
	 * Starts a run in the background.
	 * @param plan what it asks
	 * @param collection where it asks
	 * @return the run
	 * @throws RefusedException if there is no such set or ranking, the run would keep too
	 * much, or another runs
	 * @throws io.fletch.sample.playground.InvalidFilterException if the filter does not
	 * fit the passages
	 */
	public EvaluationRunInfo start(RunPlan plan, DocumentCollection collection) {
		GoldenSet set = this.sets.find(plan.set(), "set");
		long results = (long) set.questions() * plan.rankings().size() * plan.cutoffs().getLast();
		if (results > RunPlan.MOST_RESULTS) {
			throw RunPlan.invalid("cutoffs",
					"This run would keep up to " + results + " results (questions x rankings x "
							+ "greatest cutoff), but at most " + RunPlan.MOST_RESULTS
							+ " are kept. Choose a lower cutoff or fewer rankings.");
		}
		requireNoneRunning();
		GoldenQuestions questions = this.sets.file(plan.set(), "set").questions();
		PassageSearch search = new PassageSearch(collection, this.playgrounds, this.collections);
		List<RankingLabel> rankings = search.check(plan, questions.questions().getFirst());
		StoredRun begun = new StoredRun(UUID.randomUUID().toString(), set.id(), set.name(), set.kind(), collection.id(),
				set.questions(), rankings, plan.cutoffs(), plan.passages(), plan.filter(), RunState.RUNNING.name(),
				null, now(), null, null, null);
		return begin(new RunningEvaluation(begun, plan, questions, search), begun);
	}

	private EvaluationRunInfo begin(RunningEvaluation next, StoredRun begun) {
		this.writing.lock();
		try {
			requireNoneRunning();
			if (this.closing) {
				throw new RefusedException(RefusedException.Reason.CONFLICT, "set",
						"The application ends, so that no evaluation is begun. Begin it after the next start.");
			}
			makeRoom();
			write(begun);
			this.running = next;
			this.thread = Thread.ofVirtual().name("evaluation").start(() -> run(next));
			return next.shown();
		}
		finally {
			this.writing.unlock();
		}
	}

	private void requireNoneRunning() {
		RunningEvaluation now = this.running;
		if (now != null) {
			throw new RefusedException(RefusedException.Reason.CONFLICT, "set",
					"An evaluation of '" + now.shown().setName()
							+ "' is running, and times of two at once would tell nothing. Wait for it, or cancel it.");
		}
	}

	private void run(RunningEvaluation evaluation) {
		try {
			RunningEvaluation.Ended ended = evaluation.run();
			boolean isInterrupted = this.closing && ended.run().state().equals(RunState.CANCELLED.name());
			if (ended.answers() != null && !isInterrupted) {
				this.answers.keep(evaluation.id(), ended.answers());
			}
			end(isInterrupted ? ended.run().brokenOff(now()) : ended.run());
		}
		// Whatever it is, the run has ended, and the next one shall not wait for it.
		catch (Throwable ex) {
			logger.error("The evaluation {} broke off", evaluation.id(), ex);
			String reason = (ex instanceof OutOfMemoryError)
					? "There was not enough memory. Choose fewer questions or a lower cutoff."
					: "The evaluation failed on the server. Its log says why.";
			end(evaluation.begun().ended(RunState.FAILED, reason, now()));
		}
	}

	/** What ended does not run, and what does not run can be deleted, in one step. */
	private void end(StoredRun ended) {
		this.writing.lock();
		try {
			write(ended);
		}
		finally {
			this.running = null;
			this.writing.unlock();
		}
	}

	private void makeRoom() {
		int tooMany = Math.toIntExact(count()) - MOST + 1;
		if (tooMany > 0) {
			List<String> oldest = this.runs.get()
				.scan()
				.select("id")
				.orderBy(Order.ascending("begunAt"), Order.ascending("id"))
				.limit(tooMany)
				.rows()
				.stream()
				.map(StoredRun::id)
				.toList();
			this.runs.get().delete("id IN (:ids)", Map.of("ids", oldest));
			this.answers.delete(oldest);
			logger.info("Removed the oldest evaluation, to keep {}", MOST);
		}
	}

	/**
	 * Returns a page of the runs.
	 * @param offset how many are left out
	 * @param limit how many at most, at least 1
	 * @return the runs, the newest first
	 */
	public List<EvaluationRunInfo> page(int offset, int limit) {
		return this.runs.get()
			.scan()
			.select(StoredRun.WITHOUT_RESULTS)
			.orderBy(Order.descending("begunAt"), Order.ascending("id"))
			.offset(offset)
			.limit(limit)
			.rows()
			.stream()
			.map(this::shown)
			.toList();
	}

	/**
	 * Counts the runs.
	 * @return how many there are
	 */
	public long count() {
		return this.runs.get().countRows();
	}

	/**
	 * Finds a run.
	 * @param id its id
	 * @return the run as it stands
	 * @throws RefusedException if there is none
	 */
	public EvaluationRunInfo find(String id) {
		RunningEvaluation now = this.running;
		return (now != null && now.id().equals(id)) ? now.shown() : shown(stored(id, false));
	}

	private EvaluationRunInfo shown(StoredRun run) {
		if (!run.state().equals(RunState.RUNNING.name())) {
			return run.shown(null);
		}
		RunningEvaluation now = this.running;
		if (now != null && now.id().equals(run.id())) {
			return now.shown();
		}
		// It has ended since it was read, or its end could not be written.
		StoredRun later = stored(run.id(), false);
		return (later.state().equals(RunState.RUNNING.name()) ? later.brokenOff(null) : later).shown(null);
	}

	/**
	 * Ends a run. Rankings that are through are kept.
	 * @param id its id
	 * @return the run as it stands: it ends soon
	 * @throws RefusedException if there is none, or it does not run
	 */
	public EvaluationRunInfo cancel(String id) {
		RunningEvaluation now = this.running;
		if (now == null || !now.id().equals(id)) {
			throw new RefusedException(RefusedException.Reason.CONFLICT, "id", "The run "
					+ RefusedException.shown(find(id).id()) + " is not running, so that it cannot be cancelled.");
		}
		now.cancel();
		return now.shown();
	}

	/**
	 * Deletes a run.
	 * @param id its id
	 * @throws RefusedException if there is none, or it runs
	 */
	public void delete(String id) {
		this.writing.lock();
		try {
			RunningEvaluation now = this.running;
			if (now != null && now.id().equals(id)) {
				throw new RefusedException(RefusedException.Reason.CONFLICT, "id",
						"The run " + RefusedException.shown(id) + " is running. Cancel it before.");
			}
			stored(id, false);
			this.runs.get().delete("id = :id", Map.of("id", id));
			this.answers.delete(List.of(id));
		}
		finally {
			this.writing.unlock();
		}
	}

	/**
	 * Reads how the rankings of a run did.
	 * @param id its id
	 * @return the results
	 * @throws RefusedException if there is none, or it has no results
	 */
	public RunResults results(String id) {
		return results(complete(id));
	}

	private static RunResults results(StoredRun run) {
		return JsonMapper.shared().readValue(run.results(), RunResults.class);
	}

	/**
	 * Reads how a ranking answered the questions.
	 * @param id the id of the run
	 * @param ranking the name of the ranking
	 * @param metric the name of the metric, such as {@code nDCG@10}; {@code null} for the
	 * first
	 * @return the questions, answered worst first
	 * @throws RefusedException if there is no such run, or it has no results, no such
	 * ranking or no such metric
	 */
	public List<QuestionOutcome> questions(String id, String ranking, @Nullable String metric) {
		StoredRun run = complete(id);
		List<String> known = rankings(run);
		if (!known.contains(ranking)) {
			throw RunPlan.invalid("ranking", "ranking is " + RefusedException.shown(ranking)
					+ ", but this run has answers of " + String.join(", ", known) + ".");
		}
		return alone(() -> open(run, List.of(ranking)).questions(metric));
	}

	/**
	 * Compares two runs over the same questions.
	 * @param id the id of a run
	 * @param with the id of the run that it is compared with
	 * @return how the rankings that both have did in both
	 * @throws RefusedException if there is no such run, or it has no results; the runs
	 * asked different questions, or have no ranking or cutoff in common; or the
	 * application ends
	 */
	public RunComparison compare(String id, String with) {
		StoredRun run = complete(id);
		StoredRun other = complete(with, "with");
		List<String> common = rankings(run).stream().filter(rankings(other)::contains).toList();
		return alone(() -> open(run, common).compare(open(other, common), this::requireOpen));
	}

	private void requireOpen() {
		if (this.closing) {
			throw new RefusedException(RefusedException.Reason.CONFLICT, "id",
					"The application ends. Ask again after the next start.");
		}
	}

	/**
	 * Makes a file of a run.
	 * @param id the id of the run
	 * @param form how the file is written
	 * @return the file
	 * @throws RefusedException if there is no such run, or it has no results
	 */
	public ReportFile report(String id, Function<RunReport, String> form) {
		StoredRun run = complete(id);
		return alone(() -> {
			RunReport report = new RunReport(open(run, rankings(run)));
			return new ReportFile(report.name(), form.apply(report));
		});
	}

	private static List<String> rankings(StoredRun run) {
		return results(run).rankings().stream().map((row) -> row.ranking().name()).toList();
	}

	private CompleteRun open(StoredRun run, List<String> rankings) {
		RunAnswers found = this.answers.read(run.id(), rankings);
		if (found.searches().size() < rankings.size()) {
			throw new RefusedException(RefusedException.Reason.CONFLICT, "id", "The answers of the run "
					+ RefusedException.shown(run.id()) + " were deleted meanwhile. Run it again.");
		}
		return new CompleteRun(run.shown(null), results(run), found);
	}

	private <T> T alone(Supplier<T> work) {
		this.reading.lock();
		try {
			requireOpen();
			return work.get();
		}
		finally {
			this.reading.unlock();
		}
	}

	private StoredRun complete(String id) {
		return complete(id, "id");
	}

	private StoredRun complete(String id, String field) {
		StoredRun run = stored(id, true, field);
		if (run.results() == null) {
			throw new RefusedException(RefusedException.Reason.CONFLICT, field, "The run " + RefusedException.shown(id)
					+ " is " + shown(run).state() + " and has no results. Run it again, or wait for its end.");
		}
		return run;
	}

	private StoredRun stored(String id, boolean whole) {
		return stored(id, whole, "id");
	}

	private StoredRun stored(String id, boolean whole, String field) {
		var scan = this.runs.get().scan().where("id = :id", Map.of("id", id)).limit(1);
		return (whole ? scan : scan.select(StoredRun.WITHOUT_RESULTS)).rows()
			.stream()
			.findFirst()
			.orElseThrow(() -> new RefusedException(RefusedException.Reason.UNKNOWN, field, "No evaluation has the id "
					+ RefusedException.shown(id) + ". GET /api/evaluation/runs lists those there are."));
	}

	private void write(StoredRun run) {
		this.runs.get().mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(List.of(run));
	}

	private static Instant now() {
		return Instant.now().truncatedTo(ChronoUnit.MICROS);
	}

	/** Ends what runs before the database is closed. */
	@Override
	public void destroy() throws InterruptedException {
		RunningEvaluation now;
		Thread last;
		this.writing.lock();
		try {
			this.closing = true;
			now = this.running;
			last = this.thread;
		}
		finally {
			this.writing.unlock();
		}
		if (now != null && last != null) {
			now.cancel();
			last.join(STOP_MILLIS);
		}
	}

}
