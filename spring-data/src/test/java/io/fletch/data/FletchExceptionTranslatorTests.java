package io.fletch.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;

import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingMismatchException;
import io.fletch.store.embedding.PartialEmbeddingException;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.ConflictException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.IndexNotFoundException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.NamespaceExistsException;
import io.fletch.store.error.NamespaceNotEmptyException;
import io.fletch.store.error.NamespaceNotFoundException;
import io.fletch.store.error.SchemaMismatchException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableExistsException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.error.VersionNotFoundException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FletchExceptionTranslatorTests {

	private final FletchExceptionTranslator translator = new FletchExceptionTranslator();

	static Stream<Arguments> exceptions() {
		SchemaMismatchException mismatch = new SchemaMismatchException("Post", "posts",
				List.of(new SchemaMismatchException.Difference("note", "Utf8", null)));
		return Stream.of(Arguments.of(new InvalidInputException("why"), InvalidDataAccessApiUsageException.class),
				Arguments.of(mismatch, InvalidDataAccessResourceUsageException.class),
				Arguments.of(new TableNotFoundException("why"), InvalidDataAccessResourceUsageException.class),
				Arguments.of(new TableExistsException("why"), InvalidDataAccessResourceUsageException.class),
				Arguments.of(new IndexNotFoundException("why"), InvalidDataAccessResourceUsageException.class),
				Arguments.of(new VersionNotFoundException("why"), InvalidDataAccessResourceUsageException.class),
				Arguments.of(new NamespaceNotFoundException("why"), InvalidDataAccessResourceUsageException.class),
				Arguments.of(new NamespaceExistsException("why"), InvalidDataAccessResourceUsageException.class),
				Arguments.of(new NamespaceNotEmptyException("why"), InvalidDataAccessResourceUsageException.class),
				Arguments.of(new ConflictException("why"), ConcurrencyFailureException.class),
				Arguments.of(new CancelledException("why"), QueryTimeoutException.class),
				Arguments.of(new CommitUnknownException("why"), DataAccessResourceFailureException.class),
				Arguments.of(new EmbeddingException("why"), DataAccessResourceFailureException.class),
				Arguments.of(new EmbeddingMismatchException("why"), DataAccessResourceFailureException.class),
				Arguments.of(new PartialEmbeddingException("why", new IOException("cause"), Map.of()),
						DataAccessResourceFailureException.class),
				Arguments.of(new UncheckedIOException(new IOException("why")),
						DataAccessResourceFailureException.class),
				Arguments.of(new CorruptTableException("why"), NonTransientDataAccessResourceException.class),
				Arguments.of(new UnsupportedFormatException("why"), NonTransientDataAccessResourceException.class),
				Arguments.of(new StoreException("why"), UncategorizedFletchException.class));
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void keepsMessageAndCause(RuntimeException exception, Class<? extends DataAccessException> expected) {
		DataAccessException translated = this.translator.translateExceptionIfPossible(exception);
		assertThat(translated).isExactlyInstanceOf(expected).hasMessageContaining(exception.getMessage());
		assertThat(translated.getCause()).isSameAs(exception);
	}

	@Test
	void everyExceptionOfTheStoreIsAmongThem() {
		Set<String> translated = exceptions().map((arguments) -> arguments.get()[0].getClass())
			.filter((type) -> type != UncheckedIOException.class)
			.map(Class::getName)
			.collect(Collectors.toSet());
		assertThat(publicExceptions("io.fletch.store.error", "io.fletch.store.embedding"))
			.containsExactlyInAnyOrderElementsOf(translated);
	}

	private static List<String> publicExceptions(String... packages) {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AssignableTypeFilter(Throwable.class));
		return Arrays.stream(packages)
			.flatMap((name) -> scanner.findCandidateComponents(name).stream())
			.map((found) -> String.valueOf(found.getBeanClassName()))
			.toList();
	}

	@Test
	void leavesOthersAlone() {
		DuplicateKeyException known = new DuplicateKeyException("taken");
		assertThat(this.translator.translateExceptionIfPossible(known)).isSameAs(known);
		assertThat(this.translator.translateExceptionIfPossible(new IllegalStateException("other"))).isNull();
	}

	@Test
	void everyMethodOfTheTemplateTranslates() {
		Database database = Memory.open();
		FletchTemplate template = new FletchTemplate(database);
		template.save(Article.of("1", "rain", "en", 2020));
		Article article = template.findAll(Article.class).getFirst();
		database.close();
		Stream<Runnable> calls = Stream.of(() -> template.save(article), () -> template.saveAll(List.of(article)),
				() -> template.insert(article), () -> template.insertAll(List.of(article)),
				() -> template.findById("1", Article.class), () -> template.findAllById(List.of("1"), Article.class),
				() -> template.existsById("1", Article.class), () -> template.findAll(Article.class),
				() -> template.stream(Article.class), () -> template.count(Article.class),
				() -> template.search(Article.class, "rain").list(), () -> template.delete(article),
				() -> template.deleteById("1", Article.class), () -> template.deleteAll(Article.class),
				() -> template.merge(Article.class, List.of(article), (merge) -> merge.whenNotMatchedInsertAll()),
				() -> template.query(Article.class).first(), () -> template.query(Article.class).hits(),
				() -> template.prepare(Article.class));
		calls.forEach((call) -> assertThatExceptionOfType(DataAccessException.class).isThrownBy(call::run)
			.withMessageContaining("closed"));
	}

}
