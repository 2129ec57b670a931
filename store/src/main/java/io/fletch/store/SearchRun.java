package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Filter;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.RankFusion;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.Distance;
import io.fletch.store.query.QueryPlan;
import io.fletch.store.scan.PlanTrace;
import io.fletch.store.scan.RowOrder;
import io.fletch.store.scan.RowSelection;
import io.fletch.store.scan.Scanner;
import io.fletch.store.scan.VectorQuery;

/**
 * One run of a search over one version: finds rows.
 */
final class SearchRun {

	/** How many rows each side of a hybrid search gives at least. */
	private static final int HYBRID_DEPTH = 100;

	/** By how much more is looked for where too few rows passed what comes after. */
	private static final int GROWTH = 4;

	private final TableHandle.Snapshot snapshot;

	private final SearchRequest request;

	private final PlanTrace trace;

	private final Scanner scanner;

	SearchRun(TableHandle.Snapshot snapshot, SearchRequest request, PlanTrace trace) {
		this.snapshot = snapshot;
		this.request = request;
		this.trace = trace;
		this.scanner = snapshot.scanner().traced(trace);
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
		List<List<Found>> found = new ArrayList<>();
		for (float[] vector : this.request.options().batch()) {
			found.add(sorted(this.request.page().of(ranked(vector, selection))));
		}
		return found;
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
		QueryKind compared = compared();
		if (compared == QueryKind.VECTOR || compared == QueryKind.HYBRID) {
			float[] vector = this.request.vector();
			VectorQuery query = query((vector != null) ? vector : vector(String.valueOf(this.request.text())),
					this.request.page().end());
			this.scanner.planNearest(query, selection);
		}
		if (compared == QueryKind.TEXT || compared == QueryKind.HYBRID) {
			this.trace.plan("text", "full-text columns", "scores by BM25");
		}
		if (compared == QueryKind.HYBRID) {
			this.trace.plan("fuse", reranker(), "both sides find at least " + HYBRID_DEPTH + " rows");
		}
		if (this.request.options().isPostfiltered()) {
			this.trace.plan("postfilter", "the filter looks at what was found", "it was asked for");
		}
		if (this.request.options().sorting().isNeeded()) {
			this.trace.plan("sort", "by " + this.request.options().sorting().orders(), "");
		}
		return this.trace.steps();
	}

	private String reranker() {
		Reranker reranker = this.request.reranker();
		return (reranker != null) ? reranker.getClass().getSimpleName() : "reciprocal rank fusion";
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
				rows.add(new Found(place.rowId(), place.origin(), 0, null, null));
			}
			this.trace.add("sort", "by " + sorting.orders(), "keeps the first " + page.end(), rows::size, begin);
			return rows;
		}
		for (long rowId : this.scanner.rowIds(selection, page.offset(), page.limit())) {
			rows.add(new Found(rowId, this.snapshot.manifest().originOf(rowId), 0, null, null));
		}
		this.trace.add("scan", "in the order of adding", "", rows::size, begin);
		return rows;
	}

	/**
	 * Returns what rows are compared by, or {@code null} for a scan.
	 */
	@Nullable QueryKind compared() {
		if (this.request.vector() != null) {
			return QueryKind.VECTOR;
		}
		return (this.request.text() != null) ? kind() : null;
	}

	/**
	 * Returns the best rows, at least as many as the page needs. Where a condition looks
	 * at what was found, more is looked for until enough pass it.
	 */
	private List<Found> ranked(float @Nullable [] vector, RowSelection selection) throws IOException {
		int end = this.request.page().end();
		boolean isPaged = this.request.options().sorting().isPaged();
		if (!isPaged && !this.request.options().isPostfiltered()) {
			return found(vector, end, selection);
		}
		long rowCount = this.snapshot.manifest().rowCount();
		for (long count = end;; count = Math.min(count * GROWTH, Math.max(1, rowCount))) {
			List<Found> all = new ArrayList<>(found(vector, (int) count, selection));
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

	private List<Found> behindCursor(List<Found> all) {
		Cursor after = this.request.options().sorting().after();
		if (after == null) {
			return all;
		}
		double rank = rank(after);
		return all.stream()
			.filter((row) -> row.rank() > rank || row.rank() == rank && row.origin() > after.origin())
			.toList();
	}

	private static double rank(Cursor after) {
		return (after.keys().length == 1 && after.keys()[0] instanceof Double rank) ? rank : Double.NaN;
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
			@Nullable Object[] values = ResultColumns.row(this.scanner.read(row.rowId(), read), row);
			// Rows of equal keys stay in the order in which they were found.
			RowOrder.Place place = new RowOrder.Place(order.keys(values, row.origin()), sorted.size(), row.rowId());
			places.put(place, row);
			sorted.add(place);
		}
		sorted.sort(order.comparator());
		return sorted.stream().map(places::get).toList();
	}

	private List<Found> found(float @Nullable [] vector, int count, RowSelection selection) throws IOException {
		if (vector != null) {
			return near(vector, count, selection);
		}
		String text = String.valueOf(this.request.text());
		return switch (kind()) {
			case VECTOR -> near(vector(text), count, selection);
			case TEXT -> words(text, count, selection).stream().map(this::ofWords).toList();
			case HYBRID -> hybrid(text, count, selection);
			case AUTO -> throw new IllegalStateException("The kind was not resolved");
		};
	}

	private List<Found> near(float[] vector, int count, RowSelection selection) throws IOException {
		VectorQuery query = query(vector, count);
		Distance distance = query.vector().distance();
		List<Found> found = new ArrayList<>();
		for (Candidate candidate : this.scanner.nearest(query, selection)) {
			found.add(new Found(candidate.rowId(), origin(candidate), distance.score(-candidate.score()),
					-candidate.score(), null));
		}
		return found;
	}

	private Found ofWords(Candidate candidate) {
		return new Found(candidate.rowId(), origin(candidate), candidate.score(), null, candidate.score());
	}

	private long origin(Candidate candidate) {
		return this.snapshot.manifest().originOf(candidate.rowId());
	}

	private List<Found> hybrid(String text, int count, RowSelection selection) throws IOException {
		int depth = Math.max(HYBRID_DEPTH, count);
		Ranking vector = new Ranking(Ranking.Source.VECTOR,
				this.scanner.nearest(query(vector(text), depth), selection));
		Ranking words = new Ranking(Ranking.Source.TEXT, words(text, depth, selection));
		List<Ranking> rankings = List.of(vector, words);
		long begin = System.nanoTime();
		Reranker reranker = this.request.reranker();
		List<Candidate> fused = (reranker != null) ? reranker.rerank(text, rankings)
				: RankFusion.reciprocal(rankings, RankFusion.DEFAULT_K);
		this.trace.add("fuse", reranker(), "", fused::size, begin);
		Map<Long, Double> negatedDistances = scores(vector);
		Map<Long, Double> textScores = scores(words);
		List<Found> found = new ArrayList<>();
		for (Candidate candidate : fused) {
			Double negated = negatedDistances.get(candidate.rowId());
			found.add(new Found(candidate.rowId(), origin(candidate), candidate.score(),
					(negated != null) ? -negated : null, textScores.get(candidate.rowId())));
		}
		return found;
	}

	private QueryKind kind() {
		ColumnRoles roles = this.snapshot.view().roles();
		boolean vector = roles.vector() != null && roles.vector().function() != null;
		boolean text = !roles.text().isEmpty();
		QueryKind kind = this.request.kind();
		if (kind == QueryKind.AUTO) {
			QueryKind only = vector ? QueryKind.VECTOR : QueryKind.TEXT;
			kind = (vector && text) ? QueryKind.HYBRID : only;
		}
		if (kind != QueryKind.TEXT && !vector) {
			throw new InvalidInputException("The table '" + this.snapshot.table().name()
					+ "' has no vector column with an embedding function, so it cannot be searched by " + kind
					+ "; search by a vector, or by TEXT");
		}
		if (kind != QueryKind.VECTOR && !text) {
			throw new InvalidInputException("The table '" + this.snapshot.table().name()
					+ "' has no full-text column, so it cannot be searched by " + kind
					+ "; mark a String component with @FullText, or search by VECTOR");
		}
		return kind;
	}

	private float[] vector(String text) {
		if (text.isBlank()) {
			throw new InvalidInputException("The text of a search must not be blank");
		}
		String function = vectorOfText().function();
		if (function == null) {
			throw new InvalidInputException(
					"The vector column of the search has no embedding function, so it cannot be "
							+ "compared with a text; search by a vector, or choose another column");
		}
		return this.snapshot.table().functions().get(function).embedQuery(text);
	}

	private ColumnRoles.VectorColumn vectorOfText() {
		String column = this.request.options().vectors().column();
		ColumnRoles.VectorColumn usual = this.snapshot.view().roles().vector();
		if (column == null && usual != null) {
			return usual;
		}
		return vectorColumns().named(String.valueOf(column));
	}

	private VectorColumns vectorColumns() {
		return new VectorColumns(this.snapshot.table().name(), this.snapshot.view().schema());
	}

	private VectorQuery query(float[] vector, int count) {
		VectorOptions options = this.request.options().vectors();
		VectorColumns columns = vectorColumns();
		ColumnRoles.VectorColumn column = (this.request.text() != null && options.column() == null) ? vectorOfText()
				: columns.comparable(options.column(), vector);
		Distance distance = columns.distance(column, options.distance(), this.snapshot.manifest());
		Cursor after = this.request.options().sorting().after();
		VectorQuery.Range range = options.range();
		if (after != null) {
			range = new VectorQuery.Range(Math.max(range.lower(), rank(after)), range.upper());
		}
		return new VectorQuery(column.position(), columns.query(column, vector, distance), count, range,
				options.effort(), options.mode());
	}

	private List<Candidate> words(String text, int limit, RowSelection selection) throws IOException {
		long begin = System.nanoTime();
		List<Candidate> found = this.snapshot.textIndex()
			.search(this.scanner.manifest(), text, limit, selection::contains);
		this.trace.add("text", "full-text columns", "scores by BM25", found::size, begin);
		return found;
	}

	private static Map<Long, Double> scores(Ranking ranking) {
		Map<Long, Double> scores = new HashMap<>();
		ranking.candidates().forEach((candidate) -> scores.put(candidate.rowId(), candidate.score()));
		return scores;
	}

}
