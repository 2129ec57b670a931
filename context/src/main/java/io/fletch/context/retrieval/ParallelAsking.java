package io.fletch.context.retrieval;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

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

	/** By the places of the retrievers, whoever is first. */
	private final SortedMap<Integer, Asking.Answer> answered = new TreeMap<>();

	private final TreeMap<Integer, RetrieverFailure> failures = new TreeMap<>();

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
		BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
		List<FutureTask<Asking.Answer>> running = IntStream.range(0, this.askings.size())
			.mapToObj((index) -> start(this.askings.get(index), () -> ended.add(index)))
			.toList();
		try {
			await(running, ended);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancelledException("The retrieval was cancelled by an interrupt of its thread", ex);
		}
		finally {
			running.forEach((task) -> task.cancel(true));
		}
		if (this.answered.isEmpty()) {
			throw failed(this.failures.firstEntry().getValue(), "All retrievers failed, first");
		}
		return new Answers(List.copyOf(this.answered.values()), List.copyOf(this.failures.values()));
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

	private static FutureTask<Asking.Answer> start(Asking asking, Runnable atEnd) {
		FutureTask<Asking.Answer> task = new FutureTask<>(asking::answer) {

			@Override
			protected void done() {
				atEnd.run();
			}

		};
		Thread.startVirtualThread(task);
		return task;
	}

	/**
	 * Takes them as they end, so that the first failure need not wait for who is slow.
	 */
	private void await(List<FutureTask<Asking.Answer>> running, BlockingQueue<Integer> ended)
			throws InterruptedException {
		for (int count = 0; count < running.size(); count++) {
			Integer index = ended.poll(left(), TimeUnit.NANOSECONDS);
			if (index == null) {
				failTheRest();
				return;
			}
			try {
				this.answered.put(index, running.get(index).get());
			}
			catch (ExecutionException ex) {
				fail(index, ex.getCause());
			}
		}
	}

	private void failTheRest() {
		for (int index = 0; index < this.askings.size(); index++) {
			if (!this.answered.containsKey(index) && !this.failures.containsKey(index)) {
				fail(index, new CancelledException("The retrieval timed out after " + this.timeout
						+ "; give it more time, or retrievers that are faster"));
			}
		}
	}

	private void fail(int index, @Nullable Throwable cause) {
		if (cause instanceof Error error) {
			throw error;
		}
		RuntimeException reason = (cause instanceof RuntimeException known) ? known : new IllegalStateException(cause);
		RetrieverFailure failure = this.askings.get(index).failure(reason);
		if (!this.leavesFailuresOut) {
			throw failed(failure, "A retriever failed,");
		}
		this.failures.put(index, failure);
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
	record Answers(List<Asking.Answer> answers, List<RetrieverFailure> failures) {

		List<List<RetrievedPassage>> rankings() {
			return this.answers.stream().map(Asking.Answer::passages).toList();
		}

		/**
		 * Returns the positions of the retrievers that were asked without the condition.
		 */
		List<Integer> withoutDrawn() {
			return this.answers.stream()
				.filter(Asking.Answer::isWithoutDrawn)
				.map(Asking.Answer::retriever)
				.distinct()
				.toList();
		}

	}

}
