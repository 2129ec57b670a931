package io.fletch.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Filter;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

/**
 * What a search asks for.
 *
 * @param question what is asked in words, or {@code null}
 * @param vector the vector to compare with, or {@code null} for the question's; without
 * question and vector the request is a scan
 * @param kind what a question is compared with
 * @param filter the condition, or {@code null}
 * @param page which rows of the result
 * @param reranker joins the sides of a hybrid search; {@code null} for reciprocal rank
 * fusion
 * @param projection what of the rows is read
 */
record SearchRequest(@Nullable Question question, float @Nullable [] vector, QueryKind kind, @Nullable Filter filter,
		Page page, @Nullable Reranker reranker, Projection projection) {

	static SearchRequest scan() {
		return new SearchRequest(null, null, QueryKind.AUTO, null, new Page(0, Integer.MAX_VALUE), null,
				Projection.ALL);
	}

	static SearchRequest byText(String text) {
		return by(Question.of(text), QueryKind.AUTO);
	}

	/**
	 * Asks the text columns only.
	 */
	static SearchRequest byWords(TextQuery query) {
		return by(Question.of(query), QueryKind.TEXT);
	}

	private static SearchRequest by(Question question, QueryKind kind) {
		return new SearchRequest(question, null, kind, null, new Page(0, Search.DEFAULT_LIMIT), null, Projection.ALL);
	}

	/**
	 * Asks for what is near a vector.
	 * @throws InvalidInputException if an element is not finite
	 */
	static SearchRequest byVector(float[] vector) {
		requireFinite(vector);
		return new SearchRequest(null, vector.clone(), QueryKind.VECTOR, null, new Page(0, Search.DEFAULT_LIMIT), null,
				Projection.ALL);
	}

	private static void requireFinite(float[] vector) {
		for (int i = 0; i < vector.length; i++) {
			if (!Float.isFinite(vector[i])) {
				throw new InvalidInputException("The vector of the search has " + vector[i] + " at position " + i
						+ ", to which nothing has a distance; give finite numbers");
			}
		}
	}

	SearchRequest withQuestion(Question changed) {
		return new SearchRequest(changed, this.vector, this.kind, this.filter, this.page, this.reranker,
				this.projection);
	}

	/**
	 * Asks the text columns, too.
	 */
	SearchRequest withWords(TextQuery query) {
		Question asked = this.question;
		return (asked != null) ? withQuestion(asked.with(query))
				: withQuestion(Question.of(query)).withKind(QueryKind.HYBRID);
	}

	/**
	 * Compares with a vector, too.
	 */
	SearchRequest withVector(float[] given) {
		requireFinite(given);
		QueryKind both = (this.question != null) ? QueryKind.HYBRID : QueryKind.VECTOR;
		return new SearchRequest(this.question, given.clone(), both, this.filter, this.page, this.reranker,
				this.projection);
	}

	SearchRequest withKind(QueryKind changed) {
		return new SearchRequest(this.question, this.vector, changed, this.filter, this.page, this.reranker,
				this.projection);
	}

	SearchRequest withFilter(Filter changed) {
		return new SearchRequest(this.question, this.vector, this.kind, changed, this.page, this.reranker,
				this.projection);
	}

	SearchRequest withLimit(int limit) {
		return withPage(new Page(this.page.offset(), limit));
	}

	SearchRequest withOffset(int offset) {
		return withPage(new Page(offset, this.page.limit()));
	}

	private SearchRequest withPage(Page changed) {
		return new SearchRequest(this.question, this.vector, this.kind, this.filter, changed, this.reranker,
				this.projection);
	}

	SearchRequest withReranker(Reranker changed) {
		return new SearchRequest(this.question, this.vector, this.kind, this.filter, this.page, changed,
				this.projection);
	}

	SearchRequest withProjection(Projection changed) {
		return new SearchRequest(this.question, this.vector, this.kind, this.filter, this.page, this.reranker, changed);
	}

	/**
	 * A part of a result.
	 *
	 * @param offset how many rows to pass over
	 * @param limit how many rows to return at most
	 */
	record Page(int offset, int limit) {

		/**
		 * Returns how many rows must be found for this part.
		 */
		int end() {
			return (int) Math.min(Integer.MAX_VALUE, (long) this.offset + this.limit);
		}

		<T> List<T> of(List<T> all) {
			return all.subList(Math.min(this.offset, all.size()), Math.min(end(), all.size()));
		}

	}

}
