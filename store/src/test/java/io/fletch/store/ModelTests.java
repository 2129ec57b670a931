package io.fletch.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of operations by chance, on tables of every type, checked against a plain
 * model after each; half of the tables with upkeep in the background. The system property
 * {@code fletch.test.model} gives another number of them.
 */
@ExtendWith(SeededRandom.class)
class ModelTests {

	private static final int OPERATIONS = Integer.getInteger("fletch.test.model", 5000);

	/** When a busy machine may stop early, unless it was asked for a number. */
	private static final Duration LIMIT = (Integer.getInteger("fletch.test.model") != null) ? Duration.ofDays(1)
			: Duration.ofSeconds(35);

	private static final int TABLES = 4;

	private static final int BETWEEN_REOPENINGS = 100;

	@TempDir
	private Path folder;

	@Test
	void holdsWhatThePlainModelHolds(Random random, TestReporter reporter) throws Exception {
		List<ModelRun> runs = new ArrayList<>();
		try (Opened database = open()) {
			for (int i = 0; i < TABLES; i++) {
				boolean background = i >= TABLES / 2;
				runs.add(new ModelRun("t" + i, new Random(random.nextLong()), database.of(background), i % 2 == 0,
						background));
			}
		}
		int done = 0;
		try (ExecutorService threads = Executors.newFixedThreadPool(TABLES)) {
			long start = System.nanoTime();
			for (; done < OPERATIONS
					&& System.nanoTime() - start < LIMIT.toNanos(); done += TABLES * BETWEEN_REOPENINGS) {
				try (Opened database = open()) {
					List<Callable<Boolean>> tasks = IntStream.range(0, TABLES)
						.mapToObj((i) -> task(runs.get(i), database.of(i >= TABLES / 2)))
						.toList();
					for (Future<Boolean> task : threads.invokeAll(tasks)) {
						assertThat(task.get()).isTrue();
					}
				}
			}
		}
		reporter.publishEntry("operations", String.valueOf(done));
		assertThat(done).isPositive();
	}

	private Opened open() {
		DatabaseUri uri = DatabaseUri.of(this.folder);
		DatabaseOptions options = DatabaseOptions.defaults();
		return new Opened(Connection.open(uri, options.withUpkeep(UpkeepOptions.NONE)), Connection.open(uri, options));
	}

	private static Callable<Boolean> task(ModelRun run, Connection connection) {
		return () -> {
			run.reopen(connection);
			for (int i = 0; i < BETWEEN_REOPENINGS; i++) {
				run.step();
			}
			return true;
		};
	}

	/**
	 * One folder, opened without upkeep in the background and with it.
	 */
	private record Opened(Connection quiet, Connection busy) implements AutoCloseable {

		Connection of(boolean background) {
			return background ? this.busy : this.quiet;
		}

		@Override
		public void close() {
			this.quiet.close();
			this.busy.close();
		}

	}

}
