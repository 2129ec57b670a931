package io.fletch.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.StoreException;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.TableVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files are damaged by chance. Whatever they hold, every way of reading gives the right
 * rows or a {@link StoreException}, soon.
 */
@ExtendWith(SeededRandom.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileFuzzTests {

	private static final int CASES = Integer.getInteger("fletch.test.fuzz", 250);

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@Test
	void givesTheRightRowsOrAStoreExceptionWhateverIsDamaged(Random random, TestReporter reporter) throws IOException {
		FileMutator mutator = new FileMutator(random);
		NavigableMap<String, List<String>> expected = GoldenTables.contents();
		int damaged = 0;
		for (int i = 0; i < CASES; i++) {
			NavigableMap<String, byte[]> files = GoldenTables.files();
			String path = any(files, random);
			files.put(path, mutator.mutate(files.get(path)));
			damaged += useEverything(files, "case " + i + ", " + path,
					(read) -> read.forEach((key, rows) -> assertThat(rows).as(key).isEqualTo(expected.get(key))));
		}
		reporter.publishEntry("files whose damage was reported", damaged + " of " + CASES);
	}

	@Test
	void givesRowsOrAStoreExceptionThoughChecksumsHold(Random random) throws IOException {
		FileMutator mutator = new FileMutator(random);
		for (int i = 0; i < CASES; i++) {
			NavigableMap<String, byte[]> files = GoldenTables.files();
			String path = any(files, random);
			files.put(path, mutator.mutateSealed(path, files.get(path)));
			useEverything(files, "sealed case " + i + ", " + path, (read) -> {
			});
		}
	}

	@Test
	void verifyNoticesEveryFlippedBitOfADataFile(Random random) throws IOException {
		FileMutator mutator = new FileMutator(random);
		for (int i = 0; i < CASES; i++) {
			NavigableMap<String, byte[]> files = GoldenTables.files();
			List<String> data = files.navigableKeySet()
				.stream()
				.filter((path) -> path.startsWith("types.fletch/data/") && !path.endsWith("/"))
				.toList();
			String path = data.get(random.nextInt(data.size()));
			files.put(path, mutator.flipBit(files.get(path)));
			try (Database database = GoldenTables.open(files)) {
				assertThat(database.openTable("types").verify().problems()).as("flip " + i + " in " + path)
					.anyMatch((problem) -> problem.contains(path.substring(path.indexOf("data/")))
							&& problem.contains("is damaged"));
			}
		}
	}

	private static String any(Map<String, byte[]> files, Random random) {
		List<String> paths = files.keySet().stream().filter((path) -> files.get(path).length > 0).toList();
		return paths.get(random.nextInt(paths.size()));
	}

	/**
	 * Reads and writes in every way.
	 * @return 1 if damage was reported, else 0
	 */
	private static int useEverything(Map<String, byte[]> files, String what, Consumer<Map<String, List<String>>> check)
			throws IOException {
		long start = System.nanoTime();
		List<StoreException> refused = new ArrayList<>();
		try (Database database = GoldenTables.open(files)) {
			attempt(refused, () -> database.namespaces().describe("n"));
			use("types", refused, check, () -> database.openTable("types"));
			use("types/b", refused, check, () -> database.openTable("types").branches().open("b"));
			use("n$cleaned", refused, check, () -> database.namespace("n").openTable("cleaned"));
		}
		catch (RuntimeException | Error ex) {
			throw new AssertionError(what, ex);
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(LIMIT);
		return refused.stream().anyMatch((ex) -> ex instanceof CorruptTableException) ? 1 : 0;
	}

	private static void use(String name, List<StoreException> refused, Consumer<Map<String, List<String>>> check,
			Opening opening) {
		Table table = null;
		try {
			table = opening.open();
		}
		catch (StoreException ex) {
			refused.add(ex);
			return;
		}
		Table opened = table;
		attempt(refused, () -> {
			for (TableVersion version : opened.versions()) {
				attempt(refused, () -> {
					try (Table old = opened.checkout(version.version())) {
						check.accept(Map.of(name + "@" + version.version(), Contents.of(old)));
					}
				});
			}
		});
		attempt(refused, () -> check.accept(Map.of(name + "@" + opened.version(), Contents.of(opened))));
		attempt(refused, () -> opened.scan().where("id >= 0").rows());
		attempt(refused, () -> opened.tags().list());
		attempt(refused, () -> opened.diff(1, opened.version()).counts());
		attempt(refused, () -> {
			if (!opened.verify().isSound()) {
				refused.add(new CorruptTableException("not sound"));
			}
		});
		attempt(refused, opened::optimize);
		attempt(refused, () -> opened.delete("id = 3"));
		attempt(refused, () -> opened.columns().drop("c1"));
		attempt(refused, () -> opened.restore(1));
		attempt(refused, () -> opened.cleanupDryRun(CleanupPolicy.DEFAULT));
		attempt(refused, () -> opened.cleanup(FaultyDatabase.EVERYTHING));
		attempt(refused, () -> Contents.of(opened));
	}

	private static void attempt(List<StoreException> refused, Runnable action) {
		try {
			action.run();
		}
		catch (StoreException ex) {
			refused.add(ex);
		}
	}

	/**
	 * Opens a table.
	 */
	@FunctionalInterface
	private interface Opening {

		Table open();

	}

}
