package io.fletch.context.reading;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.parser.delimiter.DelimiterProcessor;
import org.commonmark.parser.delimiter.DelimiterRun;
import org.jspecify.annotations.Nullable;

/**
 * Tells an assembler about the headings and blocks of Markdown: links and pictures as
 * their text, code as it is, tables as rows.
 */
final class MarkdownBlocks extends AbstractVisitor {

	/** A line has no line break, so that there is one way only to read it. */
	private static final Pattern FRONT_MATTER = Pattern
		.compile("\\A---(?>\\R)(?<lines>(?:\\V*+(?>\\R)){0,200}?)(?:---|\\.\\.\\.)\\h*+\\R");

	/** A key with its value; what is quoted, templated or merged is a key as well. */
	private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{N}_\"'$<{].{0,100}?:(?:\\h.*+)?");

	/** What may stand below a key: more of its value, an element, a comment. */
	private static final Pattern BELOW_KEY = Pattern.compile("\\h.*+|-(?:\\h.*+)?|[\\]}],?\\h*+|#.*+|");

	private static final Pattern TITLE = Pattern
		.compile("(?m)^title:\\h{0,20}+(?<quote>[\"']?)(?<title>\\V{1,500}?)\\k<quote>\\h{0,20}$");

	private final TextAssembler assembler;

	private int lists;

	private MarkdownBlocks(TextAssembler assembler) {
		this.assembler = assembler;
	}

	/**
	 * Reads Markdown.
	 * @return the title that its front matter gives it, if any
	 */
	static @Nullable String read(String markdown, TextAssembler assembler) {
		Matcher frontMatter = FRONT_MATTER.matcher(markdown);
		boolean isThere = frontMatter.find() && isYaml(frontMatter.group("lines"));
		String body = isThere ? markdown.substring(frontMatter.end()) : markdown;
		MarkdownBounds.require(body);
		parser().parse(body).accept(new MarkdownBlocks(assembler));
		Matcher title = TITLE.matcher(isThere ? frontMatter.group() : "");
		return title.find() ? title.group("title") : null;
	}

	/**
	 * Says whether lines are keys with their values. What stands between two rules is
	 * text otherwise.
	 */
	private static boolean isYaml(String lines) {
		boolean isBelowKey = false;
		for (String line : lines.lines().toList()) {
			boolean isKey = KEY.matcher(line).matches();
			boolean isComment = line.startsWith("#");
			if (!isKey && !isComment && !(isBelowKey && BELOW_KEY.matcher(line).matches())) {
				return false;
			}
			isBelowKey |= isKey;
		}
		return isBelowKey || lines.isEmpty();
	}

	private static Parser parser() {
		MarkdownBounds bounds = new MarkdownBounds();
		return Parser.builder()
			.customBlockParserFactory(bounds)
			.customInlineContentParserFactory(bounds)
			.linkProcessor(bounds)
			.customDelimiterProcessor(new Struck())
			.extensions(List.of(TablesExtension.create()))
			.build();
	}

	@Override
	public void visit(Heading heading) {
		visitChildren(heading);
		this.assembler.endHeading(heading.getLevel());
	}

	@Override
	public void visit(Paragraph paragraph) {
		visitChildren(paragraph);
		endBlock();
	}

	@Override
	public void visit(BulletList list) {
		visitItems(list, (item) -> "- ");
	}

	@Override
	public void visit(OrderedList list) {
		Integer first = list.getMarkerStartNumber();
		int[] number = { (first != null) ? first : 1 };
		visitItems(list, (item) -> number[0]++ + ". ");
	}

	private void visitItems(ListBlock list, Function<ListItem, String> bullet) {
		this.lists++;
		for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
			this.assembler.prefix(bullet.apply((ListItem) item));
			visitChildren(item);
			this.assembler.endBlock(1);
			this.assembler.prefix("");
		}
		this.lists--;
		if (this.lists == 0) {
			this.assembler.endBlock(2);
		}
	}

	@Override
	public void visit(FencedCodeBlock code) {
		this.assembler.appendVerbatim(code.getLiteral());
		endBlock();
	}

	@Override
	public void visit(IndentedCodeBlock code) {
		this.assembler.appendVerbatim(code.getLiteral());
		endBlock();
	}

	@Override
	public void visit(HtmlBlock html) {
		this.assembler.append(MarkdownTags.removed(html.getLiteral()));
		endBlock();
	}

	@Override
	public void visit(Text text) {
		this.assembler.append(text.getLiteral());
	}

	@Override
	public void visit(Code code) {
		this.assembler.append(code.getLiteral());
	}

	@Override
	public void visit(SoftLineBreak lineBreak) {
		this.assembler.append(" ");
	}

	@Override
	public void visit(HardLineBreak lineBreak) {
		this.assembler.breakLine();
	}

	@Override
	public void visit(CustomNode node) {
		if (node instanceof TableCell) {
			this.assembler.cell();
		}
		visitChildren(node);
		if (node instanceof TableRow) {
			this.assembler.endBlock(1);
		}
	}

	@Override
	public void visit(CustomBlock block) {
		visitChildren(block);
		endBlock();
	}

	private void endBlock() {
		this.assembler.endBlock((this.lists > 0) ? 1 : 2);
	}

	/**
	 * Takes the marks from text that is struck through.
	 */
	private static final class Struck implements DelimiterProcessor {

		@Override
		public char getOpeningCharacter() {
			return '~';
		}

		@Override
		public char getClosingCharacter() {
			return '~';
		}

		@Override
		public int getMinLength() {
			return 2;
		}

		@Override
		public int process(DelimiterRun opening, DelimiterRun closing) {
			return (opening.length() >= 2 && closing.length() >= 2) ? 2 : 0;
		}

	}

}
