package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.version.CleanupPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Threads that search in every way, while others change rows and indexes and clean up:
 * every answer is that of its version. Takes some seconds, or as many minutes as the
 * system property {@code fletch.soak.minutes} says.
 */
@ExtendWith(SeededRandom.class)
class SoakTests {

	private static final int READERS = 3;

	private static final int LEAST_ROWS = 5500;

	private static final int MOST_ROWS = 8000;

	private static final double LEAST_RECALL = 0.9;

	@TempDir
	private Path folder;

	private final SoakModel model = new SoakModel();

	private final AtomicBoolean running = new AtomicBoolean(true);

	private final AtomicInteger answers = new AtomicInteger();

	private final AtomicInteger changes = new AtomicInteger();

	private final SoakReader.Recall recall = new SoakReader.Recall();

	private final AtomicInteger upkeeps = new AtomicInteger();

	private long nextId;

	@Test
	void everyAnswerIsThatOfItsVersionAndNothingIsLeftOpen(Random random, TestReporter reporter) throws Exception {
		run(random);
		reporter.publishEntry("soak", this.answers + " answers, " + this.changes + " changes, " + this.upkeeps
				+ " times upkeep, recall " + this.recall.share());
		assertThat(this.answers).hasValueGreaterThan(READERS);
		assertThat(this.changes).hasPositiveValue();
		assertThat(this.upkeeps).hasPositiveValue();
		assertThat(!this.recall.isKnown() || this.recall.share() >= LEAST_RECALL).as("recall %s", this.recall.share())
			.isTrue();
		assertThat(stillOpen()).isEmpty();
	}

	private void run(Random random) throws Exception {
		// What a session keeps goes when it does.
		DatabaseOptions options = DatabaseOptions.defaults().withSession(Session.withLimit(64 << 20));
		try (Database database = Database.open(this.folder, options);
				ExecutorService threads = Executors.newFixedThreadPool(READERS + 2)) {
			Table table = database.createTable("soak", SoakRow.schema());
			this.model.change((rows) -> add(table, rows, random, LEAST_ROWS));
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < READERS; i++) {
				all.add(start(threads, random.nextLong(), (seed) -> reading(table, seed)));
			}
			all.add(start(threads, random.nextLong(), (seed) -> writing(table, seed)));
			all.add(start(threads, random.nextLong(), (seed) -> upkeep(table, seed)));
			for (Future<?> each : all) {
				each.get();
			}
			assertThat(table.verify().problems()).isEmpty();
		}
	}

	/**
	 * Repeats something until the time is over or something fails.
	 */
	private Future<?> start(ExecutorService threads, long seed, LongFunction<Runnable> action) {
		long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
		long minutes = Long.getLong("fletch.soak.minutes", 0);
		long until = (minutes > 0) ? System.nanoTime() + Duration.ofMinutes(minutes).toNanos() : end;
		Runnable step = action.apply(seed);
		return threads.submit(() -> {
			try {
				while (this.running.get() && System.nanoTime() < until) {
					step.run();
				}
			}
			catch (Throwable ex) {
				this.running.set(false);
				throw ex;
			}
		});
	}

	private Runnable reading(Table table, long seed) {
		Random random = new Random(seed);
		return () -> {
			boolean isOld = random.nextInt(5) == 0;
			long version = (isOld) ? this.model.anyVersion(random) : table.version();
			try (Table pinned = table.checkout(version)) {
				Map<Long, SoakRow> rows = this.model.rows(version);
				if (rows != null) {
					new SoakReader(random, pinned, rows, this.recall).ask();
					this.answers.incrementAndGet();
				}
			}
			catch (VersionNotFoundException ex) {
				// A cleanup took it before it was opened.
				assertThat(version).isLessThan(table.version());
			}
		};
	}

	private Runnable writing(Table table, long seed) {
		Random random = new Random(seed);
		return () -> {
			this.model.change((rows) -> write(table, rows, random));
			this.changes.incrementAndGet();
		};
	}

	private long write(Table table, Map<Long, SoakRow> rows, Random random) {
		if (rows.size() < LEAST_ROWS) {
			return add(table, rows, random, 500);
		}
		if (rows.size() > MOST_ROWS) {
			return delete(table, rows, random, 1500);
		}
		return switch (random.nextInt(6)) {
			case 0 -> add(table, rows, random, 200);
			case 1 -> delete(table, rows, random, 50);
			case 2 -> update(table, rows, random);
			case 3 -> merge(table, rows, random);
			default -> add(table, rows, random, 1 + random.nextInt(3));
		};
	}

	private long add(Table table, Map<Long, SoakRow> rows, Random random, int count) {
		List<SoakRow> added = LongStream.range(this.nextId, this.nextId + count)
			.mapToObj((id) -> SoakRow.random(random, id))
			.toList();
		this.nextId += count;
		added.forEach((row) -> rows.put(row.id(), row));
		return table.add(added.stream().map(SoakRow::toMap).toList()).version();
	}

	private static long delete(Table table, Map<Long, SoakRow> rows, Random random, int count) {
		long from = any(rows, random);
		rows.keySet().removeIf((id) -> id >= from && id < from + count);
		return table.delete("id >= :from AND id < :to", Map.of("from", from, "to", from + count)).version();
	}

	private static long any(Map<Long, SoakRow> rows, Random random) {
		return rows.keySet().stream().skip(random.nextInt(rows.size())).findFirst().orElseThrow();
	}

	private static long update(Table table, Map<Long, SoakRow> rows, Random random) {
		long id = any(rows, random);
		SoakRow changed = rows.get(id).withN(random.nextInt(10_000));
		rows.put(id, changed);
		return table.update()
			.where("id = :id", Map.of("id", id))
			.set("n", changed.n())
			.set("checksum", changed.checksum())
			.execute()
			.version();
	}

	private long merge(Table table, Map<Long, SoakRow> rows, Random random) {
		long from = any(rows, random);
		List<SoakRow> merged = new ArrayList<>();
		for (long id = from; id < from + 30; id++) {
			merged.add(SoakRow.random(random, id));
		}
		merged.forEach((row) -> rows.put(row.id(), row));
		this.nextId = Math.max(this.nextId, from + 30);
		return table.mergeInsert("id")
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(merged.stream().map(SoakRow::toMap).toList())
			.version();
	}

	private Runnable upkeep(Table table, long seed) {
		Random random = new Random(seed);
		List<IndexDefinition> definitions = List.of(IndexDefinition.on("n"),
				IndexDefinition.on("lang").type(IndexType.BITMAP), IndexDefinition.on("tags"),
				IndexDefinition.fullText("body"), IndexDefinition.on("vector"),
				IndexDefinition.on("vector").type(IndexType.HNSW_SQ));
		return () -> {
			List<IndexInfo> present = table.indexes().list();
			switch (random.nextInt(8)) {
				case 0 -> table.optimize();
				case 1 -> table.cleanup(new CleanupPolicy(Duration.ZERO, 30, Duration.ofDays(1)));
				case 2 -> present.stream().skip(2).findFirst().ifPresent((index) -> table.indexes().drop(index.name()));
				case 3 -> present.stream().findFirst().ifPresent((index) -> table.indexes().rebuild(index.name()));
				case 4 -> present.stream().findFirst().ifPresent((index) -> table.indexes().prewarm(index.name()));
				default -> table.indexes().create(definitions.get(random.nextInt(definitions.size())));
			}
			this.upkeeps.incrementAndGet();
		};
	}

	/**
	 * Lists what the process holds of the folder; mappings go when nobody can reach them.
	 */
	private List<String> stillOpen() throws IOException {
		assumeThat(Path.of("/proc/self/maps")).as("open files of a process").exists();
		List<String> open = List.of("unknown");
		for (int i = 0; i < 50 && !open.isEmpty(); i++) {
			System.gc();
			open = new ArrayList<>(descriptors());
			try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
				open.addAll(maps.filter((line) -> line.contains(this.folder.toString())).toList());
			}
		}
		return open;
	}

	private List<String> descriptors() throws IOException {
		List<String> open = new ArrayList<>();
		try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
			for (Path each : all.toList()) {
				String target = target(each);
				if (target != null && target.startsWith(this.folder.toString())) {
					open.add(target);
				}
			}
		}
		return open;
	}

	private static @Nullable String target(Path descriptor) throws IOException {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (java.nio.file.NoSuchFileException ex) {
			// It was that of the list of descriptors itself.
			return null;
		}
	}

}
