package io.fletch.context.reading;

import java.util.List;
import java.util.Objects;

/**
 * The readable content of a file. Paragraphs are separated by blank lines; list items,
 * table rows and lines of code by a line break.
 *
 * @param title the title that the file gives itself, or else its first heading, or else
 * its name without extension
 * @param mediaType what the content was found to be, for example {@code application/pdf}
 * @param text the whole text; never blank
 * @param sections the parts of the text, in order; together they cover it without gaps
 */
public record ParsedDocument(String title, String mediaType, String text, List<Section> sections) {

	public ParsedDocument {
		Objects.requireNonNull(title, "title");
		Objects.requireNonNull(mediaType, "mediaType");
		Objects.requireNonNull(text, "text");
		Objects.requireNonNull(sections, "sections");
		sections = List.copyOf(sections);
	}

	/**
	 * Makes a document of text that is there already, such as source code or the field of
	 * a record.
	 * @param title the title
	 * @param text the text, which is one section
	 * @return the document
	 */
	public static ParsedDocument ofText(String title, String text) {
		Objects.requireNonNull(title, "title");
		Objects.requireNonNull(text, "text");
		List<Section> sections = text.isEmpty() ? List.of() : List.of(new Section(0, text.length(), null, null));
		return new ParsedDocument(title, "text/plain", text, sections);
	}

}
