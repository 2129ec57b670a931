package io.fletch.data.repository;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.query.FluentQuery;

import io.fletch.data.FletchTemplate;
import io.fletch.data.Memory;
import io.fletch.data.repository.support.FletchRepositoryFactory;
import io.fletch.store.Database;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.record.Column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ExampleTests {

	private final Database database = Memory.open();

	private final FletchTemplate template = new FletchTemplate(this.database);

	private final Books books = new FletchRepositoryFactory(this.template).getRepository(Books.class);

	@BeforeEach
	void save() {
		this.books.saveAll(List.of(book("1", "Rain over Graz", "en", "Ada"), book("2", "rainbow", "en", "Bob"),
				book("3", "Sonne", "de", "Ada"), book("4", "100% rain_", null, "Cy")));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static Book book(@Nullable String id, @Nullable String title, @Nullable String lang,
			@Nullable String author) {
		return new Book(id, title, lang, (author != null) ? new Writer(author, null) : null, new float[] { 1, 0 }, null,
				null);
	}

	private static Book like(@Nullable String title, @Nullable String lang, @Nullable String author) {
		return book(null, title, lang, author);
	}

	private List<String> found(Example<Book> example) {
		return this.books.findAll(example).stream().map(Book::id).toList();
	}

	@Test
	void findsWhatIsEqualAndLeavesOutNullsAndVectors() {
		assertThat(found(Example.of(like(null, "en", null)))).containsExactly("1", "2");
		assertThat(found(Example.of(like(null, "en", "Ada")))).containsExactly("1");
		assertThat(found(Example.of(like(null, null, null)))).hasSize(4);
		assertThat(found(Example.of(like("rain", null, null)))).isEmpty();
	}

	@Test
	void comparesTextsAsTheMatcherSays() {
		Book rain = like("rain", null, null);
		ExampleMatcher matching = ExampleMatcher.matching();
		assertThat(found(Example.of(rain, matching.withStringMatcher(ExampleMatcher.StringMatcher.STARTING))))
			.containsExactly("2");
		assertThat(found(
				Example.of(rain, matching.withStringMatcher(ExampleMatcher.StringMatcher.STARTING).withIgnoreCase())))
			.containsExactly("1", "2");
		assertThat(found(
				Example.of(like("n_", null, null), matching.withStringMatcher(ExampleMatcher.StringMatcher.ENDING))))
			.containsExactly("4");
		assertThat(found(
				Example.of(like("%", null, null), matching.withStringMatcher(ExampleMatcher.StringMatcher.CONTAINING))))
			.containsExactly("4");
		assertThat(found(Example.of(like("^rain.*w$", null, null),
				matching.withStringMatcher(ExampleMatcher.StringMatcher.REGEX))))
			.containsExactly("2");
		assertThat(found(Example.of(like("RAIN.*W", null, null),
				matching.withStringMatcher(ExampleMatcher.StringMatcher.REGEX).withIgnoreCase("title"))))
			.containsExactly("2");
		assertThat(found(Example.of(like("SONNE", "de", null),
				matching.withMatcher("title", (title) -> title.exact().ignoreCase()))))
			.containsExactly("3");
	}

	@Test
	void joinsByAndOrByOr() {
		Book either = like("Sonne", "en", null);
		assertThat(found(Example.of(either))).isEmpty();
		assertThat(found(Example.of(either, ExampleMatcher.matchingAny()))).containsExactly("1", "2", "3");
	}

	@Test
	void ignoresIncludesAndTransforms() {
		assertThat(found(Example.of(like("x", "en", null), ExampleMatcher.matching().withIgnorePaths("title"))))
			.containsExactly("1", "2");
		assertThat(found(Example.of(like(null, null, "Cy"),
				ExampleMatcher.matching()
					.withIncludeNullValues()
					.withIgnorePaths("id", "title", "author.town", "notes", "tags"))))
			.containsExactly("4");
		assertThat(found(Example.of(like("rain", null, null),
				ExampleMatcher.matching().withTransformer("title", (title) -> title.map((text) -> text + "bow")))))
			.containsExactly("2");
	}

	@Test
	void comparesListsAndRefusesMaps() {
		this.books.save(new Book("5", "listed", null, null, new float[] { 0, 1 }, List.of("a", "b"), null));
		assertThat(found(Example.of(new Book(null, null, null, null, null, List.of("a", "b"), null))))
			.containsExactly("5");
		Example<Book> mapped = Example.of(new Book(null, null, null, null, null, null, Map.of("a", "b")));
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(() -> found(mapped))
			.withMessage("The component 'notes' of the example of " + Book.class.getName()
					+ " is a map, which is not compared; leave it out by withIgnorePaths(...)");
	}

	@Test
	void hasAllThatSpringDataAsks() {
		Example<Book> english = Example.of(like(null, "en", null));
		assertThat(this.books.count(english)).isEqualTo(2);
		assertThat(this.books.exists(english)).isTrue();
		assertThat(this.books.exists(Example.of(like(null, "fr", null)))).isFalse();
		assertThat(this.books.findOne(Example.of(like(null, "de", null)))).map(Book::id).contains("3");
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
			.isThrownBy(() -> this.books.findOne(english))
			.withMessageContaining("More than one record");
		assertThat(this.books.findAll(english, Sort.by("id").descending())).extracting(Book::id)
			.containsExactly("2", "1");
		assertThat(this.books.findAll(english, PageRequest.of(0, 1)).getTotalElements()).isEqualTo(2);
		assertThat(this.template.query(Book.class).where(english).search(new float[] { 1, 0 }).list()).hasSize(2);
	}

	@Test
	void isRefinedFluently() {
		Example<Book> english = Example.of(like(null, "en", null));
		Sort byId = Sort.by("id").descending();
		Optional<Book> first = this.books.findBy(english, (query) -> query.sortBy(byId).first());
		assertThat(first).map(Book::id).contains("2");
		List<Book> limited = this.books.findBy(english, (query) -> query.sortBy(byId).limit(1).all());
		assertThat(limited).hasSize(1);
		List<Title> titles = this.books.findBy(english, (query) -> query.sortBy(byId).as(Title.class).all());
		assertThat(titles).extracting(Title::getTitle).containsExactly("rainbow", "Rain over Graz");
		assertThat(this.books.findBy(english, (query) -> query.page(PageRequest.of(1, 1))).getTotalElements())
			.isEqualTo(2);
		assertThat(this.books.findBy(english, (query) -> query.slice(PageRequest.of(0, 1))).hasNext()).isTrue();
		assertThat(this.books.findBy(english, (query) -> query.limit(1).scroll(ScrollPosition.keyset())).hasNext())
			.isTrue();
		assertThat(this.books.<Book, Long>findBy(english, FluentQuery.FetchableFluentQuery::count)).isEqualTo(2);
		assertThat(this.books.<Book, Boolean>findBy(english, FluentQuery.FetchableFluentQuery::exists)).isTrue();
		List<String> streamed = this.books.findBy(english, (query) -> {
			try (Stream<Book> stream = query.project("title").stream()) {
				return stream.map(Book::id).toList();
			}
		});
		assertThat(streamed).containsExactly("1", "2");
		Optional<Book> none = this.books.findBy(Example.of(like(null, "fr", null)),
				FluentQuery.FetchableFluentQuery::one);
		assertThat(none).isEmpty();
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.books.findBy(english, (query) -> query.as(Writer.class).all()))
			.withMessageContaining(
					"by an interface with getters of its components, but not as " + Writer.class.getName());
	}

	interface Books extends FletchRepository<Book, String> {

	}

	interface Title {

		String getTitle();

	}

	@Table("books")
	record Book(@Id @Nullable String id, @Column("name") @Nullable String title, @Nullable String lang,
			@Nullable Writer author, @VectorField(dimensions = 2) float @Nullable [] vector,
			@Nullable List<String> tags, @Nullable Map<String, String> notes) {
	}

	record Writer(String name, @Nullable String town) {
	}

}
