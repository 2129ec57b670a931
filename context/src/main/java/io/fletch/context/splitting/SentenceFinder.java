package io.fletch.context.splitting;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.fletch.store.error.CancelledException;

/**
 * Finds sentences: first the blocks that line breaks separate for certain, then the
 * sentences within each by {@link BreakIterator}.
 */
final class SentenceFinder {

	/** A line at least this long, in characters, may have been wrapped. */
	private static final int WRAPPED_LINE = 50;

	private static final Pattern LIST_NUMBER = Pattern.compile("\\d{1,3}[.)] ");

	private static final Set<String> ABBREVIATIONS = Set.of("e.g.", "i.e.", "cf.", "vs.", "dr.", "mr.", "mrs.", "ms.",
			"prof.", "fig.", "figs.", "eq.", "sec.", "no.", "nos.", "vol.", "pp.", "al.", "approx.", "st.", "jr.",
			"inc.", "ltd.", "co.", "corp.", "dept.", "ed.", "eds.", "ref.", "refs.", "resp.");

	private final String text;

	private final List<Span> sentences = new ArrayList<>();

	private SentenceFinder(String text) {
		this.text = text;
	}

	static List<Span> find(String text) {
		SentenceFinder finder = new SentenceFinder(text);
		finder.run();
		return List.copyOf(finder.sentences);
	}

	private void run() {
		int blockStart = 0;
		int lineStart = 0;
		int lineEnd = this.text.indexOf('\n');
		while (lineEnd >= 0) {
			if (!isWrapped(lineStart, lineEnd)) {
				block(blockStart, lineEnd);
				blockStart = lineEnd + 1;
			}
			lineStart = lineEnd + 1;
			lineEnd = this.text.indexOf('\n', lineStart);
		}
		block(blockStart, this.text.length());
	}

	private boolean isWrapped(int lineStart, int lineEnd) {
		if (lineEnd - lineStart < WRAPPED_LINE || lineEnd + 1 >= this.text.length()) {
			return false;
		}
		int next = lineEnd + 1;
		while (next < this.text.length() - 1 && this.text.charAt(next) == ' ') {
			next++;
		}
		if (!startsProse(this.text.codePointAt(next))
				|| LIST_NUMBER.matcher(this.text).region(next, this.text.length()).lookingAt()) {
			return false;
		}
		return this.text.indexOf(" | ", lineStart, lineEnd) < 0;
	}

	private static boolean startsProse(int codePoint) {
		return Character.isLetterOrDigit(codePoint) || "\"'(\u201c\u2018\u00ab".indexOf(codePoint) >= 0;
	}

	private void block(int start, int end) {
		CancelledException.throwIfInterrupted();
		if (start >= end) {
			return;
		}
		// A line break inside a block is a wrapped line; the iterator would end a
		// sentence there.
		String block = this.text.substring(start, end).replace('\n', ' ');
		BreakIterator iterator = BreakIterator.getSentenceInstance(Locale.ENGLISH);
		iterator.setText(block);
		int from = 0;
		for (int to = iterator.next(); to != BreakIterator.DONE; to = iterator.next()) {
			CancelledException.throwIfInterrupted();
			if (to < block.length() && endsWithAbbreviation(block, from, to)) {
				continue;
			}
			sentence(start + from, start + to);
			from = to;
		}
	}

	private static boolean endsWithAbbreviation(String block, int from, int to) {
		int end = to;
		while (end > from && TextCut.isSpace(block.charAt(end - 1))) {
			end--;
		}
		int start = end;
		while (start > from && !TextCut.isSpace(block.charAt(start - 1)) && block.charAt(start - 1) != '(') {
			start--;
		}
		String last = block.substring(start, end).toLowerCase(Locale.ROOT);
		boolean initial = last.length() == 2 && last.charAt(1) == '.' && Character.isUpperCase(block.charAt(start));
		return initial || ABBREVIATIONS.contains(last);
	}

	private void sentence(int start, int end) {
		int from = start;
		int to = end;
		while (from < to && TextCut.isSpace(this.text.charAt(from))) {
			from++;
		}
		while (to > from && TextCut.isSpace(this.text.charAt(to - 1))) {
			to--;
		}
		if (from < to) {
			this.sentences.add(new Span(from, to));
		}
	}

}
