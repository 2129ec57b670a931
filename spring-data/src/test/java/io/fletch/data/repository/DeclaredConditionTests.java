package io.fletch.data.repository;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

import io.fletch.data.Article;
import io.fletch.data.FletchTemplate;
import io.fletch.data.Memory;
import io.fletch.data.repository.support.FletchRepositoryFactory;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Spring's expressions in conditions.
 */
class DeclaredConditionTests {

	private final Database database = Memory.open();

	private final FletchRepositoryFactory factory = new FletchRepositoryFactory(new FletchTemplate(this.database));

	@BeforeEach
	void save() {
		this.factory.getRepository(Articles.class)
			.saveAll(List.of(Article.of("1", "rain", "en", 2020), Article.of("2", "Sonne", "de", 2021),
					Article.of("3", "it's :#{x} or ?1", "en", 2022)));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static List<String> ids(List<Article> found) {
		return found.stream().map(Article::id).toList();
	}

	@Test
	void expressionsAreValuesOfConditions() {
		Expressions articles = this.factory.getRepository(Expressions.class);
		assertThat(ids(articles.of(new Wanted("en", 2021)))).containsExactly("3");
		assertThat(ids(articles.between(2020, 2))).containsExactly("1", "2");
		assertThat(ids(articles.any(new Wanted("x' OR 'a' = 'a", 0)))).isEmpty();
		assertThat(ids(articles.ask("rain", new Wanted("en", 0), Limit.of(5)))).containsExactlyInAnyOrder("1", "3");
	}

	@Test
	void textsKeepWhatLooksLikeAnExpression() {
		assertThat(ids(this.factory.getRepository(Expressions.class).quoted("en"))).containsExactly("3");
	}

	@Test
	void whatMeansNothingIsToldAtStart() {
		refused(Bare.class, "Bare.find has '#{', which means nothing here; write :name");
		refused(Numbered.class, "Numbered.find has '?1', which means nothing here; write :name");
		refused(Broken.class, "Broken.find cannot be read");
	}

	private void refused(Class<?> type, String message) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> this.factory.getRepository(type))
			.withStackTraceContaining(message);
	}

	interface Expressions extends Repository<Article, String> {

		@Query("lang = :#{#wanted.lang()} AND year > :#{#wanted.year()}")
		List<Article> of(Wanted wanted);

		@Query("year >= :first AND year < :#{#first + #count}")
		List<Article> between(int first, int count);

		@Query("lang = :#{[0].lang()}")
		List<Article> any(Wanted wanted);

		@Query("lang = :lang AND text = 'it''s :#{x} or ?1'")
		List<Article> quoted(String lang);

		@HybridSearch("lang = :#{#wanted.lang()}")
		List<Article> ask(String question, Wanted wanted, Limit limit);

	}

	interface Bare extends Repository<Article, String> {

		@Query("lang = #{#lang}")
		List<Article> find(String lang);

	}

	interface Numbered extends Repository<Article, String> {

		@Query("lang = ?1")
		List<Article> find(String lang);

	}

	interface Broken extends Repository<Article, String> {

		@Query("lang = :#{#lang +}")
		List<Article> find(String lang);

	}

	/**
	 * What is looked for.
	 */
	public record Wanted(String lang, int year) {
	}

}
