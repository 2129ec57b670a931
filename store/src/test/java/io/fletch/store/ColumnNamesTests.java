package io.fletch.store;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Indexed;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Expression;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.RecordComponent;
import io.fletch.store.record.Column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Components whose columns have other names, in tables and in results.
 */
class ColumnNamesTests {

	private final Database database = Database.open("memory:", DatabaseOptions.defaults()
		.withFunctions(new EmbeddingFunctionRegistry().register(new WordHashFunction("words", 64))));

	@AfterEach
	void close() {
		this.database.close();
	}

	private TypedTable<Song> songs() {
		TypedTable<Song> songs = this.database.table(Song.class);
		songs.add(List.of(new Song("1", "rain falls down", null, new Singer("Ada", "Graz"), 1999),
				new Song("2", "the sun is out", null, new Singer("Bob", null), 2020)));
		return songs;
	}

	private io.fletch.store.Table items() {
		return this.database.createTable("items", RowSource.of(List
			.of(new Item(new float[] { 3.1F, 4.1F }, "foo", 10.0), new Item(new float[] { 5.9F, 6.5F }, "bar", 20.0))));
	}

	@Test
	void aTableHasTheColumnsThatComponentsName() {
		TypedTable<Song> songs = songs();
		assertThat(songs.untyped().schema().getFields().stream().map((field) -> field.getName())).containsExactly("_id",
				"words", "embedding", "artist", "published-in");
		assertThat(songs.untyped().schema().findField("artist").getChildren().stream().map((field) -> field.getName()))
			.containsExactly("full name", "town");
		assertThat(songs.primaryKey()).isEqualTo("_id");
		assertThat(songs.untyped().indexes().list().stream().flatMap((index) -> index.columns().stream()))
			.containsExactlyInAnyOrder("artist.town", "published-in");
	}

	@Test
	void rowsComeBackAsTheyWereAdded() {
		TypedTable<Song> songs = songs();
		assertThat(songs.scan().rows()).extracting(Song::singer)
			.containsExactly(new Singer("Ada", "Graz"), new Singer("Bob", null));
		assertThat(songs.scan().rows()).extracting(Song::year).containsExactly(1999, 2020);
		assertThat(songs.scan().rows()).allMatch((song) -> song.vector() != null);
	}

	@Test
	void referencesToAccessorsMeanTheColumns() {
		TypedTable<Song> songs = songs();
		assertThat(Expression.column(Song::year).toSql()).isEqualTo("`published-in`");
		assertThat(songs.scan().where(Expression.column(Song::year).ge(2000)).rows()).extracting(Song::id)
			.containsExactly("2");
		assertThat(songs.countRows("`published-in` = 1999 AND artist.`full name` = 'Ada'")).isEqualTo(1);
		assertThat(songs.search("sun").rows().getFirst().id()).isEqualTo("2");
	}

	@Test
	void referencesThroughAnInterfaceMeanTheColumns() {
		RecordComponent<Song, Integer> year = Dated::year;
		assertThat(Expression.column(year).toSql()).isEqualTo("`published-in`");
		assertThat(year.name()).isEqualTo("year");
	}

	@Test
	void methodsThatAreNoComponentsAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Expression.column(Song::shout))
			.withMessage("The record " + Song.class.getName()
					+ " has no component 'shout'; its components are [id, text, vector, singer, year]");
	}

	@Test
	void aMergeReplacesRowsByTheColumnOfTheId() {
		TypedTable<Song> songs = songs();
		songs.mergeInsert()
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(List.of(new Song("2", "moon", null, new Singer("Cy", null), 2021)));
		assertThat(songs.scan().rows()).extracting(Song::text).containsExactlyInAnyOrder("rain falls down", "moon");
	}

	@Test
	void aTableThatIsThereIsExtendedByColumns() {
		this.database.table(Small.class);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.table(Larger.class))
			.withMessageEndingWith("more: the record needs Utf8 (its component 'note'), the table has no such column");
		assertThat(this.database.table(Larger.class, SchemaMode.UPDATE).untyped().schema().findField("more"))
			.isNotNull();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.table(Small.class))
			.withMessageEndingWith("more: no component of the record is this column");
	}

	@Test
	void untypedRowsAreArrangedByTheirColumns() {
		io.fletch.store.Table table = this.database.createTable("singers",
				RowSource.of(List.of(new Singer("Ada", "Graz"))));
		table.add(List.of(Map.of("full name", "Bob", "town", "Linz")));
		table.add(RowSource.of(List.of(new Singer("Cy", null))));
		assertThat(table.scan().rows()).extracting((row) -> row.get("full name")).containsExactly("Ada", "Bob", "Cy");
	}

	@Test
	void aStructTakesARecordByTheNamesOfItsColumns() {
		TypedTable<Song> songs = songs();
		songs.untyped()
			.add(List.of(Map.of("_id", "3", "words", "wind", "artist", new Singer("Dee", "Rust"), "published-in", 1)));
		assertThat(songs.countRows("artist.`full name` = 'Dee'")).isEqualTo(1);
	}

	@Test
	void resultsAreReadIntoRecordsOfTheirOwn() {
		List<Found> found = items().search(new float[] { 5.9F, 6.5F })
			.distance(Distance.COSINE)
			.limit(1)
			.as(Found.class)
			.rows();
		assertThat(found).singleElement().satisfies((item) -> {
			assertThat(item.name()).isEqualTo("bar");
			assertThat(item.price()).isEqualTo(20.0);
			assertThat(item.distance()).isLessThan(0.01);
		});
	}

	@Test
	void resultsTellTheirScoresAndIds() {
		TypedTable<Song> songs = songs();
		var search = songs.search("sun");
		List<Scored> rows = search.as(Scored.class).rows();
		var hits = search.hits();
		assertThat(rows).hasSameSizeAs(hits);
		for (int i = 0; i < rows.size(); i++) {
			Scored row = rows.get(i);
			assertThat(row.score()).isEqualTo(hits.get(i).textScore());
			assertThat(row.distance()).isEqualTo(hits.get(i).distance());
			assertThat(row.relevance()).isCloseTo(hits.get(i).score(), within(0.0));
			assertThat(row.row()).isEqualTo(hits.get(i).rowId());
			assertThat(row.artist()).isEqualTo(hits.get(i).row().singer());
		}
	}

	@Test
	void everyFormOfResultsHasTheRecords() {
		var search = items().scan().as(Priced.class);
		List<Priced> expected = List.of(new Priced("foo", 10.0), new Priced("bar", 20.0));
		assertThat(search.rows()).isEqualTo(expected);
		try (var stream = search.stream()) {
			assertThat(stream.map((hit) -> hit.row())).containsExactlyElementsOf(expected);
		}
		assertThat(search.page().hits()).extracting((hit) -> hit.row()).containsExactlyElementsOf(expected);
		assertThat(search.where("price > 15").orderBy("item").rows()).containsExactly(expected.getLast());
		assertThat(search.outputSchema().getFields()).extracting((field) -> field.getName())
			.containsExactly("item", "price");
	}

	@Test
	void whatDoesNotFitIsNamed() {
		var items = items();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> items.scan().as(Missing.class))
			.withMessage("The component 'name' of the record " + Missing.class.getName()
					+ " is the column 'itm', which the table 'items' does not have; there are [vector, item, price, _rowid]. "
					+ "Name one of them by @Column, and begin with search(...) for what only a search tells");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> items.scan().as(Found.class))
			.withMessageContaining("The component 'distance' of the record")
			.withMessageContaining("is the column '_distance', which the table 'items' does not have");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> items.scan().as(Mistyped.class))
			.withMessage("The component 'price' of the record " + Mistyped.class.getName()
					+ " is the column 'price', which holds FloatingPoint(DOUBLE) in the table 'items', and the component "
					+ "Utf8; give it the Java type of the column");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> items.scan().select("item").as(Priced.class))
			.withMessage(
					"The search selects item, and as(Priced.class) what the record has components for; leave one of "
							+ "them out");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> items.scan().as(Priced.class).select("item"))
			.withMessageContaining("leave select(...)");
	}

	@Test
	void aNullIsGivenToThoseWhoExpectIt() {
		TypedTable<Song> songs = songs();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> songs.search("sun").kind(QueryKind.TEXT).as(Near.class).rows())
			.withMessage("The component 'distance' of the record " + Near.class.getName()
					+ " is the column '_distance', which is null in a row that was found; make the component @Nullable, "
					+ "and no primitive");
		assertThat(songs.search("sun").kind(QueryKind.TEXT).as(MaybeNear.class).rows())
			.containsExactly(new MaybeNear(null));
	}

	@Test
	void namesThatClashAreRefused() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.table(Clashing.class))
			.withMessage("The components 'name' and 'title' of the record " + Clashing.class.getName()
					+ " are both the column 'title'; give one another by @Column");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.table(Nameless.class))
			.withMessage("The component 'name' of the record " + Nameless.class.getName()
					+ " has @Column without a name; name the column, or leave @Column out");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.table(Reserved.class))
			.withMessageContaining("A column cannot be named '_distance'");
	}

	interface Dated {

		int year();

	}

	@Table("songs")
	record Song(@Id @Column("_id") String id, @SourceField @FullText @Column("words") String text,
			@VectorField @Column("embedding") float @Nullable [] vector, @Column("artist") Singer singer,
			@Indexed @Column("published-in") int year) implements Dated {

		String shout() {
			return this.text + "!";
		}

	}

	record Singer(@Column("full name") String name, @Indexed @Column("town") @Nullable String city) {
	}

	record Item(float[] vector, String item, double price) {
	}

	record Found(@Column("item") String name, double price, @Column("_distance") double distance) {
	}

	record Scored(Singer artist, @Column("_score") @Nullable Double score,
			@Column("_distance") @Nullable Double distance, @Column("_relevance_score") double relevance,
			@Column("_rowid") long row) {
	}

	record Priced(@Nullable String item, @Nullable Double price) {
	}

	record Missing(@Column("itm") String name) {
	}

	record Mistyped(String price) {
	}

	record Near(@Column("_distance") double distance) {
	}

	record MaybeNear(@Column("_distance") @Nullable Double distance) {
	}

	@Table("small")
	record Small(String text) {
	}

	@Table("small")
	record Larger(String text, @Column("more") @Nullable String note) {
	}

	@Table("t")
	record Clashing(@Column("title") String name, String title) {
	}

	@Table("t")
	record Nameless(@Column(" ") String name) {
	}

	@Table("t")
	record Reserved(@Column("_distance") double distance) {
	}

}
