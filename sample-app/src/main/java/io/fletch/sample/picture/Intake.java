package io.fletch.sample.picture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
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

	/** How long the end waits for what has come. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** How long it waits for what it interrupted. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

	private final Semaphore places = new Semaphore(MOST_WAITING, true);

	/** Has no thread before the first picture. */
	private final ExecutorService writer = Executors
		.newSingleThreadExecutor(Thread.ofVirtual().name("pictures").factory());

	/** Writes rows, and tells of each whether it was new. */
	private final Function<List<StoredPicture>, List<Boolean>> writing;

	private final Duration patience;

	Intake(Function<List<StoredPicture>, List<Boolean>> writing) {
		this(writing, PATIENCE);
	}

	Intake(Function<List<StoredPicture>, List<Boolean>> writing, Duration patience) {
		this.writing = writing;
		this.patience = patience;
	}

	/**
	 * Adds a picture, and waits until that is done.
	 * @param picture the picture
	 * @return whether it was new
	 * @throws java.util.concurrent.RejectedExecutionException if this is closed
	 */
	boolean add(StoredPicture picture) {
		Waiting waiting = new Waiting(picture, new CompletableFuture<>());
		this.places.acquireUninterruptibly();
		try {
			this.queue.add(waiting);
			// As many calls as pictures; one call may write for several.
			this.writer.execute(this::writeWaiting);
			return waiting.outcome().join();
		}
		catch (CompletionException ex) {
			switch (ex.getCause()) {
				case RuntimeException cause -> throw cause;
				case Error cause -> throw cause;
				case null, default -> throw ex;
			}
		}
		finally {
			this.places.release();
		}
	}

	private void writeWaiting() {
		List<Waiting> batch = new ArrayList<>();
		for (Waiting next = this.queue.poll(); next != null; next = this.queue.poll()) {
			batch.add(next);
			if (batch.size() == BATCH) {
				break;
			}
		}
		if (!batch.isEmpty()) {
			write(batch);
		}
	}

	private void write(List<Waiting> batch) {
		try {
			List<Boolean> areNew = this.writing.apply(batch.stream().map(Waiting::picture).toList());
			for (int i = 0; i < batch.size(); i++) {
				batch.get(i).outcome().complete(areNew.get(i));
			}
		}
		catch (UnusablePictureException | GalleryFullException ex) {
			// It is one of them, or there is room for some of them.
			if (batch.size() > 1) {
				batch.forEach((each) -> write(List.of(each)));
			}
			else {
				batch.getFirst().outcome().completeExceptionally(ex);
			}
		}
		catch (RuntimeException | Error ex) {
			// Nobody waits for ever; alone, they would fail alike.
			batch.forEach((each) -> each.outcome().completeExceptionally(ex));
		}
	}

	/** Says how many pictures are waited for. */
	int waiting() {
		return MOST_WAITING - this.places.availablePermits();
	}

	/**
	 * Writes what has come, and ends. What takes longer than a stop may is given up:
	 * nobody was told that it is kept.
	 */
	@Override
	public void close() {
		this.writer.shutdown();
		try {
			if (!this.writer.awaitTermination(this.patience.toMillis(), TimeUnit.MILLISECONDS)) {
				this.writer.shutdownNow();
				this.writer.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			this.writer.shutdownNow();
			Thread.currentThread().interrupt();
		}
		RejectedExecutionException late = new RejectedExecutionException("The application ends. Try again later.");
		for (Waiting next = this.queue.poll(); next != null; next = this.queue.poll()) {
			next.outcome().completeExceptionally(late);
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
