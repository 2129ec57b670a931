package io.fletch.context.pipeline;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

	static <T> T run(Callable<T> stage, @Nullable Duration most) throws TimeoutException {
		try {
			return (most != null) ? within(most, stage) : stage.call();
		}
		catch (TimeoutException | RuntimeException ex) {
			throw ex;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancelledException("The pipeline was cancelled by an interrupt of its thread", ex);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static <T> T within(Duration most, Callable<T> stage) throws Exception {
		FutureTask<T> task = new FutureTask<>(stage);
		Thread.startVirtualThread(task);
		try {
			return task.get(TimeUnit.NANOSECONDS.convert(most), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
		finally {
			task.cancel(true);
		}
	}

}
