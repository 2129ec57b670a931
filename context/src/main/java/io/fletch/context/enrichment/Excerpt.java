package io.fletch.context.enrichment;

/**
 * Parts of a text that begin and end with whole words, or where no space is near, as in
 * languages that write none, with whole characters.
 */
final class Excerpt {

	/** A word that is longer is none. */
	private static final int LONGEST_WORD = 40;

	private Excerpt() {
	}

	/**
	 * Returns the last whole words before a place.
	 * @param from where the text begins
	 */
	static String before(String text, int from, int end, int characters) {
		if (end - from <= characters) {
			return text.substring(from, end).strip();
		}
		int cut = end - characters;
		int start = cut;
		if (!Character.isWhitespace(text.charAt(cut - 1))) {
			while (start < end && !Character.isWhitespace(text.charAt(start))) {
				start++;
			}
			if (start == end || start - cut > LONGEST_WORD) {
				start = isInsideCharacter(text, cut) ? cut + 1 : cut;
			}
		}
		return text.substring(start, end).strip();
	}

	/**
	 * Returns the first whole words behind a place.
	 */
	static String after(String text, int start, int characters) {
		if (text.length() - start <= characters) {
			return text.substring(start).strip();
		}
		int cut = start + characters;
		int end = cut;
		if (!Character.isWhitespace(text.charAt(cut))) {
			while (end > start && !Character.isWhitespace(text.charAt(end - 1))) {
				end--;
			}
			if (end == start || cut - end > LONGEST_WORD) {
				end = isInsideCharacter(text, cut) ? cut - 1 : cut;
			}
		}
		return text.substring(start, end).strip();
	}

	private static boolean isInsideCharacter(String text, int index) {
		return index > 0 && Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
	}

}
