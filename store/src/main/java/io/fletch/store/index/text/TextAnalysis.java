package io.fletch.store.index.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

import io.fletch.store.error.InvalidInputException;

/**
 * How the texts of a column become tokens: options with a name and a value, as they stand
 * in the description of an index. All have a default.
 * <ul>
 * <li>{@code base_tokenizer}: simple (runs of letters and digits), whitespace, raw (the
 * whole text), ngram (pieces of words) or cjk (words; Chinese, Japanese and Korean in
 * pairs of letters)</li>
 * <li>{@code language}: whose words are stemmed, and whose stop words are left out;
 * English</li>
 * <li>{@code max_token_length}: tokens of so many characters or more are left out; 40, at
 * most 8192</li>
 * <li>{@code lower_case}, {@code stem}, {@code remove_stop_words}, {@code ascii_folding},
 * {@code with_position}: true or false; all are true</li>
 * <li>{@code custom_stop_words}: instead of the language's, words with spaces between
 * them; empty for none</li>
 * <li>{@code ngram_min_length}, {@code ngram_max_length}: how long the pieces are; 3</li>
 * <li>{@code prefix_only}: whether only pieces at the beginning of words count;
 * false</li>
 * </ul>
 * Tokens are cut, left out where they are too long, brought into lower case, left out
 * where they are stop words, stemmed and folded to ASCII, in this order. Raw texts and
 * pieces have no stop words and no stems.
 */
public final class TextAnalysis {

	private static final String TRUE = "true";

	private static final String FALSE = "false";

	/** With four bytes for two characters, below the 32766 bytes that a term may have. */
	static final int GREATEST_TOKEN = 8192;

	private static final String CUSTOM_STOP_WORDS = "custom_stop_words";

	private static final Map<String, String> DEFAULTS = Map.ofEntries(Map.entry("base_tokenizer", "simple"),
			Map.entry("language", "English"), Map.entry("max_token_length", "40"), Map.entry("lower_case", TRUE),
			Map.entry("stem", TRUE), Map.entry("remove_stop_words", TRUE), Map.entry("ascii_folding", TRUE),
			Map.entry("with_position", TRUE), Map.entry("ngram_min_length", "3"), Map.entry("ngram_max_length", "3"),
			Map.entry("prefix_only", FALSE));

	private static final Set<String> SWITCHES = Set.of("lower_case", "stem", "remove_stop_words", "ascii_folding",
			"with_position", "prefix_only");

	/** English words, stemmed, without stop words. */
	public static final TextAnalysis ENGLISH = of(Map.of());

	private final SortedMap<String, String> options;

	private final BaseTokenizer tokenizer;

	private final Language language;

	private final Analyzer analyzer;

	private TextAnalysis(SortedMap<String, String> options) {
		this.options = Collections.unmodifiableSortedMap(options);
		this.tokenizer = BaseTokenizer.named(value("base_tokenizer"));
		this.language = Language.named(value("language"));
		this.options.forEach(TextAnalysis::check);
		if (number("ngram_min_length") > number("ngram_max_length")) {
			throw new InvalidInputException("The ngram_min_length " + number("ngram_min_length")
					+ " is greater than the ngram_max_length " + number("ngram_max_length"));
		}
		this.analyzer = new TokenPipeline(this);
	}

	/**
	 * Reads options. Those that are not given have their defaults.
	 * @param given values by name
	 * @return the analysis
	 * @throws InvalidInputException if a name is not known, or a value not possible
	 */
	public static TextAnalysis of(Map<String, String> given) {
		SortedMap<String, String> options = new TreeMap<>(DEFAULTS);
		given.forEach((name, value) -> {
			if (!DEFAULTS.containsKey(name) && !name.equals(CUSTOM_STOP_WORDS)) {
				throw new InvalidInputException(
						"The option \"" + name + "\" of a full-text index is not known; there are "
								+ new TreeMap<>(DEFAULTS).keySet() + " and " + CUSTOM_STOP_WORDS);
			}
			options.put(name, value);
		});
		return new TextAnalysis(options);
	}

	private static void check(String name, String value) {
		if (SWITCHES.contains(name) && !value.equals(TRUE) && !value.equals(FALSE)) {
			throw new InvalidInputException("The option " + name + " is \"" + value + "\": give true or false");
		}
		if (name.endsWith("_length")) {
			checkLength(name, value);
		}
	}

	private static void checkLength(String name, String value) {
		int least = (name.equals("max_token_length")) ? 2 : 1;
		int greatest = (name.equals("max_token_length")) ? GREATEST_TOKEN : 32;
		if (!value.matches("\\d{1,4}") || Integer.parseInt(value) < least || Integer.parseInt(value) > greatest) {
			throw new InvalidInputException(
					"The option " + name + " is \"" + value + "\": give a number from " + least + " to " + greatest);
		}
	}

	/**
	 * Changes an option.
	 * @param name its name
	 * @param value its new value
	 * @return the analysis with that option
	 * @throws InvalidInputException if the name is not known, or the value not possible
	 */
	public TextAnalysis with(String name, String value) {
		SortedMap<String, String> changed = new TreeMap<>(this.options);
		changed.put(name, value);
		return of(changed);
	}

	/**
	 * Returns all options, to be stored.
	 * @return values by name; {@code custom_stop_words} only where they were given
	 */
	public SortedMap<String, String> options() {
		return this.options;
	}

	/**
	 * Cuts a text into tokens as an index does.
	 * @param text the text
	 * @return the tokens in their order
	 */
	public List<Token> tokenize(String text) {
		List<Token> result = new ArrayList<>();
		try (TokenStream tokens = this.analyzer.tokenStream("", text)) {
			CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
			PositionIncrementAttribute step = tokens.addAttribute(PositionIncrementAttribute.class);
			OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
			tokens.reset();
			int position = -1;
			while (tokens.incrementToken()) {
				position += step.getPositionIncrement();
				result.add(new Token(term.toString(), position, offset.startOffset(), offset.endOffset()));
			}
			tokens.end();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return result;
	}

	/**
	 * Tells whether the index keeps where words stand, which phrases need.
	 * @return whether it does
	 */
	public boolean withPositions() {
		return is("with_position");
	}

	Analyzer analyzer() {
		return this.analyzer;
	}

	BaseTokenizer tokenizer() {
		return this.tokenizer;
	}

	Language language() {
		return this.language;
	}

	CharArraySet stopWords() {
		String custom = this.options.get(CUSTOM_STOP_WORDS);
		if (custom == null) {
			return this.language.stopWords();
		}
		return new CharArraySet(Arrays.stream(custom.split("\\s+")).filter((word) -> !word.isEmpty()).toList(), true);
	}

	boolean is(String option) {
		return value(option).equals(TRUE);
	}

	int number(String option) {
		return Integer.parseInt(value(option));
	}

	private String value(String option) {
		return this.options.getOrDefault(option, "");
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof TextAnalysis analysis && this.options.equals(analysis.options);
	}

	@Override
	public int hashCode() {
		return this.options.hashCode();
	}

	@Override
	public String toString() {
		return this.options.toString();
	}

	/**
	 * A word, or what else is looked for.
	 *
	 * @param text its form in the index
	 * @param position its place among the tokens of the text, from 0; what was left out
	 * has a place too
	 * @param start where it begins in the text
	 * @param end where it ends in the text
	 */
	public record Token(String text, int position, int start, int end) {
	}

}
