package io.fletch.context.guard;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

import io.fletch.context.splitting.Span;

/**
 * A text in lower case, without accents, invisible characters and runs of white space,
 * with Latin letters in the place of Cyrillic and Greek ones that look the same, which
 * knows where each character comes from.
 */
final class FoldedText {

	private static final String LOOK_ALIKES = "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0501\u04bb\u0475"
			+ "\u03bf\u03b1\u03b9\u03c1\u03bd\u03c5\u03ba\u0131\u0261";

	private static final String LATIN = "aeopcyxisjdhv" + "oaipvukig";

	private static final String DIGITS = "013457@$";

	private static final String LETTERS = "oieastas";

	private final StringBuilder folded = new StringBuilder();

	private int[] origins;

	private final int length;

	FoldedText(String text) {
		this.length = text.length();
		this.origins = new int[text.length() + 16];
		for (int index = 0; index < text.length();) {
			int codePoint = text.codePointAt(index);
			add(codePoint, index);
			index += Character.charCount(codePoint);
		}
	}

	/**
	 * Folds a pattern, so that it is compared with what it means.
	 */
	static String fold(String text) {
		return new FoldedText(text).folded.toString();
	}

	/**
	 * Folds a text whose words may have digits in the place of letters, as in "1gn0re".
	 */
	static FoldedText ofDisguised(String text) {
		FoldedText folded = new FoldedText(text);
		folded.undisguise();
		return folded;
	}

	private void undisguise() {
		int start = 0;
		while (start < this.folded.length()) {
			int end = start;
			boolean hasLetter = false;
			while (end < this.folded.length() && isOfWord(this.folded.charAt(end))) {
				hasLetter |= Character.isLetter(this.folded.charAt(end));
				end++;
			}
			for (int index = start; hasLetter && index < end; index++) {
				int digit = DIGITS.indexOf(this.folded.charAt(index));
				if (digit >= 0) {
					this.folded.setCharAt(index, LETTERS.charAt(digit));
				}
			}
			start = end + 1;
		}
	}

	private static boolean isOfWord(char character) {
		return Character.isLetterOrDigit(character) || character == '@' || character == '$';
	}

	private void add(int codePoint, int origin) {
		if (InvisibleText.isInvisible(codePoint)) {
			return;
		}
		if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
			if (!this.folded.isEmpty() && this.folded.charAt(this.folded.length() - 1) != ' ') {
				put(' ', origin);
			}
			return;
		}
		if (codePoint < 128) {
			put(Character.toLowerCase((char) codePoint), origin);
			return;
		}
		String plain = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD)
			.toLowerCase(Locale.ROOT);
		plain.chars()
			.filter((each) -> Character.getType(each) != Character.NON_SPACING_MARK)
			.forEach((each) -> put(latin((char) each), origin));
	}

	private static char latin(char letter) {
		int alike = LOOK_ALIKES.indexOf(letter);
		return (alike >= 0) ? LATIN.charAt(alike) : letter;
	}

	private void put(char character, int origin) {
		if (this.folded.length() == this.origins.length) {
			this.origins = Arrays.copyOf(this.origins, this.origins.length * 2);
		}
		this.origins[this.folded.length()] = origin;
		this.folded.append(character);
	}

	CharSequence characters() {
		return this.folded;
	}

	/**
	 * Returns where a part of the folded text comes from.
	 */
	Span origin(int start, int end) {
		int last = this.origins[end - 1];
		int after = (end < this.folded.length()) ? this.origins[end] : this.length;
		return new Span(this.origins[start], Math.max(last + 1, after));
	}

}
