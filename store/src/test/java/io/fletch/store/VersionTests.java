package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.error.ConflictException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.CleanupReport;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;
import io.fletch.store.version.TableVersion;
import io.fletch.store.version.VersionDiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VersionTests extends OpenDatabase {

	private static final Schema SCHEMA = new Schema(
			List.of(new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null),
					new Field("text", FieldType.nullable(new ArrowType.Utf8()), null)));

	private static final CleanupPolicy EVERYTHING = new CleanupPolicy(Duration.ofSeconds(-1), 10_000,
			Duration.ofSeconds(-1));

	private Table table;

	@BeforeEach
	void fill() {
		this.table = this.database.createTable("t", SCHEMA);
	}

	@Test
	void listsWhatEachVersionDid() {
		add(0, 3);
		this.table.delete("id = 1", Map.of());
		assertThat(this.table.versions()).extracting(TableVersion::version, TableVersion::operation, TableVersion::rows)
			.containsExactly(Tuple.tuple(1L, Operation.CREATE, RowCounts.NONE),
					Tuple.tuple(2L, Operation.APPEND, new RowCounts(3, 0, 0)),
					Tuple.tuple(3L, Operation.DELETE, new RowCounts(0, 0, 1)));
	}

	@Test
	void readsAnOlderVersionWhileTheTableGoesOn() {
		add(0, 2);
		try (Table old = this.table.checkout(2)) {
			add(2, 1);
			assertThat(old.version()).isEqualTo(2);
			assertThat(ids(old)).containsExactly(0L, 1L);
			assertThat(ids(old.checkoutLatest())).containsExactly(0L, 1L, 2L);
		}
	}

	@Test
	void refusesEveryWriteWhileAVersionIsCheckedOut() {
		add(0, 2);
		Table old = this.table.checkout(2);
		List<Runnable> writes = List.of(() -> old.add(rows(9, 1)), () -> old.delete("id = 0", Map.of()),
				() -> old.mergeInsert("id").whenMatchedUpdateAll().execute(rows(0, 1)), () -> old.restore(1),
				old::optimize, () -> old.cleanup(CleanupPolicy.DEFAULT));
		for (Runnable write : writes) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(write::run)
				.withMessageContaining("cannot be modified while version 2 is checked out");
		}
		assertThat(this.table.version()).isEqualTo(2);
	}

	@Test
	void findsTheVersionOfATime() {
		Instant created = this.table.versions().getFirst().timestamp();
		assertThat(this.table.checkout(created).version()).isEqualTo(1);
		assertThat(this.table.checkout(Instant.now().plusSeconds(60)).version()).isEqualTo(1);
		assertThatExceptionOfType(VersionNotFoundException.class)
			.isThrownBy(() -> this.table.checkout(created.minusSeconds(1)))
			.withMessageContaining("no version of the table from");
	}

	@Test
	void refusesVersionsThatNeverWere() {
		for (long version : new long[] { 0, -1, 2, Long.MAX_VALUE }) {
			assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.table.checkout(version))
				.withMessageContaining("There is no version " + version);
		}
	}

	@Test
	void restoresAnOlderVersionAsANewOne() {
		add(0, 2);
		this.table.delete("id = 0", Map.of());
		add(2, 2);
		assertThat(this.table.checkout(2).restore()).isEqualTo(5);
		assertThat(ids(this.table)).containsExactly(0L, 1L);
		add(4, 1);
		reopen();
		assertThat(ids(this.table)).containsExactly(0L, 1L, 4L);
		assertThat(ids(this.table.checkout(4))).containsExactly(1L, 2L, 3L);
	}

	@Test
	void restoringTheLatestVersionChangesNothing() {
		add(0, 1);
		assertThat(this.table.restore(2)).isEqualTo(2);
		assertThat(this.table.version()).isEqualTo(2);
	}

	@Test
	void restoresOnlyBehindTheVersionThatIsExpected() {
		add(0, 2);
		add(2, 1);
		assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> this.table.restore(1, 2))
			.withMessageContaining("Version 1 was not restored")
			.withMessageContaining("version 2 was expected to be the latest, but version 3 is");
		assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> this.table.restore(2, 2))
			.withMessageContaining("but version 3 is");
		assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> this.table.restore(3, 4))
			.withMessageContaining("version 4 was expected");
		assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.table.restore(6, 3));
		assertThat(this.table.version()).isEqualTo(3);
		assertThat(this.table.restore(3, 3)).as("nothing to be done").isEqualTo(3);
		assertThat(this.table.restore(2, 3)).isEqualTo(4);
		assertThat(ids(this.table)).containsExactly(0L, 1L);
	}

	/**
	 * Others add rows, through the same handle and another database, while versions are
	 * restored: no row goes that was added behind the version that was looked at.
	 */
	@Test
	void undoesNothingThatNobodyLookedAt() throws Exception {
		add(0, 1);
		List<Long> restored = new ArrayList<>();
		try (Database other = Database.open(this.folder.toString());
				ExecutorService adding = Executors.newFixedThreadPool(2)) {
			List<Future<?>> added = List.of(adding.submit(() -> addOneByOne(this.table, 1_000)),
					adding.submit(() -> addOneByOne(other.openTable("t"), 2_000)));
			do {
				long latest = this.table.version();
				try {
					restored.add(this.table.restore(latest - 1, latest));
				}
				catch (ConflictException ex) {
					assertThat(ex).hasMessageContaining("Look at what changed");
				}
			}
			while (added.stream().anyMatch((each) -> !each.isDone()));
			for (Future<?> each : added) {
				each.get();
			}
		}
		assertThat(restored).isNotEmpty();
		for (long version : restored) {
			VersionDiff diff = this.table.diff(version - 2, version);
			assertThat(diff.counts()).as("version " + version + " is " + (version - 2)).isEqualTo(RowCounts.NONE);
		}
	}

	private static void addOneByOne(Table table, long first) {
		for (long id = first; id < first + 40; id++) {
			table.add(List.of(Map.of("id", id, "text", "added")));
		}
	}

	@Test
	void refusesToRestoreWhatIsNotThere() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(this.table::restore)
			.withMessageContaining("run checkout before running restore");
		assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.table.restore(6));
		assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.table.restore(0));
		assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.table.restore("tag_unknown"))
			.withMessageContaining("no tag 'tag_unknown'");
	}

	@Test
	void tagsNameVersions() {
		add(0, 1);
		add(1, 1);
		this.table.tags().create("tag1", 1);
		this.table.tags().create("tag2", 2);
		assertThat(this.table.tags().list()).containsExactly(Map.entry("tag1", 1L), Map.entry("tag2", 2L));
		this.table.tags().delete("tag2");
		this.table.tags().update("tag1", 2);
		assertThat(this.table.tags().version("tag1")).isEqualTo(2);
		this.table.tags().update("tag1", 1);
		assertThat(ids(this.table.checkout("tag1"))).isEmpty();
		assertThat(this.table.checkout("tag1").restore()).isEqualTo(4);
	}

	@Test
	void refusesTagsThatAreTakenMissingOrBadlyNamed() {
		this.table.tags().create("a", 1);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.tags().create("a", 1))
			.withMessageContaining("already has a tag 'a'");
		assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.table.tags().create("b", 99));
		assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.table.tags().update("c", 1));
		assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.table.tags().delete("c"));
		for (String name : List.of("", "../x", "a/b", ".hidden", "a b", "x".repeat(201))) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.tags().create(name, 1))
				.withMessageContaining("cannot be the name");
		}
	}

	@Test
	void cleansUpOldVersionsAndTheirFiles() throws IOException {
		add(0, 2000);
		this.table.delete("id < 1500", Map.of());
		this.table.optimize();
		CleanupReport foretold = this.table.cleanupDryRun(EVERYTHING);
		assertThat(this.table.versions()).hasSize(4);
		CleanupReport report = this.table.cleanup(EVERYTHING);
		assertThat(report).isEqualTo(foretold);
		assertThat(report.removedVersions()).isEqualTo(3);
		assertThat(this.table.versions()).hasSize(1);
		assertThat(dataFiles()).isEqualTo(1);
		assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.table.checkout(2))
			.withMessageContaining("Was it cleaned up?");
		reopen();
		assertThat(this.table.countRows()).isEqualTo(500);
		assertThat(this.table.verify().problems()).isEmpty();
	}

	@Test
	void keepsTaggedAndCheckedOutVersions() {
		add(0, 2000);
		this.table.tags().create("keep", 2);
		add(2000, 2000);
		Table pinned = this.table.checkout(3);
		this.table.delete("true", Map.of());
		this.table.optimize();
		this.table.cleanup(EVERYTHING);
		assertThat(this.table.versions()).extracting(TableVersion::version).containsExactly(2L, 3L, 4L);
		assertThat(this.table.checkout("keep").countRows()).isEqualTo(2000);
		assertThat(ids(pinned)).hasSize(4000);
		pinned.close();
		this.table.cleanup(EVERYTHING);
		assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.table.checkout(3));
		reopen();
		assertThat(this.table.checkout("keep").countRows()).isEqualTo(2000);
	}

	@Test
	void keepsAVersionThatAnotherProcessReads() {
		add(0, 2000);
		try (Database other = Database.open(this.folder)) {
			Table pinned = other.openTable("t").checkout(2);
			this.table.delete("true", Map.of());
			this.table.optimize();
			this.table.cleanup(EVERYTHING);
			assertThat(ids(pinned)).hasSize(2000);
		}
	}

	@Test
	void cleansUpByCount() {
		for (int i = 0; i < 20; i++) {
			add(i, 1);
		}
		CleanupReport report = this.table.cleanup(new CleanupPolicy(Duration.ofDays(1), 5, Duration.ofDays(1)));
		assertThat(report.removedVersions()).isEqualTo(16);
		assertThat(this.table.versions()).extracting(TableVersion::version).containsExactly(17L, 18L, 19L, 20L, 21L);
		assertThat(ids(this.table.checkout(17))).hasSize(16);
	}

	@Test
	void takesFilesOfNobodyWhenTheyAreOld() throws IOException {
		Path orphan = this.folder.resolve("t.fletch/data/" + UUID.randomUUID() + ".arrow");
		Files.write(orphan, new byte[100]);
		assertThat(this.table.cleanup(CleanupPolicy.DEFAULT).removedFiles()).isZero();
		CleanupReport report = this.table.cleanup(EVERYTHING);
		assertThat(report.removedBytes()).isEqualTo(100);
		assertThat(orphan).doesNotExist();
	}

	@Test
	void anotherProcessFollowsATableThatWasCleanedUp() {
		try (Database other = Database.open(this.folder)) {
			Table stale = other.openTable("t");
			for (int i = 0; i < 400; i++) {
				add(i, 1);
			}
			this.table.optimize();
			this.table.cleanup(EVERYTHING);
			assertThat(stale.countRows()).isEqualTo(400);
			stale.add(rows(1000, 1));
			assertThat(this.table.countRows()).isEqualTo(401);
		}
	}

	@Test
	void tellsHowTheRowsOfTwoVersionsDiffer() {
		add(0, 4);
		this.table.mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows(3, 2));
		this.table.delete("id = 0", Map.of());
		this.table.optimize();
		VersionDiff diff = this.table.diff(2, this.table.version());
		assertThat(diff.inserted()).containsExactly(5L);
		assertThat(diff.updated()).containsExactly(3L);
		assertThat(diff.deleted()).containsExactly(0L);
		assertThat(this.table.diff(4, 5).counts()).isEqualTo(RowCounts.NONE);
		assertThat(this.table.diff(5, 2).counts()).isEqualTo(new RowCounts(1, 1, 1));
	}

	@Test
	void aRowKeepsItsIdWhenItIsUpdatedAndMoved() {
		add(0, 3);
		this.table.mergeInsert("id").whenMatchedUpdateAll().execute(rows(1, 1));
		this.table.optimize();
		reopen();
		assertThat(this.table.scan().hits().stream().map((hit) -> hit.rowId() + "=" + hit.row().get("id")))
			.containsExactly("0=0", "2=2", "1=1");
	}

	@Test
	void branchesGoOnForThemselves() {
		add(0, 3000);
		this.table.tags().create("base", 2);
		add(3000, 1);
		Table branch = this.table.branches().create("try", 2);
		branch.delete("id >= 10", Map.of());
		assertThat(branch.versions().get(1).operation()).isEqualTo(Operation.DELETE);
		assertThat(branch.countRows()).isEqualTo(10);
		assertThat(this.table.countRows()).isEqualTo(3001);
		branch.optimize();
		branch.cleanup(EVERYTHING);
		this.table.delete("true", Map.of());
		this.table.optimize();
		reopen();
		assertThat(this.table.branches().list()).containsExactly("try");
		assertThat(this.table.branches().open("try").countRows()).isEqualTo(10);
		assertThat(this.table.checkout("base").countRows()).isEqualTo(3000);
		this.table.branches().delete("try");
		assertThatExceptionOfType(VersionNotFoundException.class).isThrownBy(() -> this.table.branches().open("try"))
			.withMessageContaining("no branch 'try'");
	}

	@Test
	void optimizeJoinsFragmentsAndReportsIt() {
		add(0, 1);
		add(1, 1);
		OptimizeReport report = this.table.optimize();
		assertThat(report).isEqualTo(new OptimizeReport(4, 2, 1, 0, 1));
		assertThat(this.table.optimize()).isEqualTo(new OptimizeReport(4, 0, 0, 0, 0));
		assertThat(this.table.statistics().fragments().count()).isEqualTo(1);
	}

	@Test
	void listenersHearOfVersionsOfThisAndOfOtherProcesses() throws InterruptedException {
		BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
		try (Database other = Database.open(this.folder)) {
			Table elsewhere = other.openTable("t");
			try (Subscription subscription = this.table.onChange((version) -> heard.add(version.version()))) {
				add(0, 1);
				elsewhere.add(rows(1, 1));
				assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
				assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(3);
			}
			add(2, 1);
		}
		assertThat(heard).isEmpty();
	}

	@Test
	void verifyFindsEveryDamagedFile() throws IOException {
		add(0, 2000);
		this.table.delete("id = 1", Map.of());
		this.table.tags().create("t", 3);
		assertThat(this.table.verify().problems()).isEmpty();
		Path data = only("data");
		byte[] bytes = Files.readAllBytes(data);
		bytes[bytes.length / 2] ^= 1;
		Files.write(data, bytes);
		assertThat(this.table.verify().problems()).singleElement()
			.asString()
			.contains(data.getFileName().toString(), "checksum");
		Files.delete(only("_deletions"));
		assertThat(this.table.verify().problems()).hasSizeGreaterThanOrEqualTo(2);
	}

	@Test
	void aClosedHandleRefusesToRead() {
		Table handle = this.database.openTable("t");
		handle.close();
		handle.close();
		assertThat(handle.isOpen()).isFalse();
		assertThatExceptionOfType(StoreException.class).isThrownBy(handle::countRows).withMessageContaining("closed");
		assertThat(this.table.countRows()).isZero();
	}

	private Path only(String name) throws IOException {
		try (Stream<Path> files = Files.list(this.folder.resolve("t.fletch").resolve(name))) {
			return files.findFirst().orElseThrow();
		}
	}

	private long dataFiles() throws IOException {
		try (Stream<Path> files = Files.list(this.folder.resolve("t.fletch/data"))) {
			return files.count();
		}
	}

	private void reopen() {
		this.database.close();
		this.database = Database.open(this.folder);
		this.table = this.database.openTable("t");
	}

	private void add(int first, int count) {
		this.table.add(rows(first, count));
	}

	private static List<Map<String, Object>> rows(int first, int count) {
		return IntStream.range(first, first + count)
			.<Map<String, Object>>mapToObj((i) -> Map.of("id", (long) i, "text", "text " + i))
			.toList();
	}

	private static LongStream ids(Table table) {
		return table.scan().rows().stream().mapToLong((row) -> (Long) row.get("id"));
	}

}
