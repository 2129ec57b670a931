package io.fletch.embeddings.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several processes use a cache at once, and end as if by a crash.
 */
class SharedCacheTests {

	private static final List<String> TEXTS = IntStream.range(0, 1500).mapToObj((i) -> "text " + i).toList();

	@TempDir
	private Path folder;

	private final CountingFunction counting = new CountingFunction("model");

	private Process start(long bound, int from) throws IOException {
		return new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("java.class.path"), CachingProcess.class.getName(), this.folder.toString(),
				Long.toString(bound), Integer.toString(from))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private void assertTrue(EmbeddingCache cache) {
		EmbeddingFunction function = cache.wrap(this.counting);
		List<float[]> vectors = function.embedSources(TEXTS);
		List<float[]> expected = new CountingFunction("model").embedSources(TEXTS);
		for (int i = 0; i < TEXTS.size(); i++) {
			assertThat(vectors.get(i)).containsExactly(expected.get(i));
		}
	}

	@Test
	void findsWhatEndedProcessesEmbedded() throws Exception {
		Process one = start(1 << 24, 0);
		Process other = start(1 << 24, 500);
		assertThat(List.of(one.waitFor(), other.waitFor())).containsOnly(0);
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, 1 << 24)) {
			assertTrue(cache);
			assertThat(this.counting.asked).isEmpty();
		}
		try (Stream<Path> files = Files.list(this.folder)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".lock"))).isEmpty();
		}
	}

	@Test
	void agreesWithProcessesThatWriteAndRemoveAtTheSameTime() throws Exception {
		List<Process> processes = new ArrayList<>(List.of(start(200_000, 0), start(200_000, 500)));
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, 200_000)) {
			while (processes.stream().anyMatch(Process::isAlive)) {
				assertTrue(cache);
			}
			assertThat(processes.stream().map(Process::exitValue)).containsOnly(0);
			assertTrue(cache);
			assertThat(cache.statistics().bytes()).isLessThan(200_000);
		}
	}

}
