package io.fletch.context.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Builds the text of a document block by block: collapses white space, separates the
 * blocks, and starts a section at every heading and page.
 */
final class TextAssembler {

	/** A longer "heading" is a paragraph that only looks like one. */
	private static final int LONGEST_HEADING = 200;

	private static final int LONGEST_HEADING_PATH = 400;

	/** A line at least this long, in characters, may have been wrapped. */
	private static final int WRAPPED_LINE = 50;

	private final int maxCharacters;

	private final boolean joinsLines;

	private final StringBuilder text = new StringBuilder();

	private final StringBuilder block = new StringBuilder();

	private final List<Section> sections = new ArrayList<>();

	private final @Nullable String[] headings = new String[6];

	private @Nullable String firstHeading;

	private @Nullable Integer page;

	private int sectionStart;

	private boolean sectionHasBody;

	private int gap;

	private String prefix = "";

	private boolean pendingSpace;

	private boolean overflowed;

	/**
	 * Creates an assembler.
	 * @param maxCharacters the longest text
	 * @param joinsLines whether a block may be one line of a paragraph, as in a PDF with
	 * wide line spacing
	 */
	TextAssembler(int maxCharacters, boolean joinsLines) {
		this.maxCharacters = maxCharacters;
		this.joinsLines = joinsLines;
	}

	/**
	 * Adds running text; any white space in it becomes one space.
	 */
	void append(CharSequence characters) {
		reserve(characters.length());
		for (int index = 0; index < characters.length(); index++) {
			char character = characters.charAt(index);
			if (character == '\u2028') {
				breakLine();
			}
			else if (Character.isWhitespace(character) || character == '\u00a0') {
				this.pendingSpace = true;
			}
			else {
				if (this.pendingSpace && !needsNoSpace()) {
					this.block.append(' ');
				}
				this.pendingSpace = false;
				this.block.append(character);
			}
		}
	}

	/**
	 * Adds text whose white space is kept, such as code.
	 */
	void appendVerbatim(CharSequence characters) {
		reserve(characters.length());
		this.pendingSpace = false;
		this.block.append(characters.toString().replace("\r\n", "\n").replace('\r', '\n'));
	}

	void breakLine() {
		this.pendingSpace = false;
		if (!this.block.isEmpty()) {
			this.block.append('\n');
		}
	}

	/**
	 * Starts a cell of a table row.
	 */
	void cell() {
		if (!this.block.isEmpty()) {
			this.block.append(" | ");
		}
		this.pendingSpace = false;
	}

	/**
	 * Puts a bullet or number before the next block.
	 */
	void prefix(String bullet) {
		this.prefix = bullet;
	}

	/**
	 * Ends the block in hand.
	 * @param lineBreaks how many line breaks must follow it: 2 for a paragraph, 1 for a
	 * list item
	 */
	void endBlock(int lineBreaks) {
		String content = take();
		if (!content.isBlank()) {
			this.sectionHasBody = true;
			write(this.prefix + content);
			this.prefix = "";
		}
		if (this.prefix.isEmpty()) {
			this.gap = Math.max(this.gap, lineBreaks);
		}
	}

	/**
	 * Ends the block in hand, which is a heading.
	 */
	void endHeading(int level) {
		String content = take().replace('\n', ' ').strip();
		if (content.isEmpty()) {
			return;
		}
		if (content.length() > LONGEST_HEADING) {
			append(content);
			endBlock(2);
			return;
		}
		if (this.sectionHasBody) {
			closeSection();
		}
		this.headings[level - 1] = CleanText.of(content);
		Arrays.fill(this.headings, level, this.headings.length, null);
		if (this.firstHeading == null) {
			this.firstHeading = this.headings[level - 1];
		}
		this.prefix = "";
		this.gap = Math.max(this.gap, 2);
		write(content);
		this.gap = 2;
	}

	void startPage(int number) {
		endHeadings();
		this.page = number;
	}

	/**
	 * Ends what stands below the headings so far.
	 */
	void endHeadings() {
		endBlock(2);
		closeSection();
		Arrays.fill(this.headings, null);
	}

	ParsedDocument finish(String title, String mediaType) {
		endBlock(0);
		// A page without text may have closed the last section already: its blank line
		// ends the text.
		String content = this.text.toString();
		if (this.sectionStart < content.length()) {
			addSection(content.length());
		}
		return new ParsedDocument(title, mediaType, content, this.sections);
	}

	@Nullable String firstHeading() {
		return this.firstHeading;
	}

	boolean overflowed() {
		return this.overflowed;
	}

	private void reserve(int length) {
		if (this.text.length() + this.block.length() + (long) length > this.maxCharacters) {
			this.overflowed = true;
			throw new ReadingStoppedException();
		}
		if (Thread.currentThread().isInterrupted()) {
			throw new ReadingStoppedException();
		}
	}

	private boolean needsNoSpace() {
		return this.block.isEmpty() || Character.isWhitespace(this.block.charAt(this.block.length() - 1));
	}

	private String take() {
		String content = this.block.toString();
		this.block.setLength(0);
		this.pendingSpace = false;
		int start = 0;
		for (int index = 0; index < content.length() && Character.isWhitespace(content.charAt(index)); index++) {
			if (content.charAt(index) == '\n') {
				start = index + 1;
			}
		}
		return content.substring(start).stripTrailing();
	}

	private void write(String content) {
		if (this.text.length() > this.sectionStart) {
			if (this.joinsLines && continuesLine(content)) {
				this.text.append(' ');
			}
			else {
				this.text.repeat('\n', Math.max(1, this.gap));
			}
		}
		this.gap = 0;
		this.text.append(CleanText.of(content));
	}

	private boolean continuesLine(String content) {
		int lineStart = this.text.lastIndexOf("\n") + 1;
		char last = this.text.charAt(this.text.length() - 1);
		int first = content.codePointAt(0);
		return this.text.length() - lineStart >= WRAPPED_LINE
				&& (Character.isLetterOrDigit(last) || ",;-)".indexOf(last) >= 0)
				&& (Character.isLetterOrDigit(first) || "(\"'\u201c\u2018".indexOf(first) >= 0);
	}

	private void closeSection() {
		if (this.sectionStart < this.text.length()) {
			// The line breaks before the next section belong to this one, so that none is
			// left out.
			this.text.repeat('\n', 2);
			addSection(this.text.length());
			this.gap = 0;
		}
		this.sectionHasBody = false;
	}

	private void addSection(int end) {
		this.sections.add(new Section(this.sectionStart, end, headingPath(), this.page));
		this.sectionStart = end;
	}

	private @Nullable String headingPath() {
		String path = Arrays.stream(this.headings).filter(Objects::nonNull).collect(Collectors.joining(" > "));
		if (path.isEmpty()) {
			return null;
		}
		if (path.length() <= LONGEST_HEADING_PATH) {
			return path;
		}
		int cut = path.length() - LONGEST_HEADING_PATH;
		return path.substring(Character.isLowSurrogate(path.charAt(cut)) ? cut + 1 : cut);
	}

}
