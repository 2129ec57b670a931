package io.fletch.context.reading;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;

import org.commonmark.node.Node;
import org.commonmark.parser.InlineParserContext;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.LinkInfo;
import org.commonmark.parser.beta.LinkProcessor;
import org.commonmark.parser.beta.LinkResult;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.parser.block.BlockParserFactory;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.MatchedBlockParser;
import org.commonmark.parser.block.ParserState;

/**
 * Bounds what parsing one Markdown text costs. The parser itself neither heeds an
 * interrupt nor knows a limit, but asks what is plugged into it at every block, mark and
 * link: this parses nothing, and ends the parser where it is too much.
 */
final class MarkdownBounds
		implements BlockParserFactory, InlineContentParserFactory, InlineContentParser, LinkProcessor {

	/** The cells of all tables, with those that are filled up to the width of a table. */
	static final int MOST_CELLS = 1_000_000;

	/** Lines, and characters that may begin or end a link, emphasis, code or a tag. */
	static final int MOST_MARKS = 2_000_000;

	static final int DEEPEST = 100;

	/** Emphasis within emphasis, however deep, is found by one run of marks. */
	private static final Pattern LONG_RUN = Pattern.compile("\\*{1000}|_{1000}|~{1000}");

	private static final Set<Character> MARKS = Set.of('<', '`', '*', '_', '~', '\\', '&');

	private int blocks;

	/**
	 * Looks at a text before it is parsed.
	 * @throws TooLargeException if its marks or the cells of its tables are too many
	 */
	static void require(String markdown) {
		int marks = 0;
		for (int index = 0; index < markdown.length(); index++) {
			if ("<`*_~\\&[]!|\n\r".indexOf(markdown.charAt(index)) >= 0) {
				marks++;
			}
		}
		if (marks > MOST_MARKS) {
			throw new TooLargeException("It has " + marks + " lines and marks, and the limit is " + MOST_MARKS + ".");
		}
		requireCells(markdown);
		requireBrackets(markdown);
		if (LONG_RUN.matcher(markdown).find()) {
			throw new TooLargeException("It has 1000 marks of emphasis in a row, which is the limit.");
		}
	}

	/**
	 * The parser copies what stands between two brackets at each closing one, and asks
	 * nothing meanwhile. It pairs none across a blank line.
	 */
	private static void requireBrackets(String markdown) {
		Deque<Integer> open = new ArrayDeque<>();
		long copied = 0;
		for (int index = 0; index < markdown.length(); index++) {
			switch (markdown.charAt(index)) {
				case '[' -> open.push(index);
				case ']' -> copied += open.isEmpty() ? 0 : index - open.pop();
				case '\n' -> {
					if (markdown.startsWith("\n", index + 1)) {
						open.clear();
					}
				}
				default -> {
				}
			}
		}
		if (copied > (long) DEEPEST * markdown.length()) {
			throw tooDeep();
		}
	}

	/**
	 * Every row of a table becomes as wide as the line below its header, and it ends at a
	 * blank line.
	 */
	private static void requireCells(String markdown) {
		long cells = 0;
		int columns = 0;
		int start = 0;
		while (start < markdown.length()) {
			int end = start;
			int bars = 0;
			boolean isBlank = true;
			boolean isDelimiter = true;
			for (; end < markdown.length() && markdown.charAt(end) != '\n' && markdown.charAt(end) != '\r'; end++) {
				char character = markdown.charAt(end);
				bars += (character == '|') ? 1 : 0;
				isBlank &= character == ' ' || character == '\t';
				// With what a list or quotation puts before it.
				isDelimiter &= "|-: \t>*+.)0123456789".indexOf(character) >= 0;
			}
			cells += columns;
			columns = isBlank ? 0 : Math.max(columns, isDelimiter ? bars + 1 : 0);
			start = markdown.startsWith("\r\n", end) ? end + 2 : end + 1;
		}
		if (cells > MOST_CELLS) {
			throw new TooLargeException("Its tables have " + cells + " cells, and the limit is " + MOST_CELLS + ".");
		}
	}

	@Override
	public BlockStart tryStart(ParserState state, MatchedBlockParser matched) {
		requireGoing();
		this.blocks++;
		if (this.blocks > MOST_MARKS) {
			throw new TooLargeException("It has more than " + MOST_MARKS + " blocks, which is the limit.");
		}
		int depth = 0;
		for (Node node = matched.getMatchedBlockParser().getBlock(); node != null; node = node.getParent()) {
			depth++;
		}
		if (depth > DEEPEST) {
			throw tooDeep();
		}
		return BlockStart.none();
	}

	@Override
	public Set<Character> getTriggerCharacters() {
		return MARKS;
	}

	@Override
	public InlineContentParser create() {
		return this;
	}

	@Override
	public ParsedInline tryParse(InlineParserState state) {
		requireGoing();
		return ParsedInline.none();
	}

	@Override
	public LinkResult process(LinkInfo link, Scanner scanner, InlineParserContext context) {
		requireGoing();
		return LinkResult.none();
	}

	private static TooLargeException tooDeep() {
		return new TooLargeException("It nests more than " + DEEPEST + " deep, which is the limit.");
	}

	private static void requireGoing() {
		if (Thread.currentThread().isInterrupted()) {
			throw new ReadingStoppedException();
		}
	}

}
