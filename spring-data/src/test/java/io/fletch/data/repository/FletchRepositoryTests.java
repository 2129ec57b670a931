package io.fletch.data.repository;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Range;
import org.springframework.data.domain.Score;
import org.springframework.data.domain.ScoringFunction;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.SearchResult;
import org.springframework.data.domain.SearchResults;
import org.springframework.data.domain.Similarity;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Vector;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.Repository;

import io.fletch.data.Article;
import io.fletch.data.FletchTemplate;
import io.fletch.data.Memory;
import io.fletch.data.repository.support.FletchRepositoryFactory;
import io.fletch.store.Database;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;
import io.fletch.store.query.Hit;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class FletchRepositoryTests {

	private final Database database = Memory.open();

	private final FletchTemplate template = new FletchTemplate(this.database);

	private final FletchRepositoryFactory factory = new FletchRepositoryFactory(this.template);

	private final Articles articles = this.factory.getRepository(Articles.class);

	@AfterEach
	void close() {
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 11, 12, 13 })
	void derivedQueriesFindWhatAnOracleDoes(long seed) {
		Random random = new Random(seed);
		List<Article> all = random(random, 80);
		this.articles.saveAll(all);
		for (int round = 0; round < 5; round++) {
			String lang = lang(random);
			int year = year(random);
			int later = year + random.nextInt(3);
			String word = word(random);
			double price = random.nextInt(5);
			check(all, this.articles.findByLang(lang), (row) -> row.lang().equals(lang));
			check(all, this.articles.findByLangNot(lang), (row) -> !row.lang().equals(lang));
			check(all, this.articles.findByLangAndYearGreaterThan(lang, year),
					(row) -> row.lang().equals(lang) && row.year() > year);
			check(all, this.articles.findByLangOrYearLessThanEqual(lang, year),
					(row) -> row.lang().equals(lang) || row.year() <= year);
			check(all, this.articles.findByYearBetween(year, later),
					(row) -> row.year() >= year && row.year() <= later);
			check(all, this.articles.findByYearBetween(Range.leftOpen(year, later + 1)),
					(row) -> row.year() > year && row.year() <= later + 1);
			check(all, this.articles.findByYearBetween(Range.rightUnbounded(Range.Bound.exclusive(year))),
					(row) -> row.year() > year);
			check(all, this.articles.findByLangIn(List.of(lang, "fr")),
					(row) -> List.of(lang, "fr").contains(row.lang()));
			check(all, this.articles.findByLangIn(List.of()), (row) -> false);
			check(all, this.articles.findByLangNotIn(lang, "fr"), (row) -> !List.of(lang, "fr").contains(row.lang()));
			check(all, this.articles.findByLangInIgnoreCase(List.of(lang.toUpperCase(Locale.ROOT))),
					(row) -> row.lang().equalsIgnoreCase(lang));
			check(all, this.articles.findByTextLike("%" + word + "%"), (row) -> row.text().contains(word));
			check(all, this.articles.findByTextNotLike(word + "%"), (row) -> !row.text().startsWith(word));
			check(all, this.articles.findByTextContaining(word), (row) -> row.text().contains(word));
			check(all, this.articles.findByTextNotContaining(word), (row) -> !row.text().contains(word));
			check(all, this.articles.findByTextStartingWith(word), (row) -> row.text().startsWith(word));
			check(all, this.articles.findByTextEndingWithIgnoreCase(word.toUpperCase(Locale.ROOT)),
					(row) -> row.text().endsWith(word));
			check(all, this.articles.findByTextMatchesRegex("^" + word + " .*"),
					(row) -> row.text().startsWith(word + " "));
			check(all, this.articles.findByPriceIsNull(), (row) -> row.price() == null);
			check(all, this.articles.findByPriceIsNotNull(), (row) -> row.price() != null);
			check(all, this.articles.findByPriceLessThan(price), (row) -> row.price() != null && row.price() < price);
			check(all, this.articles.findByPublishedTrue(), Article::published);
			check(all, this.articles.findByPublishedFalse(), (row) -> !row.published());
			check(all, this.articles.findByTagsContaining(word), (row) -> row.tags().contains(word));
			check(all, this.articles.findByTagsIsEmpty(), (row) -> row.tags().isEmpty());
			check(all, this.articles.findByTagsIsNotEmpty(), (row) -> !row.tags().isEmpty());
			check(all, this.articles.findByAuthorName("Ada"), (row) -> row.author().name().equals("Ada"));
			check(all, this.articles.findByAuthor_CityIsNull(), (row) -> row.author().city() == null);
			check(all, this.articles.findByKind(Article.Kind.ESSAY), (row) -> row.kind() == Article.Kind.ESSAY);
			check(all, this.articles.findByYear(year, Sort.unsorted()), (row) -> row.year() == year);
			assertThat(this.articles.countByLang(lang))
				.isEqualTo(matching(all, (row) -> row.lang().equals(lang)).size());
			assertThat(this.articles.existsByLangAndYear(lang, year))
				.isEqualTo(!matching(all, (row) -> row.lang().equals(lang) && row.year() == year).isEmpty());
		}
	}

	private static void check(List<Article> all, Collection<Article> found, Predicate<Article> condition) {
		assertThat(found).extracting(Article::id).containsExactlyInAnyOrderElementsOf(matching(all, condition));
	}

	private static List<String> matching(List<Article> all, Predicate<Article> condition) {
		return all.stream().filter(condition).map(Article::id).toList();
	}

	@Test
	void valuesNeverBecomePartOfTheQuery() {
		saveSome();
		for (String hostile : List.of("' OR 1 = 1 --", "%", "_", "\\", "en'; DROP TABLE articles", "*", ".*",
				":lang")) {
			assertThat(this.articles.findByLang(hostile)).isEmpty();
			assertThat(this.articles.findByTextContaining(hostile)).isEmpty();
			assertThat(this.articles.findByTextStartingWith(hostile)).isEmpty();
			assertThat(this.articles.recent(hostile, 0, Sort.unsorted())).isEmpty();
		}
		assertThat(this.articles.count()).isEqualTo(4);
	}

	@Test
	void savesFindsAndDeletes() {
		saveSome();
		assertThat(this.articles.findById("1")).isPresent();
		assertThat(this.articles.existsById("5")).isFalse();
		assertThat(this.articles.findAllById(List.of("2", "3", "x"))).hasSize(2);
		assertThat(this.articles.findAll(Sort.by("id").descending())).extracting(Article::id)
			.containsExactly("4", "3", "2", "1");
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.articles.insert(Article.of("1", "a", "en", 1)))
			.withMessageContaining("'1'");
		this.articles.insertAll(List.of(Article.of("5", "a", "en", 1)));
		this.articles.deleteById("5");
		this.articles.delete(Article.of("4", "", "", 0));
		this.articles.deleteAll(List.of(Article.of("3", "", "", 0)));
		this.articles.deleteAllById(List.of("2", "9"));
		assertThat(this.articles.findAll()).extracting(Article::id).containsExactly("1");
		this.articles.deleteAll();
		assertThat(this.articles.count()).isZero();
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.articles.findById(null))
			.withMessageContaining("null");
	}

	@Test
	void ordersLimitsAndPages() {
		saveSome();
		assertThat(this.articles.findByLangIgnoreCaseOrderByYearDescIdAsc("EN")).extracting(Article::id)
			.containsExactly("3", "1");
		assertThat(this.articles.findFirstByOrderByYearDesc()).map(Article::id).contains("4");
		assertThat(this.articles.findTop2ByLangOrderById("en")).extracting(Article::id).containsExactly("1", "3");
		assertThat(this.articles.findByIdAndLang("1", "en")).extracting(Article::text)
			.isEqualTo("lions sleep in the shade");
		assertThat(this.articles.findByIdAndLang("1", "de")).isNull();
		assertThat(this.articles.findByYear(2025, Sort.by("id").descending())).extracting(Article::id)
			.containsExactly("2", "1");
		assertThat(this.articles.findByYearGreaterThan(2000, Limit.of(3))).hasSize(3);
		Page<Article> page = this.articles.findByPublished(true, PageRequest.of(1, 3, Sort.by("id")));
		assertThat(page.getTotalElements()).isEqualTo(4);
		assertThat(page).extracting(Article::id).containsExactly("4");
		Slice<Article> slice = this.articles.findByLangOrderById("en", PageRequest.of(0, 1));
		assertThat(slice.hasNext()).isTrue();
		assertThat(slice).extracting(Article::id).containsExactly("1");
		Window<Article> window = this.articles.findTop2ByYearGreaterThanOrderById(2000, ScrollPosition.keyset());
		assertThat(window.hasNext()).isTrue();
		assertThat(this.articles.findTop2ByYearGreaterThanOrderById(2000, window.positionAt(1))).extracting(Article::id)
			.containsExactly("3", "4");
		assertThat(this.articles.findAll(ScrollPosition.offset(), Limit.of(3), Sort.by("id")).hasNext()).isTrue();
		try (Stream<Article> stream = this.articles.streamByLang("en")) {
			assertThat(stream).hasSize(2);
		}
		assertThat(this.articles.findAll(PageRequest.of(0, 2)).getTotalPages()).isEqualTo(2);
	}

	@Test
	void deletesByName() {
		saveSome();
		assertThat(this.articles.deleteByLang("en")).isEqualTo(2);
		assertThat(this.articles.removeByYear(2025)).extracting(Article::id).containsExactly("2");
		assertThat(this.articles.findAll()).extracting(Article::id).containsExactly("4");
	}

	@Test
	void asksByDeclaredConditions() {
		saveSome();
		assertThat(this.articles.recent("en", 2026, Sort.by("id"))).extracting(Article::id).containsExactly("3");
		assertThat(this.articles.tagged("all", PageRequest.of(0, 3)).getTotalElements()).isEqualTo(4);
		assertThat(this.articles.howMany("en")).isEqualTo(2);
		assertThat(this.articles.isThere("xx")).isFalse();
		this.articles.forget(2026);
		assertThat(this.articles.count()).isEqualTo(2);
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(() -> this.articles.wrong("x"))
			.withMessageContaining("nothing");
	}

	@Test
	void searchesNearAVectorWithScores() {
		saveSome();
		Vector vector = Vector.of(new HashedWordsFunction().embedQuery("snow lies on the roof"));
		SearchResults<Article> results = this.articles.searchByVectorNear(vector, Limit.of(3));
		List<Hit<Article>> hits = this.template.query(Article.class).search(vector.toFloatArray()).limit(3).hits();
		assertThat(results.getContent()).extracting((result) -> result.getContent().id())
			.containsExactlyElementsOf(hits.stream().map((hit) -> hit.row().id()).toList());
		assertThat(results.getContent().getFirst().getScore().getValue()).isCloseTo(1, within(1e-6));
		double second = hits.get(1).score();
		assertThat(this.articles.searchByVectorNear(vector, Score.of(second), Limit.of(9)).getContent()).hasSize(2);
		assertThat(this.articles.searchByVectorNear(vector, Score.of(second + 1e-9), Limit.of(9)).getContent())
			.hasSize(1);
		assertThat(this.articles.searchByVectorWithin(vector, Similarity.between(0, (1 + second) / 2), Limit.of(9))
			.getContent()).hasSize(3)
			.allSatisfy((result) -> assertThat(result.getScore()).isInstanceOf(Similarity.class));
		assertThat(this.articles.searchTop2ByLangAndVectorNear("en", vector)).hasSize(2)
			.extracting((result) -> result.getContent().lang())
			.containsOnly("en");
		assertThat(this.articles.nearestIn("de", vector, Limit.of(5)).getContent()).hasSize(1);
	}

	@Test
	void measuresWhatAScoreNames() {
		saveSome();
		float[] vector = new HashedWordsFunction().embedQuery("snow lies on the roof");
		SearchResults<Article> results = this.articles.searchByVectorNear(Vector.of(vector),
				Score.of(-1.5, ScoringFunction.euclidean()), Limit.of(9));
		assertThat(results.getContent()).isNotEmpty()
			.allSatisfy((result) -> assertThat(result.getScore().getValue())
				.isCloseTo(-squaredDistance(vector, result.getContent().vector()), within(1e-5))
				.isGreaterThanOrEqualTo(-1.5));
		assertThat(this.articles
			.searchByVectorNear("snow lies on the roof", Similarity.of(1.0, ScoringFunction.euclidean()), Limit.of(9))
			.contentStream()
			.map(Article::id)).containsExactly("2");
		List<Article> byDistance = this.template.query(Article.class)
			.list()
			.stream()
			.sorted(Comparator.comparingDouble((article) -> squaredDistance(vector, article.vector())))
			.toList();
		double between = (squaredDistance(vector, byDistance.get(1).vector())
				+ squaredDistance(vector, byDistance.get(2).vector())) / 2;
		assertThat(this.articles
			.searchByVectorNear("snow lies on the roof", Similarity.of(1 / (1 + between), ScoringFunction.euclidean()),
					Limit.of(9))
			.contentStream()
			.map(Article::id)).containsExactly(byDistance.get(0).id(), byDistance.get(1).id());
	}

	private static double squaredDistance(float[] first, float[] second) {
		double squares = 0;
		for (int i = 0; i < first.length; i++) {
			squares += Math.pow(first[i] - second[i], 2);
		}
		return squares;
	}

	@Test
	void embedsATextThatIsSoughtAmongVectors() {
		saveSome();
		SearchResults<Article> results = this.articles.searchByVectorNear("rain falls on the street",
				Similarity.of(0.99), Limit.of(9));
		assertThat(results.contentStream().map(Article::id)).containsExactly("3");
		assertThat(results.getContent().getFirst().getScore().getValue()).isCloseTo(1, within(1e-6));
		try (Stream<SearchResult<Article>> found = this.articles.searchByVectorNearAndYearLessThan("street",
				Score.of(-1), 2026)) {
			assertThat(found.map((result) -> result.getContent().id())).containsExactlyInAnyOrder("1", "2");
		}
		assertThat(this.articles.findByVectorNear("wind", Limit.of(1))).extracting(Article::id).containsExactly("4");
	}

	@Test
	void asksByWordsAndMeaning() {
		saveSome();
		assertThat(this.articles.ask("Where do lions sleep?", Limit.of(1))).extracting(Article::id)
			.containsExactly("1");
		assertThat(this.articles.askIn("street", "en", 2026).contentStream().map(Article::id)).containsExactly("3");
		assertThat(this.articles.best("Where do lions sleep?")).map(Article::id).contains("1");
		assertThat(this.articles.findByVectorNearAndLang("wind", "en")).isPresent();
		Slice<Article> slice = this.articles.findByVectorNear("snow on the roof", PageRequest.of(0, 2));
		assertThat(slice.hasNext()).isTrue();
		assertThat(slice.getContent().getFirst().id()).isEqualTo("2");
		assertThat(this.articles.findByVectorNear("snow on the roof", PageRequest.of(1, 2))).hasSize(2)
			.doesNotContainAnyElementsOf(slice);
		assertThat(this.articles.words("roof", PageRequest.of(0, 5))).extracting(Article::id).containsExactly("2");
		assertThat(this.articles.search("roof", Limit.of(2)).contentStream().map(Article::id)).startsWith("2");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.articles.askIn(null, "en", 1))
			.withMessageContaining("must not be null");
	}

	@Test
	void givesPartsOfRecords() {
		saveSome();
		assertThat(this.articles.findTitlesByLang("de")).singleElement().satisfies((title) -> {
			assertThat(title.getText()).isEqualTo("snow lies on the roof");
			assertThat(title.getAuthor().name()).isEqualTo("Ada");
		});
		assertThat(this.articles.findByLangOrderByYear("en", Articles.Brief.class))
			.containsExactly(new Articles.Brief("1", 2025), new Articles.Brief("3", 2026));
		assertThat(this.articles.findByLangOrderByYear("en", Article.class)).hasSize(2);
		assertThat(this.articles.searchBriefByVectorNear("wind", Limit.of(1)).contentStream())
			.containsExactly(new Articles.Brief("4", 2027));
	}

	@Test
	void nullAsksForNull() {
		saveSome();
		assertThat(this.articles.findByLang(null)).isEmpty();
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.articles.findByTextContaining(null))
			.withMessage(
					"'text' is compared by CONTAINING (1): [IsContaining, Containing, Contains] with null, which no "
							+ "value satisfies; ask by IsNull");
	}

	@Test
	void refusesMethodsThatCannotBeUnderstoodAtStart() {
		refuses(UnknownProperty.class, "No property 'language' found");
		refuses(NoVector.class, "'text' has no @VectorField, so that nothing is near it");
		refuses(NearOrElse.class, "Near and Within stand once, and never beside Or");
		refuses(CountNear.class, "Near and Within find records; they do not count or delete them");
		refuses(TooFew.class, "its name needs 2 values, and it has 1");
		refuses(NoText.class, "'year' is no text, so that its case cannot be ignored");
		refuses(NoQuestion.class, "has @HybridSearch, but no parameter of the type String");
		refuses(Both.class, "has @Query and @HybridSearch; give the condition to @HybridSearch");
		refuses(PageOfSearch.class, "a search by vector or words has no total; let it give a Slice");
		refuses(SliceOfScores.class, "gives a part of what lies within a score");
		refuses(ThroughAList.class, "'notes.text' leads through a list or map");
		refuses(NoRecord.class, "which is no record");
	}

	private void refuses(Class<?> repository, String message) {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.factory.getRepository(repository))
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining(message));
	}

	@Test
	void takesTimesAndUuidsAsValues() {
		Books books = this.factory.getRepository(Books.class);
		Instant noon = Instant.parse("2026-01-31T12:00:00.000001Z");
		Book before = books.save(new Book(null, List.of(), noon.minusNanos(1000)));
		Book at = books.save(new Book(null, List.of(new Note("a")), noon));
		assertThat(books.findByPrintedAfter(noon.minusNanos(1000))).containsExactly(at);
		assertThat(books.findByPrintedBeforeOrderByIdDesc(noon.plusSeconds(1))).containsExactly(at, before);
		assertThat(books.findByIdIn(at.id(), new UUID(1, 2))).containsExactly(at);
		assertThat(books.printed(noon, before.id())).containsExactly(at);
		assertThat(books.findById(before.id())).contains(before);
	}

	@Test
	void goesOnWhenTablesWereDropped() {
		saveSome();
		this.database.dropAllTables();
		assertThat(this.articles.count()).isZero();
		saveSome();
		assertThat(this.articles.count()).isEqualTo(4);
	}

	@Test
	void findsOneOnly() {
		saveSome();
		OneByLang one = this.factory.getRepository(OneByLang.class);
		assertThat(one.findByLang("de").id()).isEqualTo("2");
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class).isThrownBy(() -> one.findByLang("en"))
			.withMessageContaining("More than one record");
	}

	private void saveSome() {
		this.articles.saveAll(List.of(Article.of("1", "lions sleep in the shade", "en", 2025),
				Article.of("2", "snow lies on the roof", "de", 2025),
				Article.of("3", "rain falls on the street", "en", 2026),
				Article.of("4", "wind blows through trees", "fr", 2027)));
	}

	private static List<Article> random(Random random, int count) {
		List<Article> all = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			@Nullable Double price = random.nextBoolean() ? null : (double) random.nextInt(5);
			List<String> tags = random.nextBoolean() ? List.of() : List.of(word(random), word(random));
			@Nullable String city = random.nextBoolean() ? null : "Bonn";
			all.add(new Article(String.valueOf(i), word(random) + " " + word(random) + " " + word(random), null,
					lang(random), year(random), price, random.nextBoolean(),
					new Article.Author(random.nextBoolean() ? "Ada" : "Bob", city), tags,
					Article.Kind.values()[random.nextInt(2)], null));
		}
		return all;
	}

	private static String lang(Random random) {
		return List.of("en", "de", "fr").get(random.nextInt(3));
	}

	private static int year(Random random) {
		return 2020 + random.nextInt(6);
	}

	private static String word(Random random) {
		return List.of("rain", "snow", "wind", "sun", "a%b", "c_d").get(random.nextInt(4));
	}

	interface UnknownProperty extends FletchRepository<Article, String> {

		List<Article> findByLanguage(String language);

	}

	interface NoVector extends FletchRepository<Article, String> {

		SearchResults<Article> searchByTextNear(Vector vector);

	}

	interface NearOrElse extends FletchRepository<Article, String> {

		SearchResults<Article> searchByLangOrVectorNear(String lang, Vector vector);

	}

	interface CountNear extends FletchRepository<Article, String> {

		long countByVectorNear(Vector vector);

	}

	interface TooFew extends FletchRepository<Article, String> {

		List<Article> findByLangAndYear(String lang);

	}

	interface NoText extends FletchRepository<Article, String> {

		List<Article> findByYearIgnoreCase(int year);

	}

	interface NoQuestion extends FletchRepository<Article, String> {

		@HybridSearch
		List<Article> ask(int number);

	}

	interface Both extends FletchRepository<Article, String> {

		@Query("true")
		@HybridSearch
		List<Article> ask(String question);

	}

	interface PageOfSearch extends FletchRepository<Article, String> {

		@HybridSearch
		Page<Article> ask(String question, Pageable pageable);

	}

	interface SliceOfScores extends FletchRepository<Article, String> {

		Slice<Article> findByVectorNear(Vector vector, Score score, Pageable pageable);

	}

	@Table("books")
	record Book(@Id UUID id, List<Note> notes, Instant printed) {
	}

	record Note(String text) {
	}

	interface ThroughAList extends FletchRepository<Book, UUID> {

		List<Book> findByNotesText(String text);

	}

	interface Books extends FletchRepository<Book, UUID> {

		List<Book> findByPrintedAfter(Instant time);

		List<Book> findByPrintedBeforeOrderByIdDesc(Instant time);

		List<Book> findByIdIn(UUID... ids);

		@Query("printed = :time AND id <> :id")
		List<Book> printed(Instant time, UUID id);

	}

	interface NoRecord extends Repository<String, String> {

	}

	interface OneByLang extends Repository<Article, String> {

		Article findByLang(String lang);

	}

}
