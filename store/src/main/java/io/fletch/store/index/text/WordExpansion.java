package io.fletch.store.index.text;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;

/**
 * What words that are not given exactly stand for.
 */
interface WordExpansion {

	/**
	 * Finds words that differ little from one, the nearest first.
	 */
	List<Query> near(Term word, int edits, int prefixLength, int most) throws IOException;

	/**
	 * Finds words that begin in a way, and some whole words.
	 */
	Query beginningWith(Term beginning, Set<Term> whole) throws IOException;

	/**
	 * Takes from the score of one query that of another.
	 */
	Query demoted(Query positive, Query negative, float factor);

}
