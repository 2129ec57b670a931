package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.table.Committer;
import io.fletch.store.version.TableVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What disks, folders, clocks and threads do to a table.
 */
@ExtendWith(SeededRandom.class)
class ReliabilityTests {

	@TempDir
	private Path folder;

	@Test
	void diskFull(Random random) {
		FaultyDatabase faulty = new FaultyDatabase(random);
		Table table = faulty.database().createTable("t", DatabaseTests.ITEMS);
		table.add(rows(0, 10));
		// The first calls of a write look and lock; the disk is full for each that
		// follows.
		int failures = 0;
		for (int call = 1; call < 30; call++) {
			faulty.storage().failOnceAt(call);
			try {
				table.add(rows(100 * call, 2000));
			}
			catch (StoreException ex) {
				assertThat(ex).hasMessageContaining("No space left on device");
				failures++;
				assertThat(table.countRows("id >= 10", Map.of())).isIn(0L, 2000L);
			}
			faulty.storage().failNever();
			table.delete("id >= 10");
			assertThat(table.countRows()).isEqualTo(10);
		}
		assertThat(failures).isGreaterThan(10);
		assertThat(table.verify().problems()).isEmpty();
	}

	@Test
	void readOnlyFolder(Random random) {
		FaultyDatabase faulty = new FaultyDatabase(random);
		faulty.database().createTable("t", DatabaseTests.ITEMS).add(rows(0, 10));
		faulty.storage().refuseWrites();
		faulty.reopen();
		Table table = faulty.database().openTable("t");
		assertThat(table.countRows()).isEqualTo(10);
		try (Table old = table.checkout(1)) {
			assertThat(old.scan().rows()).isEmpty();
		}
		for (int count : new int[] { 1, 2000 }) {
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> table.add(rows(20, count)))
				.withMessageContaining("read-only");
		}
		assertThat(table.countRows()).isEqualTo(10);
	}

	@Test
	void missingFile() throws IOException {
		try (Database database = Database.open(this.folder)) {
			database.createTable("t", DatabaseTests.ITEMS).add(rows(0, 2000));
		}
		try (Stream<Path> files = Files.walk(this.folder)) {
			Files.delete(files.filter((file) -> file.toString().endsWith(".arrow")).findFirst().orElseThrow());
		}
		try (Database database = Database.open(this.folder)) {
			Table table = database.openTable("t");
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> table.scan().rows())
				.withMessageContaining(".arrow")
				.withMessageContaining("there is no such file");
			assertThat(table.verify().problems())
				.allMatch((problem) -> problem.contains(".arrow: there is no such file"))
				.satisfiesExactly((file) -> assertThat(file).startsWith("data/"),
						(version) -> assertThat(version).startsWith("version 2: "));
		}
	}

	@Test
	void foreignVersionFlag() throws IOException {
		Path table = Files.createDirectories(this.folder.resolve("t.fletch"));
		Committer.create(new LocalStorage(table), DatabaseTests.ITEMS, Clock.systemUTC());
		try (Committer committer = Committer.open(new LocalStorage(table), Clock.systemUTC())) {
			committer.checkpointBeyond(0);
		}
		Path manifest = table.resolve("_manifests/00000000000000000001.manifest");
		byte[] bytes = Files.readAllBytes(manifest);
		bytes[12] = 2;
		Files.write(manifest, bytes);
		try (Database database = Database.open(this.folder)) {
			assertThatExceptionOfType(UnsupportedFormatException.class).isThrownBy(() -> database.openTable("t"))
				.withMessageContaining("the required flags 2")
				.withMessageContaining("Use the version that wrote it, or a newer one");
		}
	}

	@Test
	void twoHandlesOfOneTableInAProcess() {
		try (Database first = Database.open(this.folder); Database second = Database.open(this.folder)) {
			Table one = first.createTable("t", DatabaseTests.ITEMS);
			Table other = second.openTable("t");
			for (int i = 0; i < 20; i++) {
				one.add(rows(10 * i, 2));
				other.delete("id = " + 10 * i);
				other.add(rows(1000 + 10 * i, 1));
				assertThat(one.countRows()).isEqualTo(other.countRows()).isEqualTo(2 * (i + 1));
			}
			one.optimize();
			assertThat(Contents.of(other)).isEqualTo(Contents.of(one));
		}
	}

	@Test
	void clockGoingBackwards() throws IOException {
		LocalStorage storage = new LocalStorage(Files.createDirectories(this.folder.resolve("t.fletch")));
		Committer.create(storage, DatabaseTests.ITEMS, Clock.offset(Clock.systemUTC(), Duration.ofDays(3)));
		try (Database database = Database.open(this.folder)) {
			Table table = database.openTable("t");
			table.add(rows(0, 1));
			table.add(rows(1, 1));
			List<TableVersion> versions = table.versions();
			assertThat(versions).extracting(TableVersion::timestamp).isSorted();
			assertThat(table.checkout(versions.getLast().timestamp()).version()).isEqualTo(3);
			table.cleanup(FaultyDatabase.EVERYTHING);
			assertThat(table.countRows()).isEqualTo(2);
		}
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux lists the open files of a process as a folder")
	void leaksNoFileOrMappingWhenOpenedAndClosedAgainAndAgain() throws IOException {
		try (Database database = Database.open(this.folder)) {
			database.createTable("t", DatabaseTests.ITEMS).add(rows(0, 2000));
		}
		useOnce();
		long before = openFiles();
		for (int i = 0; i < 100; i++) {
			useOnce();
		}
		assertThat(openFiles()).isLessThanOrEqualTo(before + 3);
	}

	private void useOnce() {
		try (Database database = Database.open(this.folder)) {
			Table table = database.openTable("t");
			table.add(rows(9000, 1));
			assertThat(table.countRows("id >= 0", Map.of())).isEqualTo(table.countRows());
			table.checkout(2).close();
			table.delete("id = 9000");
		}
	}

	private static long openFiles() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.count();
		}
	}

	@Test
	void interruptsAtRandomMomentsLoseNothing(Random random) throws Exception {
		try (Database database = Database.open(this.folder);
				ExecutorService threads = Executors.newFixedThreadPool(3)) {
			Table table = database.createTable("t", DatabaseTests.ITEMS);
			List<Thread> writers = Collections.synchronizedList(new ArrayList<>());
			List<Future<List<Long>>> written = new ArrayList<>();
			for (int writer = 0; writer < 3; writer++) {
				long first = writer * 1000;
				written.add(threads.submit(() -> addInterrupted(table, first, writers)));
			}
			while (!written.stream().allMatch(Future::isDone)) {
				List.copyOf(writers).stream().filter((writer) -> random.nextInt(50) == 0).forEach(Thread::interrupt);
				Thread.onSpinWait();
			}
			List<Long> acknowledged = new ArrayList<>();
			for (Future<List<Long>> future : written) {
				acknowledged.addAll(future.get());
			}
			assertThat(table.scan().rows()).extracting((row) -> (Long) row.get("id"))
				.containsExactlyInAnyOrderElementsOf(acknowledged);
		}
	}

	/**
	 * Adds rows one by one.
	 * @return the ids of those that were acknowledged
	 */
	private static List<Long> addInterrupted(Table table, long first, List<Thread> writers) {
		List<Long> acknowledged = new ArrayList<>();
		writers.add(Thread.currentThread());
		for (long id = first; id < first + 150; id++) {
			try {
				table.add(rows(id, 1));
				acknowledged.add(id);
			}
			catch (CancelledException ex) {
				Thread.interrupted();
			}
		}
		writers.remove(Thread.currentThread());
		Thread.interrupted();
		return acknowledged;
	}

	@Test
	void listenersHearOfEveryVersionInOrderUnderConcurrentWriters() throws Exception {
		DatabaseOptions options = DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE);
		try (Database database = Database.open(this.folder, options);
				Database other = Database.open(this.folder, options);
				ExecutorService threads = Executors.newFixedThreadPool(4)) {
			Table table = database.createTable("t", DatabaseTests.ITEMS);
			List<Long> heard = Collections.synchronizedList(new ArrayList<>());
			try (Subscription subscription = table.onChange((version) -> heard.add(version.version()))) {
				List<Future<?>> writers = new ArrayList<>();
				for (int writer = 0; writer < 4; writer++) {
					Table written = ((writer % 2 == 0) ? database : other).openTable("t");
					long first = writer * 1000;
					writers.add(threads
						.submit(() -> LongStream.range(first, first + 50).forEach((id) -> written.add(rows(id, 1)))));
				}
				for (Future<?> writer : writers) {
					writer.get();
				}
				long latest = table.version();
				long start = System.nanoTime();
				while (heard.size() < latest - 1 && System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
					Thread.onSpinWait();
				}
				assertThat(heard).containsExactlyElementsOf(LongStream.rangeClosed(2, latest).boxed().toList());
			}
		}
	}

	private static List<Map<String, Object>> rows(long first, int count) {
		return LongStream.range(first, first + count).mapToObj((id) -> DatabaseTests.row(id, "item " + id)).toList();
	}

}
