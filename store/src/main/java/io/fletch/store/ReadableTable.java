package io.fletch.store;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Filter;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.Vectors;
import io.fletch.store.query.text.TextQuery;

/**
 * What can be read of a table, whatever its rows are made into.
 *
 * @param <R> the type of the rows
 */
public abstract sealed class ReadableTable<R> implements AutoCloseable permits WritableTable {

	private final TableHandle handle;

	private final RowReader<R> reader;

	ReadableTable(TableHandle handle, RowReader<R> reader) {
		this.handle = handle;
		this.reader = reader;
	}

	final TableHandle handle() {
		return this.handle;
	}

	/**
	 * Returns the name of the table.
	 * @return the name
	 */
	public final String name() {
		return this.handle.table().name();
	}

	/**
	 * Returns what tells this table from every other, of whichever name, namespace,
	 * database and time: one of the same name that is made after this was dropped has
	 * another, and so have clones and branches. It outlives renaming.
	 * @return the identity of the table
	 */
	public final UUID identity() {
		return this.handle.table().committer().table();
	}

	/**
	 * Returns the number of the version that this reads: the latest, unless one is
	 * checked out.
	 * @return the version, from 1
	 */
	public final long version() {
		return this.handle.manifest().version();
	}

	/**
	 * Returns the number of rows.
	 * @return the number of rows
	 */
	public final long countRows() {
		return this.handle.manifest().rowCount();
	}

	/**
	 * Returns the number of rows that satisfy a condition.
	 * @param where a condition in SQL
	 * @return the number of rows
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public final long countRows(String where) {
		return countRows(where, Map.of());
	}

	/**
	 * Returns the number of rows that satisfy a condition.
	 * @param where a condition, for example {@code Expression.column("year").ge(2020)}
	 * @return the number of rows
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public final long countRows(Expression where) {
		Objects.requireNonNull(where, "where");
		return count((snapshot) -> ExpressionParser.filter(where, snapshot.view().schema()));
	}

	/**
	 * Returns the number of rows that satisfy a condition.
	 * @param where a condition in SQL with named parameters
	 * @param parameters the values of the parameters
	 * @return the number of rows
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public final long countRows(String where, Map<String, ? extends @Nullable Object> parameters) {
		Objects.requireNonNull(where, "where");
		Objects.requireNonNull(parameters, "parameters");
		return count((snapshot) -> ExpressionParser.parseFilter(where, parameters, snapshot.view().schema()));
	}

	private long count(Function<TableHandle.Snapshot, Filter> filter) {
		return this.handle.table()
			.activities()
			.run(ActivityKind.QUERY, "count", Long::longValue,
					() -> this.handle.scan((snapshot) -> snapshot.scanner().count(filter.apply(snapshot))));
	}

	/**
	 * Returns the primary key, by which a merge-insert without keys matches rows.
	 * @return the name of the column, or {@code null} if the table has none
	 */
	public final @Nullable String primaryKey() {
		return PrimaryKey.of(this.handle.schema());
	}

	/**
	 * Reads rows in the order of adding, all of them by default.
	 * @return the search
	 */
	public final Search<R> scan() {
		return search(SearchRequest.scan());
	}

	/**
	 * Searches by a question: by its vector and its words where the table has both. Limit
	 * 10 by default.
	 * @param text the question
	 * @return the search
	 */
	public final Search<R> search(String text) {
		Objects.requireNonNull(text, "text");
		return search(SearchRequest.byText(text));
	}

	/**
	 * Searches by words. Limit 10 by default.
	 * @param query what is asked of the text columns
	 * @return the search
	 */
	public final Search<R> search(TextQuery query) {
		Objects.requireNonNull(query, "query");
		return search(SearchRequest.byWords(query));
	}

	/**
	 * Searches the nearest vectors. Limit 10 by default.
	 * @param vector a vector of the length that the table's have
	 * @return the search
	 */
	public final Search<R> search(float[] vector) {
		Objects.requireNonNull(vector, "vector");
		return search(SearchRequest.byVector(vector));
	}

	/**
	 * Searches by a picture, which the embedding function of the vector column makes a
	 * vector of. Limit 10 by default.
	 * @param picture the picture
	 * @return the search; it fails if the function embeds no pictures
	 */
	public final Search<R> search(ImageSource picture) {
		Objects.requireNonNull(picture, "picture");
		return search(SearchRequest.byPicture(picture));
	}

	/**
	 * Searches the nearest vectors. Limit 10 by default.
	 * @param vector a vector of the length that the table's have; its elements are taken
	 * as float32
	 * @return the search
	 * @throws InvalidInputException if an element is not finite
	 */
	public final Search<R> search(double[] vector) {
		Objects.requireNonNull(vector, "vector");
		return search(Vectors.of(vector));
	}

	/**
	 * Searches for the rows whose vectors are nearest to one of bytes.
	 * @param vector the bytes; of a binary vector, eight of its bits each, as
	 * {@link Vectors#packBits(boolean...)} gives them
	 * @return the search
	 */
	public final Search<R> search(byte[] vector) {
		Objects.requireNonNull(vector, "vector");
		return search(SearchRequest.byVector(vector));
	}

	/**
	 * Searches for the rows whose vectors are nearest to each of several; the limit is
	 * that of each. Maps and Arrow tell by {@code query_index}, from 0, which vector
	 * found a row, records by {@link Search#hitsByQuery()}. Where rows have several
	 * vectors each, it is one query: each of its vectors is compared with the nearest of
	 * the row, and all of that is added up.
	 * @param vectors the vectors, at least one
	 * @return the search
	 * @throws InvalidInputException if there is none, or an element is not finite
	 */
	public final Search<R> search(List<float[]> vectors) {
		Objects.requireNonNull(vectors, "vectors");
		return search(SearchRequest.byVectors(vectors));
	}

	/**
	 * Reads the first rows in the order of adding.
	 * @param count how many at most, at least 1
	 * @return the rows
	 * @throws InvalidInputException if the count is less than 1
	 */
	public final List<R> head(int count) {
		return scan().limit(count).rows();
	}

	/**
	 * Chooses rows by their ids, as searches tell them. They come in the order of the
	 * ids, as often as an id is given; ids that the table has not are left out.
	 * @param ids the ids
	 * @return what reads the rows
	 */
	public final Take<R> takeRowIds(long... ids) {
		Objects.requireNonNull(ids, "ids");
		return new Take<>(this.handle, this.reader, Take.ids(ids));
	}

	/**
	 * Chooses rows by how many stand before them in the order of adding. They come in the
	 * order of the offsets, as often as an offset is given.
	 * @param offsets the offsets, from 0; reading fails if one is not less than the
	 * number of rows
	 * @return what reads the rows
	 */
	public final Take<R> takeOffsets(long... offsets) {
		Objects.requireNonNull(offsets, "offsets");
		return new Take<>(this.handle, this.reader, Take.offsets(offsets));
	}

	/**
	 * Tells whether an older version is checked out.
	 * @return whether this reads one version for ever and refuses writes
	 */
	public final boolean isCheckedOut() {
		return this.handle.isCheckedOut();
	}

	/**
	 * Returns what joins the two sides of a hybrid search that names no reranker.
	 * @return the reranker that the database was opened with; empty for reciprocal rank
	 * fusion
	 */
	public final Optional<Reranker> reranker() {
		return Optional.ofNullable(this.handle.table().reranker());
	}

	/**
	 * Tells whether this can be used.
	 * @return whether neither this nor the database was closed
	 */
	public final boolean isOpen() {
		return this.handle.isOpen();
	}

	/**
	 * Tells whether this can go on being used: whether it is open, nobody dropped or
	 * renamed the table, in whichever process, and no commit failed so that its outcome
	 * is unknown. If not, {@link Database#openTable(String)} opens the table anew. This
	 * looks at one file, so that it can be asked before each use.
	 * @return whether it need not be opened anew
	 */
	public final boolean isUsable() {
		return this.handle.isUsable();
	}

	private Search<R> search(SearchRequest request) {
		return new Search<>(this.handle, this.reader, request);
	}

}
