package io.fletch.sample.picture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Lets pictures that come at the same time share a call of the model and a commit. One
 * thread writes; whoever adds a picture waits until it is durable. A picture that fails
 * does not fail those beside it.
 */
final class Intake implements AutoCloseable {

	private static final int BATCH = 16;

	private static final int MOST_WAITING = 4 * BATCH;

	private static final long POLL_MILLISECONDS = 200;

	private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);

	/** Writes rows, and tells of each whether it was new. */
	private final Function<List<StoredPicture>, List<Boolean>> writing;

	private final Thread writer;

	private volatile boolean isClosed;

	Intake(Function<List<StoredPicture>, List<Boolean>> writing) {
		this.writing = writing;
		this.writer = Thread.ofVirtual().name("pictures").start(this::run);
	}

	/**
	 * Adds a picture, and waits until that is done.
	 * @param picture the picture
	 * @return whether it was new
	 */
	boolean add(StoredPicture picture) {
		Waiting waiting = new Waiting(picture, new CompletableFuture<>());
		try {
			while (!this.isClosed) {
				if (this.queue.offer(waiting, POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
					return waiting.outcome().join();
				}
			}
			throw new CancellationException("The application stops. Add the picture again later.");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancellationException("Interrupted while adding a picture");
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	private void run() {
		try {
			while (!this.isClosed || !this.queue.isEmpty()) {
				Waiting first = this.queue.poll(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
				if (first != null) {
					List<Waiting> batch = new ArrayList<>(List.of(first));
					this.queue.drainTo(batch, BATCH - 1);
					write(batch);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void write(List<Waiting> batch) {
		try {
			List<Boolean> areNew = this.writing.apply(batch.stream().map(Waiting::picture).toList());
			for (int i = 0; i < batch.size(); i++) {
				batch.get(i).outcome().complete(areNew.get(i));
			}
		}
		catch (RuntimeException ex) {
			if (batch.size() > 1) {
				batch.forEach((each) -> write(Collections.singletonList(each)));
			}
			else {
				batch.getFirst().outcome().completeExceptionally(ex);
			}
		}
		catch (Error ex) {
			// Nobody waits for ever.
			batch.forEach((each) -> each.outcome().completeExceptionally(ex));
		}
	}

	/**
	 * Writes what has come, and ends.
	 */
	@Override
	public void close() {
		this.isClosed = true;
		try {
			this.writer.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		for (Waiting late = this.queue.poll(); late != null; late = this.queue.poll()) {
			late.outcome().completeExceptionally(new CancellationException("The application stops"));
		}
	}

	/**
	 * A picture on its way.
	 *
	 * @param picture the picture
	 * @param outcome whether it was new
	 */
	private record Waiting(StoredPicture picture, CompletableFuture<Boolean> outcome) {
	}

}
