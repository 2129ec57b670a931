package io.fletch.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.version.CleanupPolicy;

/**
 * A database that is kept for ever in the form in which format 2 was first written, and
 * what is in it. {@link #main} writes it anew, for a new format only.
 */
final class GoldenTables {

	static final String RESOURCE = "/golden/format-2/database.zip";

	private static final String LONG = "c41";

	private GoldenTables() {
	}

	/**
	 * Writes the database.
	 * @param args the zip file to write
	 */
	static void main(String[] args) throws IOException {
		Path folder = Files.createTempDirectory("golden");
		Connection connection = Connection.open(DatabaseUri.of(folder),
				DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
		try (Database database = new Database(connection, List.of(), true)) {
			types(connection, database);
			database.namespaces().create("n", NamespaceMode.CREATE, Map.of("key", "value"));
			cleaned(database.namespace("n"));
			// The file of its lease is there while a version is checked out.
			try (Table held = database.openTable("types").checkout(4)) {
				zip(folder, Path.of(args[0]), held);
			}
		}
	}

	private static void types(Connection connection, Database database) throws IOException {
		Table table = database.createTable("types", GoldenRows.SCHEMA);
		table.add(List.of(GoldenRows.row(0, 0), GoldenRows.row(1, 1), GoldenRows.row(2, 2)));
		table.add(List.of(withLongBlob(GoldenRows.row(3, 0)), GoldenRows.row(4, 1)));
		table.delete("id = 1");
		table.update().set("c3", 33).where("id = 3").execute();
		table.columns().add(new Field("later", FieldType.nullable(new ArrowType.Int(32, true)), null));
		table.columns().add(Map.of("twice", "id * 2"));
		table.tags().create("first", 3);
		table.branches().create("b", 5).add(List.of(GoldenRows.row(6, 1)));
		connection.table("types", List.of(), "types.fletch").committer().checkpointBeyond(0);
		table.optimize();
		table.delete("id = 4");
		connection.table("types", List.of(), "types.fletch").committer().checkpointBeyond(0);
		table.add(List.of(with("twice").apply(GoldenRows.row(5, 0))));
	}

	private static void cleaned(Database database) {
		Table table = database.createTable("cleaned", DatabaseTests.ITEMS);
		for (long id = 0; id < 3; id++) {
			table.add(List.of(item(id)));
		}
		table.cleanup(new CleanupPolicy(Duration.ofSeconds(-1), 10_000, Duration.ofSeconds(-1)));
		table.add(List.of(item(3)));
	}

	private static Map<String, Object> item(long id) {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("id", id);
		row.put("item", "item " + id);
		return row;
	}

	private static Map<String, Object> withLongBlob(Map<String, Object> row) {
		byte[] bytes = new byte[65_537];
		Arrays.fill(bytes, (byte) 7);
		Map<String, Object> changed = new LinkedHashMap<>(row);
		changed.put(LONG, Blob.of(bytes));
		return changed;
	}

	/**
	 * Returns the rows of every version of every table, as text.
	 */
	static NavigableMap<String, List<String>> contents() {
		NavigableMap<String, List<String>> contents = new TreeMap<>();
		List<Map<String, Object>> rows = new ArrayList<>();
		put(contents, "types@1", rows);
		rows.addAll(List.of(GoldenRows.row(0, 0), GoldenRows.row(1, 1), GoldenRows.row(2, 2)));
		put(contents, "types@2", rows);
		rows.addAll(List.of(withLongBlob(GoldenRows.row(3, 0)), GoldenRows.row(4, 1)));
		put(contents, "types@3", rows);
		rows.remove(1);
		put(contents, "types@4", rows);
		Map<String, Object> updated = rows.remove(2);
		updated.put("c3", 33);
		rows.add(updated);
		put(contents, "types@5", rows);
		put(contents, "types/b@1", rows);
		rows.replaceAll(with("later")::apply);
		put(contents, "types@6", rows);
		rows.replaceAll(with("twice")::apply);
		put(contents, "types@7", rows);
		put(contents, "types@8", rows);
		rows.remove(2);
		put(contents, "types@9", rows);
		rows.add(with("later").andThen(with("twice")).apply(GoldenRows.row(5, 0)));
		put(contents, "types@10", rows);
		List<String> branch = new ArrayList<>(contents.get("types/b@1"));
		branch.add(Contents.text(GoldenRows.row(6, 1)));
		contents.put("types/b@2", branch);
		for (int version = 4; version <= 5; version++) {
			put(contents, "n$cleaned@" + version,
					LongStream.range(0, version - 1).mapToObj(GoldenTables::item).toList());
		}
		return contents;
	}

	static Function<Map<String, Object>, Map<String, Object>> with(String column) {
		return (row) -> {
			Map<String, Object> changed = new LinkedHashMap<>(row);
			changed.put(column, column.equals("twice") ? (Object) ((long) row.get("id") * 2) : null);
			return changed;
		};
	}

	private static void put(Map<String, List<String>> contents, String key, List<Map<String, Object>> rows) {
		contents.put(key, rows.stream().map(Contents::text).toList());
	}

	/**
	 * Reads every version of every table and branch that can be read.
	 */
	static NavigableMap<String, List<String>> read(Database database) {
		NavigableMap<String, List<String>> contents = new TreeMap<>();
		Table types = database.openTable("types");
		read(contents, "types", types);
		read(contents, "types/b", types.branches().open("b"));
		read(contents, "n$cleaned", database.namespace("n").openTable("cleaned"));
		return contents;
	}

	private static void read(Map<String, List<String>> contents, String name, Table table) {
		table.versions().forEach((version) -> {
			try (Table old = table.checkout(version.version())) {
				contents.put(name + "@" + version.version(), Contents.of(old));
			}
		});
	}

	private static void zip(Path folder, Path target, Table held) throws IOException {
		Files.createDirectories(target.toAbsolutePath().getParent());
		try (OutputStream file = Files.newOutputStream(target);
				ZipOutputStream zip = new ZipOutputStream(file);
				Stream<Path> paths = Files.walk(folder)) {
			for (Path path : paths.filter((path) -> !path.equals(folder)).sorted().toList()) {
				boolean isFolder = Files.isDirectory(path);
				zip.putNextEntry(
						new ZipEntry(folder.relativize(path).toString().replace('\\', '/') + (isFolder ? "/" : "")));
				if (!isFolder) {
					zip.write(Files.readAllBytes(path));
				}
				zip.closeEntry();
			}
		}
		held.version();
	}

	/**
	 * Returns the kept files: folders, whose paths end in {@code /}, and files.
	 */
	static NavigableMap<String, byte[]> files() throws IOException {
		NavigableMap<String, byte[]> files = new TreeMap<>();
		try (InputStream resource = GoldenTables.class.getResourceAsStream(RESOURCE);
				ZipInputStream zip = new ZipInputStream(resource)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				files.put(entry.getName(), zip.readAllBytes());
			}
		}
		return files;
	}

	/**
	 * Opens files as a database.
	 */
	static Database open(Map<String, byte[]> files) throws IOException {
		Storage storage = new MemoryStorage(new FileCache(1L << 20));
		for (Map.Entry<String, byte[]> file : files.entrySet()) {
			if (file.getKey().endsWith("/")) {
				storage.createFolder(file.getKey().substring(0, file.getKey().length() - 1));
			}
			else {
				storage.write(file.getKey(), List.of(MemorySegment.ofArray(file.getValue())));
			}
		}
		return new Database(new Connection(DatabaseUri.parse("memory:"), storage,
				DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE)), List.of(), true);
	}

}
