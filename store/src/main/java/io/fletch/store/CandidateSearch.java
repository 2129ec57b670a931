package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexType;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Distance;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;
import io.fletch.store.scan.PlanTrace;
import io.fletch.store.scan.RowSelection;
import io.fletch.store.scan.Scanner;
import io.fletch.store.scan.TextScan;
import io.fletch.store.scan.VectorQuery;

/**
 * Finds the rows that fit a query best: by vectors, by words, or by both.
 */
final class CandidateSearch {

	private final TableHandle.Snapshot snapshot;

	private final SearchRequest request;

	private final PlanTrace trace;

	private final Scanner scanner;

	private final TextScan texts;

	/** The vectors of the question, once they were needed. */
	private @Nullable List<float[]> embedded;

	CandidateSearch(TableHandle.Snapshot snapshot, SearchRequest request, PlanTrace trace) {
		this.snapshot = snapshot;
		this.request = request;
		this.trace = trace;
		this.scanner = snapshot.scanner().traced(trace);
		boolean storedOnly = request.options().vectors().mode() == VectorQuery.Mode.INDEXED_ONLY;
		this.texts = storedOnly ? snapshot.texts().storedOnly() : snapshot.texts();
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

	/**
	 * Finds rows.
	 * @param given the vector to compare with, or {@code null} for that of the question
	 * @param count how many
	 * @param selection the rows to look at
	 * @return the rows, best first
	 */
	List<Found> find(float @Nullable [] given, int count, RowSelection selection) throws IOException {
		Question question = this.request.question();
		if (question == null) {
			return (this.request.reranker() != null)
					? joined(Question.of(""), vector(given), false, selection).first(count)
					: byVector(query(vector(given), count), selection);
		}
		boolean isReranked = this.request.reranker() != null;
		return switch (kind()) {
			case VECTOR -> isReranked ? joined(question, vector(given), false, selection).first(count)
					: byVector(query(vector(given), count), selection);
			case TEXT -> isReranked ? joined(question, null, true, selection).first(count)
					: byWords(words(question, count, selection));
			case HYBRID -> joined(question, vector(given), true, selection).first(count);
			case AUTO -> throw new IllegalStateException("The kind was not resolved");
		};
	}

	/**
	 * Tells how rows would be found.
	 */
	void plan(RowSelection selection) throws IOException {
		QueryKind compared = compared();
		if (compared == QueryKind.VECTOR || compared == QueryKind.HYBRID) {
			VectorQuery query = query(vector(this.request.vector()), this.request.page().end());
			this.scanner.planNearest(query, selection);
			if (compared == QueryKind.VECTOR && this.request.reranker() == null && isInRounds(query, selection)) {
				this.trace.plan("rounds", NeighbourRounds.plan(query), "pages by offset fit together");
			}
		}
		if (compared == QueryKind.TEXT || compared == QueryKind.HYBRID) {
			this.trace.plan("text", "columns " + this.texts.columns(), "scores by BM25");
		}
		if (compared == QueryKind.HYBRID || this.request.reranker() != null) {
			this.trace.plan("fuse", reranking("", List.of()).label(),
					"every side finds at least " + this.request.options().depth() + " rows");
		}
	}

	private List<Found> byVector(VectorQuery query, RowSelection selection) throws IOException {
		Distance distance = query.vector().distance();
		List<Found> found = new ArrayList<>();
		List<Candidate> nearest = isInRounds(query, selection)
				? new NeighbourRounds((round) -> this.scanner.nearest(round, selection), query).find()
				: this.scanner.nearest(query, selection);
		for (Candidate candidate : nearest) {
			found.add(new Found(candidate.rowId(), origin(candidate.rowId()), distance.score(-candidate.score()),
					new Found.Place(found.size() + 1, candidate.score()), null));
		}
		return found;
	}

	/**
	 * Tells whether what an index finds is to fit to other pages.
	 */
	private boolean isInRounds(VectorQuery query, RowSelection selection) throws IOException {
		return this.request.page().isPart() && this.scanner.asksIndex(query, selection);
	}

	private List<Found> byWords(List<Candidate> best) {
		List<Found> found = new ArrayList<>(best.size());
		for (Candidate candidate : best) {
			found.add(new Found(candidate.rowId(), origin(candidate.rowId()), candidate.score(), null,
					new Found.Place(found.size() + 1, candidate.score())));
		}
		return found;
	}

	private long origin(long rowId) {
		return this.snapshot.manifest().originOf(rowId);
	}

	private HybridRun joined(Question question, float @Nullable [] vector, boolean byWords, RowSelection selection) {
		HybridRun.Extent extent = new HybridRun.Extent(this.request.options().depth(),
				reranking("", List.of()).mostRows());
		List<float[]> compared = (vector != null) ? vectors(vector) : List.of();
		return new HybridRun((vector != null) ? (depth) -> this.scanner.nearest(query(vector, depth), selection) : null,
				byWords ? (depth) -> words(question, depth, selection) : null,
				(rankings) -> fuse(question, compared, rankings), this::origin, extent);
	}

	private List<Candidate> words(Question question, int limit, RowSelection selection) throws IOException {
		long begin = System.nanoTime();
		List<Candidate> found = this.texts.find(question.query(), limit, selection);
		this.trace.add("text", "columns " + this.texts.columns(), "scores by BM25", found::size, begin);
		return found;
	}

	private List<Candidate> fuse(Question question, List<float[]> compared, List<Ranking> rankings) throws IOException {
		long begin = System.nanoTime();
		Reranking reranking = reranking(question.text(), compared);
		List<Candidate> fused = this.snapshot.table()
			.activities()
			.run(ActivityKind.RERANK, reranking.label(), List::size, () -> reranking.fuse(rankings));
		this.trace.add("fuse", reranking.label(), "", fused::size, begin);
		return fused;
	}

	private Reranking reranking(String question, List<float[]> questionVectors) {
		String judgedBy = this.request.options().judgedBy();
		return new Reranking(reranker(), (judgedBy != null) ? judgedBy : question, this::origin,
				new RowContent(this.snapshot, AskedColumns.of(this.request.question(), this.texts.columns()),
						this.texts.columns(), vectorColumn(), questionVectors));
	}

	private @Nullable Reranker reranker() {
		Reranker chosen = this.request.reranker();
		return (chosen != null || compared() != QueryKind.HYBRID) ? chosen : this.snapshot.table().reranker();
	}

	/**
	 * Returns the column that rows are compared by, or would be if vectors were compared.
	 */
	private @Nullable String vectorColumn() {
		String named = this.request.options().vectors().column();
		if (named != null) {
			return named;
		}
		float[] given = this.request.vector();
		ColumnRoles.VectorColumn column = (given != null) ? vectorColumns().comparable(null, given)
				: this.snapshot.view().roles().asked();
		return (column != null) ? this.snapshot.view().schema().getFields().get(column.position()).getName() : null;
	}

	private QueryKind kind() {
		boolean vector = this.request.vector() != null || canEmbed();
		Question question = this.request.question();
		boolean text = (question != null) ? this.texts.canFind(question.query()) : !this.texts.columns().isEmpty();
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

	private boolean canEmbed() {
		String column = this.request.options().vectors().column();
		ColumnRoles.VectorColumn compared = (column != null) ? vectorColumns().named(column)
				: this.snapshot.view().roles().asked();
		return compared != null && compared.function() != null;
	}

	private float[] vector(float @Nullable [] given) {
		if (given != null) {
			return given;
		}
		Question question = this.request.question();
		List<float[]> made = this.embedded;
		if (made == null && question != null) {
			made = embed(question.text());
			this.embedded = made;
		}
		return Objects.requireNonNull(made).getFirst();
	}

	private boolean isEmbedded() {
		return this.request.vector() == null;
	}

	private List<float[]> embed(String text) {
		if (text.isBlank()) {
			throw new InvalidInputException("The text of a search must not be blank");
		}
		ColumnRoles.VectorColumn column = vectorOfText();
		if (column.function() == null) {
			throw new InvalidInputException(
					"The vector column of the search has no embedding function, so it cannot be "
							+ "compared with a text; search by a vector, or choose another column");
		}
		return ColumnVectors
			.of(new TableFunctions(this.snapshot.view().schema(), this.snapshot.table().functions()), column, true)
			.embedQuery(text);
	}

	private ColumnRoles.VectorColumn vectorOfText() {
		String column = this.request.options().vectors().column();
		ColumnRoles.VectorColumn usual = this.snapshot.view().roles().asked();
		if (column == null && usual != null) {
			return usual;
		}
		return vectorColumns().named(String.valueOf(column));
	}

	/**
	 * Tells whether rows are only looked for behind the cursor. An index cannot do so: it
	 * finds the nearest rows where it begins to look, and what is far may lie elsewhere.
	 */
	boolean beginsBehindCursor() {
		return compared() == QueryKind.VECTOR
				&& (this.request.options().vectors().mode() == VectorQuery.Mode.EXACT || this.snapshot.manifest()
					.indexes()
					.stream()
					.noneMatch((index) -> IndexType.of(index.type()).isVector()));
	}

	private VectorColumns vectorColumns() {
		return new VectorColumns(this.snapshot.table().name(), this.snapshot.view().schema());
	}

	private VectorQuery query(float[] vector, int count) {
		VectorOptions options = this.request.options().vectors();
		VectorColumns columns = vectorColumns();
		ColumnRoles.VectorColumn column = (isEmbedded() && options.column() == null) ? vectorOfText()
				: columns.comparable(options.column(), vector);
		Distance distance = columns.distance(column, options.distance(), this.snapshot.manifest());
		Cursor after = this.request.options().sorting().after();
		VectorQuery.Range range = options.range();
		if (after != null && beginsBehindCursor()) {
			range = new VectorQuery.Range(Math.max(range.lower(), after.rank()), range.upper());
		}
		return new VectorQuery(column.position(), columns.queries(column, vectors(vector), distance), count, range,
				options.effort(), mode(options));
	}

	private List<float[]> vectors(float[] vector) {
		List<float[]> several = this.request.options().vectors().several();
		List<float[]> made = (isEmbedded() && this.embedded != null) ? this.embedded : List.of(vector);
		return several.isEmpty() ? made : several;
	}

	/**
	 * An index may pass over rows that would stand on an earlier page.
	 */
	private VectorQuery.Mode mode(VectorOptions options) {
		boolean isPaged = this.request.options().sorting().isPaged() && options.mode() == VectorQuery.Mode.AUTO;
		return isPaged ? VectorQuery.Mode.EXACT : options.mode();
	}

}
