package io.fletch.store;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.ColourFunction;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.embedding.LetterFunction;
import io.fletch.store.embedding.WordHashFactory;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.BadVectors;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.Distance;
import io.fletch.store.query.QueryKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Vectors that functions make of other columns.
 */
class EmbeddingTests extends OpenDatabase {

	private static final Field PICTURE = Field.nullable("picture", new ArrowType.Binary());

	private final ColourFunction colours = new ColourFunction();

	private final EmbeddingFunction wide = new WordHashFunction("wide", 32);

	@BeforeEach
	void register() {
		this.functions.register(this.colours)
			.register(new LetterFunction())
			.register(this.wide)
			.register(new WordHashFactory());
	}

	private Table table(EmbeddingColumn... embeddings) {
		Schema schema = EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT,
				Field.nullable("title", new ArrowType.Utf8()), PICTURE);
		return this.database.createTable("t", schema, embeddings);
	}

	private float[] words(String text) {
		return this.functions.get("words").embedQuery(text);
	}

	@Test
	void fillsSeveralColumnsFromOneSourceAndFromSeveral() {
		Table table = table(new EmbeddingColumn("text", "a", "words"), new EmbeddingColumn("text", "b", "wide"),
				new EmbeddingColumn("title", "c", "words"));
		table.add(List.of(EmbeddingTables.row("id", 1, "text", "one two", "title", "three")));
		assertThat(EmbeddingTables.values(table, "a")).containsExactly(words("one two"));
		assertThat(EmbeddingTables.values(table, "b")).containsExactly(this.wide.embedQuery("one two"));
		assertThat(EmbeddingTables.values(table, "c")).containsExactly(words("three"));
		assertThat(table.columns().embeddings()).containsExactly(new EmbeddingColumn("text", "a", "words"),
				new EmbeddingColumn("text", "b", "wide"), new EmbeddingColumn("title", "c", "words"));
	}

	@Test
	void asksTheColumnThatIsChosen() {
		Table table = table(new EmbeddingColumn("text", "a", "words"), new EmbeddingColumn("title", "b", "wide"));
		table.add(List.of(EmbeddingTables.row("id", 1, "text", "apple", "title", "pear"),
				EmbeddingTables.row("id", 2, "text", "pear", "title", "apple")));
		assertThat(table.search("apple").limit(1).rows().getFirst()).containsEntry("id", 1L);
		assertThat(table.search("apple").column("a").limit(1).rows().getFirst()).containsEntry("id", 1L);
		assertThat(table.search("apple").column("b").limit(1).rows().getFirst()).containsEntry("id", 2L);
	}

	@Test
	void keepsVectorsThatAreGivenAndCompletesTheOthers() {
		Table table = table(new EmbeddingColumn("text", "a", "words"));
		float[] zero = new float[16];
		List<Map<String, @Nullable Object>> rows = List.of(EmbeddingTables.row("id", 1, "text", "one", "a", zero),
				EmbeddingTables.row("id", 2, "text", "two", "a", null), EmbeddingTables.row("id", 3, "text", " "),
				EmbeddingTables.row("id", 4, "text", null));
		table.add(RowSource.maps(rows));
		assertThat(EmbeddingTables.values(table, "a")).containsExactly(zero, words("two"), null, null);
	}

	@Test
	void anUpdateOfASourceMakesAllItsVectorsAnew() {
		Table table = table(new EmbeddingColumn("text", "a", "words"), new EmbeddingColumn("text", "b", "wide"),
				new EmbeddingColumn("title", "c", "words"));
		table.add(List.of(EmbeddingTables.row("id", 1, "text", "one", "title", "t"),
				EmbeddingTables.row("id", 2, "text", "two", "title", "t")));
		table.update().set("text", "three").where("id = 2").execute();
		assertThat(EmbeddingTables.values(table, "a")).containsExactly(words("one"), words("three"));
		assertThat(EmbeddingTables.values(table, "b")).containsExactly(this.wide.embedQuery("one"),
				this.wide.embedQuery("three"));
		assertThat(EmbeddingTables.values(table, "c")).containsExactly(words("t"), words("t"));
	}

	@Test
	void aMergeMakesTheVectorsOfWhatItChanges() {
		Table table = table(new EmbeddingColumn("text", "a", "words"), new EmbeddingColumn("text", "b", "wide"));
		table.add(List.of(EmbeddingTables.row("id", 1, "text", "one"), EmbeddingTables.row("id", 2, "text", "two")));
		table.mergeInsert("id")
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(List.of(EmbeddingTables.row("id", 2, "text", "three"),
					EmbeddingTables.row("id", 3, "text", "four")));
		assertThat(EmbeddingTables.values(table, "a")).containsExactly(words("one"), words("three"), words("four"));
		assertThat(EmbeddingTables.values(table, "b")).containsExactly(this.wide.embedQuery("one"),
				this.wide.embedQuery("three"), this.wide.embedQuery("four"));
	}

	@Test
	void embedsPicturesByTheirBytesAndByTheirPlace() {
		Table table = table(new EmbeddingColumn("picture", "a", "colours"),
				new EmbeddingColumn("text", "b", "colours"));
		table.add(List.of(EmbeddingTables.row("id", 1, "picture", new byte[] { 9, 8, 7 }, "text", "file:/tmp/red.png"),
				EmbeddingTables.row("id", 2, "picture", new byte[0], "text", "")));
		assertThat(EmbeddingTables.values(table, "a")).containsExactly(new float[] { 9, 8, 7 }, null);
		assertThat(EmbeddingTables.values(table, "b")).containsExactly(new float[] { 100, 0, 0 }, null);
	}

	@Test
	void anUpdateOfAPictureMakesItsVectorAnewOnlyIfItDiffers() {
		Table table = table(new EmbeddingColumn("picture", "a", "colours"));
		table.add(List.of(EmbeddingTables.row("id", 1, "picture", new byte[] { 1, 2, 3 })));
		table.update().set("picture", new byte[] { 1, 2, 3 }).execute();
		assertThat(this.colours.pictures).hasValue(1);
		table.update().set("picture", new byte[] { 4, 5, 6 }).execute();
		assertThat(this.colours.pictures).hasValue(2);
		assertThat(EmbeddingTables.values(table, "a")).containsExactly(new float[] { 4, 5, 6 });
	}

	@Test
	void findsPicturesByWordsAndByPictures() {
		Table table = table(new EmbeddingColumn("picture", "a", "colours"));
		table.add(List.of(EmbeddingTables.row("id", 1, "picture", new byte[] { 100, 0, 0 }),
				EmbeddingTables.row("id", 2, "picture", new byte[] { 0, 100, 0 }),
				EmbeddingTables.row("id", 3, "picture", new byte[] { 0, 0, 100 })));
		assertThat(table.search("a green one").limit(1).rows().getFirst()).containsEntry("id", 2L);
		Search<Map<String, Object>> search = table.search(new ImageSource.Content(new byte[] { 0, 0, 90 })).limit(2);
		int before = this.colours.pictures.get();
		assertThat(search.rows().getFirst()).containsEntry("id", 3L);
		assertThat(search.where("id < 3").limit(1).rows()).hasSize(1);
		assertThat(this.colours.pictures).hasValue(before + 1);
		assertThat(table.search(new ImageSource.Location(URI.create("file:/x/red.png"))).limit(1).rows().getFirst())
			.containsEntry("id", 1L);
	}

	@Test
	void aPictureMayBeAPlainPath() {
		Table table = table(new EmbeddingColumn("text", "a", "colours"));
		table.add(List.of(EmbeddingTables.row("id", 1, "text", "/x/a red cat.png"),
				EmbeddingTables.row("id", 2, "text", "https://host/green.png")));
		assertThat(EmbeddingTables.values(table, "a")).containsExactly(new float[] { 100, 0, 0 },
				new float[] { 0, 100, 0 });
	}

	@Test
	void whatAFunctionGivesForAQuestionIsChecked() {
		List<float[]> given = new ArrayList<>();
		given.add(null);
		given.add(new float[] { 1 });
		given.add(new float[] { 1, Float.NaN });
		this.functions.register(new Answering("odd", (texts) -> List.of(new float[2]), (text) -> given.removeFirst()));
		Table table = table(new EmbeddingColumn("text", "a", "odd"));
		for (String fault : List.of("null", "a vector of 1 dimensions instead of 2",
				"a vector with NaN at dimension 1")) {
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> table.search("what").kind(QueryKind.VECTOR).hits())
				.withMessageStartingWith("The embedding function 'odd' gave " + fault + " for the question");
		}
	}

	@Test
	void aFunctionThatGivesNoListOrFailsIsNamed() {
		this.functions.register(new Answering("none", (texts) -> null, (text) -> new float[2]))
			.register(new Answering("down", (texts) -> {
				throw new IllegalStateException("backend is down");
			}, (text) -> new float[2]));
		Table none = table(new EmbeddingColumn("text", "a", "none"));
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> none.add(List.of(EmbeddingTables.row("id", 1, "text", "one"))))
			.withMessage("The embedding function 'none' gave null for 1 sources of the column 'a'");
		this.database.dropTable(none.name());
		Table down = table(new EmbeddingColumn("text", "a", "down"));
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> down.add(List.of(EmbeddingTables.row("id", 1, "text", "one"))))
			.withMessageContainingAll("The embedding function 'down' of the column 'a' failed", "backend is down");
	}

	@Test
	void pagesByAPictureBelongToThatPicture() {
		Table table = table(new EmbeddingColumn("picture", "a", "colours"));
		table.add(List.of(EmbeddingTables.row("id", 1, "picture", new byte[] { 100, 0, 0 }),
				EmbeddingTables.row("id", 2, "picture", new byte[] { 0, 100, 0 })));
		Search<Map<String, Object>> red = table.search(new ImageSource.Content(new byte[] { 100, 0, 0 })).limit(1);
		String cursor = red.page().next();
		assertThat(red.after(cursor).page().hits().getFirst().row()).containsEntry("id", 2L);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table.search(new ImageSource.Content(new byte[] { 1, 1, 1 })).after(cursor).page())
			.withMessageStartingWith("The cursor is of another search");
	}

	@Test
	void refusesAPictureWhereNoFunctionEmbedsPictures() {
		Table table = table(new EmbeddingColumn("text", "a", "words"));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table.search(new ImageSource.Content(new byte[] { 1 })).rows())
			.withMessage("The vector column 'a' of the table 't' has the embedding function 'words', which embeds no "
					+ "pictures; choose another by column(name), or search by a vector");
	}

	@Test
	void fillsAndAsksSeveralVectorsARowByTokens() {
		Schema schema = EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT,
				EmbeddingTables.vectors("tokens", 2, EmbeddingTables.madeOf("text", "letters")));
		Table table = this.database.createTable("t", schema);
		table.add(List.of(EmbeddingTables.row("id", 1, "text", "aa bbb"), EmbeddingTables.row("id", 2, "text", "zz"),
				EmbeddingTables.row("id", 3, "text", "")));
		List<?> tokens = (List<?>) EmbeddingTables.values(table, "tokens").getFirst();
		assertThat(tokens).hasSize(2);
		assertThat((float[]) tokens.get(1)).containsExactly(3, 2);
		List<Map<String, Object>> byTokens = table.search("bbb aa")
			.distance(Distance.L2)
			.select("id", "_distance")
			.rows();
		assertThat(byTokens).isEqualTo(table.search(List.of(new float[] { 3, 2 }, new float[] { 2, 1 }))
			.distance(Distance.L2)
			.select("id", "_distance")
			.rows());
		assertThat(byTokens.getFirst()).isEqualTo(Map.of("id", 1L, "_distance", 0.0));
	}

	@Test
	void refusesFunctionsThatDoNotFitTheirColumns() {
		Schema several = EmbeddingTables.schema(EmbeddingTables.TEXT,
				EmbeddingTables.vectors("v", 16, EmbeddingTables.madeOf("text", "words")));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.createTable("t", several))
			.withMessage(
					"The column 'v' cannot be filled by the function 'words': it has several vectors a row, and the "
							+ "function makes one; use a fixed-size list");
		Schema longer = EmbeddingTables.schema(EmbeddingTables.TEXT,
				EmbeddingTables.vector("v", 17, EmbeddingTables.madeOf("text", "words")));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.createTable("t", longer))
			.withMessage(
					"The column 'v' cannot be filled by the function 'words': it has vectors of 17 dimensions, and "
							+ "the function makes 16");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table(new EmbeddingColumn("picture", "v", "words")))
			.withMessage("The column 'v' cannot be filled by the function 'words': its source 'picture' has bytes, and "
					+ "the function embeds no pictures; choose a column of text, or a function for pictures");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table(new EmbeddingColumn("id", "v", "words")))
			.withMessageContaining("its source 'id' has the type Int(64, true), and must be text or bytes");
	}

	@Test
	void doesWithBadVectorsOfAFunctionWhatTheOptionsSay() {
		this.functions.register(new BadFunction());
		List<Map<String, @Nullable Object>> rows = List.of(EmbeddingTables.row("id", 1, "text", "nan"),
				EmbeddingTables.row("id", 2, "text", "good"), EmbeddingTables.row("id", 3, "text", "null"),
				EmbeddingTables.row("id", 4, "text", "short"));
		Table table = table(new EmbeddingColumn("text", "a", "bad"));
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> table.add(RowSource.maps(rows)))
			.withMessage(
					"The embedding function 'bad' gave a vector with NaN at dimension 0 for number 0 of the sources "
							+ "of the column 'a'. Mend the function, give the vector, or add the rows with BadVectors.DROP, FILL "
							+ "or NULL");
		assertThat(table.countRows()).isZero();
		table.add(RowSource.maps(rows), AddOptions.DEFAULT.withBadVectors(BadVectors.NULL));
		assertThat(EmbeddingTables.values(table, "a")).containsExactly(null, new float[] { 1, 2 }, null, null);
		table.delete("true");
		table.add(RowSource.maps(rows), AddOptions.DEFAULT.withBadVectors(BadVectors.DROP));
		assertThat(EmbeddingTables.values(table, "id")).containsExactly(2L);
	}

	@Test
	void refusesAnotherNumberOfVectorsThanOfSources() {
		this.functions.register(new BadFunction());
		Table table = table(new EmbeddingColumn("text", "a", "bad"));
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> table.add(RowSource.maps(List.of(EmbeddingTables.row("id", 1, "text", "lost"))),
					AddOptions.DEFAULT.withBadVectors(BadVectors.NULL)))
			.withMessage("The embedding function 'bad' gave 0 vectors for 1 sources of the column 'a'");
	}

	@Test
	void addsAColumnThatAFunctionFillsFromThenOn() {
		Table table = table();
		table.add(List.of(EmbeddingTables.row("id", 1, "text", "one")));
		table.columns().add(EmbeddingTables.vector("later", 16, EmbeddingTables.madeOf("text", "words")));
		table.add(List.of(EmbeddingTables.row("id", 2, "text", "two")));
		assertThat(EmbeddingTables.values(table, "later")).containsExactly(null, words("two"));
	}

	@Test
	void recordsHaveSeveralVectorsOfSeveralSources() {
		TypedTable<Note> table = this.database.createTable(Note.class);
		table.add(List.of(new Note(1, "one", "red", null, null, null)));
		Note note = table.scan().rows().getFirst();
		assertThat(note.ofText()).containsExactly(words("one"));
		assertThat(note.ofTitle()).containsExactly(this.wide.embedQuery("red"));
		assertThat(note.tokens()).hasSize(1);
		assertThat(table.search("red").column("ofTitle").hits()).hasSize(1);
	}

	@Test
	void aRecordWithTwoSourcesMustSayWhichIsMeant() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.database.createTable(Ambiguous.class))
			.withMessageContaining("can be made of each of [a, b], which have @SourceField: choose one by "
					+ "@VectorField(source = ...)");
	}

	@io.fletch.store.mapping.Table("notes")
	record Note(@Id long id, @SourceField String text, String title,
			@VectorField(function = "words") float @Nullable [] ofText,
			@VectorField(function = "wide", source = "title") float @Nullable [] ofTitle,
			@VectorField(function = "letters") @Nullable List<float[]> tokens) {
	}

	@io.fletch.store.mapping.Table("ambiguous")
	record Ambiguous(@SourceField String a, @SourceField String b,
			@VectorField(function = "words") float @Nullable [] vector) {
	}

	/**
	 * Gives vectors as bad as the text says.
	 */
	private static final class BadFunction implements EmbeddingFunction {

		@Override
		public String name() {
			return "bad";
		}

		@Override
		public int dimensions() {
			return 2;
		}

		@Override
		@SuppressWarnings("NullAway") // functions of others are not checked
		public List<float[]> embedSources(List<String> sources) {
			if (sources.contains("lost")) {
				return List.of();
			}
			return Arrays.asList(sources.stream().map((text) -> switch (text) {
				case "nan" -> new float[] { Float.NaN, 1 };
				case "null" -> null;
				case "short" -> new float[] { 1 };
				default -> new float[] { 1, 2 };
			}).toArray(float[][]::new));
		}

		@Override
		public float[] embedQuery(String query) {
			return new float[] { 1, 2 };
		}

	}

	/**
	 * A function of two dimensions that answers as it is told.
	 */
	private record Answering(String name, Function<List<String>, List<float[]>> sources,
			Function<String, float[]> query) implements EmbeddingFunction {

		@Override
		public int dimensions() {
			return 2;
		}

		@Override
		public List<float[]> embedSources(List<String> texts) {
			return this.sources.apply(texts);
		}

		@Override
		public float[] embedQuery(String text) {
			return this.query.apply(text);
		}

	}

}
