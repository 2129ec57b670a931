package io.fletch.context.splitting;

/**
 * Finds the places where a text is cut with the least harm.
 */
final class TextCut {

	private TextCut() {
	}

	/**
	 * Returns where a chunk must end at the latest: after a word, or within one that is
	 * longer than a chunk, but never within a surrogate pair.
	 * @param from where the chunk starts
	 * @param limit where it must end, more than one character behind the start and within
	 * the text
	 */
	static int wordEnd(String text, int from, int limit) {
		for (int index = limit; index > from; index--) {
			if (isSpace(text.charAt(index)) && !isSpace(text.charAt(index - 1))) {
				return index;
			}
		}
		return isWithinPair(text, limit) ? limit - 1 : limit;
	}

	/**
	 * Returns where the overlap with a chunk's predecessor starts: at a word, unless the
	 * chunk itself starts within one.
	 * @param from where it starts at the earliest
	 * @param start where the chunk starts
	 */
	static int wordStart(String text, int from, int start) {
		for (int index = Math.max(1, from); index < start; index++) {
			if (isSpace(text.charAt(index - 1)) && !isSpace(text.charAt(index))) {
				return index;
			}
		}
		if (from >= start || isSpace(text.charAt(start - 1))) {
			return start;
		}
		return isWithinPair(text, from) ? Math.min(start, from + 1) : from;
	}

	/**
	 * Frees a stretch of the white space around it.
	 * @param keepsIndent whether the white space before the first word of its line stays
	 */
	static Span trim(String text, int start, int end, boolean keepsIndent) {
		int from = start;
		int to = end;
		int line = start;
		while (from < to && isSpace(text.charAt(from))) {
			from++;
			if (text.charAt(from - 1) == '\n') {
				line = from;
			}
		}
		while (to > from && isSpace(text.charAt(to - 1))) {
			to--;
		}
		return new Span((keepsIndent && from < to) ? line : from, to);
	}

	static boolean isWithinPair(String text, int index) {
		return index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index))
				&& Character.isHighSurrogate(text.charAt(index - 1));
	}

	static boolean isSpace(char character) {
		return Character.isWhitespace(character) || character == '\u00a0';
	}

}
