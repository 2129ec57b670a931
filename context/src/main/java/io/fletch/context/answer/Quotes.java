package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fletch.context.splitting.Span;

/**
 * Finds what an answer quotes, before it is cut into sentences: a quotation may hold
 * several.
 */
final class Quotes {

	static final Pattern PARAGRAPH = Pattern.compile("\\R\\h*\\R");

	private static final int LONGEST = 2000;

	private static final int SHORTEST = 8;

	/** Chinese and Japanese say much in few characters. */
	private static final int SHORTEST_DENSE = 4;

	private static final String OPENING = "\"\u201c\u201e\u00ab\u00bb\u300c";

	private Quotes() {
	}

	static List<Quote> of(String answer) {
		List<Quote> quotes = new ArrayList<>();
		Matcher paragraph = PARAGRAPH.matcher(answer);
		int start = 0;
		while (paragraph.find()) {
			addAll(answer, new Span(start, paragraph.start()), quotes);
			start = paragraph.end();
		}
		addAll(answer, new Span(start, answer.length()), quotes);
		return quotes;
	}

	private static void addAll(String answer, Span paragraph, List<Quote> quotes) {
		int index = paragraph.start();
		while (index < paragraph.end()) {
			if (!opens(answer, index)) {
				index++;
				continue;
			}
			int close = close(answer, index, paragraph.end());
			if (close < 0) {
				quotes.add(new Quote(new Span(index, index + 1), answer.substring(index, index + 1), false));
				index++;
				continue;
			}
			String text = answer.substring(index + 1, close);
			int shortest = (answer.charAt(index) == '\u300c') ? SHORTEST_DENSE : SHORTEST;
			if (text.length() >= shortest) {
				quotes.add(new Quote(new Span(index, close + 1), text, true));
			}
			index = close + 1;
		}
	}

	/** Inches, and marks that close what never began, open nothing. */
	private static boolean opens(String answer, int index) {
		char mark = answer.charAt(index);
		if (OPENING.indexOf(mark) < 0) {
			return false;
		}
		if (mark != '"' && mark != '\u00bb') {
			return true;
		}
		boolean isLast = index + 1 == answer.length();
		boolean spaceBefore = index == 0 || isSpace(answer.charAt(index - 1));
		if (isLast || (isSpace(answer.charAt(index + 1)) && !spaceBefore)) {
			return false;
		}
		return index == 0 || !Quotation.isOfAWord(answer.codePointBefore(index));
	}

	private static int close(String answer, int open, int end) {
		String closing = switch (answer.charAt(open)) {
			case '"' -> "\"";
			case '\u201c' -> "\u201d";
			case '\u201e' -> "\u201c\u201d\"";
			case '\u00ab' -> "\u00bb";
			case '\u00bb' -> "\u00ab";
			default -> "\u300d";
		};
		for (int index = open + 1; index < Math.min(end, open + LONGEST); index++) {
			char mark = answer.charAt(index);
			if (closing.indexOf(mark) >= 0) {
				return (mark == '"' && beginsAnother(answer, open, index, end)) ? -1 : index;
			}
		}
		return -1;
	}

	/** Behind a space and before a letter a straight mark opens. */
	private static boolean beginsAnother(String answer, int open, int index, int end) {
		boolean isSpaced = isSpace(answer.charAt(open + 1));
		return !isSpaced && isSpace(answer.charAt(index - 1)) && index + 1 < end && !isSpace(answer.charAt(index + 1));
	}

	private static boolean isSpace(char character) {
		return Character.isWhitespace(character) || Character.isSpaceChar(character);
	}

	/**
	 * Something quoted.
	 *
	 * @param span where it stands in the answer, with its marks
	 * @param text what is quoted
	 * @param isWhole whether it is closed and not too long to be looked for; another
	 * cannot be borne out
	 */
	record Quote(Span span, String text, boolean isWhole) {
	}

}
