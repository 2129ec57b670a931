package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.query.Filter;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.QueryPlan;
import io.fletch.store.scan.PlanTrace;
import io.fletch.store.scan.RowOrder;
import io.fletch.store.scan.RowSelection;
import io.fletch.store.scan.Scanner;

/**
 * One run of a search over one version: finds rows.
 */
final class SearchRun {

	/** By how much more is looked for where too few rows passed what comes after. */
	private static final int GROWTH = 4;

	private final TableHandle.Snapshot snapshot;

	private final SearchRequest request;

	private final PlanTrace trace;

	private final Scanner scanner;

	private final CandidateSearch candidates;

	SearchRun(TableHandle.Snapshot snapshot, SearchRequest request, PlanTrace trace) {
		this.snapshot = snapshot;
		this.request = request.settled(snapshot);
		this.trace = trace;
		this.scanner = snapshot.scanner().traced(trace);
		this.candidates = new CandidateSearch(snapshot, this.request, trace);
	}

	/**
	 * Finds the rows of each query.
	 */
	List<List<Found>> found() throws IOException {
		RowSelection selection = selection();
		if (this.request.isScan()) {
			return List.of(scanned(selection));
		}
		if (this.request.options().batch().isEmpty()) {
			return List.of(sorted(this.request.page().of(ranked(this.request.vector(), selection))));
		}
		if (this.request.options().sorting().isPaged()) {
			throw new InvalidInputException("A search by several vectors has no pages that stay apart; use offset()");
		}
		List<List<Found>> found = new ArrayList<>();
		for (float[] vector : this.request.options().batch()) {
			found.add(sorted(this.request.page().of(ranked(vector, selection))));
		}
		return found;
	}

	/**
	 * Returns what rows are compared by, or {@code null} for a scan.
	 */
	@Nullable QueryKind compared() {
		return this.candidates.compared();
	}

	/**
	 * Returns the rows that are looked at.
	 */
	RowSelection selection() throws IOException {
		return this.scanner.select(this.request.options().isPostfiltered() ? null : this.request.filter());
	}

	/**
	 * Tells how rows would be found. Only the filter is evaluated.
	 */
	List<QueryPlan.Step> plan() throws IOException {
		RowSelection selection = selection();
		this.candidates.plan(selection);
		if (this.request.options().isPostfiltered()) {
			this.trace.plan("postfilter", "the filter looks at what was found", "it was asked for");
		}
		if (this.request.options().sorting().isNeeded()) {
			this.trace.plan("sort", "by " + this.request.options().sorting().orders(), "");
		}
		return this.trace.steps();
	}

	private List<Found> scanned(RowSelection selection) throws IOException {
		SearchRequest.Page page = this.request.page();
		Sorting sorting = this.request.options().sorting();
		long begin = System.nanoTime();
		List<Found> rows = new ArrayList<>();
		if (sorting.isNeeded()) {
			RowOrder order = sorting.order(this.snapshot.manifest().schema());
			Cursor after = sorting.after();
			for (RowOrder.Place place : page
				.of(this.scanner.sorted(selection, order, page.end(), (after != null) ? after.place() : null))) {
				rows.add(Found.scanned(place.rowId(), place.origin()));
			}
			this.trace.add("sort", "by " + sorting.orders(), "keeps the first " + page.end(), rows::size, begin);
			return rows;
		}
		for (long rowId : this.scanner.rowIds(selection, page.offset(), page.limit())) {
			rows.add(Found.scanned(rowId, this.snapshot.manifest().originOf(rowId)));
		}
		this.trace.add("scan", "in the order of adding", "", rows::size, begin);
		return rows;
	}

	/**
	 * Returns the best rows, at least as many as the page needs. Where a condition looks
	 * at what was found, more is looked for until enough pass it.
	 */
	private List<Found> ranked(float @Nullable [] vector, RowSelection selection) throws IOException {
		int end = this.request.page().end();
		boolean isPaged = this.request.options().sorting().isPaged();
		if (!isPaged && !this.request.options().isPostfiltered()) {
			return this.candidates.find(vector, end, selection);
		}
		long rowCount = this.snapshot.manifest().rowCount();
		long first = Math.min(end + depth(), Math.max(end, rowCount));
		for (long count = first;; count = Math.min(count * GROWTH, Math.max(1, rowCount))) {
			List<Found> all = new ArrayList<>(this.candidates.find(vector, (int) count, selection));
			if (isPaged) {
				all.sort(Found.BEST_FIRST);
			}
			List<Found> kept = postfiltered(isPaged ? behindCursor(all) : all);
			boolean isAll = all.size() < count || count >= rowCount;
			// Rows of equal rank may stand behind those that were found.
			boolean isSettled = kept.size() >= end && (!isPaged || kept.get(end - 1).rank() < all.getLast().rank());
			if (isAll || isSettled) {
				return kept;
			}
		}
	}

	/**
	 * Returns how many rows stand before the cursor that are found again.
	 */
	private long depth() {
		Cursor after = this.request.options().sorting().after();
		return (after == null || this.candidates.beginsBehindCursor()) ? 0 : Math.min(after.depth(), Integer.MAX_VALUE);
	}

	private List<Found> behindCursor(List<Found> all) {
		Cursor after = this.request.options().sorting().after();
		if (after == null) {
			return all;
		}
		double rank = after.rank();
		return all.stream()
			.filter((row) -> row.rank() > rank || row.rank() == rank && row.origin() > after.origin())
			.toList();
	}

	private List<Found> postfiltered(List<Found> all) throws IOException {
		Filter filter = this.request.filter();
		if (filter == null || !this.request.options().isPostfiltered()) {
			return all;
		}
		long begin = System.nanoTime();
		Schema columns = ResultColumns.of(this.snapshot.manifest().schema(), this.request);
		ExpressionEvaluator evaluator = new ExpressionEvaluator(columns, filter);
		boolean[] read = needed(ExpressionParser.columns(filter.condition()));
		List<Found> passing = new ArrayList<>();
		for (Found row : all) {
			CancelledException.throwIfInterrupted();
			if (evaluator.passes(ResultColumns.row(this.scanner.read(row.rowId(), read), row), row.origin())) {
				passing.add(row);
			}
		}
		this.trace.add("postfilter", "looks at " + all.size() + " rows that were found", "", passing::size, begin);
		return passing;
	}

	private boolean[] needed(Set<String> names) {
		List<Field> fields = this.snapshot.manifest().schema().getFields();
		boolean[] needed = new boolean[fields.size()];
		for (int i = 0; i < needed.length; i++) {
			needed[i] = names.contains(fields.get(i).getName());
		}
		return needed;
	}

	private List<Found> sorted(List<Found> found) throws IOException {
		Sorting sorting = this.request.options().sorting();
		if (sorting.keys().isEmpty()) {
			return found;
		}
		RowOrder order = sorting.order(ResultColumns.of(this.snapshot.manifest().schema(), this.request));
		boolean[] read = needed(order.columns());
		Map<RowOrder.Place, Found> places = new IdentityHashMap<>();
		List<RowOrder.Place> sorted = new ArrayList<>();
		for (Found row : found) {
			CancelledException.throwIfInterrupted();
			@Nullable Object[] values = ResultColumns.row(this.scanner.read(row.rowId(), read), row);
			// Rows of equal keys stay in the order in which they were found.
			RowOrder.Place place = new RowOrder.Place(order.keys(values, row.origin()), sorted.size(), row.rowId());
			places.put(place, row);
			sorted.add(place);
		}
		sorted.sort(order.comparator());
		return sorted.stream().map(places::get).toList();
	}

}
