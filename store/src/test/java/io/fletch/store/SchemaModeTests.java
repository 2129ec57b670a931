package io.fletch.store;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.SchemaMismatchException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.index.IndexType;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Indexed;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.VectorField;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class SchemaModeTests {

	private final Database database = Database.open("memory:", DatabaseOptions.defaults()
		.withFunctions(new EmbeddingFunctionRegistry().register(new WordHashFunction("words", 16))));

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void createsTheIndexesOfANewTable() {
		TypedTable<Second> table = this.database.createTable(Second.class);
		assertThat(table.untyped().indexes().list()).extracting(IndexInfo::type, IndexInfo::columns)
			.containsExactly(tuple(IndexType.BTREE, List.of("author.name")), tuple(IndexType.BITMAP, List.of("state")),
					tuple(IndexType.BTREE, List.of("year")), tuple(IndexType.LABEL_LIST, List.of("tags")));
		assertThat(this.database.createTable(Second.class, CreateMode.EXIST_OK).version()).isEqualTo(table.version());
	}

	@Test
	void answersByTheIndexesOfRecords() {
		TypedTable<Second> table = this.database.createTable(Second.class,
				RowSource.records(List.of(second("1", State.DRAFT, 2025), second("2", State.PUBLISHED, 2026))));
		assertThat(table.untyped().indexes().list())
			.allSatisfy((index) -> assertThat(index.coverage().indexedRows()).isEqualTo(2));
		assertThat(table.scan().where("state = :state", Map.of("state", State.DRAFT)).rows()).extracting(Second::id)
			.containsExactly("1");
		assertThat(table.scan().where("author.name = 'Ada' AND year > 2025 AND array_has(tags, 'sky')").rows())
			.extracting(Second::id)
			.containsExactly("2");
	}

	@Test
	void validatesOnly() {
		assertThatExceptionOfType(TableNotFoundException.class)
			.isThrownBy(() -> this.database.table(First.class, SchemaMode.VALIDATE))
			.withMessageContaining("posts");
		this.database.table(First.class, SchemaMode.CREATE);
		assertThat(this.database.table(First.class, SchemaMode.VALIDATE).countRows()).isZero();
		for (SchemaMode mode : List.of(SchemaMode.VALIDATE, SchemaMode.CREATE)) {
			assertThatExceptionOfType(SchemaMismatchException.class)
				.isThrownBy(() -> this.database.table(Second.class, mode))
				.withMessageContaining("note: the record needs Utf8, the table has no such column")
				.satisfies((ex) -> assertThat(ex.differences())
					.contains(new SchemaMismatchException.Difference("note", "Utf8", null)));
		}
	}

	@Test
	void addsWhatATableLacks() {
		TypedTable<First> first = this.database.table(First.class, SchemaMode.UPDATE);
		first.add(List.of(new First("1", "rain", new Author("Ada", null))));
		long before = first.version();
		TypedTable<Later> later = this.database.table(Later.class, SchemaMode.UPDATE);
		assertThat(later.version()).isGreaterThan(before);
		assertThat(later.scan().rows()).containsExactly(
				new Later("1", "rain", new LaterAuthor("Ada", null, null), null, 0, (byte) 0, 0, false, null, null));
		assertThat(later.untyped().indexes().list()).extracting(IndexInfo::columns).containsExactly(List.of("count"));
		long version = later.version();
		assertThat(this.database.table(Later.class, SchemaMode.UPDATE).version()).isEqualTo(version);
		later.add(List.of(new Later("2", "sun", new LaterAuthor("Bob", null, "x"), null, 1, (byte) 1, 1.5, true,
				State.DRAFT, null)));
		assertThat(later.scan().where("id = '2'").rows().getFirst().vector()).hasSize(16);
		Field count = later.untyped().schema().findField("count");
		assertThat(count.isNullable()).isFalse();
		assertThat(count.getType()).isEqualTo(new ArrowType.Int(32, true));
	}

	@Test
	void addsWhatCannotBeNullToAnEmptyTableOnly() {
		this.database.table(First.class);
		this.database.table(Strict.class, SchemaMode.UPDATE)
			.add(List.of(new Strict("1", "a", new Author("b", null), "c")));
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> this.database.table(Stricter.class, SchemaMode.UPDATE))
			.withMessage("The record " + Stricter.class.getName() + " does not fit the table 'posts': most: the record "
					+ "needs Utf8 not null, the table has no such column");
	}

	@Test
	void neverChangesATypeOrDropsAColumn() {
		this.database.table(First.class);
		assertThatExceptionOfType(SchemaMismatchException.class)
			.isThrownBy(() -> this.database.table(Wrong.class, SchemaMode.UPDATE))
			.satisfies((ex) -> assertThat(ex.differences()).containsExactly(
					new SchemaMismatchException.Difference("text", "Int(32, true) not null", "Utf8 not null"),
					new SchemaMismatchException.Difference("author", null,
							"struct[name Utf8 not null, mail Utf8] not null")))
			.withMessageContaining("text: the record needs Int(32, true) not null, the table has Utf8 not null; "
					+ "author: no component of the record is this column");
	}

	@Test
	void refusesIndexesThatCannotBe() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.table(OfMap.class))
			.withMessageStartingWith("The component 'links' of the record " + OfMap.class.getName()
					+ " has @Indexed, which is for booleans, numbers");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.table(OfElements.class))
			.withMessage("The components [name] of the record " + IndexedAuthor.class.getName()
					+ " have @Indexed, but stand inside a list or map, where no index can be; leave it out");
	}

	@Test
	void givesVectorsAnIndexThatRowsComeTo() {
		Table table = this.database.table(OfVector.class).untyped();
		table.add(List.of(Map.of("vector", new float[] { 1, 0 }), Map.of("vector", new float[] { 0, 1 })));
		assertThat(table.search(new float[] { 1, 0 }).limit(1).hits()).singleElement()
			.extracting((hit) -> hit.row().get("vector"))
			.isEqualTo(new float[] { 1, 0 });
		table.optimize();
		assertThat(table.indexes().list()).singleElement().satisfies((index) -> {
			assertThat(index.type()).isEqualTo(IndexType.IVF_SQ);
			assertThat(index.coverage().indexedRows()).isEqualTo(2);
		});
	}

	@Test
	void givesIndexesToTablesOfAnotherNameToo() {
		Table table = this.database.createTable("others", OfVector.class, 2, CreateMode.CREATE);
		assertThat(table.indexes().list()).extracting(IndexInfo::columns).containsExactly(List.of("vector"));
		table.indexes().drop("vector_idx");
		assertThat(this.database.createTable("others", OfVector.class, 2, CreateMode.EXIST_OK).indexes().list())
			.isEmpty();
	}

	@Test
	void createsAnIndexOfVectorsOnce() {
		this.database.table(OfVector.class);
		long version = this.database.table(OfVector.class, SchemaMode.UPDATE).version();
		assertThat(this.database.table(OfVector.class, SchemaMode.UPDATE).version()).isEqualTo(version);
	}

	@Test
	void theAsyncTwinDoesTheSame() {
		assertThat(this.database.async().table(First.class, SchemaMode.UPDATE).join().countRows().join()).isZero();
	}

	private static Second second(String id, State state, int year) {
		return new Second(id, "text", new IndexedAuthor("Ada"), null, state, year, List.of("sky"));
	}

	enum State {

		DRAFT, PUBLISHED

	}

	record Author(String name, @Nullable String mail) {
	}

	record IndexedAuthor(@Indexed String name) {
	}

	record LaterAuthor(String name, @Nullable String mail, @Nullable String home) {
	}

	@io.fletch.store.mapping.Table("posts")
	record First(@Id String id, String text, Author author) {
	}

	@io.fletch.store.mapping.Table("posts")
	record Second(@Id String id, String text, IndexedAuthor author, @Nullable String note, @Indexed State state,
			@Indexed int year, @Indexed List<String> tags) {
	}

	@io.fletch.store.mapping.Table("posts")
	record Later(@Id String id, @SourceField String text, LaterAuthor author, @Nullable @FullText String note,
			@Indexed int count, byte small, double real, boolean flag, @Nullable State state,
			@VectorField(function = "words") float @Nullable [] vector) {
	}

	@io.fletch.store.mapping.Table("posts")
	record Strict(@Id String id, String text, Author author, String more) {
	}

	@io.fletch.store.mapping.Table("posts")
	record Stricter(@Id String id, String text, Author author, String more, String most) {
	}

	@io.fletch.store.mapping.Table("posts")
	record Wrong(@Id String id, int text) {
	}

	@io.fletch.store.mapping.Table("t")
	record OfVector(@Indexed @VectorField(dimensions = 2) float[] vector) {
	}

	@io.fletch.store.mapping.Table("t")
	record OfMap(@Indexed Map<String, String> links) {
	}

	@io.fletch.store.mapping.Table("t")
	record OfElements(List<IndexedAuthor> authors) {
	}

}
