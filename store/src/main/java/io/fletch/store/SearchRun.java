package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
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
import io.fletch.store.query.TextFragment;
import io.fletch.store.scan.RowSelection;
import io.fletch.store.scan.Scanner;
import io.fletch.store.scan.TextScan;
import io.fletch.store.scan.VectorQuery;

/**
 * One run of a search over one version.
 *
 * @param <R> the type of the rows
 */
final class SearchRun<R> {

	private final TableHandle.Snapshot snapshot;

	private final RowReader<R> reader;

	private final SearchRequest request;

	private final Scanner scanner;

	private final TextScan texts;

	/** The vector of the question, once it was needed. */
	private float @Nullable [] embedded;

	SearchRun(TableHandle.Snapshot snapshot, RowReader<R> reader, SearchRequest request) {
		this.snapshot = snapshot;
		this.reader = reader;
		this.request = request;
		this.scanner = snapshot.scanner();
		this.texts = snapshot.texts();
	}

	List<Hit<R>> hits() throws IOException {
		RowSelection selection = this.scanner.select(this.request.filter());
		SearchRequest.Page page = this.request.page();
		Question question = this.request.question();
		if (question != null) {
			return read(page.of(found(question, selection)));
		}
		if (this.request.vector() != null) {
			return read(page.of(byVector(nearest(this.request.vector(), page.end(), selection))));
		}
		return read(this.scanner.rowIds(selection, page.offset(), page.limit())
			.stream()
			.map((rowId) -> new Found(rowId, 0, null, null))
			.toList());
	}

	/**
	 * Returns what rows are compared by, or {@code null} for a scan.
	 */
	@Nullable QueryKind compared() {
		if (this.request.question() != null) {
			return kind();
		}
		return (this.request.vector() != null) ? QueryKind.VECTOR : null;
	}

	private List<Found> found(Question question, RowSelection selection) throws IOException {
		int end = this.request.page().end();
		return switch (kind()) {
			case VECTOR -> byVector(nearest(vector(question), end, selection));
			case TEXT -> byWords(words(question, end, selection));
			case HYBRID -> new HybridRun((depth) -> nearest(vector(question), depth, selection),
					(depth) -> words(question, depth, selection), (rankings) -> fuse(question, rankings))
				.first(end);
			case AUTO -> throw new IllegalStateException("The kind was not resolved");
		};
	}

	private List<Candidate> fuse(Question question, List<Ranking> rankings) {
		Reranker reranker = this.request.reranker();
		return (reranker != null) ? reranker.rerank(question.text(), rankings)
				: RankFusion.reciprocal(rankings, RankFusion.DEFAULT_K);
	}

	private List<Found> byVector(List<Candidate> nearest) {
		List<Found> found = new ArrayList<>(nearest.size());
		for (Candidate candidate : nearest) {
			found.add(new Found(candidate.rowId(), similarity(candidate),
					new Found.Place(found.size() + 1, candidate.score()), null));
		}
		return found;
	}

	private static List<Found> byWords(List<Candidate> best) {
		List<Found> found = new ArrayList<>(best.size());
		for (Candidate candidate : best) {
			found.add(new Found(candidate.rowId(), candidate.score(), null,
					new Found.Place(found.size() + 1, candidate.score())));
		}
		return found;
	}

	private QueryKind kind() {
		ColumnRoles roles = this.snapshot.view().roles();
		boolean vector = this.request.vector() != null || roles.vector() != null && roles.vector().function() != null;
		boolean text = !this.texts.columns().isEmpty();
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
					+ "; create an index by IndexDefinition.fullText, mark a String component with @FullText, or "
					+ "search by VECTOR");
		}
		return kind;
	}

	private float[] vector(Question question) {
		float[] given = (this.embedded != null) ? this.embedded : this.request.vector();
		if (given == null) {
			given = embed(question.text());
			this.embedded = given;
		}
		return given;
	}

	private float[] embed(String text) {
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

	private List<Candidate> words(Question question, int limit, RowSelection selection) throws IOException {
		return this.texts.find(question.query(), limit, selection);
	}

	private double similarity(Candidate candidate) {
		ColumnRoles.VectorColumn column = this.snapshot.view().roles().vector();
		return (column != null) ? column.distance().score(-candidate.score()) : candidate.score();
	}

	private List<Hit<R>> read(List<Found> rows) throws IOException {
		Projection projection = this.request.projection();
		Schema schema = this.snapshot.view().schema();
		boolean[] columns = projection.read(schema);
		Question question = this.request.question();
		Highlights highlights = (question != null) ? new Highlights(question, this.texts, this.scanner) : null;
		List<Hit<R>> hits = new ArrayList<>(rows.size());
		for (Found found : rows) {
			@Nullable Object[] values = this.scanner.read(found.rowId(), columns);
			long rowId = this.scanner.manifest().originOf(found.rowId());
			R row = this.reader.read(values, schema, projection, rowId);
			hits.add(hit(found, rowId, row, (highlights != null) ? highlights.of(found.rowId()) : Map.of()));
		}
		return hits;
	}

	private static <R> Hit<R> hit(Found found, long rowId, R row, Map<String, List<TextFragment>> highlights) {
		Found.Place vector = found.vector();
		Found.Place words = found.words();
		return new Hit<>(rowId, row, found.score(), (vector != null) ? -vector.score() : null,
				(words != null) ? words.score() : null, (vector != null) ? vector.rank() : null,
				(words != null) ? words.rank() : null, highlights);
	}

}
