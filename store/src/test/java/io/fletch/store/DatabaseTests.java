package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableExistsException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.mapping.VectorField;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

class DatabaseTests {

	static final Schema ITEMS = new Schema(
			List.of(new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null),
					new Field("item", FieldType.nullable(new ArrowType.Utf8()), null)));

	private static final Schema PRICED = new Schema(List.of(ITEMS.getFields().get(0),
			new Field("item", FieldType.notNullable(new ArrowType.Utf8()), null),
			new Field("price", FieldType.nullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)), null)));

	@TempDir
	private Path folder;

	private Database database;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	static Map<String, Object> row(long id, String item) {
		return Map.of("id", id, "item", item);
	}

	@Test
	void case1RefusesToCreateATableTwice() {
		this.database.createTable("t", ITEMS);
		assertThatExceptionOfType(TableExistsException.class).isThrownBy(() -> this.database.createTable("t", ITEMS))
			.withMessage("Table 't' already exists in " + this.folder);
	}

	@Test
	void case2OverwritesRowsAndSchema() {
		this.database.createTable("t", ITEMS).add(List.of(row(1, "foo"), row(2, "bar")));
		Table table = this.database.createTable("t", PRICED, CreateMode.OVERWRITE);
		table.add(List.of(row(1, "fizz"), row(2, "buzz")));
		assertThat(table.scan().rows()).extracting((row) -> row.get("item")).containsExactly("fizz", "buzz");
		assertThat(table.schema()).isEqualTo(PRICED);
	}

	@Test
	void case3OpensAnExistingTableAndAddsNothing() {
		this.database.createTable("t", ITEMS).add(List.of(row(1, "foo")));
		assertThat(this.database.createTable("t", ITEMS, CreateMode.EXIST_OK).countRows()).isEqualTo(1);
		assertThat(this.database.createTable("u", ITEMS, CreateMode.EXIST_OK).countRows()).isZero();
	}

	@Test
	void case4TellsInWhichFieldsAnExistingTableDiffers() {
		this.database.createTable("t", ITEMS);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.database.createTable("t", PRICED, CreateMode.EXIST_OK))
			.withMessageContaining("the field 'item' of the table is item: Utf8, and asked for is item: Utf8 not null")
			.withMessageContaining("the table has no field 'price' (price: FloatingPoint(SINGLE))");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(
					() -> this.database.createTable("t", new Schema(ITEMS.getFields().reversed()), CreateMode.EXIST_OK))
			.withMessageContaining("the fields stand in another order");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "foo/bar", "foo bar", "foo$$bar", ".", "..", ".hidden", "../up", "a\\b", "a\nb",
			"ä", "%2e%2e", "a:b", "a\0" })
	void case5RefusesNamesThatAreNoFileNamesEverywhere(String name) {
		for (ThrowingCallable use : List.<ThrowingCallable>of(() -> this.database.createTable(name, ITEMS),
				() -> this.database.openTable(name), () -> this.database.dropTable(name),
				() -> this.database.dropTableIfExists(name), () -> this.database.renameTable("t", name))) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(use)
				.withMessageStartingWith("'" + name + "' cannot be the name of a table; it takes 1 to 200 letters");
		}
		assertThat(this.database.hasTable(name)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "foo.bar", "a", "0", "_x", "-x", "trailing.", "a..b", "t.fletch", "t.ns", "console" })
	void case5AllowsOtherNames(String name) {
		this.database.createTable(name, ITEMS).add(List.of(row(1, "foo")));
		assertThat(this.database.tableNames()).containsExactly(name);
		assertThat(this.database.namespaces().list()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "con", "NUL", "Com1", "lpt9", "aux.txt" })
	void refusesNamesOfDevices(String name) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.createTable(name, ITEMS))
			.withMessageContaining("stands for a device on Windows");
	}

	@Test
	void boundsTheLengthOfNames() {
		this.database.createTable("n".repeat(200), ITEMS);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.database.createTable("n".repeat(201), ITEMS))
			.withMessageContaining("1 to 200 letters");
	}

	@Test
	void case7GivesTheSameTableForASchemaAndForARecord() {
		Schema schema = new Schema(List.of(new Field("a", FieldType.notNullable(new ArrowType.Int(64, true)), null)));
		Table bySchema = this.database.createTable("untyped", schema);
		assertThat(this.database.createTable(Numbered.class).untyped().schema()).isEqualTo(bySchema.schema());
		assertThat(this.database.createTable(Numbered.class, CreateMode.EXIST_OK).countRows()).isZero();
	}

	@Test
	void takesColumnsOfARecordWithAnotherNameAndLength() throws Exception {
		Table three = this.database.createTable("three", Sized.class, 3, CreateMode.CREATE);
		assertThat(three.schema().findField("vector").getType()).isEqualTo(new ArrowType.FixedSizeList(3));
		assertThat(three.schema().findField("other").getType()).isEqualTo(new ArrowType.FixedSizeList(2));
		this.database.async().createTable("four", Sized.class, 4, CreateMode.EXIST_OK).get();
		assertThat(this.database.tableNames()).containsExactly("four", "three");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.database.createTable("four", Sized.class, 5, CreateMode.EXIST_OK))
			.withMessageContaining("vector");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.database.createTable("none", Sized.class, 0, CreateMode.CREATE))
			.withMessage("dimensions must be at least 1, but was 0");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.createTable(Sized.class))
			.withMessageContaining("needs dimensions");
	}

	@Test
	void case8DropsTables() {
		this.database.createTable("test", ITEMS);
		this.database.dropTable("test");
		assertThat(this.database.tableNames()).isEmpty();
		assertThat(this.database.dropTableIfExists("unknown")).isFalse();
		assertThatExceptionOfType(TableNotFoundException.class).isThrownBy(() -> this.database.dropTable("unknown"))
			.withMessage("Table 'unknown' was not found in " + this.folder);
		this.database.createTable("a", ITEMS);
		this.database.createTable("b", ITEMS);
		this.database.dropAllTables();
		assertThat(this.database.tableNames()).isEmpty();
	}

	@Test
	void case19PagesNames() {
		List.of("c", "a", "b").forEach((name) -> this.database.createTable(name, ITEMS));
		assertThat(this.database.tableNames(null, 1)).containsExactly("a");
		assertThat(this.database.tableNames("a", 1)).containsExactly("b");
		assertThat(this.database.tableNames("b", 5)).containsExactly("c");
		assertThat(this.database.tableNames("c", 1)).isEmpty();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.tableNames("a", 0))
			.withMessage("The limit of a page must be at least 1, but was 0");
	}

	@Test
	void listsAllNames() {
		for (int i = 10; i < 35; i++) {
			this.database.createTable("t" + i, ITEMS);
		}
		assertThat(this.database.tableNames()).hasSize(25).isSorted();
	}

	@Test
	void tellsWhetherThereIsATable() {
		this.database.createTable("t", ITEMS);
		assertThat(this.database.hasTable("t")).isTrue();
		assertThat(this.database.hasTable("T2")).isFalse();
	}

	@Test
	void renamesATable() {
		Table old = this.database.createTable("old", ITEMS);
		old.add(List.of(row(1, "foo")));
		this.database.renameTable("old", "new");
		assertThat(this.database.tableNames()).containsExactly("new");
		assertThat(this.database.openTable("new").countRows()).isEqualTo(1);
		assertThatExceptionOfType(TableNotFoundException.class).isThrownBy(() -> old.add(List.of(row(2, "bar"))))
			.withMessage("Table 'old' was renamed to 'new'; open it under that name");
	}

	@Test
	void renamesOnlyToAFreeName() {
		this.database.createTable("a", ITEMS);
		this.database.createTable("b", ITEMS);
		assertThatExceptionOfType(TableExistsException.class).isThrownBy(() -> this.database.renameTable("a", "b"))
			.withMessageContaining("Table 'b' already exists");
		assertThatExceptionOfType(TableNotFoundException.class).isThrownBy(() -> this.database.renameTable("x", "y"))
			.withMessageContaining("Table 'x' was not found");
		assertThat(this.database.openTable("a").countRows()).isZero();
	}

	@Test
	void refusesEverythingAfterItWasClosed() {
		Table table = this.database.createTable("t", ITEMS);
		Search<?> search = table.scan();
		Namespaces namespaces = this.database.namespaces();
		namespaces.create("n");
		Database view = this.database.namespace("n");
		this.database.close();
		this.database.close();
		assertThat(this.database.isOpen()).isFalse();
		assertThat(view.isOpen()).isFalse();
		for (ThrowingCallable use : List.<ThrowingCallable>of(() -> table.add(List.of(row(1, "foo"))), table::version,
				search::hits, this.database::tableNames, () -> this.database.openTable("t"),
				() -> this.database.createTable("u", ITEMS), () -> this.database.dropTable("t"),
				() -> this.database.renameTable("t", "u"), namespaces::list, view::tableNames,
				() -> this.database.cloneTable("t", "u", CloneOptions.shallow()), this.database::dropAllTables,
				() -> namespaces.create("m"), () -> this.database.namespace("n"), () -> this.database.hasTable("t"))) {
			assertThatExceptionOfType(StoreException.class).isThrownBy(use)
				.withMessage("The database " + this.folder + " is closed");
		}
	}

	@Test
	void saysWhereItIs() {
		assertThat(this.database.uri()).isEqualTo(this.folder.toString());
		assertThat(this.database).hasToString("Database[" + this.folder + ", read consistency PT0S]");
		assertThat(this.database.directory()).isEqualTo(this.folder);
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS,
			disabledReason = "Windows knows neither POSIX permissions nor links for everybody")
	void refusesATableWhoseFolderIsASymbolicLink(@TempDir Path elsewhere) throws IOException {
		this.database.createTable("t", ITEMS);
		this.database.close();
		Files.move(this.folder.resolve("t.fletch"), elsewhere.resolve("t"));
		Files.createSymbolicLink(this.folder.resolve("t.fletch"), elsewhere.resolve("t"));
		try (Database reopened = Database.open(this.folder)) {
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> reopened.openTable("t"))
				.withMessageContaining("t.fletch: is a symbolic link, which a database does not follow");
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> reopened.dropTable("t"))
				.withMessageContaining("is a symbolic link");
		}
		assertThat(elsewhere.resolve("t/_log")).isNotEmptyDirectory();
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS,
			disabledReason = "Windows knows neither POSIX permissions nor links for everybody")
	void readsATableInAFolderThatMayNotBeWrittenTo() throws IOException {
		this.database.createTable("t", ITEMS).add(List.of(row(1, "foo")));
		setPermissions("r-xr-xr-x", "r--r--r--");
		try (Database reopened = Database.open(this.folder)) {
			assumeThat(Files.isWritable(this.folder)).as("an administrator may write everywhere").isFalse();
			Table table = reopened.openTable("t");
			assertThat(table.scan().rows()).containsExactly(row(1, "foo"));
			for (ThrowingCallable write : List.<ThrowingCallable>of(() -> table.add(List.of(row(2, "bar"))),
					() -> reopened.createTable("u", ITEMS), () -> reopened.dropTable("t"))) {
				assertThatExceptionOfType(StoreException.class).isThrownBy(write)
					.withMessageContaining("this process may not read or write it; change its permissions");
			}
		}
		finally {
			setPermissions("rwx------", "rw-------");
		}
	}

	private void setPermissions(String folders, String files) throws IOException {
		try (Stream<Path> paths = Files.walk(this.folder)) {
			for (Path path : paths.toList()) {
				Files.setPosixFilePermissions(path,
						PosixFilePermissions.fromString(Files.isDirectory(path) ? folders : files));
			}
		}
	}

	@io.fletch.store.mapping.Table("typed")
	record Numbered(long a) {
	}

	@io.fletch.store.mapping.Table("sized")
	record Sized(String id, @VectorField float[] vector, @VectorField(dimensions = 2) float[] other) {
	}

}
