package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.TableVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cleanup takes nothing from who reads, and comes in time where processes live short.
 */
@ExtendWith(SeededRandom.class)
class CleanupMeanwhileTests {

	private static final Field BLOB = new Field("blob",
			new FieldType(true, new ArrowType.LargeBinary(), null, Map.of("fletch.blob", "true")), null);

	private static final Schema BLOBS = new Schema(List.of(DatabaseTests.ITEMS.getFields().get(0), BLOB));

	@TempDir
	private Path folder;

	@Test
	void aBlobThatWasReadOutlivesItsVersion() {
		byte[] bytes = new byte[100_000];
		Arrays.fill(bytes, (byte) 7);
		try (Database database = Database.open(this.folder)) {
			Table table = database.createTable("t", BLOBS);
			table.add(List.of(Map.of("id", 1L, "blob", Blob.of(bytes))));
			Blob blob = (Blob) table.scan().rows().getFirst().get("blob");
			table.delete("id = 1");
			table.optimize();
			table.cleanup(FaultyDatabase.EVERYTHING);
			assertThat(this.folder.resolve("t.fletch/data")).isEmptyDirectory();
			assertThat(blob.bytes()).isEqualTo(bytes);
		}
	}

	@Test
	void aCopyIsWholeWheneverItsVersionIsCleanedUp(Random random) {
		whenever(random, (database) -> {
			Table copy = database.database().cloneTable("t", "copy", CloneOptions.copy());
			assertThat(copy.countRows()).isIn(0L, 2000L);
			assertThat(copy.scan().rows()).hasSize((int) copy.countRows());
			assertThat(copy.verify().problems()).isEmpty();
		});
	}

	@Test
	void aTableIsFoundSoundWheneverItsVersionsAreCleanedUp(Random random) {
		whenever(random, (database) -> assertThat(database.database().openTable("t").verify().problems()).isEmpty());
	}

	@Test
	void aVersionThatIsCheckedOutWhileACleanupRunsStays(Random random) {
		int checkedOut = 0;
		boolean inBetween = true;
		for (int call = 1; inBetween; call++) {
			FaultyDatabase faulty = new FaultyDatabase(random);
			faulty.storage().date(Instant.now());
			Table table = faulty.database().createTable("t", DatabaseTests.ITEMS);
			table.add(rows(2000));
			table.delete("id >= 0");
			List<Table> old = new ArrayList<>();
			AtomicBoolean done = new AtomicBoolean();
			OpenTable other = other(faulty);
			faulty.storage().beforeCall(call, () -> {
				done.set(true);
				checkOut(other, old);
			});
			table.cleanup(FaultyDatabase.EVERYTHING);
			table.cleanup(FaultyDatabase.EVERYTHING);
			old.forEach((version) -> assertThat(version.scan().rows()).hasSize(2000));
			checkedOut += old.size();
			inBetween = done.get();
		}
		assertThat(checkedOut).isGreaterThan(10);
	}

	private static void checkOut(OpenTable table, List<Table> opened) {
		try {
			opened.add(new Table(table).checkout(2));
		}
		catch (VersionNotFoundException ex) {
			assertThat(ex).hasMessageContaining("There is no version 2");
		}
	}

	private static OpenTable other(FaultyDatabase faulty) {
		Connection other = new Connection(DatabaseUri.parse("memory:"), faulty.storage(),
				DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
		return other.read(() -> other.table("t", List.of(), "t.fletch"));
	}

	/**
	 * Does something while somebody else overwrites the table and cleans up, before the
	 * first call to the disk, before the second, and so on.
	 */
	private static void whenever(Random random, Consumer<FaultyDatabase> action) {
		boolean inBetween = true;
		for (int call = 1; inBetween; call++) {
			FaultyDatabase faulty = new FaultyDatabase(random);
			faulty.storage().date(Instant.now());
			faulty.database().createTable("t", DatabaseTests.ITEMS).add(rows(2000));
			OpenTable table = other(faulty);
			boolean[] done = new boolean[1];
			faulty.storage().beforeCall(call, () -> {
				done[0] = true;
				new Table(table).delete("id >= 0");
				new Table(table).optimize();
				new Table(table).cleanup(FaultyDatabase.EVERYTHING);
			});
			action.accept(faulty);
			inBetween = done[0];
			assertThat(inBetween || call > 20).as("came in between at several calls").isTrue();
		}
	}

	@Test
	void cleansUpWhenOpenedIfNobodyHasForAnHour() throws IOException {
		writeVersions(10);
		Path lock = this.folder.resolve("t.fletch/_lock");
		Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
		open().close();
		assertThat(this.folder.resolve("t.fletch/_oldest")).exists();
		assertThat(versions()).hasSize(3);
	}

	@Test
	void cleansUpAtAWriteIfNobodyHasForAnHour() throws IOException {
		writeVersions(10);
		try (Database database = open()) {
			database.openTable("t").cleanup(CleanupPolicy.DEFAULT);
		}
		assertThat(versions()).as("too soon").hasSize(11);
		Path oldest = this.folder.resolve("t.fletch/_oldest");
		Files.setLastModifiedTime(oldest, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
		writeVersions(0);
		assertThat(versions()).hasSize(3);
		assertThat(Files.getLastModifiedTime(oldest).toInstant()).isAfter(Instant.now().minus(Duration.ofMinutes(5)));
	}

	private void writeVersions(int count) {
		try (Database database = open()) {
			Table table = database.createTable("t", DatabaseTests.ITEMS, CreateMode.EXIST_OK);
			for (int i = 0; i < count; i++) {
				table.add(rows(1));
			}
		}
	}

	private Database open() {
		CleanupPolicy policy = new CleanupPolicy(Duration.ofDays(1), 3, Duration.ofDays(1));
		Database database = Database.open(this.folder,
				DatabaseOptions.defaults().withUpkeep(new UpkeepOptions(true, policy)));
		if (database.tableNames().contains("t")) {
			database.openTable("t");
		}
		return database;
	}

	private List<Long> versions() {
		try (Database database = Database.open(this.folder,
				DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE))) {
			return database.openTable("t").versions().stream().map(TableVersion::version).toList();
		}
	}

	private static List<Map<String, Object>> rows(int count) {
		return LongStream.range(0, count).mapToObj((id) -> DatabaseTests.row(id, "item")).toList();
	}

}
