package io.fletch.store.index.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.text.TextQuery;

/**
 * Searches the segments of an index as one. Scores are BM25 with k1 1.2 and b 0.75, with
 * the statistics of all rows that are not deleted, whichever segment they are in. Never
 * changes, and serves any number of threads: may be kept as long as the segments and the
 * deleted rows are the same.
 */
public final class TextSearch {

	private final List<String> columns;

	private final List<LiveSegment> segments;

	private final MultiReader reader;

	/** The number of the first row of each segment among all. */
	private final int[] starts;

	private final LiveStatisticsSearcher searcher;

	/** Whether row ids rise from row to row over all segments. */
	private final boolean isRising;

	/**
	 * Prepares searches.
	 * @param columns the names of the columns, in the order of the index
	 * @param segments the segments, at least one, all with the same analysis
	 * @throws IOException if a segment cannot be read
	 */
	public TextSearch(List<String> columns, List<LiveSegment> segments) throws IOException {
		this.columns = List.copyOf(columns);
		this.segments = List.copyOf(segments);
		this.starts = new int[segments.size()];
		List<IndexReader> readers = new ArrayList<>();
		int start = 0;
		for (int i = 0; i < this.starts.length; i++) {
			TextSegment segment = this.segments.get(i).segment();
			requireLikeFirst(segment);
			this.starts[i] = start;
			start += segment.rowCount();
			readers.add(segment.reader());
		}
		this.reader = new MultiReader(readers.toArray(new IndexReader[0]), false);
		this.searcher = new LiveStatisticsSearcher(this.reader, this.segments);
		this.isRising = isRising(this.segments);
	}

	private static boolean isRising(List<LiveSegment> segments) {
		long last = -1;
		for (LiveSegment segment : segments) {
			int rows = segment.segment().rowCount();
			if (rows > 0 && segment.rowId(0) <= last) {
				return false;
			}
			last = (rows > 0) ? segment.rowId(rows - 1) : last;
		}
		return true;
	}

	private void requireLikeFirst(TextSegment segment) {
		if (!segment.columns().equals(analyses()) || segment.columns().size() != this.columns.size()) {
			throw new IllegalArgumentException("A segment of " + segment.columns() + " in a search of the columns "
					+ this.columns + " with " + analyses());
		}
	}

	private List<TextAnalysis> analyses() {
		return this.segments.get(0).segment().columns();
	}

	/**
	 * Tells whether a query has no words, or nothing but stop words, so that it finds
	 * nothing by itself, and nothing is asked by it in a combination.
	 * @param query what is asked
	 * @return whether it asks nothing
	 * @throws IOException if a segment cannot be read
	 */
	public boolean asksNothing(TextQuery query) throws IOException {
		return new QueryTranslation(this.columns, analyses(), new IndexedWords(this.searcher)).of(query) == null;
	}

	/**
	 * Finds the rows that fit a query best.
	 * @param query what is asked
	 * @param limit how many rows to find at most
	 * @return the rows, best first; rows of equal score by row id
	 * @throws IOException if a segment cannot be read
	 * @throws InvalidInputException if the query names a column that is not here, or asks
	 * for a phrase where the index does not keep positions
	 */
	public List<TextHit> run(TextQuery query, int limit) throws IOException {
		boolean allRows = this.segments.stream().noneMatch(LiveSegment::hasDeletions);
		return find(query, limit, (allRows) ? null : live());
	}

	/**
	 * Finds the rows that fit a query best, among some. The others count for the scores
	 * as before.
	 * @param query what is asked
	 * @param limit how many rows to find at most
	 * @param accepted for each segment, the ordinals of the rows that may be found;
	 * deleted ones never are
	 * @return the rows, best first; rows of equal score by row id
	 * @throws IOException if a segment cannot be read
	 * @throws InvalidInputException if the query names a column that is not here, or asks
	 * for a phrase where the index does not keep positions
	 */
	public List<TextHit> run(TextQuery query, int limit, List<BitSet> accepted) throws IOException {
		List<BitSet> live = new ArrayList<>();
		for (int i = 0; i < this.segments.size(); i++) {
			live.add(this.segments.get(i).without(accepted.get(i)));
		}
		return find(query, limit, live);
	}

	private List<BitSet> live() {
		return this.segments.stream().map(LiveSegment::live).toList();
	}

	private List<TextHit> find(TextQuery query, int limit, @Nullable List<BitSet> accepted) throws IOException {
		QueryTranslation translation = new QueryTranslation(this.columns, analyses(), new IndexedWords(this.searcher));
		Query words = translation.of(query);
		int most = Math.min(limit, this.reader.maxDoc());
		if (words == null || most <= 0) {
			return List.of();
		}
		TopRows top = new TopRows(most, !translation.demotes(), this.isRising, this::segmentAt);
		this.searcher.search((accepted != null) ? among(words, accepted) : words, top);
		return hits(top.bestFirst());
	}

	private Query among(Query words, List<BitSet> accepted) {
		return new BooleanQuery.Builder().add(words, BooleanClause.Occur.MUST)
			.add(new AcceptedRows(accepted, this.starts), BooleanClause.Occur.FILTER)
			.build();
	}

	private LiveSegment segmentAt(int start) {
		return this.segments.get(ReaderUtil.subIndex(start, this.starts));
	}

	private List<TextHit> hits(TopRows.Kept[] kept) {
		List<TextHit> hits = new ArrayList<>(kept.length);
		for (TopRows.Kept row : kept) {
			int segment = ReaderUtil.subIndex(row.row(), this.starts);
			hits.add(new TextHit(segment, row.row() - this.starts[segment], row.rowId(), row.score()));
		}
		return hits;
	}

}
