package io.fletch.context.splitting;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.Section;

/**
 * Splits a document into chunks of whole sentences. A chunk never crosses a section; a
 * sentence that is longer than a chunk may be is cut between words. Immutable.
 */
public final class SentenceSplitter implements Splitter {

	/** The longest chunk unless told otherwise, in characters. */
	public static final int DEFAULT_MAX_CHARACTERS = 400;

	private final int maxCharacters;

	/**
	 * Creates a splitter.
	 * @param maxCharacters the longest chunk, in characters, at least 20
	 * @throws IllegalArgumentException if {@code maxCharacters} is less
	 */
	public SentenceSplitter(int maxCharacters) {
		this.maxCharacters = SplitterOption.maxCharacters(maxCharacters);
	}

	/**
	 * Returns the longest chunk that this splitter makes.
	 * @return the number of characters
	 */
	public int maxCharacters() {
		return this.maxCharacters;
	}

	@Override
	public List<Chunk> split(ParsedDocument document) {
		Objects.requireNonNull(document, "document");
		List<Chunk> chunks = new ArrayList<>();
		for (Section section : document.sections()) {
			for (Span span : pack(document.text(), section)) {
				chunks.add(new Chunk(span.of(document.text()), span.start(), span.end(), section.heading(),
						section.page()));
			}
		}
		return List.copyOf(chunks);
	}

	@Override
	public String description() {
		return "sentence " + this.maxCharacters;
	}

	/**
	 * Finds the sentences of a text. A blank line, a list item, a table row and a short
	 * line end a sentence whatever their punctuation.
	 * @param text any text
	 * @return the sentences in order, without the white space around them
	 * @throws io.fletch.store.error.CancelledException if the thread is interrupted
	 */
	public static List<Span> sentences(String text) {
		Objects.requireNonNull(text, "text");
		return SentenceFinder.find(text);
	}

	/**
	 * Finds the sentences of a section, cut where they are longer than a chunk may be.
	 */
	List<Span> pieces(String text, Section section) {
		List<Span> pieces = new ArrayList<>();
		for (Span sentence : sentences(text.substring(section.start(), section.end()))) {
			pieces.addAll(cut(text, section.start() + sentence.start(), section.start() + sentence.end()));
		}
		return pieces;
	}

	private List<Span> pack(String text, Section section) {
		List<Span> packed = new ArrayList<>();
		for (Span piece : pieces(text, section)) {
			if (!packed.isEmpty() && piece.end() - packed.getLast().start() <= this.maxCharacters) {
				packed.set(packed.size() - 1, new Span(packed.getLast().start(), piece.end()));
			}
			else {
				packed.add(piece);
			}
		}
		return packed;
	}

	private List<Span> cut(String text, int start, int end) {
		List<Span> pieces = new ArrayList<>();
		int from = start;
		while (end - from > this.maxCharacters) {
			int to = TextCut.wordEnd(text, from, from + this.maxCharacters);
			pieces.add(new Span(from, to));
			from = to;
			while (from < end && TextCut.isSpace(text.charAt(from))) {
				from++;
			}
		}
		if (from < end) {
			pieces.add(new Span(from, end));
		}
		return pieces;
	}

}
