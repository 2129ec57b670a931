package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Span;

/**
 * Reads what an answer says and cites for it.
 */
final class Claims {

	/**
	 * Which sentence marks behind a full stop belong to, finders of sentences cannot
	 * know.
	 */
	private static final Pattern STOP = Pattern.compile("[.!?\u2026][\"'\u201d\u2019)]*+");

	private static final Pattern BEGINNING = Pattern.compile("\\s++[\\p{Lu}\\p{N}\"'\u201c*(-]");

	private final String answer;

	private final CitationMarks marks;

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
		this.marks = new CitationMarks(answer);
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
		List<Span> sentences = sentences();
		for (int index = 0; index < sentences.size(); index++) {
			Span span = sentences.get(index);
			if (this.left == 0) {
				return;
			}
			if (Quotes.PARAGRAPH.matcher(this.answer.substring(last, span.start())).find()) {
				leaveParagraph();
			}
			last = span.start();
			// Many models put the mark after the full stop, where it begins the next
			// sentence.
			int late = endOfMarks(span);
			if (late > span.start()) {
				this.uncited.addAll(this.quotedBefore);
				add(this.before, new Span(span.start(), late));
			}
			boolean isMarkedLate = index + 1 < sentences.size() && beginsWithMarks(sentences.get(index + 1));
			readSentence(new Span(late, span.end()), isMarkedLate);
		}
	}

	/** What is never closed may go on. */
	private void leaveParagraph() {
		List<Quotes.Quote> open = this.uncited.stream().filter((quote) -> !quote.isWhole()).limit(1).toList();
		this.uncited.clear();
		this.uncited.addAll(open);
	}

	private boolean beginsWithMarks(Span sentence) {
		return this.marks.end(sentence.start(), sentence.end()) > sentence.start();
	}

	private void readSentence(Span sentence, boolean isMarkedLate) {
		if (sentence.of(this.answer).isBlank()) {
			return;
		}
		List<Quotes.Quote> quoted = within(sentence);
		List<CitedStretch> stretches = new CitedStretches(this.answer, sentence, quoted).of(this.marks.places(sentence),
				isMarkedLate);
		for (CitedStretch stretch : stretches) {
			this.before = CitationMarks.without(stretch.said().of(this.answer));
			this.quotedBefore = CitedStretches.within(quoted, stretch.said());
			this.uncited.addAll(this.quotedBefore);
			if (stretch.marks() != null) {
				add(this.before, stretch.marks());
			}
		}
	}

	private void add(String said, Span marked) {
		List<CitationMarks.Cited> cited = cited(marked);
		if (!cited.isEmpty()) {
			this.claims.add(new Claim(said, this.uncited.stream().distinct().toList(), cited));
			this.uncited.clear();
		}
	}

	/**
	 * A sentence of the answer ends where neither quotation nor mark is open. All are in
	 * the order of the answer.
	 */
	private List<Span> sentences() {
		List<Span> sentences = new ArrayList<>();
		List<Span> places = this.marks.places(new Span(0, this.answer.length()));
		int quote = 0;
		int mark = 0;
		for (Span sentence : stopped(SentenceSplitter.sentences(this.answer))) {
			int start = sentence.start();
			while (quote < this.quotes.size() && this.quotes.get(quote).span().end() <= start) {
				quote++;
			}
			while (mark < places.size() && places.get(mark).end() <= start) {
				mark++;
			}
			boolean isQuoted = quote < this.quotes.size() && this.quotes.get(quote).span().start() < start;
			boolean isMark = mark < places.size() && places.get(mark).start() < start;
			int first = ((isQuoted || isMark) && !sentences.isEmpty()) ? sentences.removeLast().start() : start;
			sentences.add(new Span(first, sentence.end()));
		}
		return sentences;
	}

	private List<Span> stopped(List<Span> sentences) {
		List<Span> stopped = new ArrayList<>();
		for (Span sentence : sentences) {
			int start = sentence.start();
			Matcher stop = STOP.matcher(this.answer).region(start, sentence.end());
			while (stop.find()) {
				if (isBeforeMarks(stop.end(), sentence.end())) {
					stopped.add(new Span(start, stop.end()));
					start = stop.end();
				}
			}
			stopped.add(new Span(start, sentence.end()));
		}
		return stopped;
	}

	private boolean isBeforeMarks(int stop, int end) {
		int behind = this.marks.end(stop, end);
		return behind > stop && BEGINNING.matcher(this.answer).region(behind, end).lookingAt();
	}

	private List<Quotes.Quote> within(Span said) {
		List<Quotes.Quote> within = new ArrayList<>();
		while (this.nextQuote < this.quotes.size() && this.quotes.get(this.nextQuote).span().start() < said.end()) {
			Quotes.Quote quote = this.quotes.get(this.nextQuote);
			if (quote.span().start() >= said.start()) {
				within.add(new Quotes.Quote(quote.span(), CitationMarks.without(quote.text()), quote.isWhole()));
			}
			this.nextQuote++;
		}
		return within;
	}

	/** Marks that begin a sentence, each with a full stop of its own if it has one. */
	private int endOfMarks(Span sentence) {
		int start = sentence.start();
		int end = this.marks.end(start, sentence.end());
		while (end > start) {
			start = end;
			if (start < sentence.end() && ".!?".indexOf(this.answer.charAt(start)) >= 0) {
				start++;
			}
			end = this.marks.end(start, sentence.end());
		}
		return start;
	}

	private List<CitationMarks.Cited> cited(Span marked) {
		List<CitationMarks.Cited> cited = this.marks.read(marked, this.left);
		this.left -= cited.size();
		return cited;
	}

	/**
	 * A sentence of the answer, or what of it a mark is for, without its marks, what is
	 * quoted, and what it cites.
	 */
	record Claim(String text, List<Quotes.Quote> quotes, List<CitationMarks.Cited> cited) {
	}

}
