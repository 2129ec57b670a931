package io.fletch.context.reading;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Takes the XHTML that Tika makes of a file and tells an assembler about its headings,
 * pages and blocks.
 */
final class SectionHandler extends DefaultHandler {

	private static final Set<String> SKIPPED = Set.of("head", "script", "style", "noscript", "template", "svg", "nav",
			"select", "iframe", "object");

	private static final Set<String> SKIPPED_CLASSES = Set.of("slide-master-content", "embedded", "package-entry",
			"slide-notes-master");

	private static final Set<String> BLOCKS = Set.of("p", "div", "ul", "ol", "dl", "table", "blockquote", "pre",
			"section", "article", "header", "footer", "main", "aside", "figure", "figcaption", "address", "form",
			"fieldset", "hr", "body", "details", "summary");

	private static final Set<String> LINES = Set.of("li", "tr", "dt", "dd", "caption", "legend", "option");

	private static final Set<String> PAGES = Set.of("page", "slide-content");

	private static final Pattern HIDING = Pattern
		.compile("\\b(?:display\\s{0,5}:\\s{0,5}none|visibility\\s{0,5}:\\s{0,5}hidden)\\b", Pattern.CASE_INSENSITIVE);

	private final TextAssembler assembler;

	private int skipped;

	private int pages;

	private int lists;

	private int rows;

	private int verbatim;

	SectionHandler(TextAssembler assembler) {
		this.assembler = assembler;
	}

	@Override
	public void startElement(String uri, String localName, String qName, Attributes attributes) {
		String name = localName.toLowerCase(Locale.ROOT);
		String type = String.valueOf(attributes.getValue("class"));
		if (this.skipped > 0 || SKIPPED.contains(name) || SKIPPED_CLASSES.contains(type) || isHidden(attributes)) {
			this.skipped++;
			return;
		}
		if (name.equals("div") && PAGES.contains(type)) {
			this.pages++;
			this.assembler.startPage(this.pages);
		}
		else {
			start(name);
		}
	}

	/**
	 * What a page hides from people is not to reach a model either.
	 */
	private static boolean isHidden(Attributes attributes) {
		String style = attributes.getValue("style");
		return attributes.getValue("hidden") != null || (style != null && HIDING.matcher(style).find());
	}

	private void start(String name) {
		switch (name) {
			case "br" -> breakLine();
			case "td", "th" -> this.assembler.cell();
			case "tr" -> {
				endBlock(1);
				this.rows++;
			}
			case "li" -> {
				endBlock(1);
				this.lists++;
				this.assembler.prefix("- ");
			}
			case "pre" -> {
				endBlock(2);
				this.verbatim++;
			}
			default -> {
				if (isHeading(name) || BLOCKS.contains(name)) {
					endBlock(2);
				}
				else if (LINES.contains(name)) {
					endBlock(1);
				}
			}
		}
	}

	@Override
	public void endElement(String uri, String localName, String qName) {
		if (this.skipped > 0) {
			this.skipped--;
			return;
		}
		String name = localName.toLowerCase(Locale.ROOT);
		switch (name) {
			case "tr" -> {
				this.rows = Math.max(0, this.rows - 1);
				endBlock(1);
			}
			case "li" -> {
				endBlock(1);
				this.lists = Math.max(0, this.lists - 1);
				this.assembler.prefix("");
			}
			case "pre" -> {
				endBlock(2);
				this.verbatim = Math.max(0, this.verbatim - 1);
			}
			default -> end(name);
		}
	}

	private void end(String name) {
		if (isHeading(name) && this.rows == 0 && this.lists == 0) {
			this.assembler.endHeading(name.charAt(1) - '0');
		}
		else if (BLOCKS.contains(name) || isHeading(name)) {
			endBlock(2);
		}
		else if (LINES.contains(name)) {
			endBlock(1);
		}
	}

	@Override
	public void characters(char[] characters, int start, int length) {
		if (this.skipped > 0) {
			return;
		}
		String text = new String(characters, start, length);
		if (this.verbatim > 0) {
			this.assembler.appendVerbatim(text);
		}
		else {
			this.assembler.append(text);
		}
	}

	@Override
	public void ignorableWhitespace(char[] characters, int start, int length) {
		// The PDF parser ends its lines this way.
		if (this.skipped == 0 && this.verbatim == 0) {
			this.assembler.append(" ");
		}
	}

	private void breakLine() {
		if (this.rows > 0) {
			this.assembler.append(" ");
		}
		else {
			this.assembler.breakLine();
		}
	}

	private void endBlock(int lineBreaks) {
		if (this.rows > 0) {
			this.assembler.append(" ");
		}
		else {
			this.assembler.endBlock((this.lists > 0) ? 1 : lineBreaks);
		}
	}

	private static boolean isHeading(String name) {
		return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
	}

}
