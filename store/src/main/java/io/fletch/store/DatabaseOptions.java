package io.fletch.store;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.activity.ActivityObserver;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Reranker;

/**
 * How a database is opened. Immutable: each method returns new options.
 *
 * @param readConsistencyInterval how old the view of what other processes wrote may be.
 * Zero, the default, to look at every read; {@link #never()} to look only when a table is
 * opened or written to. What this database wrote is always seen.
 * @param functions the embedding functions, which are not closed with the database;
 * {@code null} for those on the class path
 * @param session the memory that is shared with other databases
 * @param upkeep what happens by itself in the background after writes
 * @param reranker joins the sides of hybrid searches that name no reranker; {@code null}
 * for reciprocal rank fusion. Not closed with the database
 * @param observer hears of what is done with the tables
 */
public record DatabaseOptions(Duration readConsistencyInterval, @Nullable EmbeddingFunctionRegistry functions,
		Session session, UpkeepOptions upkeep, @Nullable Reranker reranker, ActivityObserver observer) {

	public DatabaseOptions {
		Objects.requireNonNull(readConsistencyInterval, "readConsistencyInterval");
		Objects.requireNonNull(session, "session");
		Objects.requireNonNull(upkeep, "upkeep");
		Objects.requireNonNull(observer, "observer");
		if (readConsistencyInterval.isNegative()) {
			throw new InvalidInputException("The readConsistencyInterval is " + readConsistencyInterval
					+ "; it must be at least zero. Give DatabaseOptions.never() to look at no read.");
		}
	}

	/**
	 * Returns the options of a database that is opened without any.
	 * @return the options
	 */
	public static DatabaseOptions defaults() {
		return new DatabaseOptions(Duration.ZERO, null, Session.shared(), UpkeepOptions.DEFAULT, null,
				ActivityObserver.NONE);
	}

	/**
	 * Returns the interval after which reads never look for what other processes wrote.
	 * @return an interval without end
	 */
	public static Duration never() {
		return ChronoUnit.FOREVER.getDuration();
	}

	/**
	 * Changes how old the view of what other processes wrote may be.
	 * @param interval the interval, zero to look at every read, or {@link #never()}
	 * @return the new options
	 * @throws InvalidInputException if the interval is negative
	 */
	public DatabaseOptions withReadConsistencyInterval(Duration interval) {
		Objects.requireNonNull(interval, "interval");
		return new DatabaseOptions(interval, this.functions, this.session, this.upkeep, this.reranker, this.observer);
	}

	/**
	 * Changes the embedding functions.
	 * @param registry the functions; not closed with the database
	 * @return the new options
	 */
	public DatabaseOptions withFunctions(EmbeddingFunctionRegistry registry) {
		Objects.requireNonNull(registry, "registry");
		return new DatabaseOptions(this.readConsistencyInterval, registry, this.session, this.upkeep, this.reranker,
				this.observer);
	}

	/**
	 * Changes the memory that is shared with other databases.
	 * @param shared the session
	 * @return the new options
	 */
	public DatabaseOptions withSession(Session shared) {
		Objects.requireNonNull(shared, "shared");
		return new DatabaseOptions(this.readConsistencyInterval, this.functions, shared, this.upkeep, this.reranker,
				this.observer);
	}

	/**
	 * Changes what happens by itself in the background after writes.
	 * @param changed what happens
	 * @return the new options
	 */
	public DatabaseOptions withUpkeep(UpkeepOptions changed) {
		Objects.requireNonNull(changed, "changed");
		return new DatabaseOptions(this.readConsistencyInterval, this.functions, this.session, changed, this.reranker,
				this.observer);
	}

	/**
	 * Changes what joins the sides of hybrid searches that name no reranker. Each search
	 * can name another.
	 * @param usual the reranker; not closed with the database
	 * @return the new options
	 */
	public DatabaseOptions withReranker(Reranker usual) {
		Objects.requireNonNull(usual, "usual");
		return new DatabaseOptions(this.readConsistencyInterval, this.functions, this.session, this.upkeep, usual,
				this.observer);
	}

	/**
	 * Changes who hears of what is done with the tables.
	 * @param listening the observer
	 * @return the new options
	 */
	public DatabaseOptions withObserver(ActivityObserver listening) {
		Objects.requireNonNull(listening, "listening");
		return new DatabaseOptions(this.readConsistencyInterval, this.functions, this.session, this.upkeep,
				this.reranker, listening);
	}

}
