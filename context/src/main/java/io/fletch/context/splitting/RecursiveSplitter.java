package io.fletch.context.splitting;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.fletch.context.reading.ParsedDocument;

/**
 * Cuts the sections of a document between paragraphs; those that are too long between
 * lines, then between sentences, then between words. Neighbours are joined while they
 * fit, and every chunk may repeat the end of the one before it. A chunk never crosses a
 * section. Immutable.
 */
public final class RecursiveSplitter implements Splitter {

	/** The longest chunk unless told otherwise, in characters. */
	public static final int DEFAULT_MAX_CHARACTERS = 1_000;

	/** How much of a chunk the next one repeats unless told otherwise. */
	public static final int DEFAULT_OVERLAP = 100;

	static final Levels.Level PARAGRAPHS = Levels.Level.behind(Pattern.compile("\\R\\h*+\\R\\s*+"));

	static final Levels.Level LINES = Levels.Level.behind(Pattern.compile("\\R"));

	static final Levels.Level SENTENCES = (text, start, end) -> SentenceFinder.find(text.substring(start, end))
		.stream()
		.skip(1)
		.mapToInt((sentence) -> start + sentence.start());

	private final Levels levels;

	private final String description;

	/**
	 * Creates a splitter with {@link #DEFAULT_MAX_CHARACTERS} and
	 * {@link #DEFAULT_OVERLAP}.
	 */
	public RecursiveSplitter() {
		this(DEFAULT_MAX_CHARACTERS, DEFAULT_OVERLAP);
	}

	/**
	 * Creates a splitter.
	 * @param maxCharacters the longest chunk, in characters, at least 20
	 * @param overlap how many characters of a chunk the next one repeats at most; 0 for
	 * none, no more than half of {@code maxCharacters}
	 * @throws IllegalArgumentException if a number is out of these bounds
	 */
	public RecursiveSplitter(int maxCharacters, int overlap) {
		this(List.of(PARAGRAPHS, LINES, SENTENCES), maxCharacters, overlap, "");
	}

	/**
	 * Creates a splitter with separators of one's own.
	 * @param maxCharacters the longest chunk, in characters, at least 20
	 * @param overlap how many characters of a chunk the next one repeats at most; 0 for
	 * none, no more than half of {@code maxCharacters}
	 * @param separators where to cut, the largest first, for example a line break; a
	 * separator belongs to the text before it. Words are the last resort always
	 * @throws IllegalArgumentException if a number is out of these bounds, or a separator
	 * is empty
	 */
	public RecursiveSplitter(int maxCharacters, int overlap, List<String> separators) {
		this(Objects.requireNonNull(separators, "separators").stream().map(RecursiveSplitter::level).toList(),
				maxCharacters, overlap, " by " + separators.stream().map(RecursiveSplitter::visible).toList());
	}

	private RecursiveSplitter(List<Levels.Level> levels, int maxCharacters, int overlap, String suffix) {
		SplitterOption.maxCharacters(maxCharacters);
		SplitterOption.overlap("overlap", overlap, maxCharacters);
		this.levels = new Levels(levels, maxCharacters, overlap, false);
		this.description = "recursive " + maxCharacters + " " + overlap + suffix;
	}

	@Override
	public List<Chunk> split(ParsedDocument document) {
		Objects.requireNonNull(document, "document");
		return SectionChunks.of(document, this.levels::spans);
	}

	@Override
	public String description() {
		return this.description;
	}

	private static Levels.Level level(String separator) {
		if (separator.isEmpty()) {
			throw new IllegalArgumentException(
					"A separator must not be empty: leave it out, as chunks are cut between words in the end");
		}
		return Levels.Level.behind(Pattern.compile(Pattern.quote(separator)));
	}

	private static String visible(String separator) {
		return "'" + separator.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
				+ "'";
	}

}
