package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFactory;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.VectorField;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/embedding-functions.md}, as they stand there.
 */
class EmbeddingGuideTests {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddingGuideTests.class);

	private final Schema schema = EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT,
			Field.nullable("title", new ArrowType.Utf8()));

	@TempDir
	private Path folder;

	static List<String> examples() throws IOException {
		return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/embedding-functions.md")))
			.results()
			.map(MatchResult::group)
			.toList();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void everyExampleOfTheGuideStandsHere(String example) throws IOException {
		String source = squeezed(Files.readString(Path.of("src/test/java/io/fletch/store/EmbeddingGuideTests.java"))
			.replace("this.", ""));
		assertThat(source).contains(squeezed(example.replace("```java", "").replace("```", "")));
	}

	private static String squeezed(String text) {
		return text.replaceAll("\\s+", "");
	}

	@Test
	void registersFillsAsksAndChangesTheModel() {
		EmbeddingFunctionRegistry functions = EmbeddingFunctionRegistry.discovered()
			.register(new WordHashFactory())
			.register("notes", "word-hash", Map.of("dimensions", "16", "api-key", "${NOTES_KEY:none}"))
			.alias("default", "notes");
		Database database = Database.open(this.folder, functions);
		Table table = database.createTable("notes", this.schema, new EmbeddingColumn("text", "vector", "notes"),
				new EmbeddingColumn("title", "title_vector", "word-hash"));
		table.add(List.of(Map.of("id", 1, "text", "a long walk", "title", "Sunday")));
		List<Map<String, Object>> near = table.search("walking").column("title_vector").limit(3).rows();
		assertThat(near).hasSize(1);
		ReembedResult result = table.columns()
			.reembed("vector", "word-hash", (done, total) -> logger.info("{} of {}", done, total));
		assertThat(result.rows()).isEqualTo(1);
		assertThat(table.columns().embeddings()).first().isEqualTo(new EmbeddingColumn("text", "vector", "word-hash"));
		TypedTable<Entry> diary = database.createTable(Entry.class);
		diary.add(List.of(new Entry(1, "a long walk", "Sunday", null, null)));
		assertThat(diary.scan().rows().getFirst().titleVector()).hasSize(8);
		database.close();
	}

	@io.fletch.store.mapping.Table("diary")
	record Entry(@Id long id, @SourceField String text, String title,
			@VectorField(function = "notes") float @Nullable [] vector,
			@VectorField(function = "word-hash", source = "title") float @Nullable [] titleVector) {
	}

}
