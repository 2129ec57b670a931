package io.fletch.store.index.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.FuzzyTermsEnum;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;

/**
 * Takes the words that the rows of all segments have together, without deleted ones, so
 * that what is found does not depend on how rows are spread over segments.
 */
final class IndexedWords implements WordExpansion {

	private static final int MOST_WITH_PREFIX = 500;

	private static final int WORDS_BETWEEN_CHECKS = 256;

	private final LiveStatisticsSearcher searcher;

	private final IndexReader reader;

	private int seen;

	IndexedWords(LiveStatisticsSearcher searcher) {
		this.searcher = searcher;
		this.reader = searcher.getIndexReader();
	}

	@Override
	public List<Query> near(Term word, int edits, int prefixLength, int most) throws IOException {
		Terms terms = MultiTerms.getTerms(this.reader, word.field());
		if (terms == null) {
			return List.of();
		}
		List<Near> found = new ArrayList<>();
		FuzzyTermsEnum words = new FuzzyTermsEnum(terms, word, edits, prefixLength, true);
		for (BytesRef next = words.next(); next != null; next = words.next()) {
			stopIfInterrupted();
			Term term = new Term(word.field(), BytesRef.deepCopyOf(next));
			if (this.searcher.isLive(term)) {
				found.add(new Near(term, words.getBoost()));
			}
		}
		found.sort(Comparator.comparing(Near::likeness).reversed().thenComparing(Near::word));
		return found.stream().limit(most).<Query>map((near) -> new TermQuery(near.word())).toList();
	}

	@Override
	public Query beginningWith(Term beginning, Set<Term> whole) throws IOException {
		SynonymQuery.Builder words = new SynonymQuery.Builder(beginning.field());
		whole.stream().filter((term) -> !begins(term.bytes(), beginning)).forEach(words::addTerm);
		Terms terms = MultiTerms.getTerms(this.reader, beginning.field());
		int count = 0;
		if (terms != null) {
			TermsEnum all = terms.iterator();
			BytesRef next = (all.seekCeil(beginning.bytes()) == TermsEnum.SeekStatus.END) ? null : all.term();
			while (begins(next, beginning)) {
				stopIfInterrupted();
				Term term = new Term(beginning.field(), BytesRef.deepCopyOf(next));
				if (this.searcher.isLive(term)) {
					if (++count > MOST_WITH_PREFIX) {
						return new ConstantScoreQuery(new PrefixQuery(beginning));
					}
					words.addTerm(term);
				}
				next = all.next();
			}
		}
		return words.build();
	}

	private void stopIfInterrupted() {
		if (this.seen++ % WORDS_BETWEEN_CHECKS == 0) {
			CancelledException.throwIfInterrupted();
		}
	}

	private static boolean begins(@Nullable BytesRef word, Term beginning) {
		return word != null && StringHelper.startsWith(word, beginning.bytes());
	}

	@Override
	public Query demoted(Query positive, Query negative, float factor) {
		return new DemotionQuery(positive, negative, factor);
	}

	/**
	 * A word and how near it is.
	 */
	private record Near(Term word, float likeness) {
	}

}
