package io.fletch.store.index.text;

import java.util.List;
import java.util.Set;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Leaves words as they are, to be looked for in one text. What counts against a text is
 * not marked in it.
 */
final class MarkedWords implements WordExpansion {

	@Override
	public List<Query> near(Term word, int edits, int prefixLength, int most) {
		return List.of(new FuzzyQuery(word, edits, prefixLength, most, true));
	}

	@Override
	public Query beginningWith(Term beginning, Set<Term> whole) {
		BooleanQuery.Builder query = new BooleanQuery.Builder();
		query.add(new PrefixQuery(beginning), BooleanClause.Occur.SHOULD);
		whole.forEach((term) -> query.add(new TermQuery(term), BooleanClause.Occur.SHOULD));
		return query.build();
	}

	@Override
	public Query demoted(Query positive, Query negative, float factor) {
		return positive;
	}

}
