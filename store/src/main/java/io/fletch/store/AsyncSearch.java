package io.fletch.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Distance;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Hit;
import io.fletch.store.query.HitPage;
import io.fletch.store.query.Order;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.ReturnedScores;
import io.fletch.store.query.text.TextQuery;

/**
 * A {@link Search} whose methods do not wait, as in {@link AsyncTable}. What a refinement
 * would throw the future of the search does.
 *
 * @param <R> the type of the rows
 */
public final class AsyncSearch<R> extends AsyncSearchResults<R> {

	AsyncSearch(Search<R> search) {
		this(() -> search);
	}

	private AsyncSearch(Supplier<Search<R>> search) {
		super(search);
	}

	private AsyncSearch<R> refined(UnaryOperator<Search<R>> refinement) {
		return new AsyncSearch<>(() -> refinement.apply(this.search.get()));
	}

	/**
	 * Reads the rows into records of another type, as {@link Search#as} does.
	 * @param type the type of the records, which needs no annotations
	 * @param <P> the type of the records
	 * @return a search whose rows are such records
	 */
	public <P extends Record> AsyncSearch<P> as(Class<P> type) {
		Objects.requireNonNull(type, "type");
		return new AsyncSearch<>(() -> this.search.get().as(type));
	}

	/**
	 * Chooses what is compared; {@link QueryKind#AUTO} by default.
	 * @param kind the kind
	 * @return a search of that kind
	 */
	public AsyncSearch<R> kind(QueryKind kind) {
		return refined((before) -> before.kind(kind));
	}

	/**
	 * Says what is asked of the text columns, as {@link Search#text} does.
	 * @param query what is asked of the text columns
	 * @return a search with that query
	 */
	public AsyncSearch<R> text(TextQuery query) {
		return refined((before) -> before.text(query));
	}

	/**
	 * Says which vector the rows are compared with, as {@link Search#vector(float[])}
	 * does.
	 * @param vector a vector of the length that the table's have
	 * @return a search with that vector
	 */
	public AsyncSearch<R> vector(float[] vector) {
		float[] copy = Objects.requireNonNull(vector, "vector").clone();
		return refined((before) -> before.vector(copy));
	}

	/**
	 * Says which vector the rows are compared with, as {@link Search#vector(double[])}
	 * does.
	 * @param vector the vector; its elements are taken as float32
	 * @return a search with that vector
	 */
	public AsyncSearch<R> vector(double[] vector) {
		double[] copy = Objects.requireNonNull(vector, "vector").clone();
		return refined((before) -> before.vector(copy));
	}

	/**
	 * Says which vector the rows are compared with, as {@link Search#vector(List)} does.
	 * @param vector the numbers of the vector; taken as float32
	 * @return a search with that vector
	 */
	public AsyncSearch<R> vector(List<? extends @Nullable Number> vector) {
		List<@Nullable Number> copy = new ArrayList<>(Objects.requireNonNull(vector, "vector"));
		return refined((before) -> before.vector(copy));
	}

	/**
	 * Shows in each {@link Hit} where the text of a column fits the query.
	 * @param column the name of a text column
	 * @param length about how many characters a highlight shall have, at least 1
	 * @param count how many highlights at most, at least 1
	 * @return a search with highlights
	 */
	public AsyncSearch<R> highlight(String column, int length, int count) {
		return refined((before) -> before.highlight(column, length, count));
	}

	/**
	 * Lets only rows through that satisfy a condition.
	 * @param condition a condition in SQL with named parameters, for example
	 * {@code lang = :lang AND year >= :year}
	 * @param parameters the values of the parameters
	 * @return a search with this condition
	 */
	public AsyncSearch<R> where(String condition, Map<String, ? extends @Nullable Object> parameters) {
		Map<String, @Nullable Object> values = new HashMap<>(Objects.requireNonNull(parameters, "parameters"));
		return refined((before) -> before.where(condition, values));
	}

	/**
	 * Lets only rows through that satisfy a condition without parameters.
	 * @param condition a condition in SQL
	 * @return a search with this condition
	 */
	public AsyncSearch<R> where(String condition) {
		return refined((before) -> before.where(condition));
	}

	/**
	 * Lets only rows through that satisfy a condition.
	 * @param condition a condition
	 * @return a search with this condition
	 */
	public AsyncSearch<R> where(Expression condition) {
		return refined((before) -> before.where(condition));
	}

	/**
	 * Limits how many rows are found; 10 by default, for a scan all.
	 * @param limit the number of rows, at least 1
	 * @return a search with this limit
	 */
	public AsyncSearch<R> limit(int limit) {
		return refined((before) -> before.limit(limit));
	}

	/**
	 * Passes over the best rows, for paging; 0 by default.
	 * @param offset the number of rows, at least 0
	 * @return a search with this offset
	 */
	public AsyncSearch<R> offset(int offset) {
		return refined((before) -> before.offset(offset));
	}

	/**
	 * Chooses how the two sides of a hybrid search are joined, or what another search
	 * found is ordered anew, as {@link Search#rerank(Reranker)}.
	 * @param reranker the reranker
	 * @return a search with this reranker
	 */
	public AsyncSearch<R> rerank(Reranker reranker) {
		return refined((before) -> before.rerank(reranker));
	}

	/**
	 * Orders what was found anew, by a question of its own, as
	 * {@link Search#rerank(Reranker, String)}.
	 * @param reranker the reranker
	 * @param question what it judges the rows by
	 * @return a search with this reranker
	 */
	public AsyncSearch<R> rerank(Reranker reranker, String question) {
		return refined((before) -> before.rerank(reranker, question));
	}

	/**
	 * Says how many rows each side gives at first, as {@link Search#depth}.
	 * @param depth the number of rows
	 * @return a search of this depth
	 */
	public AsyncSearch<R> depth(int depth) {
		return refined((before) -> before.depth(depth));
	}

	/**
	 * Chooses which scores maps and Arrow results have, as
	 * {@link Search#returnScores(ReturnedScores)}.
	 * @param scores the scores
	 * @return a search with these scores
	 */
	public AsyncSearch<R> returnScores(ReturnedScores scores) {
		return refined((before) -> before.returnScores(scores));
	}

	/**
	 * Reads only some columns.
	 * @param columns the names of the columns
	 * @return a search that reads these columns
	 */
	public AsyncSearch<R> select(String... columns) {
		String[] names = Objects.requireNonNull(columns, "columns").clone();
		return refined((before) -> before.select(names));
	}

	/**
	 * Reads the id of the row, too, as the column {@code _rowid} of maps and of Arrow.
	 * @return a search that reads row ids
	 */
	public AsyncSearch<R> withRowId() {
		return refined(Search::withRowId);
	}

	/**
	 * Reads only what expressions give, as {@link Search#select(Map)}.
	 * @param expressions expressions in SQL, by the names of their values
	 * @return a search that reads these values
	 */
	public AsyncSearch<R> select(Map<String, String> expressions) {
		Map<String, String> values = new LinkedHashMap<>(Objects.requireNonNull(expressions, "expressions"));
		return refined((before) -> before.select(values));
	}

	/**
	 * Reads only what expressions give, as {@link Search#select(Map, Map)}.
	 * @param expressions expressions in SQL with named parameters, by the names of their
	 * values
	 * @param parameters the values of the parameters
	 * @return a search that reads these values
	 */
	public AsyncSearch<R> select(Map<String, String> expressions, Map<String, ? extends @Nullable Object> parameters) {
		Map<String, String> sql = new LinkedHashMap<>(Objects.requireNonNull(expressions, "expressions"));
		Map<String, @Nullable Object> values = new HashMap<>(Objects.requireNonNull(parameters, "parameters"));
		return refined((before) -> before.select(sql, values));
	}

	/**
	 * Reads the fields of structs instead of structs, as {@link Search#flatten()}.
	 * @return a search whose rows have no structs
	 */
	public AsyncSearch<R> flatten() {
		return refined(Search::flatten);
	}

	/**
	 * Reads the fields of structs instead of structs, as {@link Search#flatten(int)}.
	 * @param levels how many levels of structs are taken apart, at least 1
	 * @return a search whose rows have the fields of structs
	 */
	public AsyncSearch<R> flatten(int levels) {
		return refined((before) -> before.flatten(levels));
	}

	/**
	 * Chooses the vector column, as {@link Search#column}.
	 * @param column the name of the column
	 * @return a search over that column
	 */
	public AsyncSearch<R> column(String column) {
		return refined((before) -> before.column(column));
	}

	/**
	 * Chooses what is measured, as {@link Search#distance}.
	 * @param distance the distance
	 * @return a search by that distance
	 */
	public AsyncSearch<R> distance(Distance distance) {
		return refined((before) -> before.distance(distance));
	}

	/**
	 * Finds only vectors within a range of distances, as {@link Search#distanceRange}.
	 * @param lower the least distance, inclusive
	 * @param upper the end of the distances, exclusive
	 * @return a search within that range
	 */
	public AsyncSearch<R> distanceRange(double lower, double upper) {
		return refined((before) -> before.distanceRange(lower, upper));
	}

	/**
	 * Looks at a fixed number of partitions, as {@link Search#probes(int)}.
	 * @param count the number, at least 1
	 * @return a search with that effort
	 */
	public AsyncSearch<R> probes(int count) {
		return refined((before) -> before.probes(count));
	}

	/**
	 * Looks at a number of partitions, as {@link Search#probes(int, int)}.
	 * @param minimum the number, at least 1
	 * @param maximum how many at most; 0 for all
	 * @return a search with that effort
	 */
	public AsyncSearch<R> probes(int minimum, int maximum) {
		return refined((before) -> before.probes(minimum, maximum));
	}

	/**
	 * Keeps a number of nodes in view, as {@link Search#ef}.
	 * @param breadth the number, at least 1
	 * @return a search with that effort
	 */
	public AsyncSearch<R> ef(int breadth) {
		return refined((before) -> before.ef(breadth));
	}

	/**
	 * Compares a multiple of the limit exactly, as {@link Search#refineFactor}.
	 * @param factor the multiple, at least 1
	 * @return a search with that effort
	 */
	public AsyncSearch<R> refineFactor(int factor) {
		return refined((before) -> before.refineFactor(factor));
	}

	/**
	 * Compares with every vector, as {@link Search#exact}.
	 * @return an exact search
	 */
	public AsyncSearch<R> exact() {
		return refined(Search::exact);
	}

	/**
	 * Passes over rows that the index does not cover, as {@link Search#indexedOnly}.
	 * @return a search of indexed rows
	 */
	public AsyncSearch<R> indexedOnly() {
		return refined(Search::indexedOnly);
	}

	/**
	 * Filters what was found, as {@link Search#postfilter}.
	 * @return a search that filters what was found
	 */
	public AsyncSearch<R> postfilter() {
		return refined(Search::postfilter);
	}

	/**
	 * Sorts the rows, as {@link Search#orderBy(Order...)}.
	 * @param orders what to sort by
	 * @return a search with this order
	 */
	public AsyncSearch<R> orderBy(Order... orders) {
		Order[] given = Objects.requireNonNull(orders, "orders").clone();
		return refined((before) -> before.orderBy(given));
	}

	/**
	 * Sorts the rows, as {@link Search#orderBy(String)}.
	 * @param expression the expression in SQL
	 * @return a search with this order
	 */
	public AsyncSearch<R> orderBy(String expression) {
		return refined((before) -> before.orderBy(expression));
	}

	/**
	 * Begins behind the last row of a page, as {@link Search#after}.
	 * @param cursor what {@link HitPage#next()} gave
	 * @return a search of the next page
	 */
	public AsyncSearch<R> after(String cursor) {
		return refined((before) -> before.after(cursor));
	}

	/**
	 * Limits how long the search may take, as {@link Search#timeout}.
	 * @param timeout the time
	 * @return a search that stops when it is over
	 */
	public AsyncSearch<R> timeout(Duration timeout) {
		return refined((before) -> before.timeout(timeout));
	}

}
