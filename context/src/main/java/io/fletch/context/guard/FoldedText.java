package io.fletch.context.guard;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

import io.fletch.context.splitting.Span;

/**
 * A text in lower case, without accents, invisible characters and runs of white space,
 * which knows where each character comes from.
 */
final class FoldedText {

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
			.forEach((each) -> put((char) each, origin));
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
