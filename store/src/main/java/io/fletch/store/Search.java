package io.fletch.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Filter;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

/**
 * A search over one table. Immutable: every method but {@link #hits()} and
 * {@link #rows()} returns a new one; these run it on the latest version, so that a search
 * can be run again.
 *
 * @param <R> the type of the rows
 */
public final class Search<R> {

	static final int DEFAULT_LIMIT = 10;

	private final TableHandle handle;

	private final RowReader<R> reader;

	private final SearchRequest request;

	Search(TableHandle handle, RowReader<R> reader, SearchRequest request) {
		this.handle = handle;
		this.reader = reader;
		this.request = request;
	}

	/**
	 * Chooses what is compared; {@link QueryKind#AUTO} by default. Only for a search by
	 * text.
	 * @param kind the kind
	 * @return a search of that kind
	 */
	public Search<R> kind(QueryKind kind) {
		Objects.requireNonNull(kind, "kind");
		if (this.request.question() == null) {
			throw new InvalidInputException("Only a search by text has a kind");
		}
		return with(this.request.withKind(kind));
	}

	/**
	 * Says what is asked of the text columns. A search by a question asks this instead of
	 * the words of the question, and makes its vector of the question as before; a search
	 * by a vector becomes a hybrid search.
	 * @param query what is asked of the text columns
	 * @return a search with that query
	 * @throws InvalidInputException if this is a scan
	 */
	public Search<R> text(TextQuery query) {
		Objects.requireNonNull(query, "query");
		requireNoScan("text");
		return with(this.request.withWords(query));
	}

	/**
	 * Says which vector the rows are compared with, instead of that of the question. A
	 * search by words becomes a hybrid search.
	 * @param vector a vector of the length that the table's have
	 * @return a search with that vector
	 * @throws InvalidInputException if this is a scan, or an element is not finite
	 */
	public Search<R> vector(float[] vector) {
		Objects.requireNonNull(vector, "vector");
		requireNoScan("vector");
		return with(this.request.withVector(vector));
	}

	private void requireNoScan(String part) {
		if (this.request.question() == null && this.request.vector() == null) {
			throw new InvalidInputException("A scan compares rows with nothing, so it takes no " + part
					+ "; begin with search(...) instead of scan()");
		}
	}

	/**
	 * Shows in each {@link Hit} where the text of a column fits the query: the best
	 * fragments of it, with places, not marked up. For another column call it again.
	 * @param column the name of a text column, which need not be selected
	 * @param length about how many characters a fragment shall have, at least 1
	 * @param count how many fragments at most, at least 1
	 * @return a search with highlights
	 * @throws InvalidInputException if the search has no words, the table no such column,
	 * or a number is less than 1
	 */
	public Search<R> highlight(String column, int length, int count) {
		Objects.requireNonNull(column, "column");
		Question question = this.request.question();
		if (question == null) {
			throw new InvalidInputException("Only a search by words has highlights; begin with search(text), or give "
					+ "the words by text(...) before");
		}
		if (length < 1 || count < 1) {
			throw new InvalidInputException(
					"The length and the count of highlights must be at least 1, but were " + length + " and " + count);
		}
		this.handle.requireColumns(column);
		return with(this.request.withQuestion(question.with(new Question.Highlight(column, length, count))));
	}

	/**
	 * Lets only rows through that satisfy a condition. The condition is applied before
	 * the nearest are taken, so that {@code limit} rows are found if there are so many.
	 * Repeated calls are joined by AND.
	 * @param condition a condition in SQL with named parameters, for example
	 * {@code lang = :lang AND year >= :year}
	 * @param parameters the values of the parameters
	 * @return a search with this condition
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public Search<R> where(String condition, Map<String, ? extends @Nullable Object> parameters) {
		Objects.requireNonNull(condition, "condition");
		Objects.requireNonNull(parameters, "parameters");
		Filter filter = ExpressionParser.parseFilter(condition, parameters, this.handle.schema());
		Filter before = this.request.filter();
		return with(this.request.withFilter((before != null) ? before.and(filter) : filter));
	}

	/**
	 * Lets only rows through that satisfy a condition without parameters.
	 * @param condition a condition in SQL
	 * @return a search with this condition
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public Search<R> where(String condition) {
		return where(condition, Map.of());
	}

	/**
	 * Limits how many rows are found; 10 by default, for a scan all.
	 * @param limit the number of rows, at least 1
	 * @return a search with this limit
	 * @throws InvalidInputException if the limit is less than 1
	 */
	public Search<R> limit(int limit) {
		if (limit < 1) {
			throw new InvalidInputException("limit must be at least 1, but was " + limit);
		}
		return with(this.request.withLimit(limit));
	}

	/**
	 * Passes over the best rows, for paging; 0 by default.
	 * @param offset the number of rows, at least 0
	 * @return a search with this offset
	 * @throws InvalidInputException if the offset is negative
	 */
	public Search<R> offset(int offset) {
		if (offset < 0) {
			throw new InvalidInputException("offset must be at least 0, but was " + offset);
		}
		return with(this.request.withOffset(offset));
	}

	/**
	 * Chooses how the two sides of a hybrid search are joined; reciprocal rank fusion by
	 * default.
	 * @param reranker the reranker
	 * @return a search with this reranker
	 */
	public Search<R> rerank(Reranker reranker) {
		Objects.requireNonNull(reranker, "reranker");
		return with(this.request.withReranker(reranker));
	}

	/**
	 * Reads only some columns. The others are absent from maps, and null, 0 or false in
	 * records.
	 * @param columns the names of the columns; for maps also {@code _rowid} and paths of
	 * fields inside columns, for example {@code author.name} or
	 * {@code author.`birth-year`}, which become the names of the values
	 * @return a search that reads these columns
	 * @throws InvalidInputException if the table has no such column, or the rows are
	 * records, which have no place for it
	 */
	public Search<R> select(String... columns) {
		return project(this.request.projection().select(this.handle, Arguments.list(columns, "columns")));
	}

	/**
	 * Reads the id of the row, too, as the column {@code _rowid} of maps and of Arrow.
	 * Records have no place for it; there {@link Hit#rowId()} tells it.
	 * @return a search that reads row ids
	 * @throws InvalidInputException if the rows are records
	 */
	public Search<R> withRowId() {
		return project(this.request.projection().withRowId());
	}

	private Search<R> project(Projection projection) {
		this.reader.check(projection);
		return with(this.request.withProjection(projection));
	}

	/**
	 * Runs the search.
	 * @return the rows with their scores, best first; for a scan in the order of adding,
	 * with score 0
	 * @throws InvalidInputException if the table has no column for the kind of search, or
	 * the vector has the wrong length
	 */
	public List<Hit<R>> hits() {
		return this.handle.scan((snapshot) -> new SearchRun<>(snapshot, this.reader, this.request).hits());
	}

	/**
	 * Runs the search.
	 * @return the rows of {@link #hits()}
	 */
	public List<R> rows() {
		List<R> rows = new ArrayList<>();
		hits().forEach((hit) -> rows.add(hit.row()));
		return rows;
	}

	/**
	 * Runs the search, and copies its rows into Arrow vectors, as {@link Table#toArrow}
	 * does: the columns that are read, and {@code _distance} (by vector), {@code _score}
	 * (by words) or all of these and {@code _relevance_score} (by both).
	 * @param allocator gives the memory
	 * @return the rows of {@link #hits()}, to be closed by the caller
	 */
	public VectorSchemaRoot toArrow(BufferAllocator allocator) {
		Objects.requireNonNull(allocator, "allocator");
		return SearchExport.of(this.handle, this.request).vectors(allocator);
	}

	/**
	 * Runs the search, and writes its rows in the Arrow IPC file format, with the columns
	 * of {@link #toArrow}. The rows are held in memory; those of a whole table are not by
	 * {@link Table#writeArrow}.
	 * @param stream where to write; not closed
	 * @throws IOException if the stream cannot be written to
	 */
	public void writeArrow(OutputStream stream) throws IOException {
		Objects.requireNonNull(stream, "stream");
		SearchExport.of(this.handle, this.request).writeFile(stream);
	}

	private Search<R> with(SearchRequest changed) {
		return new Search<>(this.handle, this.reader, changed);
	}

}
