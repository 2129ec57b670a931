package io.fletch.store.index;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.fletch.store.error.InvalidInputException;

/**
 * How the texts of a full-text index become words. Immutable: every method returns a new
 * one. What is not said has its default: English words in lower case, without stop words,
 * stemmed, without accents, with their positions.
 */
public final class TextOptions {

	private static final String TOKENIZER = "base_tokenizer";

	private static final String LANGUAGE = "language";

	private static final String MAX_TOKEN_LENGTH = "max_token_length";

	private static final String LOWER_CASE = "lower_case";

	private static final String STEM = "stem";

	private static final String REMOVE_STOP_WORDS = "remove_stop_words";

	private static final String STOP_WORDS = "custom_stop_words";

	private static final String ASCII_FOLDING = "ascii_folding";

	private static final String WITH_POSITION = "with_position";

	private static final String NGRAM_MIN = "ngram_min_length";

	private static final String NGRAM_MAX = "ngram_max_length";

	private static final String PREFIX_ONLY = "prefix_only";

	/** The names of all options. */
	static final Set<String> NAMES = Set.of(TOKENIZER, LANGUAGE, MAX_TOKEN_LENGTH, LOWER_CASE, STEM, REMOVE_STOP_WORDS,
			STOP_WORDS, ASCII_FOLDING, WITH_POSITION, NGRAM_MIN, NGRAM_MAX, PREFIX_ONLY);

	private static final TextOptions DEFAULTS = new TextOptions(Map.of());

	private final Map<String, String> values;

	private TextOptions(Map<String, String> values) {
		this.values = Map.copyOf(values);
	}

	/**
	 * The defaults.
	 * @return the options
	 */
	public static TextOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Chooses whose words are stemmed, and whose stop words are left out.
	 * @param name one of Arabic, Danish, Dutch, English, Finnish, French, German, Greek,
	 * Hungarian, Italian, Norwegian, Portuguese, Romanian, Russian, Spanish, Swedish,
	 * Tamil or Turkish
	 * @return options with that language
	 */
	public TextOptions language(String name) {
		return with(LANGUAGE, name);
	}

	/**
	 * Chooses where texts are cut.
	 * @param name {@code simple} (runs of letters and digits), {@code whitespace},
	 * {@code raw} (the whole text is one word), {@code ngram} (pieces of words) or
	 * {@code cjk} (words; Chinese, Japanese and Korean in pairs of letters)
	 * @return options with that tokenizer
	 */
	public TextOptions tokenizer(String name) {
		return with(TOKENIZER, name);
	}

	/**
	 * Cuts words into pieces.
	 * @param least the length of the shortest
	 * @param greatest the length of the longest
	 * @return options with the tokenizer {@code ngram}
	 */
	public TextOptions ngrams(int least, int greatest) {
		return with(TOKENIZER, "ngram").with(NGRAM_MIN, Integer.toString(least))
			.with(NGRAM_MAX, Integer.toString(greatest));
	}

	/**
	 * Keeps only the pieces at the beginning of words.
	 * @return options that do so
	 */
	public TextOptions prefixOnly() {
		return with(PREFIX_ONLY, true);
	}

	/**
	 * Chooses how long words may be.
	 * @param length words of so many characters or more are left out
	 * @return options with that length
	 */
	public TextOptions maxTokenLength(int length) {
		return with(MAX_TOKEN_LENGTH, Integer.toString(length));
	}

	/**
	 * Chooses whether case does not matter.
	 * @param lowerCase {@code false} if it does
	 * @return options with that choice
	 */
	public TextOptions lowerCase(boolean lowerCase) {
		return with(LOWER_CASE, lowerCase);
	}

	/**
	 * Chooses whether the forms of a word are the same.
	 * @param stem {@code false} if they are not
	 * @return options with that choice
	 */
	public TextOptions stem(boolean stem) {
		return with(STEM, stem);
	}

	/**
	 * Chooses whether words that are in every text are left out.
	 * @param remove {@code false} if they are kept
	 * @return options with that choice
	 */
	public TextOptions removeStopWords(boolean remove) {
		return with(REMOVE_STOP_WORDS, remove);
	}

	/**
	 * Gives stop words instead of the language's.
	 * @param words the words; none for no stop words
	 * @return options with these stop words
	 * @throws InvalidInputException if one has a space in it, or is empty
	 */
	public TextOptions stopWords(String... words) {
		for (String word : words) {
			if (word.isEmpty() || word.chars().anyMatch(Character::isWhitespace)) {
				throw new InvalidInputException("The stop word '" + word + "' is not one word; give each by itself");
			}
		}
		return with(STOP_WORDS, String.join(" ", words));
	}

	/**
	 * Chooses whether letters with accents are the same as those without.
	 * @param folding {@code false} if they are not
	 * @return options with that choice
	 */
	public TextOptions asciiFolding(boolean folding) {
		return with(ASCII_FOLDING, folding);
	}

	/**
	 * Chooses whether the index keeps where words stand, which phrases need.
	 * @param positions {@code false} for a smaller index without phrases
	 * @return options with that choice
	 */
	public TextOptions positions(boolean positions) {
		return with(WITH_POSITION, positions);
	}

	/**
	 * Returns the options that were given.
	 * @return values by name
	 */
	public Map<String, String> values() {
		return this.values;
	}

	private TextOptions with(String name, boolean value) {
		return with(name, Boolean.toString(value));
	}

	private TextOptions with(String name, String value) {
		Map<String, String> changed = new TreeMap<>(this.values);
		changed.put(name, value);
		return new TextOptions(changed);
	}

}
