package io.fletch.context.ingestion;

import java.util.ArrayList;
import java.util.List;

import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * A part of a document's text. The parts of a document follow each other without gaps and
 * never cut a character in two.
 *
 * @param id the document's id, a dash and the start
 * @param documentId the id of the document
 * @param start the offset of the first character
 * @param end the offset after the last character
 * @param text the characters
 */
@Table("texts")
record DocumentText(@Id String id, String documentId, int start, int end, String text) {

	private static final int LENGTH = 16_384;

	static List<DocumentText> parts(String documentId, String text) {
		List<DocumentText> parts = new ArrayList<>();
		int start = 0;
		while (start < text.length()) {
			int end = Math.min(start + LENGTH, text.length());
			if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
				end++;
			}
			parts.add(new DocumentText(documentId + "-" + start, documentId, start, end, text.substring(start, end)));
			start = end;
		}
		return parts;
	}

}
