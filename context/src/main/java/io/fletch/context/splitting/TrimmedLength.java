package io.fletch.context.splitting;

/**
 * Measures stretches of a text without the white space around them, for ever later starts
 * and ends. Each character is looked at a few times only, however many stretches there
 * are.
 */
final class TrimmedLength {

	private final String text;

	private final int limit;

	private final boolean keepsIndent;

	/** The first character that is no white space from the last start on. */
	private int word = -1;

	/** Where the line of that character starts, or the first line that was looked at. */
	private int line;

	/** How far the text was searched for its last character that is no white space. */
	private int searched;

	/** The offset after that character. */
	private int wordEnd;

	/**
	 * Creates a measure.
	 * @param text the text
	 * @param part where all stretches lie
	 * @param keepsIndent whether the white space before the first word of its line counts
	 */
	TrimmedLength(String text, Span part, boolean keepsIndent) {
		this.text = text;
		this.limit = part.end();
		this.keepsIndent = keepsIndent;
		this.searched = part.start();
		this.wordEnd = part.start();
	}

	/**
	 * Measures a stretch.
	 * @param start where it starts, not before the starts that were asked for earlier
	 * @param end where it ends, not before the ends that were asked for earlier
	 * @return its length as {@link TextCut#trim} has it
	 */
	int of(int start, int end) {
		findStart(start);
		findEnd(end);
		if (this.wordEnd <= this.word) {
			return 0;
		}
		return this.wordEnd - (this.keepsIndent ? Math.max(start, this.line) : this.word);
	}

	private void findStart(int start) {
		if (start <= this.word) {
			return;
		}
		this.word = start;
		this.line = start;
		while (this.word < this.limit && TextCut.isSpace(this.text.charAt(this.word))) {
			this.word++;
			if (this.text.charAt(this.word - 1) == '\n') {
				this.line = this.word;
			}
		}
	}

	private void findEnd(int end) {
		int last = end;
		while (last > this.searched && TextCut.isSpace(this.text.charAt(last - 1))) {
			last--;
		}
		if (last > this.searched) {
			this.wordEnd = last;
		}
		this.searched = end;
	}

}
