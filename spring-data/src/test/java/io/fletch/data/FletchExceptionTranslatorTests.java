package io.fletch.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.ConflictException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.ModelException;
import io.fletch.store.error.NamespaceNotFoundException;
import io.fletch.store.error.SchemaMismatchException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableExistsException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.error.UnsupportedFormatException;

import static org.assertj.core.api.Assertions.assertThat;

class FletchExceptionTranslatorTests {

	private final FletchExceptionTranslator translator = new FletchExceptionTranslator();

	static Stream<Arguments> exceptions() {
		SchemaMismatchException mismatch = new SchemaMismatchException("Post", "posts",
				List.of(new SchemaMismatchException.Difference("note", "Utf8", null)));
		return Stream.of(Arguments.of(new InvalidInputException("why"), InvalidDataAccessApiUsageException.class),
				Arguments.of(mismatch, InvalidDataAccessResourceUsageException.class),
				Arguments.of(new TableNotFoundException("why"), InvalidDataAccessResourceUsageException.class),
				Arguments.of(new TableExistsException("why"), InvalidDataAccessResourceUsageException.class),
				Arguments.of(new NamespaceNotFoundException("why"), InvalidDataAccessResourceUsageException.class),
				Arguments.of(new ConflictException("why"), ConcurrencyFailureException.class),
				Arguments.of(new CancelledException("why"), QueryTimeoutException.class),
				Arguments.of(new CommitUnknownException("why"), DataAccessResourceFailureException.class),
				Arguments.of(new EmbeddingException("why"), DataAccessResourceFailureException.class),
				Arguments.of(new ModelException("why", null), DataAccessResourceFailureException.class),
				Arguments.of(new UncheckedIOException(new IOException("why")),
						DataAccessResourceFailureException.class),
				Arguments.of(new CorruptTableException("why"), NonTransientDataAccessResourceException.class),
				Arguments.of(new UnsupportedFormatException("why"), NonTransientDataAccessResourceException.class),
				Arguments.of(new StoreException("why"), UncategorizedFletchException.class));
	}

	@ParameterizedTest
	@MethodSource("exceptions")
	void keepsMessageAndCause(RuntimeException exception, Class<? extends DataAccessException> expected) {
		assertThat(this.translator.translateExceptionIfPossible(exception)).isExactlyInstanceOf(expected)
			.hasCause(exception)
			.hasMessageContaining(exception.getMessage());
	}

	@Test
	void leavesOthersAlone() {
		DuplicateKeyException known = new DuplicateKeyException("taken");
		assertThat(this.translator.translateExceptionIfPossible(known)).isSameAs(known);
		assertThat(this.translator.translateExceptionIfPossible(new IllegalStateException("other"))).isNull();
	}

}
