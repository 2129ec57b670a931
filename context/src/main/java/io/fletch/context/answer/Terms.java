package io.fletch.context.answer;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reduces text to the words that carry its meaning: lower case, without accents, stop
 * words and the commonest English endings.
 */
final class Terms {

	private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}]+");

	private static final Pattern ACCENT = Pattern.compile("\\p{M}+");

	private static final Set<String> STOP_WORDS = Set.of("a", "about", "after", "all", "also", "an", "and", "any",
			"are", "as", "at", "be", "been", "before", "being", "but", "by", "can", "could", "did", "do", "does",
			"done", "for", "from", "get", "had", "has", "have", "he", "her", "his", "how", "i", "if", "in", "into",
			"is", "it", "its", "just", "may", "me", "might", "more", "most", "must", "my", "no", "not", "of", "on",
			"one", "only", "or", "other", "our", "shall", "she", "should", "so", "some", "such", "tell", "than", "that",
			"the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too", "up", "us", "was",
			"we", "were", "what", "when", "where", "which", "while", "who", "whom", "whose", "why", "will", "with",
			"would", "you", "your");

	private Terms() {
	}

	static Set<String> of(String text) {
		String plain = ACCENT.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
		Set<String> terms = new LinkedHashSet<>();
		for (String word : SEPARATOR.split(plain.toLowerCase(Locale.ROOT))) {
			if (!word.isEmpty() && !STOP_WORDS.contains(word)) {
				terms.add(stem(word));
			}
		}
		return terms;
	}

	/**
	 * Makes forms of one word equal; what it makes need not be a word.
	 */
	static String stem(String word) {
		String stem = word;
		if (stem.length() > 4 && stem.endsWith("ies")) {
			stem = stem.substring(0, stem.length() - 3) + "y";
		}
		else if (stem.length() > 3 && stem.endsWith("s") && !stem.endsWith("ss") && !stem.endsWith("us")
				&& !stem.endsWith("is")) {
			stem = stem.substring(0, stem.length() - 1);
		}
		stem = without(stem, "ing");
		stem = without(stem, "ed");
		return (stem.length() > 4 && stem.endsWith("e")) ? stem.substring(0, stem.length() - 1) : stem;
	}

	private static String without(String word, String ending) {
		if (word.length() < ending.length() + 4 || !word.endsWith(ending)) {
			return word;
		}
		String stem = word.substring(0, word.length() - ending.length());
		int last = stem.length() - 1;
		boolean doubled = stem.charAt(last) == stem.charAt(last - 1) && "lsz".indexOf(stem.charAt(last)) < 0;
		return doubled ? stem.substring(0, last) : stem;
	}

}
