package io.fletch.context.splitting;

import java.util.regex.Pattern;

/**
 * Finds the comments and annotations directly above declarations, for one declaration
 * after the other. No line is looked at twice, also where lines are both.
 */
final class LeadingLines {

	private static final Pattern LEADING = Pattern
		.compile("\\h*+(?:@|//|/\\*|\\*|#(?!define|if|endif|else|include)|--|\\[)");

	private final String text;

	private final int start;

	/** The declaration that was asked for last, and its first line. */
	private int declaration;

	private int first;

	/**
	 * Creates a finder.
	 * @param text the text
	 * @param start where the part of it starts that is split
	 */
	LeadingLines(String text, int start) {
		this.text = text;
		this.start = start;
		this.declaration = start;
		this.first = start;
	}

	/**
	 * Returns where a declaration starts together with what belongs to it.
	 * @param line where the line of the declaration starts, behind those that were asked
	 * for earlier
	 * @return the start of its first line
	 */
	int of(int line) {
		int above = line;
		while (above > this.declaration && isLeading(above)) {
			above = before(above);
		}
		this.first = (above == this.declaration) ? this.first : above;
		this.declaration = line;
		return this.first;
	}

	private boolean isLeading(int line) {
		int before = before(line);
		return LEADING.matcher(this.text).region(before, line).lookingAt();
	}

	/**
	 * Returns where the line above starts.
	 */
	private int before(int line) {
		int end = line - 1;
		if (end > this.start && this.text.charAt(end) == '\n' && this.text.charAt(end - 1) == '\r') {
			end--;
		}
		return lineStart(this.text, this.start, end);
	}

	/**
	 * Returns where the line starts that an offset lies on.
	 * @param from where it starts at the earliest
	 */
	static int lineStart(String text, int from, int offset) {
		int line = offset;
		while (line > from && !isLineBreak(text.charAt(line - 1))) {
			line--;
		}
		return line;
	}

	/** What {@code \R} finds. */
	private static boolean isLineBreak(char character) {
		return (character >= '\n' && character <= '\r') || character == '\u0085' || character == '\u2028'
				|| character == '\u2029';
	}

}
