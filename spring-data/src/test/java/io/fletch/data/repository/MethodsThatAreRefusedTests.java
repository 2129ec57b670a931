package io.fletch.data.repository;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Vector;
import org.springframework.data.mapping.callback.EntityCallbacks;
import org.springframework.data.repository.query.Param;

import io.fletch.data.Article;
import io.fletch.data.FletchTemplate;
import io.fletch.data.Memory;
import io.fletch.data.event.AfterConvertCallback;
import io.fletch.data.repository.support.FletchRepositoryFactory;
import io.fletch.store.Database;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Methods that would not do all that they say are refused; the others do it.
 */
class MethodsThatAreRefusedTests {

	private final Database database = Memory.open();

	private final FletchTemplate template = new FletchTemplate(this.database);

	private final FletchRepositoryFactory factory = new FletchRepositoryFactory(this.template);

	@BeforeEach
	void save() {
		this.template.saveAll(List.of(Article.of("1", "lions sleep in the shade", "en", 2025),
				Article.of("2", "snow lies on the roof", "de", 2025),
				Article.of("3", "rain falls on the street", "en", 2026)));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void refusesAtStartWhatWouldNotBeHeeded() {
		refuses(DistinctOnes.class, "Distinct says nothing, since records differ by their ids");
		refuses(DeleteInOrder.class, "it deletes all records that satisfy its conditions, in no order");
		refuses(DeleteTop.class, "it deletes all records that satisfy its conditions, in no order");
		refuses(DeleteSome.class, "deletes, which takes no Sort, Pageable, Limit or ScrollPosition");
		refuses(DeleteDeclared.class, "deletes, which takes no Sort, Pageable, Limit or ScrollPosition");
		refuses(TopAndPage.class, "by First or Top, and its Pageable or Limit both say how many");
		refuses(TopAndLimit.class, "by First or Top, and its Pageable or Limit both say how many");
		refuses(RangeAndTooFew.class, "its name needs 2 values, and it has 1");
		refuses(RangeAndTooMany.class, "its name needs 1 values, and it has 2");
		refuses(OtherName.class, "has :lang, but the parameters of the method are [other]");
		refuses(RangeOfOther.class, "'year' is given a Range, which is for Between only");
	}

	private void refuses(Class<?> repository, String message) {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.factory.getRepository(repository))
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining(message));
	}

	@Test
	void takesRangesAmongOtherValues() {
		Ranges ranges = this.factory.getRepository(Ranges.class);
		assertThat(ranges.findByLangAndYearBetweenAndIdNot("en", Range.closed(2025, 2026), "1")).extracting(Article::id)
			.containsExactly("3");
	}

	@Test
	void aTopicIsNoTop() {
		assertThat(this.factory.getRepository(Topics.class).deleteTopicByLang("en")).isEqualTo(2);
	}

	@Test
	void oneRecordThatIsNearIsTheNearest() {
		One one = this.factory.getRepository(One.class);
		assertThat(one.findByVectorNear("snow lies on the roof")).map(Article::id).contains("2");
		assertThat(one.findByLangAndVectorNear("en", "snow lies on the roof")).map(Article::lang).contains("en");
		assertThat(one.nearest("en", Vector.of(new HashedWordsFunction().embedQuery("rain falls on the street"))))
			.map(Article::id)
			.contains("3");
		assertThat(one.findByLangAndVectorNear("fr", "snow")).isEmpty();
	}

	@Test
	void deletesOnlyWhatStillSatisfiesTheCondition() {
		FletchTemplate meanwhile = new FletchTemplate(this.database);
		this.template.setEntityCallbacks(EntityCallbacks.create((AfterConvertCallback<Article>) (row, table) -> {
			if (row.id().equals("1")) {
				meanwhile.save(Article.of("1", "lions wake up", "en", 2030));
			}
			return row;
		}));
		Deletions deletions = this.factory.getRepository(Deletions.class);
		assertThat(deletions.removeByYear(2025)).extracting(Article::id).containsExactly("2");
		assertThat(meanwhile.findAll(Article.class)).extracting(Article::id).containsExactlyInAnyOrder("1", "3");
		assertThat(deletions.forget(2026)).extracting(Article::id).containsExactly("3");
		assertThat(meanwhile.findAll(Article.class)).extracting(Article::year).containsExactly(2030);
		assertThat(deletions.removeByYear(1)).isEmpty();
	}

	interface DistinctOnes extends FletchRepository<Article, String> {

		List<Article> findDistinctByLang(String lang);

	}

	interface DeleteInOrder extends FletchRepository<Article, String> {

		long deleteByLangOrderByYear(String lang);

	}

	interface DeleteTop extends FletchRepository<Article, String> {

		long deleteTop3ByLang(String lang);

	}

	interface DeleteSome extends FletchRepository<Article, String> {

		long deleteByLang(String lang, Limit limit);

	}

	interface DeleteDeclared extends FletchRepository<Article, String> {

		@Query(value = "lang = :lang", delete = true)
		long forget(String lang, Sort sort);

	}

	interface TopAndPage extends FletchRepository<Article, String> {

		Page<Article> findTop3ByLang(String lang, Pageable pageable);

	}

	interface TopAndLimit extends FletchRepository<Article, String> {

		List<Article> findFirst3ByLang(String lang, Limit limit);

	}

	interface RangeAndTooFew extends FletchRepository<Article, String> {

		List<Article> findByYearBetweenAndLang(Range<Integer> years);

	}

	interface RangeAndTooMany extends FletchRepository<Article, String> {

		List<Article> findByYearBetween(Range<Integer> years, int more);

	}

	interface RangeOfOther extends FletchRepository<Article, String> {

		List<Article> findByYear(Range<Integer> years);

	}

	interface Ranges extends FletchRepository<Article, String> {

		List<Article> findByLangAndYearBetweenAndIdNot(String lang, Range<Integer> years, String id);

	}

	interface Topics extends FletchRepository<Article, String> {

		long deleteTopicByLang(String lang);

	}

	interface One extends FletchRepository<Article, String> {

		Optional<Article> findByVectorNear(String text);

		Optional<Article> findByLangAndVectorNear(String lang, String text);

		@Query("lang = :lang")
		Optional<Article> nearest(String lang, Vector vector);

	}

	interface Deletions extends FletchRepository<Article, String> {

		List<Article> removeByYear(int year);

		@Query(value = "year <= :year", delete = true)
		List<Article> forget(int year);

	}

	interface OtherName extends FletchRepository<Article, String> {

		@Query("lang = :lang AND title <> ':not a parameter'")
		List<Article> inLanguage(@Param("other") String other);

	}

}
