package io.fletch.context.reading;

/**
 * Frees text of what cannot be shown or stored: control characters and halves of
 * surrogate pairs.
 */
final class CleanText {

	private CleanText() {
	}

	static String of(String text) {
		StringBuilder clean = new StringBuilder(text.length());
		text.codePoints().forEach((codePoint) -> append(clean, codePoint));
		return clean.toString();
	}

	private static void append(StringBuilder clean, int codePoint) {
		if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
			clean.append('\ufffd');
		}
		else if (codePoint == '\f' || codePoint == '\u000b' || codePoint == '\u0085') {
			clean.append('\n');
		}
		else if (codePoint == '\n' || codePoint == '\t' || !isInvisible(codePoint)) {
			clean.appendCodePoint(codePoint);
		}
	}

	private static boolean isInvisible(int codePoint) {
		// Soft hyphens and byte order marks would keep words from being found.
		return Character.isISOControl(codePoint) || codePoint == '\u00ad' || codePoint == '\ufeff';
	}

}
