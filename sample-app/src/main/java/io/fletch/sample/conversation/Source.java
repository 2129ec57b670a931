package io.fletch.sample.conversation;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.RetrievedPassage;

/**
 * A passage that an answer may cite by its number.
 *
 * @param number the number in the answer's citations, counted from 1
 * @param documentId the document's id
 * @param documentName the document's name
 * @param passageId the passage's id
 * @param text the whole passage
 * @param heading the heading that the passage stands under, if the document has headings
 * @param page the page that the passage begins on, counted from 1, if the document has
 * pages
 * @param collection the id of the collection that the document is in
 * @param score how well the passage fits the question; large is good, comparable within
 * one answer only
 */
@Schema(description = "A passage that the answer may cite by its number")
public record Source(int number, String documentId, String documentName, String passageId, String text,
		@Nullable String heading, @Nullable Integer page, String collection, double score) {

	/**
	 * Makes a source of a passage that was found.
	 * @param number its number
	 * @param found the passage
	 * @param collection the id of the collection that it was found in
	 * @return the source
	 */
	public static Source of(int number, RetrievedPassage found, String collection) {
		return new Source(number, found.documentId(), found.documentName(), found.id(), found.text(), found.heading(),
				found.page(), collection, found.score());
	}

}
