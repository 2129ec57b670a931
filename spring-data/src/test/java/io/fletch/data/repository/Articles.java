package io.fletch.data.repository;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Score;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.SearchResult;
import org.springframework.data.domain.SearchResults;
import org.springframework.data.domain.Similarity;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Vector;
import org.springframework.data.domain.Window;

import io.fletch.data.Article;
import io.fletch.store.query.QueryKind;

/**
 * A repository with a method of every kind.
 */
public interface Articles extends FletchRepository<Article, String> {

	List<Article> findByLang(@Nullable String lang);

	List<Article> findByLangNot(String lang);

	List<Article> findByLangAndYearGreaterThan(String lang, int year);

	List<Article> findByLangOrYearLessThanEqual(String lang, int year);

	List<Article> findByYearBetween(int least, int most);

	List<Article> findByYearBetween(Range<Integer> range);

	List<Article> findByLangIn(Collection<String> langs);

	List<Article> findByLangNotIn(String... langs);

	List<Article> findByLangInIgnoreCase(Collection<String> langs);

	List<Article> findByTextLike(String pattern);

	List<Article> findByTextNotLike(String pattern);

	List<Article> findByTextContaining(@Nullable String part);

	List<Article> findByTextNotContaining(String part);

	List<Article> findByTextStartingWith(String start);

	List<Article> findByTextEndingWithIgnoreCase(String end);

	List<Article> findByTextMatchesRegex(String expression);

	List<Article> findByPriceIsNull();

	List<Article> findByPriceIsNotNull();

	List<Article> findByPriceLessThan(double price);

	List<Article> findByPublishedTrue();

	List<Article> findByPublishedFalse();

	List<Article> findByTagsContaining(String tag);

	List<Article> findByTagsIsEmpty();

	List<Article> findByTagsIsNotEmpty();

	List<Article> findByAuthorName(String name);

	List<Article> findByAuthor_CityIsNull();

	List<Article> findByKind(Article.Kind kind);

	List<Article> findByLangIgnoreCaseOrderByYearDescIdAsc(String lang);

	Optional<Article> findFirstByOrderByYearDesc();

	List<Article> findTop2ByLangOrderById(String lang);

	@Nullable Article findByIdAndLang(String id, String lang);

	Set<Article> findByYear(int year, Sort sort);

	List<Article> findByYearGreaterThan(int year, Limit limit);

	Page<Article> findByPublished(boolean published, Pageable pageable);

	Slice<Article> findByLangOrderById(String lang, Pageable pageable);

	Window<Article> findTop2ByYearGreaterThanOrderById(int year, ScrollPosition position);

	Stream<Article> streamByLang(String lang);

	long countByLang(String lang);

	boolean existsByLangAndYear(String lang, int year);

	long deleteByLang(String lang);

	List<Article> removeByYear(int year);

	@Query("lang = :lang AND year >= :since")
	List<Article> recent(String lang, int since, Sort sort);

	@Query("array_has(tags, :tag)")
	Page<Article> tagged(String tag, Pageable pageable);

	@Query(value = "lang = :lang", count = true)
	long howMany(String lang);

	@Query(value = "lang = :lang", exists = true)
	boolean isThere(String lang);

	@Query(value = "year < :year", delete = true)
	void forget(int year);

	@Query("nothing = :nothing")
	List<Article> wrong(String nothing);

	@Query("lang = :lang")
	SearchResults<Article> nearestIn(String lang, Vector vector, Limit limit);

	SearchResults<Article> searchByVectorNear(Vector vector, Limit limit);

	SearchResults<Article> searchByVectorNear(Vector vector, Score score, Limit limit);

	SearchResults<Article> searchByVectorNear(String text, Similarity similarity, Limit limit);

	SearchResults<Article> searchByVectorWithin(Vector vector, Range<Similarity> range, Limit limit);

	List<SearchResult<Article>> searchTop2ByLangAndVectorNear(String lang, Vector vector);

	Stream<SearchResult<Article>> searchByVectorNearAndYearLessThan(String text, Score score, int year);

	List<Article> findByVectorNear(String text, Limit limit);

	@HybridSearch
	List<Article> ask(String question, Limit limit);

	@HybridSearch
	Optional<Article> best(String question);

	Optional<Article> findByVectorNearAndLang(String text, String lang);

	Slice<Article> findByVectorNear(String text, Pageable pageable);

	@HybridSearch("lang = :lang AND year >= :since")
	SearchResults<Article> askIn(@Nullable String question, String lang, int since);

	@HybridSearch(kind = QueryKind.TEXT)
	Slice<Article> words(String question, Pageable pageable);

	List<Title> findTitlesByLang(String lang);

	<P> List<P> findByLangOrderByYear(String lang, Class<P> projection);

	SearchResults<Brief> searchBriefByVectorNear(String text, Limit limit);

	/**
	 * A part of an article.
	 */
	interface Title {

		String getText();

		Article.Author getAuthor();

	}

	/**
	 * Another part of an article.
	 */
	record Brief(String id, int year) {
	}

}
