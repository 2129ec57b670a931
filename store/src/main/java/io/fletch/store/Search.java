package io.fletch.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Filter;
import io.fletch.store.query.Hit;
import io.fletch.store.query.HitPage;
import io.fletch.store.query.Order;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.ReturnedScores;
import io.fletch.store.query.text.TextQuery;

/**
 * A search over one table. Immutable: every method here returns a new one; those of
 * {@link SearchResults} run it on the latest version, so that a search can be run again.
 *
 * @param <R> the type of the rows
 */
public final class Search<R> extends SearchByVector<R> {

	static final int DEFAULT_LIMIT = 10;

	Search(TableHandle handle, RowReader<R> reader, SearchRequest request) {
		super(handle, reader, request);
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
		requireCompared("text(...)");
		return with(this.request.withWords(query));
	}

	/**
	 * Shows in each {@link Hit} where the text of a column fits the query: the best parts
	 * of it, with places, not marked up. For another column call it again.
	 * @param column the name of a text column, which need not be selected
	 * @param length about how many characters a highlight shall have, at least 1
	 * @param count how many highlights at most, at least 1
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
		requirePositive("length", length);
		requirePositive("count", count);
		this.handle.requireField(column);
		return with(this.request.withQuestion(question.with(new Question.Highlight(column, length, count))));
	}

	/**
	 * Lets only rows through that satisfy a condition. The condition is applied before
	 * the nearest are taken, so that {@code limit} rows are found if there are so many.
	 * Repeated calls are joined by AND. A condition on {@code _distance} or
	 * {@code _score} makes the search one that filters what was found, see
	 * {@link #postfilter()}.
	 * @param condition a condition in SQL with named parameters, for example
	 * {@code lang = :lang AND year >= :year}
	 * @param parameters the values of the parameters
	 * @return a search with this condition
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public Search<R> where(String condition, Map<String, ? extends @Nullable Object> parameters) {
		Objects.requireNonNull(condition, "condition");
		Objects.requireNonNull(parameters, "parameters");
		return filtered(ExpressionParser.parseFilter(condition, parameters, results()));
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
	 * Lets only rows through that satisfy a condition, as {@link #where(String, Map)}
	 * does.
	 * @param condition a condition, for example
	 * {@code Expression.column("year").ge(2020)}
	 * @return a search with this condition
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public Search<R> where(Expression condition) {
		Objects.requireNonNull(condition, "condition");
		return filtered(ExpressionParser.filter(condition, results()));
	}

	private Search<R> filtered(Filter filter) {
		Filter before = this.request.filter();
		Search<R> filtered = with(this.request.withFilter((before != null) ? before.and(filter) : filter));
		boolean asksResults = ExpressionParser.columns(filter.condition()).stream().anyMatch(ResultColumns::isScore);
		return asksResults ? filtered.postfilter() : filtered;
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
	 * Passes over the best rows, for paging. Pages of one version fit together, whatever
	 * their limits: no row is on two of them or between two. Give 0 for the first page,
	 * as without an offset a vector index looks for no more rows than the limit says.
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
	 * Chooses how the two sides of a hybrid search are joined, by default by reciprocal
	 * rank fusion; or lets what another search found be ordered anew.
	 * @param reranker the reranker
	 * @return a search with this reranker
	 * @throws InvalidInputException if this is a scan
	 */
	public Search<R> rerank(Reranker reranker) {
		Objects.requireNonNull(reranker, "reranker");
		requireCompared("rerank(...)");
		return with(this.request.withReranker(reranker));
	}

	/**
	 * Orders what was found anew, by a question of its own: that of a search by vector,
	 * or one that says in words what a text query asks for.
	 * @param reranker the reranker
	 * @param question what it judges the rows by
	 * @return a search with this reranker
	 * @throws InvalidInputException if this is a scan
	 */
	public Search<R> rerank(Reranker reranker, String question) {
		Objects.requireNonNull(question, "question");
		Search<R> reranked = rerank(reranker);
		return with(reranked.request.with(reranked.request.options().withJudgedBy(question)));
	}

	/**
	 * Says how many rows each side of a hybrid search gives at first, or how many a
	 * reranker judges at first of what another search found; 100 by default. Fewer are
	 * faster; of more, rows that are good on both sides but far behind on one come out.
	 * Where what they give does not fill {@code limit + offset}, four times as many
	 * follow.
	 * @param depth the number of rows, at least 1
	 * @return a search of this depth
	 * @throws InvalidInputException if the depth is less than 1, or this is a scan
	 */
	public Search<R> depth(int depth) {
		requireCompared("depth(...)");
		if (depth < 1) {
			throw new InvalidInputException("depth must be at least 1, but was " + depth);
		}
		return with(this.request.with(this.request.options().withDepth(depth)));
	}

	/**
	 * Chooses which scores the rows have: those that are maps, and as columns Arrow
	 * results. Both have what is selected beside them. By default maps have only what is
	 * selected, and Arrow results those that such a search has, of a hybrid search all.
	 * Records have those that are their components.
	 * @param scores the scores
	 * @return a search with these scores
	 * @throws InvalidInputException if this is a scan
	 */
	public Search<R> returnScores(ReturnedScores scores) {
		Objects.requireNonNull(scores, "scores");
		requireCompared("returnScores(...)");
		return with(this.request.with(this.request.options().with(scores)));
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
		return project(this.request.projection().select(this.handle, Arguments.list(columns, "columns"), results()));
	}

	/**
	 * Reads only what expressions give.
	 * @param expressions expressions in SQL over the columns, by the names of their
	 * values; a search by vector or words also has {@code _distance}, {@code _score} and
	 * {@code _relevance_score}, and every row {@code _rowid}
	 * @return a search that reads these values
	 * @throws InvalidInputException if an expression does not fit the table, a name is
	 * reserved, or the rows are records, which have no place for it
	 */
	public Search<R> select(Map<String, String> expressions) {
		return select(expressions, Map.of());
	}

	/**
	 * Reads only what expressions give, as {@link #select(Map)} does.
	 * @param expressions expressions in SQL with named parameters, by the names of their
	 * values
	 * @param parameters the values of the parameters
	 * @return a search that reads these values
	 * @throws InvalidInputException as of {@link #select(Map)}, and if no expression has
	 * one of the parameters
	 */
	public Search<R> select(Map<String, String> expressions, Map<String, ? extends @Nullable Object> parameters) {
		Objects.requireNonNull(parameters, "parameters");
		return project(
				this.request.projection().compute(Arguments.map(expressions, "expressions"), parameters, results()));
	}

	/**
	 * Reads the rows into records of another type: of each row the columns that are
	 * components of the record, and what the search tells, where components are named so
	 * by {@link io.fletch.store.record.Column}: {@code _distance}, {@code _score} and
	 * {@code _relevance_score}, all {@code double} or {@code @Nullable Double}, and
	 * {@code _rowid}, a {@code long}. Nothing else is read.
	 * @param type the type of the records, which needs no annotations
	 * @param <P> the type of the records
	 * @return a search whose rows are such records
	 * @throws InvalidInputException if the type is no record, a component is no column or
	 * of another type, or this search selects columns itself; where a value is null and
	 * its component cannot be: when it runs
	 */
	public <P extends Record> Search<P> as(Class<P> type) {
		Objects.requireNonNull(type, "type");
		if (!this.request.projection().equals(Projection.ALL)) {
			throw new InvalidInputException("The search selects " + this.request.projection() + ", and as("
					+ type.getSimpleName() + ".class) what the record has components for; leave one of them out");
		}
		ResultReader<P> records = ResultReader.of(type, results(), this.handle.table().name());
		Projection projection = this.request.projection().select(this.handle, records.names(), results());
		return new Search<>(this.handle, records, this.request.withProjection(projection));
	}

	/**
	 * Reads the fields of structs instead of structs, at every level, by names such as
	 * {@code author.name}.
	 * @return a search whose rows have no structs
	 * @throws InvalidInputException if the rows are records
	 */
	public Search<R> flatten() {
		return flatten(Integer.MAX_VALUE);
	}

	/**
	 * Reads the fields of structs instead of structs, by names such as
	 * {@code author.name}.
	 * @param levels how many levels of structs are taken apart, at least 1
	 * @return a search whose rows have the fields of structs
	 * @throws InvalidInputException if the number is less than 1, or the rows are records
	 */
	public Search<R> flatten(int levels) {
		requirePositive("levels", levels);
		return project(this.request.projection().flatten(this.handle.schema(), levels));
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
	 * Evaluates the condition only for what was found, and looks for more until there are
	 * enough. The rows are the same; it is faster where the condition is costly and most
	 * rows satisfy it.
	 * @return a search that filters what was found
	 * @throws InvalidInputException if this is a scan
	 */
	public Search<R> postfilter() {
		requireCompared("postfilter()");
		return with(this.request.with(this.request.options().postfiltered()));
	}

	/**
	 * Sorts the rows. A scan gives the first of all; a search by vector or words sorts
	 * what it found. Rows that are equal stay in their order.
	 * @param orders what to sort by, the most important first; none for no order
	 * @return a search with this order
	 * @throws InvalidInputException if an expression does not fit the table, or its
	 * values have no order
	 */
	public Search<R> orderBy(Order... orders) {
		List<Order> given = Arguments.list(orders, "orders");
		SearchOptions options = this.request.options();
		return with(this.request.with(options.with(options.sorting().by(given, results()))));
	}

	/**
	 * Sorts the rows by a column or an expression, small values first and null last.
	 * @param expression the expression in SQL
	 * @return a search with this order
	 * @throws InvalidInputException as of {@link #orderBy(Order...)}
	 */
	public Search<R> orderBy(String expression) {
		return orderBy(Order.ascending(expression));
	}

	/**
	 * Begins behind the last row of a page. Rows that are added, changed or deleted
	 * meanwhile neither shift nor repeat others.
	 * @param cursor what {@link HitPage#next()} gave of the same search
	 * @return a search of the next page
	 * @throws InvalidInputException if it is no cursor; of another search: when it runs
	 */
	public Search<R> after(String cursor) {
		Objects.requireNonNull(cursor, "cursor");
		return paged(Cursor.decode(cursor));
	}

	private Search<R> paged(@Nullable Cursor after) {
		SearchOptions options = this.request.options();
		return with(this.request.with(options.with(options.sorting().paged(after))));
	}

	/**
	 * Limits how long the search may take. What {@link #stream()} and {@link #toBatches}
	 * read later, when it is asked for, has no limit.
	 * @param timeout the time, not negative
	 * @return a search that stops with a {@link io.fletch.store.error.CancelledException}
	 * when the time is over
	 * @throws InvalidInputException if the time is negative
	 */
	public Search<R> timeout(Duration timeout) {
		Objects.requireNonNull(timeout, "timeout");
		if (timeout.isNegative()) {
			throw new InvalidInputException("timeout must not be negative, but was " + timeout);
		}
		return with(this.request.with(this.request.options().withTimeout(timeout)));
	}

	private Schema results() {
		return ResultColumns.of(this.handle.schema(), this.request);
	}

	@Override
	Search<R> with(SearchRequest changed) {
		return new Search<>(this.handle, this.reader, changed);
	}

}
