package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

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

	/**
	 * Which sentence marks behind a full stop belong to, finders of sentences cannot
	 * know.
	 */
	private static final Pattern STOP_BEFORE_MARKS = Pattern
		.compile("[.!?\u2026][\"'\u201d\u2019)]*(?=(?:\\s*" + MARK.pattern() + ")+\\s+[\\p{Lu}\\p{N}\"'\u201c*(-])");

	private static final Pattern NUMBERS = Pattern.compile("(\\d{1,18})(?:\\s*[-\u2013\u2014]\\s*(\\d{1,18}))?");

	private static final int WIDEST_RANGE = 100;

	/** A number after it exists, too. */
	private static final long LARGEST = Integer.MAX_VALUE - 1L;

	private final String answer;

	private final List<Quotes.Quote> quotes;

	private final List<Claim> claims = new ArrayList<>();

	/** What is quoted without a mark counts for the next mark of its paragraph. */
	private final List<Quotes.Quote> uncited = new ArrayList<>();

	private int nextQuote;

	/** How many numbers may still be read. */
	private int left;

	private String before = "";

	private List<Quotes.Quote> quotedBefore = List.of();

	private Claims(String answer, int most) {
		this.answer = answer;
		this.quotes = Quotes.of(answer);
		this.left = most;
	}

	/**
	 * Reads the claims that an answer cites something for.
	 * @param most how many numbers are read; what comes behind them is not
	 */
	static List<Claim> of(String answer, int most) {
		Claims claims = new Claims(answer, most);
		claims.read();
		return claims.claims;
	}

	private void read() {
		int last = 0;
		for (Span span : sentences()) {
			if (this.left == 0) {
				return;
			}
			if (Quotes.PARAGRAPH.matcher(this.answer.substring(last, span.start())).find()) {
				this.uncited.clear();
			}
			last = span.start();
			// Many models put the mark after the full stop, where it begins the next
			// sentence.
			int late = span.start() + endOfMarks(span.of(this.answer));
			if (late > span.start()) {
				this.uncited.addAll(this.quotedBefore);
				add(this.before, new Span(span.start(), late));
			}
			readSentence(new Span(late, span.end()));
		}
	}

	private void readSentence(Span sentence) {
		String said = sentence.of(this.answer);
		List<Quotes.Quote> quoted = within(sentence);
		this.uncited.addAll(quoted);
		if (!said.isBlank()) {
			this.before = withoutMarks(said);
			this.quotedBefore = quoted;
			add(this.before, sentence);
		}
	}

	private void add(String said, Span marked) {
		List<Cited> cited = cited(marked);
		if (!cited.isEmpty()) {
			this.claims.add(new Claim(said, this.uncited.stream().distinct().toList(), cited));
			this.uncited.clear();
		}
	}

	/**
	 * A sentence of the answer ends where no quotation is open. Both are in the order of
	 * the answer.
	 */
	private List<Span> sentences() {
		List<Span> sentences = new ArrayList<>();
		int quote = 0;
		for (Span sentence : stopped(SentenceSplitter.sentences(this.answer))) {
			int start = sentence.start();
			while (quote < this.quotes.size() && this.quotes.get(quote).span().end() <= start) {
				quote++;
			}
			boolean isQuoted = quote < this.quotes.size() && this.quotes.get(quote).span().start() < start;
			int first = (isQuoted && !sentences.isEmpty()) ? sentences.removeLast().start() : start;
			sentences.add(new Span(first, sentence.end()));
		}
		return sentences;
	}

	private List<Span> stopped(List<Span> sentences) {
		List<Span> stopped = new ArrayList<>();
		for (Span sentence : sentences) {
			int start = sentence.start();
			Matcher stop = STOP_BEFORE_MARKS.matcher(this.answer).region(start, sentence.end());
			while (stop.find()) {
				stopped.add(new Span(start, stop.end()));
				start = stop.end();
			}
			stopped.add(new Span(start, sentence.end()));
		}
		return stopped;
	}

	private List<Quotes.Quote> within(Span said) {
		List<Quotes.Quote> within = new ArrayList<>();
		while (this.nextQuote < this.quotes.size() && this.quotes.get(this.nextQuote).span().start() < said.end()) {
			Quotes.Quote quote = this.quotes.get(this.nextQuote);
			if (quote.span().start() >= said.start()) {
				within.add(new Quotes.Quote(quote.span(), withoutMarks(quote.text()), quote.isWhole()));
			}
			this.nextQuote++;
		}
		return within;
	}

	private static int endOfMarks(String sentence) {
		Matcher mark = MARK_AT_START.matcher(sentence);
		int end = 0;
		while (mark.region(end, sentence.length()).lookingAt()) {
			end = mark.end();
		}
		return end;
	}

	private List<Cited> cited(Span marked) {
		List<Cited> cited = new ArrayList<>();
		Matcher mark = MARK.matcher(this.answer).region(marked.start(), marked.end());
		while (this.left > 0 && mark.find()) {
			Span span = new Span(mark.start(), mark.end());
			NUMBERS.matcher(mark.group(1))
				.results()
				.forEach((range) -> addAll(range.group(1), range.group(2), span, cited));
		}
		return cited;
	}

	private static String withoutMarks(String text) {
		return MARK.matcher(text).replaceAll(" ");
	}

	private void addAll(String first, @Nullable String last, Span mark, List<Cited> cited) {
		int from = number(first);
		int to = (last != null) ? number(last) : from;
		if (to < from || to - from > WIDEST_RANGE) {
			add(from, mark, cited);
			add(to, mark, cited);
			return;
		}
		for (int number = from; number <= to; number++) {
			add(number, mark, cited);
		}
	}

	private void add(int number, Span mark, List<Cited> cited) {
		if (this.left > 0) {
			this.left--;
			cited.add(new Cited(number, mark));
		}
	}

	private static int number(String digits) {
		return (int) Math.min(LARGEST, Long.parseLong(digits));
	}

	/**
	 * A sentence of the answer without its marks, what is quoted, and what it cites.
	 */
	record Claim(String text, List<Quotes.Quote> quotes, List<Cited> cited) {
	}

	/**
	 * A number, and where its mark stands in the answer.
	 */
	record Cited(int number, Span mark) {
	}

}
