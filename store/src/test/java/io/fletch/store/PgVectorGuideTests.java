package io.fletch.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/migration.md} says of tables of one's own with vectors, asked of
 * another database that knows the same SQL.
 */
class PgVectorGuideTests extends OpenDatabase {

	private static final int ROWS = 2300;

	private DataSource articles() throws SQLException {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL("jdbc:h2:" + this.folder.resolve("pg") + ";MODE=PostgreSQL");
		try (Connection connection = dataSource.getConnection(); Statement create = connection.createStatement()) {
			create.execute("CREATE TABLE articles (id varchar, text varchar, embedding real array, lang varchar)");
			try (PreparedStatement insert = connection.prepareStatement("INSERT INTO articles VALUES (?, ?, ?, ?)")) {
				for (int i = 0; i < ROWS; i++) {
					insert.setString(1, "a" + i);
					insert.setString(2, "words of number " + i);
					insert.setObject(3, (i % 100 == 7) ? null : vector(i));
					insert.setString(4, (i % 2 == 0) ? "en" : null);
					insert.execute();
				}
			}
		}
		return dataSource;
	}

	private static Float[] vector(int seed) {
		Float[] vector = new Float[16];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) ((seed * 31 + i * 7) % 101) / 101;
		}
		return vector;
	}

	@Test
	void movesATableOfOnesOwn() throws SQLException {
		Database database = this.database;
		DataSource dataSource = articles();

		TypedTable<Article> articles = database.createTable(Article.class);
		List<Article> batch = new ArrayList<>();
		try (Connection connection = dataSource.getConnection()) {
			connection.setAutoCommit(false); // a cursor
			try (PreparedStatement select = connection
				.prepareStatement("SELECT id, text, CAST(embedding AS real ARRAY) AS embedding, lang FROM articles")) {
				select.setFetchSize(1000); // a cursor
				ResultSet rows = select.executeQuery();
				while (rows.next()) {
					batch.add(new Article(rows.getString("id"), rows.getString("text"),
							floats(rows.getArray("embedding")), rows.getString("lang")));
					if (batch.size() == 1000) {
						articles.add(batch);
						batch.clear();
					}
				}
			}
		}
		articles.add(batch);

		assertThat(articles.countRows()).isEqualTo(ROWS);
		assertThat(articles.countRows("lang IS NULL", Map.of())).isEqualTo(ROWS / 2);
		assertThat(article(articles, "a1000").embedding()).containsExactly(vector(1000));
		assertThat(article(articles, "a7").embedding())
			.containsExactly(this.functions.get("words").embedQuery("words of number 7"));
	}

	private static Article article(TypedTable<Article> articles, String id) {
		return articles.scan().where("id = :id", Map.of("id", id)).rows().getFirst();
	}

	private static float @Nullable [] floats(java.sql.@Nullable Array array) throws SQLException {
		if (array == null) {
			return null;
		}
		Object[] numbers = (Object[]) array.getArray();
		float[] floats = new float[numbers.length];
		for (int i = 0; i < floats.length; i++) {
			floats[i] = ((Number) numbers[i]).floatValue();
		}
		return floats;
	}

	@Table("articles")
	record Article(@Id String id, @SourceField @FullText String text,
			@VectorField(function = "words") float @Nullable [] embedding, @Nullable String lang) {
	}

}
