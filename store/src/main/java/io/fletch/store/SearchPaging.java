package io.fletch.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.ExpressionSql;
import io.fletch.store.query.Filter;
import io.fletch.store.query.HitPage;
import io.fletch.store.query.QueryKind;
import io.fletch.store.scan.PlanTrace;
import io.fletch.store.scan.RowOrder;

/**
 * Gives the rows of a search page by page, each page behind the last row of the one
 * before.
 *
 * @param <R> the type of the rows
 */
final class SearchPaging<R> {

	private final TableHandle.Snapshot snapshot;

	private final RowReader<R> reader;

	private final SearchRequest request;

	private final PlanTrace trace;

	SearchPaging(TableHandle.Snapshot snapshot, RowReader<R> reader, SearchRequest request, PlanTrace trace) {
		this.snapshot = snapshot;
		this.reader = reader;
		this.request = request;
		this.trace = trace;
	}

	HitPage<R> page() throws IOException {
		require(this.request);
		SearchRun run = new SearchRun(this.snapshot, this.request, this.trace);
		if (run.compared() == QueryKind.HYBRID || this.request.reranker() != null) {
			throw new InvalidInputException(
					"A search that is hybrid or reranked has no pages that stay apart, as ranks change with every row; "
							+ "use offset()");
		}
		List<Found> found = run.found().getFirst();
		String next = (found.size() == this.request.page().limit()) ? cursor(found).encode() : null;
		return new HitPage<>(new HitReader<>(this.snapshot, this.reader, this.request).read(found, 0), next);
	}

	private Cursor cursor(List<Found> page) throws IOException {
		Found last = page.getLast();
		Cursor after = this.request.options().sorting().after();
		@Nullable Object[] keys = new @Nullable Object[] { last.rank() };
		if (this.request.isScan()) {
			RowOrder order = this.request.options().sorting().order(this.snapshot.manifest().schema());
			boolean[] all = new boolean[this.snapshot.manifest().schema().getFields().size()];
			Arrays.fill(all, true);
			keys = order.keys(this.snapshot.scanner().read(last.rowId(), all), last.origin());
		}
		return new Cursor(search(this.request), keys, last.origin(),
				((after != null) ? after.depth() : 0) + page.size());
	}

	/**
	 * Checks that a search can be given page by page, if it is, and that it goes on where
	 * it left off itself.
	 */
	static void require(SearchRequest request) {
		Sorting sorting = request.options().sorting();
		if (!sorting.isPaged()) {
			return;
		}
		if (!request.isScan() && !sorting.keys().isEmpty()) {
			throw new InvalidInputException("A search by vector or words that is sorted by " + sorting.orders()
					+ " has no pages that stay apart; use offset()");
		}
		if (sorting.after() != null && request.page().offset() > 0) {
			throw new InvalidInputException("A search begins after a cursor or at the offset " + request.page().offset()
					+ ", not at both; leave one away");
		}
		if (sorting.after() != null && sorting.after().search() != search(request)) {
			throw new InvalidInputException("The cursor is of another search: its question, filter, order and vector "
					+ "options must be those of the search that gave it; begin without a cursor");
		}
	}

	private static long search(SearchRequest request) {
		Filter filter = request.filter();
		Question question = request.question();
		return Cursor.hash(((question != null) ? question.text() + "|" + question.query() : "") + "|"
				+ Arrays.deepToString(request.vectors().toArray()) + "|" + request.kind() + "|"
				+ ((filter != null) ? ExpressionSql.of(filter.condition()) : "") + "|"
				+ request.options().sorting().orders() + "|" + request.options().vectors().column() + "|"
				+ request.options().vectors().distance() + "|" + request.options().vectors().range());
	}

}
