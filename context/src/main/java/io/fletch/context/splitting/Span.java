package io.fletch.context.splitting;

import java.util.Objects;

/**
 * A stretch of a text.
 *
 * @param start the offset of the first character
 * @param end the offset after the last character
 */
public record Span(int start, int end) {

	public Span {
		if (start < 0 || end < start) {
			throw new IllegalArgumentException("A span must not end before it starts: [" + start + ", " + end + ")");
		}
	}

	/**
	 * Returns the number of characters.
	 * @return the length
	 */
	public int length() {
		return this.end - this.start;
	}

	/**
	 * Cuts this stretch out of a text.
	 * @param text the text that the offsets belong to
	 * @return the characters of the stretch
	 */
	public String of(String text) {
		Objects.requireNonNull(text, "text");
		return text.substring(this.start, this.end);
	}

}
