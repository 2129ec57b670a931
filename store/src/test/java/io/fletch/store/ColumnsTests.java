package io.fletch.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.Rows;
import io.fletch.store.mapping.Id;
import io.fletch.store.version.Operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ColumnsTests {

	private static final ArrowType LONG = new ArrowType.Int(64, true);

	private static final Field X = Field.nullable("x", LONG);

	private static final Field INNER = new Field("inner", FieldType.nullable(new ArrowType.Struct()), List.of(X));

	private static final Field PLACE = new Field("place", FieldType.nullable(new ArrowType.Struct()),
			List.of(X, INNER));

	private Database database;

	private Table table;

	@BeforeEach
	void open() {
		this.database = Database.open("memory:");
		this.table = this.database.createTable("t",
				new Schema(List.of(new Field("id", FieldType.notNullable(LONG), null),
						Field.nullable("name", new ArrowType.Utf8()), PLACE,
						Field.nullable("weight", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)))));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private void add(int count) {
		this.table.add(RowSource.maps(LongStream.range(0, count)
			.mapToObj((id) -> Rows.row("id", id, "name", "n" + id, "place",
					Rows.row("x", id, "inner", Rows.row("x", -id))))
			.toList()));
	}

	private @Nullable Object value(long id, String column) {
		return this.table.scan().where("id = " + id).rows().getFirst().get(column);
	}

	private List<@Nullable Object> values(String column) {
		List<@Nullable Object> values = new ArrayList<>();
		this.table.scan().rows().forEach((row) -> values.add(row.get(column)));
		return values;
	}

	private void refuses(Runnable change, String... parts) {
		long before = this.table.version();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(change::run).withMessageContainingAll(parts);
		assertThat(this.table.version()).isEqualTo(before);
	}

	@Test
	void addsFieldsToAStructWhichAreNullInTheRowsThatAreThere() {
		for (int count : List.of(2, 3000)) {
			this.table.delete("true");
			add(count);
			this.table.columns().add("place", Field.nullable("y" + count, LONG));
			assertThat(value(1, "place")).extracting("x", "y" + count).containsExactly(1L, null);
			assertThat(this.table.countRows("place.y" + count + " IS NULL", Map.of())).isEqualTo(count);
		}
	}

	@Test
	void writesAddedFieldsOfRowsThatComeLater() {
		add(2);
		this.table.columns().add("place", Field.nullable("y", LONG));
		this.table.add(List.of(Map.of("id", 9L, "place", Map.of("x", 1L, "y", 7L))));
		this.table.optimize();
		assertThat(this.table.countRows("place.y = 7", Map.of())).isEqualTo(1);
		assertThat(value(1, "place")).extracting("y").isNull();
	}

	@Test
	void addsFieldsToAStructInsideAStruct() {
		add(2);
		this.table.columns().add("place.inner", Field.nullable("y", LONG), Field.nullable("z", new ArrowType.Utf8()));
		assertThat(value(1, "place")).extracting("inner").extracting("x", "y", "z").containsExactly(-1L, null, null);
		assertThat(this.table.versions().getLast().operation()).isEqualTo(Operation.ADD_COLUMNS);
	}

	@Test
	void refusesFieldsThatDoNotFitTheStruct() {
		Columns columns = this.table.columns();
		refuses(() -> columns.add("place", X), "The struct 'place' already has a field 'x'");
		refuses(() -> columns.add("place", new Field("y", FieldType.notNullable(LONG), null)), "'y'",
				"make it nullable");
		refuses(() -> columns.add("name", Field.nullable("y", LONG)), "'name' is no struct", "add a column instead");
		refuses(() -> columns.add("none", Field.nullable("y", LONG)), "no field 'none'", "[id, name, place, weight]");
		refuses(() -> columns.add("place", Field.nullable("y", LONG), Field.nullable("y", LONG)), "'y'");
		refuses(() -> columns.add("place"), "no field given");
	}

	@Test
	void changesTheMetadataOfSeveralFieldsInOneVersion() {
		long before = this.table.version();
		this.table.columns().updateMetadata(Map.of("id", Map.of("a", "1"), "place.x", Map.of("b", "2", "c", "3")));
		Map<String, String> removing = new HashMap<>();
		removing.put("b", null);
		this.table.columns().updateMetadata(Map.of("place.x", removing, "name", Map.of("d", "4")));
		assertThat(this.table.version()).isEqualTo(before + 2);
		assertThat(this.table.schema().findField("id").getMetadata()).containsExactly(Map.entry("a", "1"));
		assertThat(this.table.schema().findField("name").getMetadata()).containsExactly(Map.entry("d", "4"));
		assertThat(this.table.schema().findField("place").getChildren().getFirst().getMetadata())
			.containsExactly(Map.entry("c", "3"));
	}

	@Test
	void replacesTheMetadataOfSeveralFieldsInOneVersion() {
		this.table.columns().updateMetadata(Map.of("id", Map.of("a", "1"), "name", Map.of("b", "2")));
		long version = this.table.columns().replaceMetadata(Map.of("id", Map.of("c", "3"), "name", Map.of()));
		assertThat(version).isEqualTo(3);
		assertThat(this.table.schema().findField("id").getMetadata()).containsExactly(Map.entry("c", "3"));
		assertThat(this.table.schema().findField("name").getMetadata()).isEmpty();
	}

	@Test
	void changesNoMetadataIfOneOfSeveralFieldsIsWrong() {
		Columns columns = this.table.columns();
		refuses(() -> columns.updateMetadata(Map.of("id", Map.of("a", "1"), "none", Map.of("a", "1"))),
				"no field 'none'");
		refuses(() -> columns.updateMetadata(Map.of("id", Map.of("fletch.primary-key", "true"))), "reserved");
		refuses(() -> columns.updateMetadata(Map.of("id", Map.of("a", "1"), "`id`", Map.of("a", "2"))), "given twice");
		refuses(() -> columns.updateMetadata(Map.of()), "no field given");
		assertThat(this.table.schema().findField("id").getMetadata()).isEmpty();
	}

	@Test
	void keepsThePrimaryKeyWithTheTable() {
		assertThat(this.table.primaryKey()).isNull();
		assertThat(this.table.columns().setPrimaryKey("id")).isEqualTo(2);
		assertThat(this.table.primaryKey()).isEqualTo("id");
		this.table.columns().alter(ColumnAlteration.of("id").rename("key"));
		assertThat(this.table.primaryKey()).isEqualTo("key");
	}

	@Test
	void matchesByThePrimaryKeyWhereNoKeysAreGiven() {
		add(3);
		this.table.columns().setPrimaryKey("id");
		this.table.mergeInsert()
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(List.of(Map.of("id", 1L, "name", "new"), Map.of("id", 7L, "name", "more")));
		assertThat(values("name")).containsExactlyInAnyOrder("n0", "new", "n2", "more");
	}

	@Test
	void needsKeysWhereThereIsNoPrimaryKey() {
		refuses(() -> this.table.mergeInsert(), "needs at least one key column");
	}

	@Test
	void neverChangesThePrimaryKey() {
		this.table.columns().setPrimaryKey("id");
		for (String column : List.of("id", "name")) {
			refuses(() -> this.table.columns().setPrimaryKey(column), "already has the primary key 'id'",
					"'" + column + "'");
		}
	}

	@Test
	void refusesAPrimaryKeyOfAnotherTypeOrNoColumn() {
		refuses(() -> this.table.columns().setPrimaryKey("weight"), "'weight' cannot be the primary key", "float64",
				"integers, text");
		refuses(() -> this.table.columns().setPrimaryKey("place"), "'place' cannot be the primary key");
		refuses(() -> this.table.columns().setPrimaryKey("none"), "no field 'none'");
	}

	@Test
	void takesBytesAsAPrimaryKey() {
		this.table.columns().add(Field.nullable("uuid", new ArrowType.FixedSizeBinary(16)));
		this.table.columns().setPrimaryKey("uuid");
		assertThat(this.table.primaryKey()).isEqualTo("uuid");
	}

	@Test
	void doesNotEnforceThePrimaryKey() {
		this.table.columns().setPrimaryKey("id");
		add(2);
		add(2);
		assertThat(this.table.countRows()).isEqualTo(4);
	}

	@Test
	void joinsColumnsByKeyAndLeavesNullWhereNoRowMatches() {
		add(4);
		long version = this.table.columns()
			.join(RowSource.maps(List.of(Rows.row("key", 3, "city", "Rome", "size", 7),
					Rows.row("key", 1, "city", "Oslo"), Rows.row("key", 99, "city", "none"))), "id", "key");
		assertThat(version).isEqualTo(3);
		assertThat(values("city")).containsExactly(null, "Oslo", null, "Rome");
		assertThat(values("size")).containsExactly(null, null, null, 7L);
	}

	@Test
	void joinsRowsOfFilesAndOfTheLogByTextThatBothNameAlike() {
		add(3000);
		this.table.add(List.of(Map.of("id", 3000L, "name", "n3000"), Map.of("id", 3001L)));
		this.table.delete("id % 7 = 3");
		this.table.columns()
			.join(RowSource.maps(IntStream.range(0, 3001).mapToObj((n) -> Map.of("name", "n" + n, "twice", n * 2L))),
					"name");
		this.table.scan()
			.rows()
			.forEach((row) -> assertThat(row.get("twice"))
				.isEqualTo((row.get("name") != null) ? 2 * (Long) row.get("id") : null));
		assertThat(this.table.countRows("twice IS NULL", Map.of())).isEqualTo(1);
	}

	@Test
	void joinsByBytes() {
		this.table.columns().add(Field.nullable("digest", new ArrowType.Binary()));
		this.table.add(List.of(Map.of("id", 1L, "digest", new byte[] { 1, 2 })));
		this.table.columns()
			.join(RowSource.maps(List.of(Map.of("digest", new byte[] { 1, 2 }, "city", "Rome"))), "digest");
		assertThat(values("city")).containsExactly("Rome");
	}

	@Test
	void neverMatchesANullKey() {
		this.table.add(List.of(Map.of("id", 1L)));
		this.table.columns()
			.join(RowSource
				.maps(List.of(Rows.row("name", null, "city", "Rome"), Rows.row("name", "x", "city", "Oslo"))), "name");
		assertThat(values("city")).containsExactly((Object) null);
	}

	@Test
	void refusesToJoinSeveralRowsToOne() {
		add(2);
		List<Map<String, @Nullable Object>> twice = List.of(Rows.row("id", 1, "city", "Rome"),
				Rows.row("id", 1, "city", "Oslo"), Rows.row("id", 5, "city", "a"), Rows.row("id", 5, "city", "b"));
		refuses(() -> this.table.columns().join(RowSource.maps(twice), "id"), "Several of the rows", "the key 1",
				"give each key once");
		this.table.delete("id = 1");
		this.table.columns().join(RowSource.maps(twice), "id");
		assertThat(values("city")).containsExactly((Object) null);
	}

	@Test
	void refusesToJoinWhatDoesNotFit() {
		add(1);
		Columns columns = this.table.columns();
		RowSource cities = RowSource.maps(List.of(Rows.row("id", 1L, "name", "Rome")));
		refuses(() -> columns.join(cities, "id"), "already has a column 'name'");
		refuses(() -> columns.join(cities, "key"), "have no column 'key'", "[id, name]");
		refuses(() -> columns.join(RowSource.maps(List.of(Map.of("id", 1L))), "id"), "only the key 'id'");
		refuses(() -> columns.join(RowSource.maps(List.of(Map.of("key", 1L, "city", "Rome"))), "none", "key"),
				"no field 'none'");
		refuses(() -> columns.join(RowSource.maps(List.of(Map.of("key", "one", "city", "Rome"))), "id", "key"), "'key'",
				"int64");
		refuses(() -> columns.join(RowSource.maps(List.of(Map.of("key", 1L, "city", "Rome"))), "place", "key"),
				"'place' cannot be a key");
	}

	@Test
	void setsThePrimaryKeyOfRecordsWithAnId() {
		TypedTable<Book> books = this.database.createTable(Book.class);
		assertThat(books.primaryKey()).isEqualTo("isbn");
		Book book = new Book(UUID.fromString("00000000-0000-0000-0000-000000000001"), "a");
		books.add(List.of(book));
		books.mergeInsert().whenMatchedUpdateAll().execute(List.of(new Book(book.isbn(), "b")));
		assertThat(books.scan().rows()).containsExactly(new Book(book.isbn(), "b"));
	}

	@Test
	void refusesRecordsWithAnUnfitId() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.createTable(TwoIds.class))
			.withMessageContainingAll("[a, b]", "@Id", "mergeInsert");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.createTable(RealId.class))
			.withMessageContainingAll("'a'", "@Id", "integers, text");
	}

	@Test
	void widensWhatStandsInsideListsOfStructs() {
		Field narrow = Field.nullable("a", new ArrowType.Int(32, true));
		Field text = Field.nullable("b", new ArrowType.Utf8());
		Table lists = this.database.createTable("lists", new Schema(List.of(list(narrow, text))));
		lists.add(List.of(Rows.row("l", List.of(Rows.row("a", 7, "b", "x")))));
		lists.columns().alter(ColumnAlteration.of("l").retype(list(Field.nullable("a", LONG), text)));
		assertThat(lists.scan().rows()).containsExactly(Rows.row("l", List.of(Rows.row("a", 7L, "b", "x"))));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> lists.columns().alter(ColumnAlteration.of("l").retype(list(text))))
			.withMessageContaining("has other fields inside");
	}

	private static Field list(Field... inside) {
		Field item = new Field("item", FieldType.nullable(new ArrowType.Struct()), List.of(inside));
		return new Field("l", FieldType.nullable(new ArrowType.List()), List.of(item));
	}

	@Test
	void refusesHalfASurrogatePairInMetadataNamesAndExpressions() {
		for (ThrowingCallable change : List.<ThrowingCallable>of(
				() -> this.table.columns().updateMetadata("name", Map.of("k\ud800", "v")),
				() -> this.table.columns().updateMetadata("place.x", Map.of("k", "\ud800")),
				() -> this.table.columns().replaceMetadata("name", Map.of("k", "\ud800")),
				() -> this.table.columns().alter(ColumnAlteration.of("name").rename("\ud800")),
				() -> this.table.columns().alter(ColumnAlteration.of("place.x").rename("\ud800")),
				() -> this.table.columns().add("place", Field.nullable("\ud800", LONG)),
				() -> this.table.columns().add(Map.of("\ud800", "1")),
				() -> this.table.columns().add(Map.of("q", "'\ud800'")))) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(change)
				.withMessageContaining("half a surrogate pair");
		}
		add(1);
		assertThat(this.table.countRows()).isEqualTo(1);
	}

	@Test
	void refusesComputedValuesThatDoNotFit() {
		this.table.add(List.of(Rows.row("id", 0L, "weight", 1.0)));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.columns().add(Map.of("f", "cast(weight + 1e39 as float)")))
			.withMessageContaining("does not fit float32");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.columns().add(Map.of("v", "cast(['NaN', '1'] as float[2])")))
			.withMessageContaining("The expression gives the column 'v' a vector with NaN at dimension 0");
		this.table.columns().addComputed(Map.of("w", "cast([cast('NaN' as float), 1] as float[2])"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.columns().refresh("w"))
			.withMessageContaining("The expression gives the column 'w' a vector with NaN at dimension 0");
	}

	@Test
	void aColumnWithoutValuesIsNullInBatchesOfEverySize() {
		this.table.columns().addComputed(Map.of("later", "id + 1"));
		int rows = 0;
		for (int count : new int[] { 1, 300, 40 }) {
			add(count);
			rows += count;
			assertThat(this.table.countRows("later IS NULL", Map.of())).isEqualTo(rows);
		}
	}

	@Test
	void ignoresValuesOfDeletedRowsThatDoNotFit() {
		add(2);
		this.table.delete("id = 1");
		this.table.columns()
			.add(Map.of("v", "cast([case when id = 1 then cast('NaN' as float) else 1.0 end] as float[1])"));
		assertThat(value(0, "v")).isEqualTo(new float[] { 1 });
	}

	@Test
	void swapsNames() {
		add(1);
		long version = this.table.columns()
			.alter(ColumnAlteration.of("name").rename("weight"), ColumnAlteration.of("weight").rename("name"));
		assertThat(version).isEqualTo(3);
		assertThat(value(0, "weight")).isEqualTo("n0");
		assertThat(value(0, "name")).isNull();
	}

	@Test
	void makesNoVersionOfNoChange() {
		long version = this.table.version();
		assertThat(this.table.columns().alter(ColumnAlteration.of("name"))).isEqualTo(version);
		assertThat(this.table.columns().alter(ColumnAlteration.of("name").rename("name"))).isEqualTo(version);
		assertThat(this.table.columns().updateMetadata("name", Map.of())).isEqualTo(version);
		assertThat(this.table.version()).isEqualTo(version);
	}

	@Test
	void refusesToAddNothing() {
		for (ThrowingCallable nothing : List.<ThrowingCallable>of(() -> this.table.columns().add(),
				() -> this.table.columns().add(Map.of()), () -> this.table.columns().addComputed(Map.of()))) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(nothing)
				.withMessage("There is no column given; give at least one");
		}
	}

	@ParameterizedTest
	@CsvSource({ "fletch.distance,MANHATTAN,'one of [L2, COSINE, DOT]'", "fletch.full-text,klingon,'english'",
			"fletch.primary-key,yes,'true'", "fletch.embedding.function,nope,a function of this database",
			"fletch.embedding.source,nope,a column", "fletch.computed,b+,an expression on the other columns" })
	void refusesReservedMetadataThatMeansNothing(String key, String value, String allowed) {
		Field field = new Field("f", new FieldType(true, LONG, null, Map.of(key, value)), null);
		for (ThrowingCallable change : List.<ThrowingCallable>of(() -> this.table.columns().add(field),
				() -> this.database.createTable("other", new Schema(List.of(field))))) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(change)
				.withMessageContainingAll("The field 'f' has the metadata " + key + "='" + value + "'", allowed);
		}
	}

	@io.fletch.store.mapping.Table("books")
	record Book(@Id UUID isbn, String title) {
	}

	@io.fletch.store.mapping.Table("two")
	record TwoIds(@Id long a, @Id long b) {
	}

	@io.fletch.store.mapping.Table("real")
	record RealId(@Id double a) {
	}

}
