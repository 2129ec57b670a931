package io.fletch.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.WordHashFactory;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.ingest.RowBatches;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.VectorField;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/migration.md} says of LanceDB, with tables that LanceDB exported.
 */
class MigrationGuideTests extends OpenDatabase {

	private static final WordHashFunction WORDS = new WordHashFunction("words", 16);

	static Path export(String name) {
		URL url = Objects.requireNonNull(MigrationGuideTests.class.getResource("/lancedb/" + name), name);
		try {
			return Path.of(url.toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void anExportedParquetFileGoesOnEmbedding() {
		this.functions.register(new WordHashFactory());
		Database database = this.database;
		Path file = export("articles.parquet");
		Table articles = database.createTable("articles", RowSource.parquet(file));
		List<EmbeddingColumn> embedded = articles.columns().embeddings();
		articles.add(List.of(Map.of("id", 4, "text", "Whales sing under the ice")));
		List<Map<String, @Nullable Object>> found = articles.search("Who sleeps in the shade?").limit(1).rows();
		assertIsTakenOver(articles, embedded, found);
	}

	@Test
	void anExportedArrowFileGoesOnEmbedding() {
		takesOver(RowSource.arrowFile(export("articles.arrow")));
	}

	@Test
	void anExportedStreamGoesOnEmbedding() throws IOException {
		try (InputStream stream = Files.newInputStream(export("articles.arrows"))) {
			takesOver(RowSource.arrowStream(stream));
		}
	}

	private void takesOver(RowSource rows) {
		this.functions.register(new WordHashFactory());
		Table articles = this.database.createTable("articles", rows);
		articles.add(List.of(Map.of("id", 4, "text", "Whales sing under the ice")));
		assertIsTakenOver(articles, articles.columns().embeddings(),
				articles.search("Who sleeps in the shade?").limit(1).rows());
	}

	private static void assertIsTakenOver(Table articles, List<EmbeddingColumn> embedded,
			List<Map<String, @Nullable Object>> found) {
		assertThat(embedded).containsExactly(new EmbeddingColumn("text", "meaning", "word-hash:meaning"));
		assertThat(found.getFirst()).containsEntry("id", 2L).containsEntry("tags", List.of());
		assertThat(EmbeddingTables.values(articles, "meaning")).containsExactly(
				WORDS.embedQuery("Arrow is a columnar memory format"), WORDS.embedQuery("Lions sleep in the shade"),
				WORDS.embedQuery("Ships sail at night"), WORDS.embedQuery("Whales sing under the ice"));
		assertThat(EmbeddingTables.values(articles, "published")).containsExactly(Instant.parse("2016-02-17T12:00:00Z"),
				null, Instant.parse("2024-01-01T00:00:00Z"), null);
		assertThat(articles.schema().getCustomMetadata()).doesNotContainKey("embedding_functions");
	}

	@Test
	void anExportedTableBecomesRecords() {
		Database database = this.database;
		Path file = export("articles.parquet");
		TypedTable<Article> articles = database.createTable(Article.class, RowSource.parquet(file));

		assertThat(articles.search("ships at night").limit(1).rows().getFirst().published())
			.isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
		assertThat(articles.countRows()).isEqualTo(3);
	}

	@Test
	void aFunctionThatNobodyNamedIsChosen() throws IOException {
		Database database = this.database;
		Path file = export("articles.parquet");
		RowSource rows = RowSource.parquet(file);
		Schema schema;
		try (RowBatches batches = rows.open(null)) {
			schema = new EmbeddingColumn("text", "meaning", "words").in(batches.schema(), database.functions());
		}
		Table articles = database.createTable("articles", rows, schema, CreateMode.CREATE, AddOptions.DEFAULT);

		articles.add(List.of(Map.of("id", 4, "text", "Whales sing")));
		assertThat(articles.search("whales").limit(1).rows().getFirst()).containsEntry("id", 4L);
	}

	@Test
	void anotherModelMakesTheVectorsAnew() {
		Database database = this.database;
		Path file = export("articles.parquet");
		try (Stream<Map<String, @Nullable Object>> rows = RowSource.parquet(file).toMaps()) {
			database.createTable(Article.class, RowSource.maps(rows.map((row) -> {
				Map<String, @Nullable Object> kept = new HashMap<>(row);
				kept.remove("meaning");
				return kept;
			})));
		}

		assertThat(EmbeddingTables.values(database.openTable("articles"), "meaning")).startsWith(
				WORDS.embedQuery("Arrow is a columnar memory format"), WORDS.embedQuery("Lions sleep in the shade"));
	}

	@io.fletch.store.mapping.Table("articles")
	record Article(@Id long id, @SourceField String text, @VectorField(function = "words") float @Nullable [] meaning,
			@Nullable List<String> tags, @Nullable Instant published) {
	}

}
