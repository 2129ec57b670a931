package io.fletch.context.packing;

/**
 * Estimates tokens without a tokenizer, rather too many than too few: one for every four
 * letters or digits of a word that are begun, one for every letter of a script that
 * writes no spaces, and one for every other character that is not white space.
 */
final class TokenEstimate {

	private static final int OF_A_WORD = 4;

	private TokenEstimate() {
	}

	static int of(String text) {
		int tokens = 0;
		int word = 0;
		for (int index = 0; index < text.length();) {
			int codePoint = text.codePointAt(index);
			index += Character.charCount(codePoint);
			boolean isOfAWord = Character.isLetterOrDigit(codePoint) && !isDense(codePoint);
			if (isOfAWord) {
				tokens += (word % OF_A_WORD == 0) ? 1 : 0;
				word++;
			}
			else {
				word = 0;
				tokens += Character.isWhitespace(codePoint) ? 0 : 1;
			}
		}
		return tokens;
	}

	private static boolean isDense(int codePoint) {
		return switch (Character.UnicodeScript.of(codePoint)) {
			case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
			default -> false;
		};
	}

}
