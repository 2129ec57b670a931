package io.fletch.context.answer;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells which characters of a text begin and end quotations, in the quotation marks of
 * all languages. Apostrophes, feet and inches look like some of them.
 */
final class QuotationMarks {

	private static final int LONGEST = 2000;

	/** What closes it, by what opens. */
	private static final Map<Character, String> CLOSING = new HashMap<>();

	/** These close in one language what they open in another. */
	private static final String EITHER = "\"\uff02\u201d\u00bb\u203a";

	/** These are apostrophes as well. */
	private static final String SINGLE = "'\u2018\u2019\u201a\u201b\uff07\u00b4";

	/** Chinese and Japanese say much in few characters. */
	private static final String DENSE = "\u300c\u300e\u3008\u300a\uff62\ufe41\ufe43";

	private static final String STRAIGHT = "\"\uff02";

	/** Words that an apostrophe begins. */
	private static final Set<String> ELISIONS = Set.of("tis", "twas", "em", "til", "n");

	private static final String CLOSERS;

	static {
		String[] pairs = { "\"\"", "\uff02\uff02", "\u201c\u201d", "\u201d\u201d", "\u201e\u201c\u201d\"",
				"\u201f\u201d\u201c", "\u00ab\u00bb", "\u00bb\u00ab\u00bb", "\u2039\u203a", "\u203a\u2039\u203a",
				"''\u2019", "\uff07\uff07", "\u2018\u2019'", "\u2019\u2019'", "\u201a\u2018\u2019'", "\u201b\u2019'",
				"\u275d\u275e", "\u275b\u275c", "\u301d\u301e\u301f", "\u300c\u300d", "\u300e\u300f", "\u3008\u3009",
				"\u300a\u300b", "\uff62\uff63", "\u276e\u276f", "\ufe41\ufe42", "\ufe43\ufe44", "\u00b4\u00b4'\u2019" };
		for (String pair : pairs) {
			CLOSING.put(pair.charAt(0), pair.substring(1));
		}
		CLOSERS = String.join("", CLOSING.values());
	}

	private final String text;

	QuotationMarks(String text) {
		this.text = text;
	}

	static boolean isApostrophe(char mark) {
		return SINGLE.indexOf(mark) >= 0;
	}

	static boolean isDense(char mark) {
		return DENSE.indexOf(mark) >= 0;
	}

	/**
	 * Tells whether a quotation may begin. Inches, and marks that close what never began,
	 * open nothing.
	 */
	boolean opens(int index, int end) {
		char mark = this.text.charAt(index);
		if (!CLOSING.containsKey(mark)) {
			return false;
		}
		if (isApostrophe(mark)) {
			return beginsWord(index, end);
		}
		if (EITHER.indexOf(mark) < 0) {
			return true;
		}
		boolean spaceBefore = index == 0 || isSpace(this.text.charAt(index - 1));
		boolean spaceAfter = index + 1 == end || isSpace(this.text.charAt(index + 1));
		if (index + 1 == end || (spaceAfter && (!spaceBefore || STRAIGHT.indexOf(mark) < 0))) {
			return false;
		}
		return index == 0 || !Quotation.isOfAWord(this.text.codePointBefore(index));
	}

	private boolean beginsWord(int index, int end) {
		boolean isWithin = index > 0 && Character.isLetterOrDigit(this.text.codePointBefore(index))
				&& Quotation.isOfAWord(this.text.codePointBefore(index));
		if (isWithin || index + 1 == end || isSpace(this.text.charAt(index + 1))) {
			return false;
		}
		int first = this.text.codePointAt(index + 1);
		boolean isDecade = Character.isDigit(first) && this.text.startsWith("0s", index + 2);
		return !isDecade && !ELISIONS.contains(word(index + 1, end));
	}

	private String word(int from, int end) {
		int to = from;
		while (to < end && to - from < 8 && Character.isLetter(this.text.charAt(to))) {
			to++;
		}
		return this.text.substring(from, to).toLowerCase(Locale.ROOT);
	}

	/**
	 * Tells whether a mark outside of all quotations closes one that never began.
	 */
	boolean isStray(int index, int end) {
		char mark = this.text.charAt(index);
		if (isApostrophe(mark) || mark == '\u201c' || mark == '\u00ab' || CLOSERS.indexOf(mark) < 0) {
			return false;
		}
		char before = (index > 0) ? this.text.charAt(index - 1) : ' ';
		boolean isInches = STRAIGHT.indexOf(mark) >= 0 && Character.isDigit(before);
		// Guillemets also part the steps of a path.
		boolean isArrow = "\u00bb\u203a\u276f".indexOf(mark) >= 0 && isSpace(before)
				&& (index + 1 == end || isSpace(this.text.charAt(index + 1)));
		return !isInches && !isArrow;
	}

	/**
	 * Finds where a quotation ends.
	 * @return the index of its last mark; less than 0 if it does not end
	 */
	int close(int open, int end) {
		char mark = this.text.charAt(open);
		String closing = CLOSING.getOrDefault(mark, "");
		int last = Math.min(end, open + LONGEST);
		if (isApostrophe(mark)) {
			return closeSingle(open, closing, last, end);
		}
		for (int index = open + 1; index < last; index++) {
			if (closing.indexOf(this.text.charAt(index)) >= 0) {
				boolean isStraight = STRAIGHT.indexOf(this.text.charAt(index)) >= 0;
				return (isStraight && beginsAnother(open, index, end)) ? -1 : index;
			}
		}
		return -1;
	}

	/** Behind a space and before a letter a straight mark opens. */
	private boolean beginsAnother(int open, int index, int end) {
		boolean isSpaced = isSpace(this.text.charAt(open + 1));
		return !isSpaced && isSpace(this.text.charAt(index - 1)) && index + 1 < end
				&& !isSpace(this.text.charAt(index + 1));
	}

	/**
	 * What ends a word may be the apostrophe of "the employees' office", unless nothing
	 * else ends the quotation.
	 */
	private int closeSingle(int open, String closing, int last, int end) {
		int possible = -1;
		for (int index = open + 1; index < last; index++) {
			if (isApostrophe(this.text.charAt(index)) && opens(index, end)) {
				return possible;
			}
			if (closing.indexOf(this.text.charAt(index)) >= 0 && endsWord(index, end)) {
				if (!isPossessive(index, end)) {
					return index;
				}
				possible = (possible < 0) ? index : possible;
			}
		}
		return possible;
	}

	private boolean endsWord(int index, int end) {
		return !isSpace(this.text.charAt(index - 1))
				&& (index + 1 == end || !Quotation.isOfAWord(this.text.codePointAt(index + 1)));
	}

	private boolean isPossessive(int index, int end) {
		char before = Character.toLowerCase(this.text.charAt(index - 1));
		boolean isOfAnother = index + 2 < end && isSpace(this.text.charAt(index + 1))
				&& Character.isLetterOrDigit(this.text.codePointAt(index + 2));
		return isOfAnother && ("sxz".indexOf(before) >= 0 || Character.isDigit(before));
	}

	private static boolean isSpace(char character) {
		return Character.isWhitespace(character) || Character.isSpaceChar(character);
	}

}
