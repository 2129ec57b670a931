package io.fletch.embeddings.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessLockTests {

	@TempDir
	private Path folder;

	@Test
	void waitsForAnotherThreadUntilInterrupted() throws Exception {
		Path file = this.folder.resolve("a.lock");
		try (ProcessLock held = ProcessLock.take(file)) {
			Throwable failure = interruptedTake(file).get(20, TimeUnit.SECONDS);
			assertThat(failure).isInstanceOf(EmbeddingException.class)
				.hasMessage("Interrupted while waiting for another download, which holds " + file);
		}
	}

	@Test
	void letsTheNextOneInWhenAnInterruptKeptOneFromLockingTheFile() throws Exception {
		Path file = this.folder.resolve("b.lock");
		assertThat(interruptedTake(file).get(20, TimeUnit.SECONDS)).isInstanceOf(EmbeddingException.class);
		try (ProcessLock held = ProcessLock.take(file)) {
			assertThat(file).exists();
		}
	}

	/**
	 * Tries to take the lock in a thread that has been interrupted.
	 * @return what it failed with, and that it remembers the interrupt
	 */
	private static CompletableFuture<Throwable> interruptedTake(Path file) {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread.ofPlatform().daemon().start(() -> {
			Thread.currentThread().interrupt();
			try (ProcessLock held = ProcessLock.take(file)) {
				failure.completeExceptionally(new AssertionError("taken"));
			}
			catch (EmbeddingException | IOException ex) {
				failure.complete(Thread.currentThread().isInterrupted() ? ex : new AssertionError("forgotten"));
			}
		});
		return failure;
	}

}
