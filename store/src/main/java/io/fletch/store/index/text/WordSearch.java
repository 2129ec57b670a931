package io.fletch.store.index.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FilterCollector;
import org.apache.lucene.search.FilterLeafCollector;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.TopScoreDocCollectorManager;

import io.fletch.store.query.Candidate;

/**
 * One search over a Lucene index.
 */
final class WordSearch implements AutoCloseable {

	/** Of all columns together, below Lucene's limit of 1024 clauses. */
	private static final int MAX_TERMS = 1000;

	private final SearcherManager searchers;

	private final Analyzer analyzer;

	private final IndexSearcher searcher;

	WordSearch(SearcherManager searchers, Analyzer analyzer) throws IOException {
		this.searchers = searchers;
		this.analyzer = analyzer;
		this.searcher = searchers.acquire();
	}

	List<Candidate> run(String text, List<Integer> columns, int limit, LongPredicate selected) throws IOException {
		List<Query> queries = new ArrayList<>();
		for (int column : columns) {
			queries.add(query(TextIndex.field(column), text, MAX_TERMS / columns.size()));
		}
		int size = Math.min(limit, this.searcher.getIndexReader().maxDoc());
		if (size == 0) {
			return List.of();
		}
		TopScoreDocCollector top = new TopScoreDocCollectorManager(size, null, Integer.MAX_VALUE).newCollector();
		Query query = (queries.size() == 1) ? queries.get(0) : new DisjunctionMaxQuery(queries, 0);
		this.searcher.search(query, new SelectedRowsCollector(top, selected));
		return candidates(top.topDocs());
	}

	private Query query(String field, String text, int maxTerms) throws IOException {
		Map<String, Integer> counts = new LinkedHashMap<>();
		try (TokenStream tokens = this.analyzer.tokenStream(field, text)) {
			CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
			tokens.reset();
			while (tokens.incrementToken() && counts.size() < maxTerms) {
				counts.merge(term.toString(), 1, Integer::sum);
			}
			tokens.end();
		}
		BooleanQuery.Builder query = new BooleanQuery.Builder();
		counts.forEach((term, count) -> {
			Query single = new TermQuery(new Term(field, term));
			query.add((count > 1) ? new BoostQuery(single, count) : single, BooleanClause.Occur.SHOULD);
		});
		return query.build();
	}

	private List<Candidate> candidates(TopDocs top) throws IOException {
		List<Candidate> candidates = new ArrayList<>();
		for (ScoreDoc hit : top.scoreDocs) {
			candidates.add(new Candidate(rowId(hit.doc), hit.score));
		}
		candidates.sort(Comparator.comparingDouble(Candidate::score).reversed().thenComparingLong(Candidate::rowId));
		return candidates;
	}

	private long rowId(int doc) throws IOException {
		for (LeafReaderContext leaf : this.searcher.getIndexReader().leaves()) {
			if (doc >= leaf.docBase && doc < leaf.docBase + leaf.reader().maxDoc()) {
				NumericDocValues rowIds = leaf.reader().getNumericDocValues(TextIndex.ROW_ID);
				if (rowIds.advanceExact(doc - leaf.docBase)) {
					return rowIds.longValue();
				}
			}
		}
		throw new IllegalStateException("A document without row id: " + doc);
	}

	@Override
	public void close() throws IOException {
		this.searchers.release(this.searcher);
	}

	/**
	 * Lets only selected rows through, before they compete for a place.
	 */
	private static final class SelectedRowsCollector extends FilterCollector {

		private final LongPredicate selected;

		SelectedRowsCollector(TopScoreDocCollector target, LongPredicate selected) {
			super(target);
			this.selected = selected;
		}

		@Override
		public LeafCollector getLeafCollector(LeafReaderContext context) throws IOException {
			NumericDocValues rowIds = context.reader().getNumericDocValues(TextIndex.ROW_ID);
			LongPredicate condition = this.selected;
			return new FilterLeafCollector(super.getLeafCollector(context)) {

				@Override
				public void collect(int doc) throws IOException {
					if (rowIds.advanceExact(doc) && condition.test(rowIds.longValue())) {
						super.collect(doc);
					}
				}

			};
		}

	}

}
