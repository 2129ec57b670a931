package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;
import io.fletch.store.expression.evaluate.ExpressionEvaluator;
import io.fletch.store.query.Hit;
import io.fletch.store.scan.Scanner;

/**
 * Reads the rows that a search found.
 *
 * @param <R> the type of the rows
 */
final class HitReader<R> {

	/** The number of the query, in results of several. */
	static final String QUERY_INDEX = "query_index";

	private final Scanner scanner;

	private final RowReader<R> reader;

	private final SearchRequest request;

	private final Schema schema;

	private final boolean[] columns;

	private final Map<String, ExpressionEvaluator> computed;

	/** The scores that maps have whatever is selected. */
	private final List<String> scores;

	private final @Nullable Highlights highlights;

	HitReader(TableHandle.Snapshot snapshot, RowReader<R> reader, SearchRequest request) {
		this.scanner = snapshot.scanner();
		this.reader = reader;
		this.request = request.settled(snapshot);
		this.schema = snapshot.view().schema();
		this.columns = request.projection().read(this.schema);
		this.computed = request.projection().evaluators(ResultColumns.of(this.schema, request));
		List<String> asked = ResultColumns.asked(request);
		this.scores = (asked != null) ? asked : List.of();
		Question question = request.question();
		this.highlights = (question != null) ? new Highlights(question, snapshot.texts(), this.scanner) : null;
	}

	List<Hit<R>> read(List<Found> found, int query) throws IOException {
		List<Hit<R>> hits = new ArrayList<>(found.size());
		for (Found row : found) {
			CancelledException.throwIfInterrupted();
			hits.add(read(row, query));
		}
		return hits;
	}

	Hit<R> read(Found found, int query) throws IOException {
		@Nullable Object[] values = this.scanner.read(found.rowId(), this.columns);
		R row = this.reader.read(values, this.schema, this.request.projection(), found.origin(),
				computed(values, found, query));
		Found.Place vector = found.vector();
		Found.Place words = found.words();
		return new Hit<>(found.origin(), row, found.score(), found.distance(), found.textScore(),
				(vector != null) ? vector.rank() : null, (words != null) ? words.rank() : null,
				(this.highlights != null) ? this.highlights.of(found.rowId()) : Map.of());
	}

	private Map<String, @Nullable Object> computed(@Nullable Object[] values, Found found, int query) {
		boolean isBatch = !this.request.options().batch().isEmpty();
		if (this.computed.isEmpty() && this.scores.isEmpty() && !isBatch) {
			return Map.of();
		}
		@Nullable Object[] row = this.request.isScan() ? values : ResultColumns.row(values, found);
		Map<String, @Nullable Object> results = new LinkedHashMap<>();
		this.computed.forEach((name, evaluator) -> results.put(name, evaluator.value(row, found.origin())));
		if (isBatch) {
			results.put(QUERY_INDEX, query);
		}
		this.scores.forEach((name) -> results.put(name, ResultColumns.value(name, found)));
		return results;
	}

}
