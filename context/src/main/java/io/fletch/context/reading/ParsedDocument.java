package io.fletch.context.reading;

import java.util.List;

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
		sections = List.copyOf(sections);
	}

}
