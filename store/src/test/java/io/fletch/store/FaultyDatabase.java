package io.fletch.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.apache.arrow.vector.types.pojo.ArrowType;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.io.FaultyStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.TableVersion;
import io.fletch.store.version.VerificationReport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database on a storage that fails on purpose, and everything that can be read from it.
 * Nothing happens in the background, so that every run makes the same calls.
 */
final class FaultyDatabase {

	/** Keeps the latest version only, and no file that nobody refers to. */
	static final CleanupPolicy EVERYTHING = new CleanupPolicy(Duration.ofSeconds(-1), 10_000, Duration.ofSeconds(-1));

	private final FaultyStorage storage;

	private Connection connection;

	FaultyDatabase(Random random) {
		this.storage = new FaultyStorage(random);
		open();
	}

	private void open() {
		this.connection = new Connection(DatabaseUri.parse("memory:"), this.storage,
				DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
	}

	FaultyStorage storage() {
		return this.storage;
	}

	Database database() {
		return new Database(this.connection, List.of(), true);
	}

	/**
	 * Returns what the handles of a table share.
	 */
	OpenTable table(String name) {
		return this.connection.read(() -> this.connection.table(name, List.of(), name + ".fletch"));
	}

	/**
	 * Lets the power fail, if it has not, and opens the database anew.
	 */
	void restart() {
		this.storage.restart();
		open();
	}

	/**
	 * Opens the database anew.
	 */
	void reopen() {
		open();
	}

	/**
	 * Reads everything: properties of namespaces, tags, and every version of every table
	 * and branch with all its rows.
	 */
	Map<String, String> state() {
		Map<String, String> state = new TreeMap<>();
		read(database(), state);
		for (String namespace : database().namespaces().list()) {
			state.put(namespace + "$", database().namespaces().describe(namespace).toString());
			read(database().namespace(namespace), state);
		}
		return state;
	}

	private static void read(Database database, Map<String, String> state) {
		String prefix = String.join("", database.namespacePath().stream().map((name) -> name + "$").toList());
		for (String name : database.tableNames()) {
			Table table = database.openTable(name);
			read(prefix + name, table, state);
			for (String branch : table.branches().list()) {
				read(prefix + name + "/" + branch, table.branches().open(branch), state);
			}
		}
	}

	private static void read(String name, Table table, Map<String, String> state) {
		table.tags().list().forEach((tag, version) -> state.put(name + "#" + tag, String.valueOf(version)));
		List<TableVersion> versions = table.versions();
		state.put(name, "version " + table.version() + " " + rows(table));
		for (TableVersion version : versions) {
			try (Table old = table.checkout(version.version())) {
				state.put(name + "@" + version.version(),
						version.operation() + " " + version.rows() + " " + old.schema() + " " + rows(old));
			}
		}
		assertThat(versions.getLast().version()).isEqualTo(table.version());
	}

	private static List<String> rows(Table table) {
		List<String> rows = new ArrayList<>();
		table.scan().rows().forEach((row) -> rows.add(String.valueOf(row.values().stream().map((value) -> {
			if (value instanceof Blob blob) {
				CRC32C checksum = new CRC32C();
				checksum.update(blob.bytes());
				return (Object) ("blob " + checksum.getValue());
			}
			return value;
		}).toList())));
		return rows;
	}

	/**
	 * Checks, writes to, and cleans every table and branch, and looks that nothing is
	 * left of what a crash interrupted.
	 */
	void requireSound(String when) {
		List<Table> tables = new ArrayList<>();
		collect(database(), tables);
		database().namespaces().list().forEach((namespace) -> collect(database().namespace(namespace), tables));
		for (Table table : tables) {
			requireVerified(table, when);
			long rows = table.countRows();
			table.add(List.of(newRow(table)));
			assertThat(table.countRows()).as(when).isEqualTo(rows + 1);
			table.cleanup(EVERYTHING);
			requireVerified(table, when + " and a cleanup");
			assertThat(table.countRows()).as(when + " and a cleanup").isEqualTo(rows + 1);
		}
		database().createTable("new", DatabaseTests.ITEMS);
		database().dropTable("new");
		requireNoLeftovers(when);
	}

	/**
	 * Looks that opening, upkeep and cleanups took what a failure left behind.
	 */
	private void requireNoLeftovers(String when) {
		open();
		for (String name : database().tableNames()) {
			OpenTable table = table(name);
			Leftovers.removeFromTable(table.storage(), Instant.now());
			assertThat(hidden(table.storage(), "", "_log", "_manifests", "_tags", "_branches", "data")).as(when)
				.isEmpty();
			if (database().openTable(name).tags().list().isEmpty()) {
				Set<String> needed = new TreeSet<>();
				table.latest().fragments().forEach((fragment) -> fragment.files().forEach((file) -> {
					needed.add(file.path());
					file.blobFiles().forEach((blobs) -> needed.add(blobs.path()));
				}));
				assertThat(list(table.storage(), "data").stream().map((file) -> "data/" + file))
					.as(when + ", data files of " + name)
					.containsExactlyElementsOf(needed);
			}
		}
		assertThat(hidden(this.storage, "")).as(when).isEmpty();
	}

	private List<String> hidden(Storage folder, String... paths) {
		return Stream.of(paths)
			.flatMap((path) -> list(folder, path).stream())
			.filter((name) -> name.startsWith("."))
			.toList();
	}

	private List<String> list(Storage folder, String path) {
		return this.connection.read(() -> folder.list(path));
	}

	private static Map<String, Object> newRow(Table table) {
		Map<String, Object> row = new TreeMap<>(Map.of("id", 999_999L));
		table.schema()
			.getFields()
			.stream()
			.filter((field) -> !field.isNullable())
			.forEach((field) -> row.putIfAbsent(field.getName(),
					(field.getType() instanceof ArrowType.Utf8) ? "text" : 1));
		return row;
	}

	private static void requireVerified(Table table, String when) {
		VerificationReport report = table.verify();
		assertThat(report.problems()).as(when + ", in " + table.name()).isEmpty();
	}

	private static void collect(Database database, List<Table> tables) {
		for (String name : database.tableNames()) {
			Table table = database.openTable(name);
			tables.add(table);
			table.branches().list().forEach((branch) -> tables.add(table.branches().open(branch)));
		}
	}

}
