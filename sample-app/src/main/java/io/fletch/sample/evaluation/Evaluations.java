package io.fletch.sample.evaluation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.evaluation.GoldenQuestions;
import io.fletch.sample.playground.Playground;
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

	private final GoldenSets sets;

	private final PassageSearch search;

	private final ReentrantLock writing = new ReentrantLock();

	private volatile @Nullable RunningEvaluation running;

	private @Nullable Thread thread;

	private volatile boolean closing;

	/**
	 * Opens the table, creating it if needed, and marks runs that were broken off.
	 * @param database holds the runs
	 * @param sets the golden questions
	 * @param playground the rankings
	 */
	public Evaluations(Database database, GoldenSets sets, Playground playground) {
		this.runs = LazyTable.of(() -> database.table(StoredRun.class));
		this.runs.get();
		this.sets = sets;
		this.search = new PassageSearch(playground);
		markBrokenOff();
	}

	private void markBrokenOff() {
		this.runs.get()
			.scan()
			.where("state = :state", Map.of("state", RunState.RUNNING.name()))
			.rows()
			.forEach((run) -> write(
					run.ended(RunState.BROKEN_OFF, "The application ended while this ran. Run it again.", now())));
	}

	/**
	 * Starts a run in the background.
	 * @param plan what it asks
	 * @return the run
	 * @throws RefusedException if there is no such set or ranking, the run would keep too
	 * much, or another runs
	 * @throws io.fletch.sample.playground.InvalidFilterException if the filter does not
	 * fit the passages
	 */
	public EvaluationRunInfo start(RunPlan plan) {
		GoldenSet set = this.sets.find(plan.set());
		long results = (long) set.questions() * plan.rankings().size() * plan.cutoffs().getLast();
		if (results > RunPlan.MOST_RESULTS) {
			throw RunPlan.invalid("cutoffs",
					"This run would keep up to " + results + " results (questions x rankings x "
							+ "greatest cutoff), but at most " + RunPlan.MOST_RESULTS
							+ " are kept. Choose a lower cutoff or fewer rankings.");
		}
		requireNoneRunning();
		GoldenQuestions questions = this.sets.file(plan.set()).questions();
		List<RankingLabel> rankings = this.search.check(plan, questions.questions().getFirst());
		StoredRun begun = new StoredRun(UUID.randomUUID().toString(), set.id(), set.name(), set.kind(), set.questions(),
				rankings, plan.cutoffs(), plan.passages(), plan.filter(), RunState.RUNNING.name(), null, now(), null,
				null, null, null);
		return begin(new RunningEvaluation(begun, plan, questions, this.search), begun);
	}

	private EvaluationRunInfo begin(RunningEvaluation next, StoredRun begun) {
		this.writing.lock();
		try {
			requireNoneRunning();
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
			StoredRun ended = evaluation.run();
			// What the end of the application interrupted is marked at the next start.
			if (!this.closing) {
				write(ended);
			}
		}
		catch (RuntimeException ex) {
			if (!this.closing) {
				logger.error("The evaluation {} broke off", evaluation.id(), ex);
				fail(evaluation.id());
			}
		}
		finally {
			this.running = null;
		}
	}

	private void fail(String id) {
		write(stored(id, false).ended(RunState.FAILED, "The evaluation failed on the server. Its log says why.",
				now()));
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
		RunningEvaluation now = this.running;
		return (now != null && now.id().equals(run.id()) && run.state().equals(RunState.RUNNING.name())) ? now.shown()
				: run.shown(null);
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
		return JsonMapper.shared().readValue(complete(id).results(), RunResults.class);
	}

	/**
	 * Opens the answers of a run.
	 * @param id its id
	 * @return all that can be told about it
	 * @throws RefusedException if there is none, or it has no results
	 */
	public CompleteRun open(String id) {
		StoredRun run = complete(id);
		return new CompleteRun(run.shown(null), JsonMapper.shared().readValue(run.results(), RunResults.class),
				JsonMapper.shared().readValue(run.answers(), RunAnswers.class));
	}

	private StoredRun complete(String id) {
		StoredRun run = stored(id, true);
		if (run.results() == null || run.answers() == null) {
			throw new RefusedException(RefusedException.Reason.CONFLICT, "id", "The run " + RefusedException.shown(id)
					+ " is " + run.state() + " and has no results. Run it again, or wait for its end.");
		}
		return run;
	}

	private StoredRun stored(String id, boolean whole) {
		var scan = this.runs.get().scan().where("id = :id", Map.of("id", id)).limit(1);
		return (whole ? scan : scan.select(StoredRun.WITHOUT_RESULTS)).rows()
			.stream()
			.findFirst()
			.orElseThrow(() -> new RefusedException(RefusedException.Reason.UNKNOWN, "id", "No evaluation has the id "
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
		this.closing = true;
		RunningEvaluation now = this.running;
		Thread last = this.thread;
		if (now != null && last != null) {
			now.cancel();
			last.join(STOP_MILLIS);
		}
	}

}
