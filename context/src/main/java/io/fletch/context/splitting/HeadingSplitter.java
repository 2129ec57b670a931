package io.fletch.context.splitting;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.Section;
import io.fletch.store.error.CancelledException;

/**
 * Makes a chunk of every section of a document, that is of what stands below one heading
 * of a Markdown, HTML or Office file or on one page of a PDF; the chunk keeps the path of
 * the headings. Sections that are too long are cut between paragraphs, then lines, then
 * sentences; very short neighbours on the same page may be joined, which leaves them the
 * headings that they have in common. Immutable.
 */
public final class HeadingSplitter implements Splitter {

	/** The longest chunk unless told otherwise, in characters. */
	public static final int DEFAULT_MAX_CHARACTERS = 2_000;

	private static final String SEPARATOR = " > ";

	private final RecursiveSplitter within;

	private final int maxCharacters;

	private final int joinedBelow;

	/**
	 * Creates a splitter that joins no sections.
	 * @param maxCharacters the longest chunk, in characters, at least 20
	 * @throws IllegalArgumentException if {@code maxCharacters} is less
	 */
	public HeadingSplitter(int maxCharacters) {
		this(maxCharacters, 0);
	}

	/**
	 * Creates a splitter.
	 * @param maxCharacters the longest chunk, in characters, at least 20
	 * @param joinedBelow the length below which a section is joined with the next, as
	 * long as both fit a chunk; 0 to join none
	 * @throws IllegalArgumentException if {@code maxCharacters} is less, or
	 * {@code joinedBelow} negative or more than {@code maxCharacters}
	 */
	public HeadingSplitter(int maxCharacters, int joinedBelow) {
		this.within = new RecursiveSplitter(maxCharacters, 0);
		this.maxCharacters = maxCharacters;
		if (joinedBelow < 0 || joinedBelow > maxCharacters) {
			throw new IllegalArgumentException("joinedBelow must be from 0 to maxCharacters, which is " + maxCharacters
					+ ", but was " + joinedBelow);
		}
		this.joinedBelow = joinedBelow;
	}

	@Override
	public List<Chunk> split(ParsedDocument document) {
		Objects.requireNonNull(document, "document");
		return this.within.split(new ParsedDocument(document.title(), document.mediaType(), document.text(),
				(this.joinedBelow > 0) ? join(document) : document.sections()));
	}

	@Override
	public String description() {
		return "heading " + this.maxCharacters + " " + this.joinedBelow;
	}

	private List<Section> join(ParsedDocument document) {
		List<Section> joined = new ArrayList<>();
		for (Section section : document.sections()) {
			CancelledException.throwIfInterrupted();
			Section before = joined.isEmpty() ? null : joined.getLast();
			if (before != null && isJoined(document.text(), before, section)) {
				joined.set(joined.size() - 1, new Section(before.start(), section.end(),
						common(before.heading(), section.heading()), before.page()));
			}
			else {
				joined.add(section);
			}
		}
		return joined;
	}

	private boolean isJoined(String text, Section before, Section section) {
		boolean isShort = length(text, before.start(), before.end()) < this.joinedBelow
				|| length(text, section.start(), section.end()) < this.joinedBelow;
		return isShort && before.end() == section.start() && Objects.equals(before.page(), section.page())
				&& length(text, before.start(), section.end()) <= this.maxCharacters;
	}

	private static int length(String text, int start, int end) {
		return TextCut.trim(text, start, end, false).length();
	}

	private static @Nullable String common(@Nullable String left, @Nullable String right) {
		if (left == null || right == null) {
			return null;
		}
		List<String> headings = List.of(left.split(SEPARATOR));
		List<String> others = List.of(right.split(SEPARATOR));
		int same = 0;
		while (same < Math.min(headings.size(), others.size()) && headings.get(same).equals(others.get(same))) {
			same++;
		}
		return (same > 0) ? String.join(SEPARATOR, headings.subList(0, same)) : null;
	}

}
