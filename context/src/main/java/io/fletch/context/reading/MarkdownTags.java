package io.fletch.context.reading;

/**
 * Frees a block of HTML within Markdown of its tags and comments. Reads the block once,
 * however many tags begin in it and do not end.
 */
final class MarkdownTags {

	private static final String COMMENT = "<!--";

	private static final String COMMENT_END = "-->";

	private final String html;

	private boolean commentsEnd = true;

	private MarkdownTags(String html) {
		this.html = html;
	}

	/**
	 * Returns the text with a space for each tag and comment. A tag that does not end
	 * stays.
	 */
	static String removed(String html) {
		return new MarkdownTags(html).text();
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		int from = 0;
		int open = this.html.indexOf('<');
		int end = end(open);
		while (end >= 0) {
			text.append(this.html, from, open).append(' ');
			from = end;
			open = this.html.indexOf('<', end);
			end = end(open);
		}
		return text.append(this.html, from, this.html.length()).toString();
	}

	/** Where a tag does not end, none behind it does. */
	private int end(int open) {
		if (open < 0) {
			return -1;
		}
		if (this.commentsEnd && this.html.startsWith(COMMENT, open)) {
			int comment = this.html.indexOf(COMMENT_END, open + COMMENT.length());
			if (comment >= 0) {
				return comment + COMMENT_END.length();
			}
			this.commentsEnd = false;
		}
		int close = this.html.indexOf('>', open);
		return (close < 0) ? -1 : close + 1;
	}

}
