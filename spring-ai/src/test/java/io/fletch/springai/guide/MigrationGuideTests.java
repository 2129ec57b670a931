package io.fletch.springai.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.springai.vectorstore.EmbeddedDocument;
import io.fletch.springai.vectorstore.FletchVectorStore;
import io.fletch.springai.vectorstore.SimpleVectorStoreFile;
import io.fletch.store.Database;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/migration.md}: those of Spring AI stand here, the others in
 * the tests of their modules. What a table of pgvector gives is asked of another database
 * that knows the same SQL.
 */
class MigrationGuideTests {

	private static final List<String> TESTS = List.of("src/test/java/io/fletch/springai/guide/MigrationGuideTests.java",
			"../store/src/test/java/io/fletch/store/MigrationGuideTests.java",
			"../store/src/test/java/io/fletch/store/PgVectorGuideTests.java",
			"../langchain4j/src/test/java/io/fletch/langchain4j/PgVectorGuideTests.java");

	private final EmbeddingModel embeddingModel = new FletchEmbeddingModel(new HashedWordsFunction());

	@TempDir
	private Path folder;

	private Database database;

	static List<String> examples() throws IOException {
		return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/migration.md")))
			.results()
			.map((MatchResult example) -> example.group(1))
			.toList();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void everyExampleOfTheGuideStandsInATest(String example) throws IOException {
		StringBuilder sources = new StringBuilder();
		for (String test : TESTS) {
			sources.append(Files.readString(Path.of(test)));
		}
		assertThat(squeezed(sources.toString()).contains(squeezed(example))).as(example).isTrue();
	}

	private static String squeezed(String text) {
		return text.replace("this.", "").replaceAll("\\s+", "");
	}

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder.resolve("data"));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static List<Document> documents() {
		return IntStream.range(0, 1500)
			.mapToObj((i) -> new Document("0-" + i, "lions \\ \"sleep\" " + i + "\nand wake",
					Map.of("year", i, "tags", List.of("a"), "name", "größer ✓")))
			.toList();
	}

	@Test
	void movesTheFileOfSimpleVectorStore() throws IOException {
		SimpleVectorStore simple = SimpleVectorStore.builder(this.embeddingModel).build();
		simple.add(documents());
		Path file = this.folder.resolve("store.json");
		simple.save(file.toFile());

		FletchVectorStore store = FletchVectorStore.builder(this.database, this.embeddingModel).build();
		try (Stream<EmbeddedDocument> saved = SimpleVectorStoreFile.read(file)) {
			long count = store.addEmbedded(saved);
		}

		assertIsMoved(store);
	}

	private void assertIsMoved(FletchVectorStore store) {
		Map<String, Document> moved = store.list(null, 0, 2000)
			.stream()
			.collect(Collectors.toMap(Document::getId, (document) -> document));
		assertThat(moved).hasSize(1500);
		for (Document document : documents()) {
			Document same = moved.get(document.getId());
			assertThat(same.getText()).isEqualTo(document.getText());
			assertThat(same.getMetadata()).isEqualTo(document.getMetadata());
		}
		assertThat(store.similaritySearch("sleep 77").getFirst().getId()).isEqualTo("0-77");
	}

	private DataSource vectorStore() throws SQLException {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL("jdbc:h2:" + this.folder.resolve("pg") + ";MODE=PostgreSQL");
		JsonMapper json = new JsonMapper();
		try (Connection connection = dataSource.getConnection(); Statement create = connection.createStatement()) {
			create.execute("CREATE TABLE vector_store (id varchar, content text, metadata varchar, embedding varchar)");
			try (PreparedStatement insert = connection
				.prepareStatement("INSERT INTO vector_store VALUES (?, ?, ?, ?)")) {
				for (Document document : documents()) {
					insert.setString(1, document.getId());
					insert.setString(2, document.getText());
					insert.setString(3, json.writeValueAsString(document.getMetadata()));
					insert.setString(4, json.writeValueAsString(this.embeddingModel.embed(document)));
					insert.execute();
				}
			}
		}
		return dataSource;
	}

	@Test
	void movesTheTableOfPgVectorStore() throws SQLException {
		DataSource dataSource = vectorStore();
		FletchVectorStore store = FletchVectorStore.builder(this.database, this.embeddingModel).build();

		JsonMapper json = new JsonMapper();
		List<EmbeddedDocument> batch = new ArrayList<>();
		try (Connection connection = dataSource.getConnection()) {
			connection.setAutoCommit(false); // a cursor
			try (PreparedStatement select = connection.prepareStatement(
					"SELECT id, content, metadata, CAST(embedding AS text) AS vector FROM vector_store")) {
				select.setFetchSize(1000); // a cursor
				ResultSet rows = select.executeQuery();
				while (rows.next()) {
					Document document = new Document(rows.getString("id"), rows.getString("content"),
							json.readValue(rows.getString("metadata"), new TypeReference<Map<String, Object>>() {
							}));
					batch.add(new EmbeddedDocument(document, json.readValue(rows.getString("vector"), float[].class)));
					if (batch.size() == 1000) {
						store.addEmbedded(batch.stream());
						batch.clear();
					}
				}
			}
		}
		store.addEmbedded(batch.stream());

		assertIsMoved(store);
	}

	@Test
	void movesLinesOfJson() throws IOException {
		FletchVectorStore store = FletchVectorStore.builder(this.database, this.embeddingModel).build();
		Path file = this.folder.resolve("vector_store.jsonl");
		Files.write(file, documents().stream()
			.map((document) -> new JsonMapper().writeValueAsString(new Exported(document.getId(),
					String.valueOf(document.getText()), document.getMetadata(), this.embeddingModel.embed(document))))
			.toList());

		JsonMapper json = new JsonMapper();
		try (Stream<String> lines = Files.lines(file)) {
			store.addEmbedded(lines.map((line) -> json.readValue(line, Exported.class)).map(Exported::document));
		}

		assertIsMoved(store);
	}

	record Exported(String id, String content, Map<String, Object> metadata, float[] embedding) {

		EmbeddedDocument document() {
			return new EmbeddedDocument(new Document(this.id, this.content, this.metadata), this.embedding);
		}

	}

}
