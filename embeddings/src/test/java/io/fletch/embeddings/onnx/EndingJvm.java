package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Embeds without end, and for a second longer when it is told to end.
 */
final class EndingJvm {

	private static final AtomicBoolean ending = new AtomicBoolean();

	private static final AtomicLong embeddedLate = new AtomicLong();

	private EndingJvm() {
	}

	/**
	 * Runs.
	 * @param arguments the file that tells, when there is one, that it embeds, and in the
	 * end how many texts it embedded after it was told to end
	 */
	static void main(String[] arguments) {
		Path told = Path.of(arguments[0]);
		EmbeddingFunction function = new AllMiniLmL6V2().create("words", new EmbeddingOptions("words", Map.of()));
		function.embedQuery("ready");
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			ending.set(true);
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
			write(told, Long.toString(embeddedLate.get()));
		}));
		write(told, "ready");
		while (true) {
			function.embedQuery("a text");
			if (ending.get()) {
				embeddedLate.incrementAndGet();
			}
		}
	}

	private static void write(Path file, String text) {
		try {
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
