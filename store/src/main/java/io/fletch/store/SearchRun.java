package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.distance.QueryVector;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.RankFusion;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;
import io.fletch.store.scan.RowSelection;
import io.fletch.store.scan.Scanner;
import io.fletch.store.scan.VectorQuery;

/**
 * One run of a search over one version.
 *
 * @param <R> the type of the rows
 */
final class SearchRun<R> {

	/** How many rows each side of a hybrid search gives at least. */
	private static final int HYBRID_DEPTH = 100;

	private final TableHandle.Snapshot snapshot;

	private final RowReader<R> reader;

	private final SearchRequest request;

	private final Scanner scanner;

	SearchRun(TableHandle.Snapshot snapshot, RowReader<R> reader, SearchRequest request) {
		this.snapshot = snapshot;
		this.reader = reader;
		this.request = request;
		this.scanner = snapshot.scanner();
	}

	List<Hit<R>> hits() throws IOException {
		RowSelection selection = this.scanner.select(this.request.filter());
		if (this.request.vector() != null) {
			return read(Ranking.Source.VECTOR, nearest(this.request.vector(), this.request.page().end(), selection));
		}
		if (this.request.text() != null) {
			return byText(this.request.text(), selection);
		}
		SearchRequest.Page page = this.request.page();
		List<Candidate> rows = this.scanner.rowIds(selection, page.offset(), page.limit())
			.stream()
			.map((rowId) -> new Candidate(rowId, 0))
			.toList();
		return read(rows, Map.of(), Map.of());
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

	private List<Hit<R>> byText(String text, RowSelection selection) throws IOException {
		return switch (kind()) {
			case VECTOR -> read(Ranking.Source.VECTOR, nearest(vector(text), this.request.page().end(), selection));
			case TEXT -> read(Ranking.Source.TEXT, words(text, this.request.page().end(), selection));
			case HYBRID -> hybrid(text, selection);
			case AUTO -> throw new IllegalStateException("The kind was not resolved");
		};
	}

	private List<Hit<R>> hybrid(String text, RowSelection selection) throws IOException {
		int depth = Math.max(HYBRID_DEPTH, this.request.page().end());
		Ranking vector = new Ranking(Ranking.Source.VECTOR, nearest(vector(text), depth, selection));
		Ranking words = new Ranking(Ranking.Source.TEXT, words(text, depth, selection));
		List<Ranking> rankings = List.of(vector, words);
		Reranker reranker = this.request.reranker();
		List<Candidate> fused = (reranker != null) ? reranker.rerank(text, rankings)
				: RankFusion.reciprocal(rankings, RankFusion.DEFAULT_K);
		return read(this.request.page().of(fused), scores(vector), scores(words));
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
		ColumnRoles.VectorColumn column = this.snapshot.view().roles().vector();
		if (text.isBlank()) {
			throw new InvalidInputException("The text of a search must not be blank");
		}
		if (column == null || column.function() == null) {
			throw new IllegalStateException("The kind of the search was not checked");
		}
		return this.snapshot.table().functions().get(column.function()).embedQuery(text);
	}

	private List<Candidate> nearest(float[] vector, int limit, RowSelection selection) throws IOException {
		ColumnRoles.VectorColumn column = this.snapshot.view().roles().vector();
		if (column == null) {
			throw new InvalidInputException("The table '" + this.snapshot.table().name() + "' has no vector column");
		}
		if (vector.length != column.dimensions()) {
			throw new InvalidInputException(
					"The vector of the search has " + vector.length + " dimensions, but the column '"
							+ this.snapshot.view().schema().getFields().get(column.position()).getName() + "' has "
							+ column.dimensions());
		}
		return this.scanner.nearest(VectorQuery.of(column.position(), QueryVector.of(vector, column.distance()), limit),
				selection);
	}

	private List<Candidate> words(String text, int limit, RowSelection selection) throws IOException {
		return this.snapshot.textIndex().search(this.scanner.manifest(), text, limit, selection::contains);
	}

	private List<Hit<R>> read(Ranking.Source source, List<Candidate> found) throws IOException {
		List<Candidate> page = this.request.page().of(found);
		Map<Long, Double> scores = scores(new Ranking(source, page));
		if (source == Ranking.Source.TEXT) {
			return read(page, Map.of(), scores);
		}
		return read(page.stream().map((candidate) -> new Candidate(candidate.rowId(), similarity(candidate))).toList(),
				scores, Map.of());
	}

	private double similarity(Candidate candidate) {
		ColumnRoles.VectorColumn column = this.snapshot.view().roles().vector();
		return (column != null) ? column.distance().score(-candidate.score()) : candidate.score();
	}

	private List<Hit<R>> read(List<Candidate> rows, Map<Long, Double> negatedDistances, Map<Long, Double> textScores)
			throws IOException {
		Projection projection = this.request.projection();
		Schema schema = this.snapshot.view().schema();
		boolean[] columns = projection.read(schema);
		List<Hit<R>> hits = new ArrayList<>(rows.size());
		for (Candidate candidate : rows) {
			@Nullable Object[] values = this.scanner.read(candidate.rowId(), columns);
			Double negated = negatedDistances.get(candidate.rowId());
			long rowId = this.scanner.manifest().originOf(candidate.rowId());
			R row = this.reader.read(values, schema, projection, rowId);
			hits.add(new Hit<>(rowId, row, candidate.score(), (negated != null) ? -negated : null,
					textScores.get(candidate.rowId())));
		}
		return hits;
	}

	private static Map<Long, Double> scores(Ranking ranking) {
		Map<Long, Double> scores = new HashMap<>();
		ranking.candidates().forEach((candidate) -> scores.put(candidate.rowId(), candidate.score()));
		return scores;
	}

}
