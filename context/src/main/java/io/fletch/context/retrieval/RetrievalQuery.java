package io.fletch.context.retrieval;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.QueryKind;
import io.fletch.store.query.text.TextQuery;

/**
 * What a retriever is asked.
 *
 * @param question the question, not blank; rerankers judge by it
 * @param kind what is compared
 * @param limit how many passages at most, from 1 to {@value #MAX_LIMIT}
 * @param words what is asked of the texts; {@code null} for the words of the question
 * @param meaning what is embedded; {@code null} for the question
 * @param condition which rows may be found; {@code null} for all
 * @param timeout how long it may take; {@code null} for any time
 */
public record RetrievalQuery(String question, QueryKind kind, int limit, @Nullable TextQuery words,
		@Nullable String meaning, @Nullable Condition condition, @Nullable Duration timeout) {

	/** The most passages that may be asked for. */
	public static final int MAX_LIMIT = 1000;

	/** How many passages are asked for by default. */
	public static final int DEFAULT_LIMIT = 10;

	/**
	 * Checks the options.
	 * @param question the question, not blank
	 * @param kind what is compared
	 * @param limit how many passages at most
	 * @param words what is asked of the texts, or {@code null}
	 * @param meaning what is embedded, or {@code null}
	 * @param condition which rows may be found, or {@code null}
	 * @param timeout how long it may take, or {@code null}
	 * @throws IllegalArgumentException if the question or the meaning is blank, the limit
	 * is out of range, or the timeout negative
	 */
	public RetrievalQuery {
		Objects.requireNonNull(question, "question");
		requireText("question", question);
		Objects.requireNonNull(kind, "kind");
		if (limit < 1 || limit > MAX_LIMIT) {
			throw new IllegalArgumentException("limit must be from 1 to " + MAX_LIMIT + ", but was " + limit);
		}
		if (meaning != null) {
			requireText("meaning", meaning);
		}
		if (timeout != null && timeout.isNegative()) {
			throw new IllegalArgumentException("timeout must not be negative, but was " + timeout);
		}
	}

	/**
	 * Asks for 10 passages by words and meaning, or the one of both that a table knows.
	 * @param question the question, not blank
	 * @return the query
	 */
	public static RetrievalQuery of(String question) {
		Objects.requireNonNull(question, "question");
		return new RetrievalQuery(question, QueryKind.AUTO, DEFAULT_LIMIT, null, null, null, null);
	}

	/**
	 * Says what is compared.
	 * @param kind the kind
	 * @return the changed query
	 */
	public RetrievalQuery kind(QueryKind kind) {
		return new RetrievalQuery(this.question, kind, this.limit, this.words, this.meaning, this.condition,
				this.timeout);
	}

	/**
	 * Says how many passages are asked for.
	 * @param limit from 1 to {@value #MAX_LIMIT}
	 * @return the changed query
	 */
	public RetrievalQuery limit(int limit) {
		return new RetrievalQuery(this.question, this.kind, limit, this.words, this.meaning, this.condition,
				this.timeout);
	}

	/**
	 * Says what is asked of the texts.
	 * @param words the query, or {@code null} for the words of the question
	 * @return the changed query
	 */
	public RetrievalQuery words(@Nullable TextQuery words) {
		return new RetrievalQuery(this.question, this.kind, this.limit, words, this.meaning, this.condition,
				this.timeout);
	}

	/**
	 * Says what is embedded.
	 * @param meaning the text, or {@code null} for the question
	 * @return the changed query
	 */
	public RetrievalQuery meaning(@Nullable String meaning) {
		return new RetrievalQuery(this.question, this.kind, this.limit, this.words, meaning, this.condition,
				this.timeout);
	}

	/**
	 * Says which rows may be found.
	 * @param condition the condition, or {@code null} for all
	 * @return the changed query
	 */
	public RetrievalQuery where(@Nullable Condition condition) {
		return new RetrievalQuery(this.question, this.kind, this.limit, this.words, this.meaning, condition,
				this.timeout);
	}

	/**
	 * Narrows which rows may be found.
	 * @param narrower a condition more
	 * @return the changed query
	 */
	public RetrievalQuery and(Condition narrower) {
		Objects.requireNonNull(narrower, "narrower");
		Condition given = this.condition;
		return where((given != null) ? given.and(narrower) : narrower);
	}

	/**
	 * Says how long it may take.
	 * @param timeout the time, or {@code null} for any
	 * @return the changed query
	 */
	public RetrievalQuery timeout(@Nullable Duration timeout) {
		return new RetrievalQuery(this.question, this.kind, this.limit, this.words, this.meaning, this.condition,
				timeout);
	}

	private static void requireText(String option, String value) {
		if (value.isBlank()) {
			throw new IllegalArgumentException(option + " must not be blank: ask something");
		}
	}

}
