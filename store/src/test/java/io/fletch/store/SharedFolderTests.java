package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.NamespaceNotFoundException;
import io.fletch.store.error.TableExistsException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.io.LocalStorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several databases on one folder, as several processes have them, and many threads.
 */
@ExtendWith(SeededRandom.class)
class SharedFolderTests {

	@TempDir
	private Path folder;

	@Test
	void oneOfManyWhoCreateATableWins() throws Exception {
		try (Database first = Database.open(this.folder); Database second = Database.open(this.folder)) {
			for (int round = 0; round < 10; round++) {
				String name = "t" + round;
				List<Boolean> won = inThreads(8, (thread) -> {
					try {
						((thread % 2 == 0) ? first : second).createTable(name, DatabaseTests.ITEMS);
						return true;
					}
					catch (TableExistsException ex) {
						return false;
					}
				});
				assertThat(won).containsOnlyOnce(true);
			}
			assertThat(first.tableNames()).hasSize(10);
		}
		assertNothingLeftOver();
	}

	@Test
	void everyoneGetsTheSameTableWhoCreatesItIfNeedBe() throws Exception {
		try (Database first = Database.open(this.folder); Database second = Database.open(this.folder)) {
			inThreads(8,
					(thread) -> ((thread % 2 == 0) ? first : second)
						.createTable("t", DatabaseTests.ITEMS, CreateMode.EXIST_OK)
						.add(List.of(DatabaseTests.row(thread, "item"))));
			assertThat(first.openTable("t").countRows()).isEqualTo(8);
		}
	}

	@Test
	void createDropAndRenameOfTheSameNamesEndInOneOfTheStates(Random random) throws Exception {
		long[] seeds = random.longs(4).toArray();
		try (Database first = Database.open(this.folder); Database second = Database.open(this.folder)) {
			first.namespaces().create("n");
			inThreads(4, (thread) -> {
				Random choice = new Random(seeds[thread]);
				for (int i = 0; i < 60; i++) {
					changeSomething((thread % 2 == 0) ? first : second, choice);
				}
				return true;
			});
			for (String name : first.tableNames()) {
				assertThat(second.openTable(name).scan().rows()).hasSizeLessThan(60 * 4);
			}
			assertThat(first.tableNames()).isSubsetOf("a", "b");
		}
		assertNothingLeftOver();
	}

	private static void changeSomething(Database database, Random choice) {
		String one = choice.nextBoolean() ? "a" : "b";
		String other = one.equals("a") ? "b" : "a";
		try {
			switch (choice.nextInt(6)) {
				case 0 -> database.createTable(one, DatabaseTests.ITEMS);
				case 1 -> database.dropTable(one);
				case 2 -> database.renameTable(one, other);
				case 3 -> database.renameTable(one, List.of("n"), one);
				case 4 -> database.namespaces().create("n", NamespaceMode.OVERWRITE, Map.of());
				default -> database.openTable(one).add(List.of(DatabaseTests.row(choice.nextInt(), "item")));
			}
		}
		catch (TableExistsException | TableNotFoundException | NamespaceNotFoundException ex) {
			assertThat(ex).as("somebody was faster, which the message tells")
				.hasMessageMatching(".*(already exists|was not found|was dropped|was renamed|renamed or dropped).*");
		}
	}

	@Test
	void aHandleOfAnotherDatabaseLearnsThatItsTableWasRenamed() {
		try (Database first = Database.open(this.folder); Database second = Database.open(this.folder)) {
			Table table = first.createTable("t", DatabaseTests.ITEMS);
			second.renameTable("t", "u");
			assertThatExceptionOfType(TableNotFoundException.class)
				.isThrownBy(() -> table.add(List.of(DatabaseTests.row(1, "item"))))
				.withMessageContaining("was dropped");
			assertThat(first.openTable("u").countRows()).isZero();
		}
	}

	@Test
	void looksForOthersWritesAtEveryReadByDefault() {
		try (Database first = Database.open(this.folder); Database second = Database.open(this.folder)) {
			Table table = first.createTable("t", DatabaseTests.ITEMS);
			second.openTable("t").add(List.of(DatabaseTests.row(1, "item")));
			assertThat(table.countRows()).isEqualTo(1);
		}
	}

	@Test
	void looksForOthersWritesOnlyWhenOpenedOrWrittenIfToldSo() {
		DatabaseOptions never = DatabaseOptions.defaults().withReadConsistencyInterval(DatabaseOptions.never());
		try (Database first = Database.open(this.folder, never); Database second = Database.open(this.folder)) {
			Table table = first.createTable("t", DatabaseTests.ITEMS);
			Table other = second.openTable("t");
			other.add(List.of(DatabaseTests.row(1, "item")));
			assertThat(table.countRows()).isZero();
			table.add(List.of(DatabaseTests.row(2, "item")));
			assertThat(table.countRows()).isEqualTo(2);
			other.add(List.of(DatabaseTests.row(3, "item")));
			assertThat(table.countRows()).isEqualTo(2);
			assertThat(first.openTable("t").countRows()).isEqualTo(3);
		}
	}

	@Test
	void removesWhatACrashLeftBehindAnHourAgo() throws IOException {
		try (Database database = Database.open(this.folder)) {
			database.createTable("t", DatabaseTests.ITEMS);
		}
		List<Path> old = List.of(this.folder.resolve(".creating-1"), this.folder.resolve(".dropped-2"),
				this.folder.resolve(".3.tmp"));
		Path live = Files.createDirectories(this.folder.resolve(".creating-live/data"));
		Files.createDirectories(old.get(0).resolve("data"));
		Files.createDirectory(old.get(1));
		Files.createFile(old.get(2));
		Files.createFile(this.folder.resolve(".tmp-of-somebody"));
		FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofMinutes(61)));
		try (Stream<Path> paths = Files.walk(this.folder)) {
			for (Path path : paths.filter((path) -> !path.equals(live)).toList()) {
				Files.setLastModifiedTime(path, longAgo);
			}
		}
		Database.open(this.folder).close();
		assertThat(old).noneMatch(Files::exists);
		assertThat(live).exists();
		assertThat(this.folder.resolve(".tmp-of-somebody")).exists();
		assertThat(this.folder.resolve("t.fletch")).exists();
	}

	@Test
	void removesUnfinishedFilesOfATable() throws IOException {
		LocalStorage storage = new LocalStorage(this.folder);
		storage.createFolder("data");
		Path old = Files.createFile(this.folder.resolve("data/.1.tmp"));
		Path whole = Files.createFile(this.folder.resolve("data/1.arrow"));
		Instant inTwoHours = Instant.now().plus(Duration.ofHours(2));
		Leftovers.removeFromTable(storage, Instant.now());
		assertThat(old).exists();
		Leftovers.removeFromTable(storage, inTwoHours);
		assertThat(old).doesNotExist();
		assertThat(whole).exists();
	}

	private void assertNothingLeftOver() throws IOException {
		try (Stream<Path> paths = Files.list(this.folder)) {
			assertThat(paths).noneMatch((path) -> path.getFileName().toString().startsWith("."));
		}
	}

	private static <T> List<T> inThreads(int count, ThreadWork<T> work) throws Exception {
		try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
			List<Future<T>> futures = new ArrayList<>(
					IntStream.range(0, count).mapToObj((thread) -> threads.submit(() -> work.run(thread))).toList());
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get());
			}
			return results;
		}
	}

	private interface ThreadWork<T> {

		T run(int thread) throws Exception;

	}

}
