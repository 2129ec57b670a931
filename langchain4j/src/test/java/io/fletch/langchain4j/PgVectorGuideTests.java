package io.fletch.langchain4j;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.Database;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What {@code docs/migration.md} says of the table of LangChain4j's store in pgvector,
 * asked of another database that knows the same SQL.
 */
class PgVectorGuideTests {

	private static final int ROWS = 2300;

	@TempDir
	private Path folder;

	private final EmbeddingModel model = new FletchEmbeddingModel(new HashedWordsFunction());

	private DataSource embeddings() throws SQLException {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL("jdbc:h2:" + this.folder.resolve("pg") + ";MODE=PostgreSQL");
		try (Connection connection = dataSource.getConnection(); Statement create = connection.createStatement()) {
			create.execute("CREATE TABLE embeddings "
					+ "(embedding_id uuid PRIMARY KEY, embedding varchar, text text, metadata varchar)");
			try (PreparedStatement insert = connection.prepareStatement("INSERT INTO embeddings VALUES (?, ?, ?, ?)")) {
				for (int i = 0; i < ROWS; i++) {
					insert.setObject(1, id(i));
					insert.setString(2,
							Arrays.toString(this.model.embed("pears " + i).content().vector()).replace(" ", ""));
					insert.setString(3, "pears " + i);
					insert.setString(4, "{\"number\": " + i + ", \"lang\": \"en\"}");
					insert.execute();
				}
			}
		}
		return dataSource;
	}

	private static UUID id(int i) {
		return new UUID((i + 1) * 0x9E3779B97F4A7C15L, i);
	}

	@Test
	void movesTheTableOfPgVectorEmbeddingStore() throws SQLException, IOException {
		DataSource dataSource = embeddings();
		try (Database database = Database.open(this.folder.resolve("data"))) {
			FletchEmbeddingStore store = FletchEmbeddingStore.builder(database).build();

			ObjectMapper json = new ObjectMapper();
			List<String> ids = new ArrayList<>();
			List<Embedding> embeddings = new ArrayList<>();
			List<TextSegment> segments = new ArrayList<>();
			try (Connection connection = dataSource.getConnection();
					PreparedStatement select = connection.prepareStatement("SELECT embedding_id, text, metadata, "
							+ "CAST(embedding AS text) AS vector FROM embeddings WHERE embedding_id > ? "
							+ "ORDER BY embedding_id LIMIT 1000")) {
				String last = "00000000-0000-0000-0000-000000000000";
				while (last != null) {
					select.setObject(1, UUID.fromString(last));
					last = null;
					ResultSet rows = select.executeQuery();
					while (rows.next()) {
						last = rows.getString("embedding_id");
						ids.add(last);
						embeddings.add(Embedding.from(json.readValue(rows.getString("vector"), float[].class)));
						segments.add(TextSegment.from(rows.getString("text"), Metadata
							.from(json.readValue(rows.getString("metadata"), new TypeReference<Map<String, Object>>() {
							}))));
					}
					if (last != null) {
						store.addAll(ids, embeddings, segments);
						ids.clear();
						embeddings.clear();
						segments.clear();
					}
				}
			}

			assertThat(store.size()).isEqualTo(ROWS);
			EmbeddingSearchRequest request = EmbeddingSearchRequest.builder()
				.queryEmbedding(this.model.embed("pears 1234").content())
				.filter(MetadataFilterBuilder.metadataKey("number").isEqualTo(1234))
				.build();
			EmbeddingMatch<TextSegment> match = store.search(request).matches().getFirst();
			assertThat(match.embeddingId()).isEqualTo(id(1234).toString());
			assertThat(match.score()).isCloseTo(1, within(1e-6));
			assertThat(match.embedded().text()).isEqualTo("pears 1234");
		}
	}

}
