package io.fletch.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.SchemaMismatchException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Indexed;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.Distance;
import io.fletch.store.query.QueryKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A table while the record of its rows changes from one release of an application to the
 * next, and several of them run.
 */
class SchemaUpdateTests {

	private final Database database = Database.open("memory:", options());

	private static DatabaseOptions options() {
		return DatabaseOptions.defaults()
			.withFunctions(new EmbeddingFunctionRegistry().register(new WordHashFunction("words", 16))
				.register(new WordHashFunction("others", 16))
				.defaultAlias("words"));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void changesNothingIfTheRecordWouldNotFit() {
		TypedTable<First> first = this.database.table(First.class);
		first.add(List.of(new First("1", "rain", 2025, new Place("Bonn"))));
		long version = first.version();
		Schema schema = first.untyped().schema();
		refuses(OtherYear.class, SchemaMode.UPDATE,
				"year: the record needs Utf8 not null, the table has Int(32, true)");
		assertThat(first.version()).isEqualTo(version);
		assertThat(first.untyped().schema()).isEqualTo(schema);
		assertThat(this.database.table(First.class).scan().rows()).hasSize(1);
	}

	@Test
	void addsAllInOneVersion() {
		TypedTable<First> first = this.database.table(First.class);
		first.add(List.of(new First("1", "rain", 2025, new Place("Bonn"))));
		long version = first.version();
		TypedTable<Second> second = this.database.table(Second.class, SchemaMode.UPDATE);
		assertThat(second.version()).isEqualTo(version + 1);
		assertThat(second.scan().rows())
			.containsExactly(new Second("1", "rain", 2025, new WiderPlace("Bonn", null), null, 0, null));
		assertThat(second.search("rain").kind(QueryKind.TEXT).rows()).hasSize(1);
		assertThat(this.database.table(Second.class, SchemaMode.UPDATE).version()).isEqualTo(version + 1);
	}

	@Test
	void theReleaseBeforeGoesOnBesideColumnsThatCanBeNull() {
		this.database.table(First.class);
		TypedTable<Noted> second = this.database.table(Noted.class, SchemaMode.UPDATE);
		second.add(List.of(new Noted("1", "rain", 2025, new Place("Bonn"), "kept")));
		for (SchemaMode mode : SchemaMode.values()) {
			assertThat(this.database.table(First.class, mode).scan().rows())
				.containsExactly(new First("1", "rain", 2025, new Place("Bonn")));
		}
		TypedTable<First> first = this.database.table(First.class);
		first.add(List.of(new First("2", "snow", 2025, new Place("Bonn"))));
		first.mergeInsert()
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(List.of(new First("1", "sun", 2026, new Place("Ulm")),
					new First("3", "wind", 2026, new Place("Ulm"))));
		assertThat(second.scan().orderBy("id").rows()).containsExactly(
				new Noted("1", "sun", 2026, new Place("Ulm"), "kept"),
				new Noted("2", "snow", 2025, new Place("Bonn"), null),
				new Noted("3", "wind", 2026, new Place("Ulm"), null));
	}

	@Test
	void severalThatStartAtOnceAllStart(@TempDir Path folder) throws Exception {
		for (int round = 0; round < 5; round++) {
			Path place = folder.resolve("database" + round);
			try (Database database = Database.open(place, options())) {
				database.table(First.class).add(List.of(new First("1", "rain", 2025, new Place("Bonn"))));
			}
			assertThat(startsAtOnce(place, 4)).containsOnly(1L);
			try (Database database = Database.open(place, options())) {
				assertThat(database.openTable("posts").indexes().list()).extracting(IndexInfo::columns)
					.containsExactlyInAnyOrder(List.of("year"), List.of("count"));
			}
		}
	}

	private static List<Long> startsAtOnce(Path folder, int count) throws Exception {
		CountDownLatch begin = new CountDownLatch(1);
		List<Future<Long>> started = new ArrayList<>();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < count; i++) {
				started.add(threads.submit(() -> {
					try (Database database = Database.open(folder, options())) {
						begin.await();
						return database.table(IndexedToo.class, SchemaMode.UPDATE).countRows();
					}
				}));
			}
			begin.countDown();
		}
		List<Long> counts = new ArrayList<>();
		for (Future<Long> each : started) {
			counts.add(each.get());
		}
		return counts;
	}

	@Test
	void onlyAPrimitiveHasAValueForRowsThatAreThere() {
		this.database.table(First.class).add(List.of(new First("1", "rain", 2025, new Place("Bonn"))));
		refuses(Boxed.class, SchemaMode.UPDATE,
				"count: the record needs Int(32, true) not null, the table has no such");
		refuses(Nested.class, SchemaMode.UPDATE, "struct[name Utf8 not null, size Int(32, true) not null]");
		this.database.dropTable("posts");
		this.database.table(First.class);
		assertThat(this.database.table(Nested.class, SchemaMode.UPDATE).countRows()).isZero();
		this.database.dropTable("posts");
		this.database.table(First.class);
		this.database.table(Boxed.class, SchemaMode.UPDATE)
			.add(List.of(new Boxed("1", "rain", 2025, new Place("Bonn"), 7)));
	}

	@Test
	void tellsIfWordsWouldNotBeFound() {
		TypedTable<First> first = this.database.table(First.class);
		first.add(List.of(new First("1", "rain", 2025, new Place("Bonn"))));
		for (SchemaMode mode : List.of(SchemaMode.VALIDATE, SchemaMode.CREATE)) {
			refuses(Searched.class, mode,
					"text: the record needs Utf8 not null, searched by words, the table has Utf8 not null");
		}
		first.untyped().indexes().create(IndexDefinition.fullText("text"));
		assertThat(this.database.table(Searched.class, SchemaMode.VALIDATE).search("rain").rows()).hasSize(1);
		first.untyped().indexes().drop("text_fts_idx");
		assertThat(this.database.table(Searched.class, SchemaMode.UPDATE).search("rain").rows()).hasSize(1);
		assertThat(this.database.table(First.class, SchemaMode.VALIDATE).countRows()).isEqualTo(1);
	}

	@Test
	void tellsIfVectorsAreMadeOrComparedInAnotherWay() {
		this.database.table(Made.class);
		for (SchemaMode mode : SchemaMode.values()) {
			refuses(OfOthers.class, mode,
					"vector: the record needs vector of FloatingPoint(SINGLE), compared by COSINE, "
							+ "made of [text] by others, the table has vector of FloatingPoint(SINGLE), compared by COSINE, "
							+ "made of [text] by words");
			refuses(ByDot.class, mode, "compared by DOT, made of [text] by words, the table has vector of "
					+ "FloatingPoint(SINGLE), compared by COSINE, made of");
			refuses(OfTitle.class, mode, "made of [title] by words, the table has vector of FloatingPoint(SINGLE), "
					+ "compared by COSINE, made of [text]");
			assertThat(this.database.table(ByDefault.class, mode).countRows()).isZero();
			assertThat(this.database.table(Given.class, mode).countRows()).isZero();
		}
		this.database.openTable("made").columns().reembed("vector", "others");
		assertThat(this.database.table(OfOthers.class).countRows()).isZero();
	}

	@Test
	void tellsIfVectorsWouldNotBeMade() {
		this.database.table(Given.class);
		refuses(Made.class, SchemaMode.UPDATE,
				"made of [text] by words, the table has vector of FloatingPoint(SINGLE), "
						+ "compared by COSINE, made of nothing by no function");
	}

	@Test
	void tellsIfAnotherColumnIsThePrimaryKey() {
		this.database.table(Made.class);
		refuses(OtherKey.class, SchemaMode.UPDATE,
				"title: the record needs the primary key, the table has 'id' as that");
	}

	@Test
	void createsTheIndexesThatACrashKeptFromANewTable() {
		Table table = this.database.table(IndexedToo.class).untyped();
		table.indexes().drop("year_idx");
		assertThat(this.database.table(IndexedToo.class, SchemaMode.VALIDATE).untyped().indexes().list()).hasSize(1);
		assertThat(this.database.table(IndexedToo.class).untyped().indexes().list()).hasSize(2);
		table.indexes().drop("year_idx");
		table.add(List.of(Map.of("id", "1", "text", "rain", "year", 1, "place", Map.of("name", "Bonn"), "count", 1)));
		assertThat(this.database.table(IndexedToo.class).untyped().indexes().list()).hasSize(1);
		assertThat(this.database.table(IndexedToo.class, SchemaMode.UPDATE).untyped().indexes().list()).hasSize(2);
	}

	private void refuses(Class<? extends Record> type, SchemaMode mode, String message) {
		assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> this.database.table(type, mode))
			.withMessageContaining(message);
	}

	record Place(String name) {
	}

	record WiderPlace(String name, @Nullable String country) {
	}

	record SizedPlace(String name, int size) {
	}

	@io.fletch.store.mapping.Table("posts")
	record First(@Id String id, String text, int year, Place place) {
	}

	@io.fletch.store.mapping.Table("posts")
	record OtherYear(@Id String id, String text, String year, Place place, @Nullable String note) {
	}

	@io.fletch.store.mapping.Table("posts")
	record Second(@Id String id, @FullText String text, int year, WiderPlace place, @Nullable String note, int count,
			@VectorField(function = "words", source = "text") float @Nullable [] vector) {

	}

	@io.fletch.store.mapping.Table("posts")
	record Noted(@Id String id, String text, int year, Place place, @Nullable String note) {
	}

	@io.fletch.store.mapping.Table("posts")
	record IndexedToo(@Id String id, String text, @Indexed int year, Place place, @Indexed int count) {
	}

	@io.fletch.store.mapping.Table("posts")
	record Boxed(@Id String id, String text, int year, Place place, Integer count) {
	}

	@io.fletch.store.mapping.Table("posts")
	record Nested(@Id String id, String text, int year, SizedPlace place) {
	}

	@io.fletch.store.mapping.Table("posts")
	record Searched(@Id String id, @FullText String text, int year, Place place) {
	}

	@io.fletch.store.mapping.Table("made")
	record Made(@Id String id, String title, @SourceField String text,
			@VectorField(function = "words") float @Nullable [] vector) {
	}

	@io.fletch.store.mapping.Table("made")
	record ByDefault(@Id String id, String title, @SourceField String text, @VectorField float @Nullable [] vector) {
	}

	@io.fletch.store.mapping.Table("made")
	record Given(@Id String id, String title, String text, @VectorField(dimensions = 16) float @Nullable [] vector) {
	}

	@io.fletch.store.mapping.Table("made")
	record OfOthers(@Id String id, String title, @SourceField String text,
			@VectorField(function = "others") float @Nullable [] vector) {
	}

	@io.fletch.store.mapping.Table("made")
	record ByDot(@Id String id, String title, @SourceField String text,
			@VectorField(function = "words", distance = Distance.DOT) float @Nullable [] vector) {
	}

	@io.fletch.store.mapping.Table("made")
	record OfTitle(@Id String id, @SourceField String title, String text,
			@VectorField(function = "words") float @Nullable [] vector) {
	}

	@io.fletch.store.mapping.Table("made")
	record OtherKey(String id, @Id String title, @SourceField String text,
			@VectorField(function = "words") float @Nullable [] vector) {
	}

}
