package io.fletch.context.retrieval;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;

/**
 * Asks retrievers at once, each on a virtual thread, and a single one that may take any
 * time in the thread of the caller. Those that still run when this ends are interrupted
 * and not waited for.
 */
final class ParallelAsking {

	private static final long ANY_TIME = TimeUnit.DAYS.toNanos(365);

	private final List<Asking> askings;

	private final boolean leavesFailuresOut;

	private final @Nullable Duration timeout;

	private final long begin = System.nanoTime();

	private final List<List<RetrievedPassage>> rankings = new ArrayList<>();

	private final List<RetrieverFailure> failures = new ArrayList<>();

	private ParallelAsking(List<Asking> askings, @Nullable Duration timeout, boolean leavesFailuresOut) {
		this.askings = askings;
		this.timeout = timeout;
		this.leavesFailuresOut = leavesFailuresOut;
	}

	static Answers all(List<Asking> askings, @Nullable Duration timeout, boolean leavesFailuresOut) {
		return new ParallelAsking(askings, timeout, leavesFailuresOut).run();
	}

	private Answers run() {
		CancelledException.throwIfInterrupted();
		if (this.askings.size() == 1 && this.timeout == null) {
			return here(this.askings.getFirst());
		}
		List<FutureTask<List<RetrievedPassage>>> running = this.askings.stream().map(ParallelAsking::start).toList();
		try {
			for (int index = 0; index < running.size(); index++) {
				await(running.get(index), this.askings.get(index));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancelledException("The retrieval was cancelled by an interrupt of its thread", ex);
		}
		finally {
			running.forEach((task) -> task.cancel(true));
		}
		if (this.rankings.isEmpty()) {
			throw failed(this.failures.getFirst(), "All retrievers failed, first");
		}
		return new Answers(this.rankings, this.failures);
	}

	/** What a thread carries, such as a tenant, is known in the caller's. */
	private Answers here(Asking asking) {
		try {
			return new Answers(List.of(asking.answer()), List.of());
		}
		catch (RuntimeException ex) {
			// A retriever is anybody's; its failure is told with its question.
			throw failed(asking.failure(ex),
					this.leavesFailuresOut ? "All retrievers failed, first" : "A retriever failed,");
		}
	}

	private static FutureTask<List<RetrievedPassage>> start(Asking asking) {
		Callable<List<RetrievedPassage>> answer = asking::answer;
		FutureTask<List<RetrievedPassage>> task = new FutureTask<>(answer);
		Thread.startVirtualThread(task);
		return task;
	}

	private void await(Future<List<RetrievedPassage>> task, Asking asking) throws InterruptedException {
		try {
			this.rankings.add(task.get(left(), TimeUnit.NANOSECONDS));
		}
		catch (TimeoutException ex) {
			fail(asking, new CancelledException("The retrieval timed out after " + this.timeout
					+ "; give it more time, or retrievers that are faster", ex));
		}
		catch (ExecutionException ex) {
			fail(asking, ex.getCause());
		}
	}

	private void fail(Asking asking, @Nullable Throwable cause) {
		if (cause instanceof Error error) {
			throw error;
		}
		RuntimeException reason = (cause instanceof RuntimeException known) ? known : new IllegalStateException(cause);
		RetrieverFailure failure = asking.failure(reason);
		if (!this.leavesFailuresOut) {
			throw failed(failure, "A retriever failed,");
		}
		this.failures.add(failure);
	}

	private static RuntimeException failed(RetrieverFailure failure, String what) {
		return (failure.cause() instanceof CancelledException cancelled) ? cancelled
				: new RetrievalException(what + " number " + (failure.retriever() + 1) + ": "
						+ failure.cause().getMessage() + ". Mend it, or use leavingFailuresOut()", failure.cause());
	}

	private long left() {
		Duration limit = this.timeout;
		if (limit == null || limit.toDays() > 365) {
			return ANY_TIME;
		}
		return Math.max(0, limit.toNanos() - (System.nanoTime() - this.begin));
	}

	/**
	 * What was found by each that answered, and who did not.
	 */
	record Answers(List<List<RetrievedPassage>> rankings, List<RetrieverFailure> failures) {
	}

}
