package io.fletch.context.splitting;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A piece of one section of a document.
 *
 * @param text the characters from {@code start} to {@code end} of the document's text
 * @param start the offset of the first character in the document's text
 * @param end the offset after the last character
 * @param heading the headings above it, as in
 * {@link io.fletch.context.reading.Section#heading()}
 * @param page the page it lies on, from 1
 * @param parent the stretch of the document's text that is read in place of this chunk
 * once it is found; {@code null} where the chunk stands for itself
 */
public record Chunk(String text, int start, int end, @Nullable String heading, @Nullable Integer page,
		@Nullable Span parent) {

	public Chunk {
		Objects.requireNonNull(text, "text");
	}

	/**
	 * Creates a chunk that stands for itself.
	 * @param text the characters from {@code start} to {@code end} of the document's text
	 * @param start the offset of the first character in the document's text
	 * @param end the offset after the last character
	 * @param heading the headings above it
	 * @param page the page it lies on, from 1
	 */
	public Chunk(String text, int start, int end, @Nullable String heading, @Nullable Integer page) {
		this(text, start, end, heading, page, null);
	}

}
