package io.fletch.context.splitting;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.fletch.context.reading.ParsedDocument;

/**
 * Cuts source code before the declarations of a file; those that are too long before the
 * declarations within them, then at blank lines, then between lines. Comments and
 * annotations stay with what they stand above, indents are kept, and neighbours are
 * joined while they fit. Immutable.
 */
public final class CodeSplitter implements Splitter {

	/** The longest chunk unless told otherwise, in characters. */
	public static final int DEFAULT_MAX_CHARACTERS = 1_500;

	private final Levels levels;

	private final String description;

	/**
	 * Creates a splitter.
	 * @param language the language of the code
	 * @param maxCharacters the longest chunk, in characters, at least 20
	 * @throws IllegalArgumentException if {@code maxCharacters} is less
	 */
	public CodeSplitter(CodeLanguage language, int maxCharacters) {
		Objects.requireNonNull(language, "language");
		this.levels = new Levels(language.levels(), SplitterOption.maxCharacters(maxCharacters), 0, true);
		this.description = "code " + language.name().toLowerCase(Locale.ROOT) + " " + maxCharacters;
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

}
