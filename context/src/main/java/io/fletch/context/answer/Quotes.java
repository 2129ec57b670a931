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

	/** As TeX writes quotations. */
	private static final Pattern TEX = Pattern.compile("(?<!`)``(?!`)([^`]{1,2000}?)''");

	private static final int SHORTEST = 8;

	private static final int SHORTEST_DENSE = 4;

	private Quotes() {
	}

	static List<Quote> of(String written) {
		String answer = TEX.matcher(written).replaceAll("\u200b\u201c$1\u201d\u200b");
		List<Quote> quotes = new ArrayList<>();
		QuotationMarks marks = new QuotationMarks(answer);
		Matcher paragraph = PARAGRAPH.matcher(answer);
		int start = 0;
		while (paragraph.find()) {
			addAll(answer, marks, new Span(start, paragraph.start()), quotes);
			start = paragraph.end();
		}
		addAll(answer, marks, new Span(start, answer.length()), quotes);
		return quotes;
	}

	private static void addAll(String answer, QuotationMarks marks, Span paragraph, List<Quote> quotes) {
		int index = paragraph.start();
		while (index < paragraph.end()) {
			boolean isOpen = marks.opens(index, paragraph.end());
			int close = isOpen ? marks.close(index, paragraph.end()) : -1;
			char mark = answer.charAt(index);
			if (close < 0) {
				boolean isAlone = isOpen ? !QuotationMarks.isApostrophe(mark) : marks.isStray(index, paragraph.end());
				if (isAlone) {
					quotes.add(new Quote(new Span(index, index + 1), answer.substring(index, index + 1), false));
				}
				index++;
				continue;
			}
			String text = answer.substring(index + 1, close);
			if (text.length() >= (QuotationMarks.isDense(mark) ? SHORTEST_DENSE : SHORTEST)) {
				quotes.add(new Quote(new Span(index, close + 1), text, true));
			}
			index = close + 1;
		}
	}

	/**
	 * Something quoted.
	 *
	 * @param span where it stands in the answer, with its marks
	 * @param text what is quoted
	 * @param isWhole whether it begins, ends, and is not too long to be looked for;
	 * another cannot be borne out
	 */
	record Quote(Span span, String text, boolean isWhole) {
	}

}
