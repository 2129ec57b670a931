package io.fletch.data;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.PageRequest;

import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What options of the store's searches mean for what does not run a search.
 */
class OptionsTests {

	private final Database database = Memory.open();

	private final FletchTemplate template = new FletchTemplate(this.database);

	private final FletchQuery<Article> german = this.template.query(Article.class)
		.options((search) -> search.where("lang = :lang", Map.of("lang", "de")));

	private final FletchQuery<Article> two = this.template.query(Article.class).options((search) -> search.limit(2));

	@BeforeEach
	void save() {
		this.template.saveAll(List.of(Article.of("1", "rain", "en", 2025), Article.of("2", "snow", "de", 2025),
				Article.of("3", "wind", "en", 2026)));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void nothingIsDeletedByThem() {
		for (FletchQuery<Article> query : List.of(this.german, this.two, this.german.where(Article::year).is(2025))) {
			assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(query::delete)
				.withMessageContaining("this query has a search, options, a limit");
		}
		assertThat(this.template.count(Article.class)).isEqualTo(3);
	}

	@Test
	void theyCountAndTellAsTheyFind() {
		assertThat(this.german.count()).isEqualTo(1);
		assertThat(this.german.exists()).isTrue();
		assertThat(this.german.where(Article::year).is(2026).count()).isZero();
		assertThat(this.german.where(Article::year).is(2026).exists()).isFalse();
		assertThat(this.german.limit(0).orderBy(Article::year).count()).isEqualTo(1);
		assertThat(this.two.count()).isEqualTo(2);
		assertThat(this.two.exists()).isTrue();
	}

	@Test
	void thereIsNoTotalOfThem() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.german.page(PageRequest.of(0, 2)))
			.withMessageContaining("A query with options, which may limit it, has no total");
		assertThat(this.german.slice(PageRequest.of(0, 2))).extracting(Article::id).containsExactly("2");
	}

	@Test
	void limitsAndOrdersDoNotChangeWhetherThereIsOne() {
		FletchQuery<Article> all = this.template.query(Article.class).orderBy(Article::year);
		assertThat(all.limit(0).exists()).isTrue();
		assertThat(all.offset(9).exists()).isTrue();
		assertThat(all.where(Article::year).is(1).exists()).isFalse();
	}

}
