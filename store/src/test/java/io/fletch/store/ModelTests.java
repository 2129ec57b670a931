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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of operations by chance, on tables of every type, checked against a plain
 * model after each. The system property {@code fletch.test.model} gives another number of
 * them.
 */
@ExtendWith(SeededRandom.class)
class ModelTests {

	private static final int OPERATIONS = Integer.getInteger("fletch.test.model", 5000);

	/** When a busy machine may stop early, unless it was asked for a number. */
	private static final Duration LIMIT = (Integer.getInteger("fletch.test.model") != null) ? Duration.ofDays(1)
			: Duration.ofSeconds(40);

	private static final int TABLES = 4;

	private static final int BETWEEN_REOPENINGS = 100;

	@TempDir
	private Path folder;

	@Test
	void holdsWhatThePlainModelHolds(Random random, TestReporter reporter) throws Exception {
		DatabaseOptions options = DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE);
		List<ModelRun> runs = new ArrayList<>();
		try (Database database = Database.open(this.folder, options)) {
			for (int i = 0; i < TABLES; i++) {
				runs.add(new ModelRun("t" + i, new Random(random.nextLong()), database, i == 0));
			}
		}
		int done = 0;
		try (ExecutorService threads = Executors.newFixedThreadPool(TABLES)) {
			long start = System.nanoTime();
			for (; done < OPERATIONS
					&& System.nanoTime() - start < LIMIT.toNanos(); done += TABLES * BETWEEN_REOPENINGS) {
				try (Database database = Database.open(this.folder, options)) {
					List<Callable<Boolean>> tasks = runs.stream().map((run) -> task(run, database)).toList();
					for (Future<Boolean> task : threads.invokeAll(tasks)) {
						assertThat(task.get()).isTrue();
					}
				}
			}
		}
		reporter.publishEntry("operations", String.valueOf(done));
	}

	private static Callable<Boolean> task(ModelRun run, Database database) {
		return () -> {
			run.reopen(database);
			for (int i = 0; i < BETWEEN_REOPENINGS; i++) {
				run.step();
			}
			return true;
		};
	}

}
