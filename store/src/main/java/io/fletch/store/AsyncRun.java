package io.fletch.store;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Runs a call on a virtual thread of its own. When the future is completed by somebody
 * else, by {@code cancel} or a timeout, the thread is interrupted; whatever it does then
 * stops with a {@link io.fletch.store.error.CancelledException}, unless it has been
 * committed.
 */
final class AsyncRun {

	private AsyncRun() {
	}

	static <T> CompletableFuture<T> call(Callable<T> call) {
		CompletableFuture<T> future = new CompletableFuture<>();
		Thread thread = Thread.ofVirtual().name("fletch-async").unstarted(() -> {
			try {
				if (!future.isDone()) {
					future.complete(call.call());
				}
			}
			catch (Throwable ex) {
				// The caller gets everything, errors too, since nobody else looks.
				future.completeExceptionally(ex);
			}
		});
		future.whenComplete((result, ex) -> {
			if (Thread.currentThread() != thread) {
				thread.interrupt();
			}
		});
		thread.start();
		return future;
	}

	static CompletableFuture<Void> run(Runnable call) {
		return call(() -> {
			call.run();
			return null;
		});
	}

}
