package io.fletch.data;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Templates of two databases on one folder, as two processes have them.
 */
class SharedFolderTests {

	private Database database;

	private Database other;

	private FletchTemplate template;

	@BeforeEach
	void open(@TempDir Path folder) {
		this.database = Database.open(folder, new EmbeddingFunctionRegistry().register(new HashedWordsFunction()));
		this.other = Database.open(folder, new EmbeddingFunctionRegistry().register(new HashedWordsFunction()));
		this.template = new FletchTemplate(this.database);
		this.template.save(Article.of("1", "rain", "en", 2025));
	}

	@AfterEach
	void close() {
		this.database.close();
		this.other.close();
	}

	@Test
	void goOnWithATableThatTheOtherMadeAnew() {
		this.other.dropTable("articles");
		new FletchTemplate(this.other).save(Article.of("2", "snow", "de", 2026));
		assertThat(this.template.findAll(Article.class)).extracting(Article::id).containsExactly("2");
		this.template.save(Article.of("3", "wind", "en", 2026));
		assertThat(this.template.query(Article.class).where(Article::lang).is("en").delete()).isEqualTo(1);
	}

	@Test
	void makeATableThatTheOtherDropped() {
		this.other.dropTable("articles");
		assertThat(this.template.count(Article.class)).isZero();
		this.template.save(Article.of("2", "snow", "de", 2026));
		assertThat(new FletchTemplate(this.other).count(Article.class)).isEqualTo(1);
	}

}
