package io.fletch.store;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Facet;
import io.fletch.store.query.Hit;
import io.fletch.store.query.HitPage;
import io.fletch.store.query.QueryPlan;
import io.fletch.store.scan.PlanTrace;

/**
 * What a search gives: its rows in several forms, how they are found, and counts. Every
 * method runs the search anew.
 *
 * @param <R> the type of the rows
 */
public abstract sealed class SearchResults<R> permits SearchByVector {

	final TableHandle handle;

	final RowReader<R> reader;

	final SearchRequest request;

	SearchResults(TableHandle handle, RowReader<R> reader, SearchRequest request) {
		this.handle = handle;
		this.reader = reader;
		this.request = request;
	}

	/**
	 * Runs the search.
	 * @return the rows with their scores, best first; for a scan in the order of adding,
	 * with score 0; of several vectors, those of the first first
	 * @throws InvalidInputException if the table has no column for the kind of search, or
	 * the vector has the wrong length
	 */
	public final List<Hit<R>> hits() {
		List<List<Hit<R>>> hits = hitsByQuery();
		return (hits.size() == 1) ? hits.getFirst() : hits.stream().flatMap(List::stream).toList();
	}

	/**
	 * Runs the search.
	 * @return the rows of {@link #hits()}, of each vector by itself
	 */
	public final List<List<Hit<R>>> hitsByQuery() {
		SearchPaging.require(this.request);
		return watch(this.request).run((hits) -> hits.stream().mapToLong(List::size).sum(), this::read);
	}

	private List<List<Hit<R>>> read(TableHandle.Snapshot snapshot, PlanTrace trace) throws IOException {
		List<List<Found>> found = new SearchRun(snapshot, this.request, trace).found();
		long begin = System.nanoTime();
		HitReader<R> rows = new HitReader<>(snapshot, this.reader, this.request);
		List<List<Hit<R>>> hits = new ArrayList<>();
		for (int query = 0; query < found.size(); query++) {
			hits.add(rows.read(found.get(query), query));
		}
		trace.add("read", this.request.projection().toString(), "", () -> hits.stream().mapToLong(List::size).sum(),
				begin);
		return hits;
	}

	private SearchWatch watch(SearchRequest watched) {
		return new SearchWatch(this.handle, watched);
	}

	private <T> T run(TableHandle.Access<T> access) {
		return TimeLimit.run(this.request.options().timeout(), () -> this.handle.scan(access));
	}

	/**
	 * Runs the search.
	 * @return the rows of {@link #hits()}
	 */
	public final List<R> rows() {
		List<R> rows = new ArrayList<>();
		hits().forEach((hit) -> rows.add(hit.row()));
		return rows;
	}

	/**
	 * Runs the search for one page. Without another order, the rows of a scan stand in
	 * the order of their ids.
	 * @return as many rows as the limit says, and what {@link Search#after} takes for the
	 * next page
	 * @throws InvalidInputException if there is no order in which pages stay apart: of a
	 * hybrid search, of several vectors, or of a search by vector or words that is sorted
	 * otherwise; use {@link Search#offset} there
	 */
	public final HitPage<R> page() {
		SearchOptions options = this.request.options();
		SearchRequest paged = this.request.with(options.with(options.sorting().paged(options.sorting().after())));
		return watch(paged).run((page) -> page.hits().size(),
				(snapshot, trace) -> new SearchPaging<>(snapshot, this.reader, paged, trace).page());
	}

	/**
	 * Gives the rows of a scan one after the other, without holding them in memory, as of
	 * one version, which is kept until the stream is closed. Other searches are run at
	 * once.
	 * @return the rows; to be closed
	 */
	public final Stream<Hit<R>> stream() {
		boolean isPlain = this.request.isScan() && !this.request.options().sorting().isNeeded();
		return isPlain ? watch(this.request).run(() -> HitStream.of(this.handle, this.reader, this.request))
				: hits().stream();
	}

	/**
	 * Tells which columns Arrow results have, without running the search.
	 * @return the columns
	 */
	public final Schema outputSchema() {
		return SearchExport.schema(this.handle, this.request);
	}

	/**
	 * Tells how the search is answered. Only its condition is evaluated.
	 * @return the plan
	 */
	public final QueryPlan explain() {
		return run((snapshot) -> {
			List<QueryPlan.Step> steps = new SearchRun(snapshot, this.request, PlanTrace.telling(snapshot.manifest()))
				.plan();
			return new QueryPlan(snapshot.manifest().version(), snapshot.manifest().rowCount(), steps);
		});
	}

	/**
	 * Runs the search, and tells how it was answered.
	 * @return the plan, with the number of rows after each step, and its time
	 */
	public final QueryPlan analyze() {
		return run((snapshot) -> {
			PlanTrace trace = PlanTrace.telling(snapshot.manifest());
			read(snapshot, trace);
			return new QueryPlan(snapshot.manifest().version(), snapshot.manifest().rowCount(), trace.steps());
		});
	}

	/**
	 * Counts the rows of a scan that have each value of a column; of a list, each of its
	 * elements.
	 * @param column the column, or the path of a field inside structs
	 * @param limit how many values to return at most, at least 1
	 * @return the values with the most rows first, those of equal number by value; null
	 * stands for rows without a value
	 * @throws InvalidInputException if the table has no such column, its values cannot be
	 * told apart, or this is no scan
	 */
	public final List<Facet> facets(String column, int limit) {
		requirePositive("limit", limit);
		return valueCounts(column).mostFirst(limit);
	}

	/**
	 * Finds the values of a column in the rows of a scan; of a list, its elements.
	 * @param column the column, or the path of a field inside structs
	 * @return each value once, in rising order, null last; of these the part that
	 * {@link Search#offset} and {@link Search#limit} say
	 * @throws InvalidInputException as of {@link #facets}
	 */
	public final List<@Nullable Object> distinct(String column) {
		return this.request.page().of(valueCounts(column).values());
	}

	private ColumnFacets valueCounts(String column) {
		Objects.requireNonNull(column, "column");
		ColumnFacets.require(this.request);
		FieldPath path = ColumnName.path(column, this.handle.schema());
		this.handle.requireColumns(path.names().getFirst());
		path.in(this.handle.schema());
		return watch(this.request).run(ColumnFacets::count,
				(snapshot, trace) -> ColumnFacets.of(snapshot, this.request, path.names()));
	}

	/**
	 * Runs the search, and copies its rows into Arrow vectors, as {@link Table#toArrow}
	 * does: the columns that are read, {@code query_index} where there are several
	 * vectors, and {@code _distance} (by vector), {@code _score} (by words) or all of
	 * these and {@code _relevance_score} (by both).
	 * @param allocator gives the memory
	 * @return the rows of {@link #hits()}, to be closed by the caller
	 */
	public final VectorSchemaRoot toArrow(BufferAllocator allocator) {
		Objects.requireNonNull(allocator, "allocator");
		return export().vectors(allocator);
	}

	/**
	 * Gives the rows as Arrow record batches, one in memory at a time, with the columns
	 * of {@link #toArrow}. Those of a scan without order are read when they are asked
	 * for, as of one version, which is kept until the reader is closed; other searches
	 * are run at once.
	 * @param allocator gives the memory
	 * @param maxRows how many rows a batch has at most, at least 1
	 * @return the rows of {@link #hits()}, to be closed by the caller
	 * @throws InvalidInputException if the number is less than 1
	 */
	public final ArrowReader toBatches(BufferAllocator allocator, int maxRows) {
		Objects.requireNonNull(allocator, "allocator");
		requirePositive("maxRows", maxRows);
		SearchPaging.require(this.request);
		return watch(this.request).run(() -> SearchExport.reader(this.handle, this.request, maxRows, allocator));
	}

	/**
	 * Runs the search, and writes its rows in the Arrow IPC file format, with the columns
	 * of {@link #toArrow}. The rows are held in memory; those of a whole table are not by
	 * {@link Table#writeArrow}.
	 * @param stream where to write; not closed
	 * @throws IOException if the stream cannot be written to
	 */
	public final void writeArrow(OutputStream stream) throws IOException {
		Objects.requireNonNull(stream, "stream");
		export().writeFile(stream);
	}

	private SearchExport export() {
		SearchPaging.require(this.request);
		return watch(this.request).run(() -> TimeLimit.run(this.request.options().timeout(),
				() -> SearchExport.of(this.handle, this.request)));
	}

	static void requirePositive(String name, int value) {
		if (value < 1) {
			throw new InvalidInputException(name + " must be at least 1, but was " + value);
		}
	}

}
