package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Span;

/**
 * Reads what an answer says and cites for it.
 */
final class Claims {

	private static final String ONE = "\\s*\\d{1,18}(?:\\s*[-\u2013\u2014]\\s*\\d{1,18})?\\s*";

	private static final Pattern MARK = Pattern
		.compile("[\\[\u3010](" + ONE + "(?:[,;\u3001]" + ONE + "){0,50})[\\]\u3011](?!\\()");

	private static final Pattern MARK_AT_START = Pattern.compile("\\s*" + MARK.pattern() + "[.!?]?");

	private static final Pattern NUMBERS = Pattern.compile("(\\d{1,18})(?:\\s*[-\u2013\u2014]\\s*(\\d{1,18}))?");

	private static final Pattern PARAGRAPH = Pattern.compile("\\R\\h*\\R");

	private static final int WIDEST_RANGE = 100;

	private Claims() {
	}

	static List<Claim> of(String answer) {
		List<Quotes.Quote> quotes = Quotes.of(answer);
		List<Claim> claims = new ArrayList<>();
		List<Quotes.Quote> uncited = new ArrayList<>();
		Span before = new Span(0, 0);
		int last = 0;
		for (Span span : sentences(answer, quotes)) {
			if (PARAGRAPH.matcher(answer.substring(last, span.start())).find()) {
				uncited.clear();
			}
			last = span.start();
			// Many models put the mark after the full stop, where it begins the next
			// sentence.
			int late = span.start() + endOfMarks(span.of(answer));
			if (late > span.start()) {
				List<Quotes.Quote> quoted = Stream.concat(uncited.stream(), within(before, quotes)).distinct().toList();
				claims.add(claim(answer, before, new Span(span.start(), late), quoted));
				uncited.clear();
			}
			Span rest = new Span(late, span.end());
			// What is quoted without a mark counts for the next mark of its paragraph.
			within(rest, quotes).forEach(uncited::add);
			Claim claim = claim(answer, rest, rest, uncited);
			claims.add(claim);
			if (!claim.cited().isEmpty()) {
				uncited.clear();
			}
			before = rest.of(answer).isBlank() ? before : rest;
		}
		return claims;
	}

	/** A sentence of the answer ends where no quotation is open. */
	private static List<Span> sentences(String answer, List<Quotes.Quote> quotes) {
		List<Span> sentences = new ArrayList<>();
		for (Span sentence : SentenceSplitter.sentences(answer)) {
			int start = sentence.start();
			boolean isQuoted = quotes.stream()
				.anyMatch((each) -> each.span().start() < start && start < each.span().end());
			int first = (isQuoted && !sentences.isEmpty()) ? sentences.removeLast().start() : start;
			sentences.add(new Span(first, sentence.end()));
		}
		return sentences;
	}

	private static Stream<Quotes.Quote> within(Span said, List<Quotes.Quote> quotes) {
		return quotes.stream()
			.filter((each) -> each.span().start() >= said.start() && each.span().start() < said.end());
	}

	private static int endOfMarks(String sentence) {
		Matcher mark = MARK_AT_START.matcher(sentence);
		int end = 0;
		while (mark.region(end, sentence.length()).lookingAt()) {
			end = mark.end();
		}
		return end;
	}

	private static Claim claim(String answer, Span said, Span marked, List<Quotes.Quote> quotes) {
		List<Cited> cited = new ArrayList<>();
		Matcher mark = MARK.matcher(answer).region(marked.start(), marked.end());
		while (mark.find()) {
			Span span = new Span(mark.start(), mark.end());
			NUMBERS.matcher(mark.group(1))
				.results()
				.forEach((range) -> addAll(range.group(1), range.group(2), span, cited));
		}
		List<Quotes.Quote> plain = cited.isEmpty() ? List.of()
				: quotes.stream()
					.map((quote) -> new Quotes.Quote(quote.span(), withoutMarks(quote.text()), quote.isWhole()))
					.toList();
		return new Claim(withoutMarks(said.of(answer)), plain, cited);
	}

	private static String withoutMarks(String text) {
		return MARK.matcher(text).replaceAll(" ");
	}

	private static void addAll(String first, String last, Span mark, List<Cited> cited) {
		int from = number(first);
		int to = (last != null) ? number(last) : from;
		if (to < from || to - from > WIDEST_RANGE) {
			cited.add(new Cited(from, mark));
			cited.add(new Cited(to, mark));
			return;
		}
		for (int number = from; number <= to; number++) {
			cited.add(new Cited(number, mark));
		}
	}

	private static int number(String digits) {
		return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(digits));
	}

	/**
	 * A sentence of the answer without its marks, what it cites and, if it cites, what is
	 * quoted.
	 */
	record Claim(String text, List<Quotes.Quote> quotes, List<Cited> cited) {
	}

	/**
	 * A number, and where its mark stands in the answer.
	 */
	record Cited(int number, Span mark) {
	}

}
