package io.fletch.store.expression.function;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text: its runs of letters and digits, in lower case.
 */
final class Words {

	private Words() {
	}

	static Set<String> of(String text) {
		Set<String> words = new HashSet<>();
		for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
			if (!word.isEmpty()) {
				words.add(word);
			}
		}
		return words;
	}

}
