package io.fletch.store.index.text;

import java.io.IOException;
import java.util.List;

import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Searches all segments as one, with the statistics of the rows that are not deleted.
 */
final class LiveStatisticsSearcher extends IndexSearcher {

	private final List<LiveSegment> withDeletions;

	LiveStatisticsSearcher(IndexReader reader, List<LiveSegment> segments) {
		super(reader);
		this.withDeletions = segments.stream().filter(LiveSegment::hasDeletions).toList();
		setQueryCache(null);
	}

	@Override
	public @Nullable CollectionStatistics collectionStatistics(String field) throws IOException {
		CollectionStatistics all = super.collectionStatistics(field);
		if (all == null || this.withDeletions.isEmpty()) {
			return all;
		}
		TokenCounts.Total deleted = new TokenCounts.Total(0, 0);
		for (LiveSegment segment : this.withDeletions) {
			deleted = deleted.plus(segment.deletedTokens(ColumnAnalyzers.column(field)));
		}
		// Of none, Lucene takes no statistics; nothing is found then.
		long rows = Math.max(1, all.docCount() - deleted.rows());
		long tokens = Math.max(rows, all.sumTotalTermFreq() - deleted.tokens());
		return new CollectionStatistics(field, all.maxDoc(), rows, tokens, rows);
	}

	/**
	 * Tells whether a row that is not deleted has a word.
	 */
	boolean isLive(Term term) throws IOException {
		if (this.withDeletions.isEmpty()) {
			return true;
		}
		int rows = getIndexReader().docFreq(term);
		for (LiveSegment segment : this.withDeletions) {
			rows -= segment.deletedRowsWith(term);
		}
		return rows > 0;
	}

	@Override
	public TermStatistics termStatistics(Term term, int rowCount, long occurrences) throws IOException {
		int rows = rowCount;
		for (LiveSegment segment : this.withDeletions) {
			rows -= segment.deletedRowsWith(term);
		}
		return super.termStatistics(term, Math.max(1, rows), occurrences);
	}

}
