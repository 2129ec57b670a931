package io.fletch.store.index.text;

import java.io.IOException;
import java.util.Arrays;

import org.apache.lucene.analysis.CharArrayMap;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.tartarus.snowball.SnowballStemmer;

/**
 * Replaces words by their stems. Few words make up most of a text, so stems are kept: to
 * find one is much faster than to make it.
 */
final class StemFilter extends TokenFilter {

	/** When so many are known, they are forgotten, so that rare words take no memory. */
	private static final int MOST_STEMS = 1 << 13;

	private static final int LONGEST = 24;

	private final SnowballStemmer stemmer;

	private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

	private final CharArrayMap<char[]> stems = new CharArrayMap<>(64, false);

	StemFilter(TokenStream words, SnowballStemmer stemmer) {
		super(words);
		this.stemmer = stemmer;
	}

	@Override
	public boolean incrementToken() throws IOException {
		if (!this.input.incrementToken()) {
			return false;
		}
		char[] known = this.stems.get(this.term.buffer(), 0, this.term.length());
		char[] stem = (known != null) ? known : stem();
		this.term.copyBuffer(stem, 0, stem.length);
		return true;
	}

	private char[] stem() {
		char[] word = Arrays.copyOf(this.term.buffer(), this.term.length());
		this.stemmer.setCurrent(word.clone(), word.length);
		this.stemmer.stem();
		char[] stem = Arrays.copyOf(this.stemmer.getCurrentBuffer(), this.stemmer.getCurrentBufferLength());
		if (this.stems.size() == MOST_STEMS) {
			this.stems.clear();
		}
		if (word.length <= LONGEST) {
			this.stems.put(word, stem);
		}
		return stem;
	}

}
