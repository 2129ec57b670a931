package io.fletch.sample.web;

import org.jspecify.annotations.Nullable;

import io.fletch.context.ingestion.Passage;

/**
 * A passage without its vector.
 *
 * @param id the passage's id
 * @param ordinal its position in the document, from 0
 * @param text its text
 * @param heading the heading that it stands under, if the document has headings
 * @param page the page that it begins on, from 1, if the document has pages
 */
record PassageText(String id, int ordinal, String text, @Nullable String heading, @Nullable Integer page) {

	static PassageText of(Passage passage) {
		return new PassageText(passage.id(), passage.ordinal(), passage.text(), passage.heading(), passage.page());
	}

}
