package io.fletch.benchmarks.search;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What is asked in words.
 *
 * @param terms some words
 * @param df how many documents have each of them
 * @param text the words, with spaces between them
 * @param full a text that the words are from
 */
record TextQuestion(List<String> terms, List<Integer> df, String text, String full) {

	private static final Pattern FIRST_SENTENCE = Pattern.compile(".*?\\. ", Pattern.DOTALL);

	private static final Pattern TWO_WORDS = Pattern.compile("[A-Za-z]{3,} [a-z]{3,}");

	private static final int LONG = 120;

	String rarest() {
		return term(this.df.stream().min(Integer::compare).orElseThrow());
	}

	String mostFrequent() {
		return term(this.df.stream().max(Integer::compare).orElseThrow());
	}

	private String term(int frequency) {
		return this.terms.get(this.df.indexOf(frequency));
	}

	/**
	 * Returns two words that follow each other in the text.
	 */
	String phrase() {
		String rest = FIRST_SENTENCE.matcher(this.full).replaceFirst("");
		List<String> pairs = TWO_WORDS.matcher(rest).results().map(MatchResult::group).limit(2).toList();
		return pairs.isEmpty() ? "a kind" : pairs.getLast();
	}

	/**
	 * Returns the beginning of the text.
	 */
	String beginning() {
		String words = this.full.replaceAll("[^A-Za-z ]", " ");
		return words.substring(0, Math.min(LONG, words.length()));
	}

}
