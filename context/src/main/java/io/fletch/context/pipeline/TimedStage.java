package io.fletch.context.pipeline;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;

/**
 * Runs a stage for no longer than it may: in the thread of the caller where it may take
 * any time, else on a virtual thread, which is interrupted and not waited for when the
 * time is over.
 */
final class TimedStage {

	private TimedStage() {
	}

	static <T> T run(Supplier<T> stage, @Nullable Duration most) throws TimeoutException {
		return (most != null) ? within(most, stage) : stage.get();
	}

	private static <T> T within(Duration most, Supplier<T> stage) throws TimeoutException {
		FutureTask<T> task = new FutureTask<>(stage::get);
		Thread.startVirtualThread(task);
		try {
			return task.get(TimeUnit.NANOSECONDS.convert(most), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancelledException("The pipeline was cancelled by an interrupt of its thread", ex);
		}
		catch (ExecutionException ex) {
			switch (ex.getCause()) {
				case RuntimeException cause -> throw cause;
				case Error cause -> throw cause;
				case null, default -> throw new IllegalStateException("A stage failed", ex);
			}
		}
		finally {
			task.cancel(true);
		}
	}

}
