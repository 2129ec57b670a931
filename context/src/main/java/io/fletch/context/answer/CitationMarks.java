package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.fletch.context.splitting.Span;

/**
 * Finds the citation marks of an answer: {@code [1]}, {@code [1, 3]}, {@code [1-3]}, and
 * what looks like one but cannot be read. However long the text is, each character is
 * read a few times only.
 */
final class CitationMarks {

	private static final Pattern BRACKETS = Pattern
		.compile("\\\\?+[\\[\u3010\uff3b]([^\\[\\]\u3010\u3011\uff3b\uff3d]*+)[\\]\u3011\uff3d]");

	private static final String SPACES = "[\\s\\p{Z}]*+";

	private static final String RANGE = "(\\p{Nd}++)(?:" + SPACES + "[-\u2013\u2014]" + SPACES + "(\\p{Nd}++))?+";

	private static final Pattern RANGES = Pattern.compile(RANGE);

	private static final Pattern LIST = Pattern
		.compile(SPACES + RANGE + SPACES + "(?:(?:[,;\u3001&]|and\\b|und\\b)" + SPACES + RANGE + SPACES + ")*+\\\\?+");

	/** Nothing but numbers, such as {@code [^1]}, {@code [9a]} or {@code [1,]}. */
	private static final Pattern LIKENESS = Pattern
		.compile("(?:[\\s\\p{Z}\\p{Cf},;.:/~\u2026\u3001&+#^\\\\\u2010-\u2015\u2212-]|\\p{Nd}++\\p{L}?+(?!\\p{L})"
				+ "|(?:and|or|to|und|oder|bis)(?!\\p{L}))++");

	private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");

	private static final int WIDEST_RANGE = 100;

	private final String text;

	private final Matcher brackets;

	CitationMarks(String text) {
		this.text = text;
		this.brackets = BRACKETS.matcher(text);
	}

	/**
	 * Reads the numbers that a stretch of the text cites.
	 * @param most how many are read; what comes behind them is not
	 */
	List<Cited> read(Span stretch, int most) {
		List<Cited> cited = new ArrayList<>();
		int from = stretch.start();
		while (cited.size() < most && this.brackets.region(from, stretch.end()).find()) {
			from = this.brackets.end();
			if (isMark()) {
				addAll(cited, most);
			}
		}
		return cited.subList(0, Math.min(most, cited.size()));
	}

	/**
	 * Returns where marks end that follow one another; where they would begin if there is
	 * none.
	 */
	int end(int from, int to) {
		int end = from;
		while (this.brackets.region(beyondSpace(end, to), to).lookingAt() && isMark()) {
			end = this.brackets.end();
		}
		return end;
	}

	/**
	 * Returns where each mark stands.
	 */
	List<Span> places(Span stretch) {
		List<Span> places = new ArrayList<>();
		int from = stretch.start();
		while (this.brackets.region(from, stretch.end()).find()) {
			from = this.brackets.end();
			if (isMark()) {
				places.add(new Span(this.brackets.start(), from));
			}
		}
		return places;
	}

	/** Returns where white space ends. */
	int beyondSpace(int from, int to) {
		int at = from;
		while (at < to && QuantityReader.isSpace(this.text.charAt(at))) {
			at++;
		}
		return at;
	}

	static String without(String said) {
		CitationMarks marks = new CitationMarks(said);
		return marks.brackets.replaceAll((found) -> marks.isMark() ? " " : Matcher.quoteReplacement(found.group()));
	}

	private boolean isMark() {
		return isList() || isLikeOne();
	}

	private boolean isList() {
		return LIST.matcher(this.text).region(this.brackets.start(1), this.brackets.end(1)).matches() && !isLink();
	}

	/** Whoever reads the answer sees a link to somewhere else. */
	private boolean isLink() {
		int end = this.brackets.end();
		boolean isNested = this.text.startsWith("]", end) || this.text.startsWith("\\]", end);
		return this.text.startsWith("(", isNested ? this.text.indexOf(']', end) + 1 : end);
	}

	private boolean isLikeOne() {
		int start = this.brackets.start(1);
		int end = this.brackets.end(1);
		return LIKENESS.matcher(this.text).region(start, end).matches()
				&& DIGIT.matcher(this.text).region(start, end).find();
	}

	private void addAll(List<Cited> cited, int most) {
		Span mark = new Span(this.brackets.start(), this.brackets.end());
		Matcher range = RANGES.matcher(this.text).region(this.brackets.start(1), this.brackets.end(1));
		boolean isList = isList();
		while (cited.size() < most && range.find()) {
			int first = number(range.group(1));
			int last = (range.group(2) != null) ? number(range.group(2)) : first;
			if (!isList || last - first > WIDEST_RANGE) {
				cited.add(new Cited(first, mark, false));
				return;
			}
			IntStream numbers = (last < first) ? IntStream.of(first, last)
					: IntStream.range(0, last - first + 1).map((index) -> first + index);
			numbers.forEach((number) -> cited.add(new Cited(number, mark, true)));
		}
	}

	private static int number(String digits) {
		return (int) digits.codePoints()
			.asLongStream()
			.reduce(0, (number, digit) -> Math.min(Integer.MAX_VALUE, number * 10 + Character.digit((int) digit, 10)));
	}

	/**
	 * A number that is cited.
	 *
	 * @param number the number; the greatest that there is for any greater one
	 * @param mark where its mark stands in the text
	 * @param isReadable whether it is clear what is cited
	 */
	record Cited(int number, Span mark, boolean isReadable) {
	}

}
