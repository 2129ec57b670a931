package io.fletch.store;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process is killed while it writes. It prints the id of every row that was
 * acknowledged.
 */
@ExtendWith(SeededRandom.class)
class KillTests {

	@TempDir
	private Path folder;

	@Test
	void keepsEveryAcknowledgedRowWhenTheProcessIsKilled(Random random) throws Exception {
		Set<String> acknowledged = new TreeSet<>();
		for (int round = 0; round < 3; round++) {
			acknowledged.addAll(writeUntilKilled(round, 20 + random.nextInt(150)));
			try (Database database = open(this.folder)) {
				List<Article> rows = database.openTable(Article.class).scan().rows();
				Set<String> ids = rows.stream().map(Article::id).collect(Collectors.toCollection(TreeSet::new));
				assertThat(ids).containsAll(acknowledged);
				assertThat(rows).hasSameSizeAs(ids);
				// What was under way when the process died may be there too: one row a
				// thread.
				assertThat(ids.size() - acknowledged.size()).isLessThanOrEqualTo(2 * (round + 1));
			}
		}
	}

	private Set<String> writeUntilKilled(int round, int rows) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Writer.class.getName(), this.folder.toString(), "r" + round)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		Set<String> acknowledged = new TreeSet<>();
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			String line = output.readLine();
			while (line != null) {
				if (line.startsWith("added ")) {
					acknowledged.add(line.substring(6));
				}
				if (acknowledged.size() == rows) {
					process.toHandle().destroyForcibly();
				}
				line = output.readLine();
			}
		}
		process.waitFor();
		assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(rows);
		return acknowledged;
	}

	private static Database open(Path folder) {
		return Database.open(folder, new EmbeddingFunctionRegistry().register(new WordHashFunction("words", 16)));
	}

	/**
	 * Adds rows from two threads until it is killed.
	 */
	public static final class Writer {

		private Writer() {
		}

		public static void main(String[] args) {
			Database database = open(Path.of(args[0]));
			TypedTable<Article> table = database.table(Article.class);
			for (String thread : List.of("a", "b")) {
				Thread.ofPlatform().start(() -> {
					for (int i = 0; true; i++) {
						String id = args[1] + thread + i;
						table.add(List.of(Article.of(id, "words of " + id)));
						report("added " + id + "\n");
					}
				});
			}
		}

		/**
		 * Writes a line in one call, so that two threads do not mix theirs.
		 */
		private static void report(String line) {
			try {
				synchronized (Writer.class) {
					FileOutputStream output = new FileOutputStream(FileDescriptor.out);
					output.write(line.getBytes(StandardCharsets.UTF_8));
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
