package io.fletch.context.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.fletch.context.language.LanguageModel;

/**
 * Makes a question that follows others stand alone. Without a conversation nothing is
 * changed.
 */
public final class HistoryCompression {

	private static final String STAGE = "history compression";

	private static final String INSTRUCTIONS = """
			Rewrite the last question so that it is understood without the conversation before it: put names \
			in the place of words that point back. Keep its language. \
			If it is understood alone, repeat it. Write the question and nothing else.""";

	private static final int LONGEST = 1000;

	/** A question of more words says what it is about. */
	private static final int SHORT = 8;

	private static final int MOST_TERMS = 8;

	/** What is longer is no word. */
	private static final int LONGEST_TERM = 64;

	private static final Pattern SPACE = Pattern.compile("\\s+");

	private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}'\u2019_.+#-]+");

	private static final Pattern EDGE = Pattern
		.compile("^[^\\p{L}\\p{N}]++|(?<![^\\p{L}\\p{N}+#])[^\\p{L}\\p{N}+#]++$");

	private static final Set<String> POINTS_BACK = Set.of("it", "its", "that", "this", "these", "those", "they", "them",
			"their", "he", "him", "his", "she", "her", "there", "one", "ones", "same", "such", "former", "latter",
			"else", "also", "more");

	private static final Set<String> TELLS_NOTHING = Set.of("a", "about", "an", "and", "any", "are", "as", "at", "be",
			"been", "but", "by", "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "how", "i",
			"if", "in", "into", "is", "me", "my", "not", "of", "on", "or", "our", "please", "should", "so", "some",
			"tell", "than", "the", "then", "to", "too", "was", "we", "were", "what", "when", "where", "which", "while",
			"who", "whom", "whose", "why", "will", "with", "would", "you", "your");

	private HistoryCompression() {
	}

	/**
	 * Lets a chat model write the question anew.
	 * @param model the chat model
	 * @return the transformer
	 */
	public static QueryTransformer by(LanguageModel model) {
		ModelQuestion asked = new ModelQuestion(STAGE, Objects.requireNonNull(model, "model"), INSTRUCTIONS, LONGEST);
		return (query) -> query.question().history().isEmpty() ? query : asked.change(query, true,
				(changed, text) -> changed.withMain(new SearchText(SPACE.matcher(text).replaceAll(" "))));
	}

	/**
	 * Appends words of the question before, without a chat model: if the question has at
	 * most 8 words and one that points back, such as "it", or no word of its own, up to 8
	 * words of the last question that say what it is about, of at most 64 characters
	 * each. Knows English.
	 * @return the transformer
	 */
	public static QueryTransformer byWords() {
		return (query) -> {
			List<Question.Turn> history = query.question().history();
			return history.isEmpty() ? query : continued(query, history.getLast().question());
		};
	}

	private static TransformedQuery continued(TransformedQuery query, String before) {
		String text = query.main().text();
		List<String> words = words(text);
		boolean isShort = words.size() <= SHORT;
		if (!isShort || (words.stream().noneMatch(POINTS_BACK::contains)
				&& words.stream().anyMatch(HistoryCompression::tells) && !words.getFirst().equals("and"))) {
			return query;
		}
		Set<String> missing = new LinkedHashSet<>();
		for (String word : SEPARATOR.split(before)) {
			String term = EDGE.matcher(word).replaceAll("");
			String plain = term.toLowerCase(Locale.ROOT);
			if (missing.size() < MOST_TERMS && term.length() <= LONGEST_TERM && tells(plain)
					&& !words.contains(plain)) {
				missing.add(term);
			}
		}
		return missing.isEmpty() ? query : query.withMain(new SearchText(text + " " + String.join(" ", missing)));
	}

	private static boolean tells(String word) {
		return !word.isEmpty() && !TELLS_NOTHING.contains(word) && !POINTS_BACK.contains(word);
	}

	private static List<String> words(String text) {
		return SEPARATOR.splitAsStream(text.toLowerCase(Locale.ROOT))
			.map((word) -> EDGE.matcher(word).replaceAll(""))
			.filter((word) -> !word.isEmpty())
			.toList();
	}

}
