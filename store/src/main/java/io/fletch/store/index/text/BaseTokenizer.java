package io.fletch.store.index.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.fletch.store.error.InvalidInputException;

/**
 * How a text is cut into tokens.
 */
enum BaseTokenizer {

	/** Runs of letters, digits and marks. */
	SIMPLE,

	/** What stands between spaces. */
	WHITESPACE,

	/** The whole text is one token. */
	RAW,

	/** Pieces of words, of some lengths. */
	NGRAM,

	/**
	 * Words by the rules of Unicode; Chinese, Japanese and Korean in pairs of letters.
	 */
	CJK;

	static BaseTokenizer named(String name) {
		return Arrays.stream(values())
			.filter((tokenizer) -> tokenizer.title().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidInputException("The base tokenizer \"" + name + "\" is not known; take "
					+ Arrays.stream(values()).map(BaseTokenizer::title).collect(Collectors.joining(", "))
					+ " (cjk for Chinese, Japanese and Korean)"));
	}

	String title() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Tells whether the tokens are words, which can be stemmed and be stop words.
	 */
	boolean givesWords() {
		return this != RAW && this != NGRAM;
	}

}
