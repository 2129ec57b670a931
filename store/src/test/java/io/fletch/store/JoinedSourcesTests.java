package io.fletch.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.ColourFunction;
import io.fletch.store.embedding.WordHashFactory;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.VectorField;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Vectors that are made of several columns.
 */
class JoinedSourcesTests extends OpenDatabase {

	private static final Schema SCHEMA = EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT,
			Field.nullable("title", new ArrowType.Utf8()), Field.nullable("picture", new ArrowType.Binary()));

	private final WordHashFunction words = new WordHashFunction("wide", 32);

	private Table table;

	@BeforeEach
	void fill() {
		this.functions.register(this.words)
			.register(new WordHashFactory())
			.register(new ColourFunction())
			.defaultAlias("wide");
		this.table = this.database.createTable("t", SCHEMA,
				new EmbeddingColumn(List.of("title", "text"), "vector", "wide"));
		this.table.add(List.of(EmbeddingTables.row("id", 1, "title", "walk", "text", "in the park"),
				EmbeddingTables.row("id", 2, "text", "no title"), EmbeddingTables.row("id", 3, "title", "only"),
				EmbeddingTables.row("id", 4, "title", " ")));
	}

	private void assertVectors(String... texts) {
		List<float @Nullable []> expected = Arrays.stream(texts)
			.<float @Nullable []>map((text) -> text.isEmpty() ? null : this.words.embedQuery(text))
			.toList();
		assertThat(EmbeddingTables.values(this.table, "vector")).containsExactly(expected.toArray());
	}

	@Test
	void joinsTheTextsThatAreThere() {
		assertVectors("walk in the park", "no title", "only", "");
		assertThat(this.table.columns().embeddings())
			.containsExactly(new EmbeddingColumn(List.of("title", "text"), "vector", "wide"));
		assertThat(this.table.search("walk in the park").limit(1).rows().getFirst()).containsEntry("id", 1L);
	}

	@Test
	void anUpdateOfOneSourceMakesTheVectorOfBoth() {
		this.table.update().set("title", "run").where("id in (1, 4)").execute();
		assertThat(this.table.search("run in the park").limit(1).rows().getFirst()).containsEntry("id", 1L);
		assertThat(vectorOf(1)).isEqualTo(this.words.embedQuery("run in the park"));
		assertThat(vectorOf(4)).isEqualTo(this.words.embedQuery("run"));
		assertThat(vectorOf(2)).isEqualTo(this.words.embedQuery("no title"));
	}

	@Test
	void aMergeOfOneSourceMakesTheVectorOfBoth() {
		this.table.mergeInsert("id")
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(List.of(Map.of("id", 1, "title", "run"), Map.of("id", 5, "title", "new")));
		assertThat(vectorOf(1)).isEqualTo(this.words.embedQuery("run in the park"));
		assertThat(vectorOf(5)).isEqualTo(this.words.embedQuery("new"));
	}

	private @Nullable Object vectorOf(long id) {
		return this.table.scan().where("id = " + id).rows().getFirst().get("vector");
	}

	@Test
	void sourcesCanBeRenamedAndNotDropped() {
		this.table.columns().alter(ColumnAlteration.of("text").rename("body"));
		this.table.add(List.of(EmbeddingTables.row("id", 6, "title", "a", "body", "b")));
		assertThat(vectorOf(6)).isEqualTo(this.words.embedQuery("a b"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.columns().drop("body"))
			.withMessage("The column 'body' cannot be dropped: the vectors of 'vector' are made from it; drop that "
					+ "column too");
	}

	@Test
	void allVectorsAreMadeAnewOfBoth() {
		assertThat(this.table.columns().reembed("vector", "word-hash").rows()).isEqualTo(3);
		assertThat(vectorOf(1)).isEqualTo(new WordHashFunction("x", 8).embedQuery("walk in the park"));
		assertThat(vectorOf(4)).isNull();
		assertThat(this.table.columns().embeddings())
			.containsExactly(new EmbeddingColumn(List.of("title", "text"), "vector", "word-hash"));
	}

	@Test
	void recordsNameSeveralSources() {
		TypedTable<Entry> diary = this.database.createTable(Entry.class);
		diary.add(List.of(new Entry(1, "a walk", "Sunday", null)));
		assertThat(diary.scan().rows().getFirst().vector()).isEqualTo(this.words.embedQuery("Sunday a walk"));
	}

	@Test
	void onlyTextsAreJoined() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.database.createTable("p", SCHEMA,
					new EmbeddingColumn(List.of("text", "picture"), "vector", "colours")))
			.withMessageContaining("it has the sources of texts to be joined");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new EmbeddingColumn(List.of("text", "text"), "vector", "wide"))
			.withMessage(
					"The vectors of 'vector' are to be made of [text, text]: name at least one column, and each once");
	}

	// @formatter:off
	@io.fletch.store.mapping.Table("diary")
	record Entry(@Id long id, @SourceField String text, String title,
			@VectorField(source = { "title", "text" }) float @Nullable [] vector) {
	}
	// @formatter:on

}
