package io.fletch.context.splitting;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.fletch.store.error.CancelledException;

/**
 * Cuts a text at the largest boundaries that make its parts short enough: at those of the
 * first level, within longer parts at those of the next, and in the end between words.
 * Neighbours of one level are joined while they fit.
 */
final class Levels {

	private final List<Level> levels;

	private final int maxCharacters;

	private final int overlap;

	private final boolean keepsIndent;

	Levels(List<Level> levels, int maxCharacters, int overlap, boolean keepsIndent) {
		this.levels = List.copyOf(levels);
		this.maxCharacters = maxCharacters;
		this.overlap = overlap;
		this.keepsIndent = keepsIndent;
	}

	List<Span> spans(String text) {
		Span whole = trim(text, 0, text.length());
		if (whole.length() <= this.maxCharacters) {
			return (whole.length() > 0) ? List.of(whole) : List.of();
		}
		List<Span> spans = new ArrayList<>();
		cut(text, whole, 0, spans);
		return (this.overlap > 0) ? overlapped(text, spans) : spans;
	}

	private void cut(String text, Span part, int level, List<Span> spans) {
		if (level == this.levels.size()) {
			cutWords(text, part, spans);
			return;
		}
		int[] boundaries = IntStream
			.concat(this.levels.get(level).boundaries(text, part.start(), part.end()), IntStream.of(part.end()))
			.toArray();
		TrimmedLength lengths = new TrimmedLength(text, part, this.keepsIndent);
		int open = part.start();
		int from = part.start();
		for (int to : boundaries) {
			CancelledException.throwIfInterrupted();
			if (lengths.of(open, to) <= limit()) {
				from = to;
				continue;
			}
			add(text, open, from, spans);
			if (lengths.of(from, to) > limit()) {
				cut(text, trim(text, from, to), level + 1, spans);
				from = to;
			}
			open = from;
			from = to;
		}
		add(text, open, part.end(), spans);
	}

	/**
	 * Leaves room for the overlap.
	 */
	private int limit() {
		return this.maxCharacters - this.overlap;
	}

	private void cutWords(String text, Span part, List<Span> spans) {
		int from = part.start();
		while (part.end() - from > limit()) {
			CancelledException.throwIfInterrupted();
			int to = TextCut.wordEnd(text, from, from + limit());
			add(text, from, to, spans);
			int indent = trim(text, to, part.end()).start();
			int word = TextCut.trim(text, indent, part.end(), false).start();
			// An indent that fills a chunk is none.
			from = (word - indent < limit()) ? indent : word;
		}
		add(text, from, part.end(), spans);
	}

	private void add(String text, int start, int end, List<Span> spans) {
		Span span = trim(text, start, end);
		if (span.length() > 0) {
			spans.add(span);
		}
	}

	private Span trim(String text, int start, int end) {
		return TextCut.trim(text, start, end, this.keepsIndent);
	}

	private List<Span> overlapped(String text, List<Span> spans) {
		List<Span> overlapped = new ArrayList<>(spans.size());
		for (Span span : spans) {
			if (overlapped.isEmpty()) {
				overlapped.add(span);
				continue;
			}
			Span before = overlapped.getLast();
			int earliest = Math.max(before.end() - this.overlap, span.end() - this.maxCharacters);
			int start = TextCut.wordStart(text, Math.max(earliest, before.start() + 1), span.start());
			overlapped.add(new Span(start, span.end()));
		}
		return overlapped;
	}

	/**
	 * Finds the places of one level where a text may be cut.
	 */
	interface Level {

		/**
		 * Returns where a part may begin.
		 * @return the offsets between start and end, in order
		 */
		IntStream boundaries(String text, int start, int end);

		/**
		 * Cuts behind whatever a pattern finds.
		 */
		static Level behind(Pattern pattern) {
			return (text, start, end) -> matcher(pattern, text, start, end).results()
				.mapToInt((match) -> match.end())
				.filter((offset) -> offset > start && offset < end);
		}

		/**
		 * Cuts before whatever a pattern finds.
		 */
		static Level before(Pattern pattern) {
			return (text, start, end) -> matcher(pattern, text, start, end).results()
				.mapToInt((match) -> match.start())
				.filter((offset) -> offset > start && offset < end);
		}

		private static Matcher matcher(Pattern pattern, String text, int start, int end) {
			return pattern.matcher(text).region(start, end).useAnchoringBounds(false);
		}

	}

}
