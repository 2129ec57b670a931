package io.fletch.data;

import java.io.UncheckedIOException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.support.PersistenceExceptionTranslator;

import io.fletch.store.embedding.EmbeddingException;
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

/**
 * Turns the store's exceptions into those of Spring's {@link DataAccessException}
 * hierarchy, with the store's as their cause.
 */
public final class FletchExceptionTranslator implements PersistenceExceptionTranslator {

	@Override
	public @Nullable DataAccessException translateExceptionIfPossible(RuntimeException exception) {
		return switch (exception) {
			case DataAccessException known -> known;
			case UncheckedIOException io ->
				new DataAccessResourceFailureException("The database's files cannot be used: " + io.getMessage(), io);
			case StoreException problem -> translate(String.valueOf(problem.getMessage()), problem);
			case EmbeddingException embedding ->
				new DataAccessResourceFailureException(String.valueOf(embedding.getMessage()), embedding);
			default -> null;
		};
	}

	private static DataAccessException translate(String message, StoreException problem) {
		return switch (problem) {
			case SchemaMismatchException mismatch -> new InvalidDataAccessResourceUsageException(message, mismatch);
			case TableNotFoundException missing -> new InvalidDataAccessResourceUsageException(message, missing);
			case TableExistsException taken -> new InvalidDataAccessResourceUsageException(message, taken);
			case IndexNotFoundException missing -> new InvalidDataAccessResourceUsageException(message, missing);
			case VersionNotFoundException missing -> new InvalidDataAccessResourceUsageException(message, missing);
			case NamespaceNotFoundException missing -> new InvalidDataAccessResourceUsageException(message, missing);
			case NamespaceExistsException taken -> new InvalidDataAccessResourceUsageException(message, taken);
			case NamespaceNotEmptyException full -> new InvalidDataAccessResourceUsageException(message, full);
			case InvalidInputException invalid -> new InvalidDataAccessApiUsageException(message, invalid);
			case ConflictException conflict -> new ConcurrencyFailureException(message, conflict);
			case CancelledException cancelled -> new QueryTimeoutException(message, cancelled);
			case CommitUnknownException unknown -> new DataAccessResourceFailureException(message, unknown);
			case CorruptTableException corrupt -> new NonTransientDataAccessResourceException(message, corrupt);
			case UnsupportedFormatException format -> new NonTransientDataAccessResourceException(message, format);
			default -> new UncategorizedFletchException(message, problem);
		};
	}

}
