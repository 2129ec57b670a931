package io.fletch.sample.web;

import java.util.List;
import java.util.Locale;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.sample.collection.DocumentCollection;
import io.fletch.sample.playground.FailingFunctionException;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.query.QueryKind;

/**
 * Search without an answer.
 */
@RestController
@Tag(name = "Search", description = "Passages by meaning, by words, or by both")
class SearchController {

	private static final int LARGEST_LIMIT = 100;

	private static final String DEFAULT_LIMIT = "10";

	private static final String DEFAULT_MODE = "hybrid";

	private final ChosenCollections collections;

	SearchController(ChosenCollections collections) {
		this.collections = collections;
	}

	@GetMapping(path = "/api/search", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Search the passages", description = "Best first")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "q missing, blank or too long; mode unknown; limit out of range")
	@ApiResponse(responseCode = "404", description = ApiDescription.NO_COLLECTION)
	@ApiResponse(responseCode = "422", description = "The function of the collection gives no vectors")
	List<SearchHit> search(
			@Parameter(
					description = "The question, up to " + QuestionText.LONGEST + " characters") @RequestParam String q,
			@Parameter(description = "By meaning, by words, or both",
					schema = @Schema(type = "string", allowableValues = { "vector", "text", "hybrid" },
							defaultValue = DEFAULT_MODE)) @RequestParam(defaultValue = DEFAULT_MODE) String mode,
			@Parameter(description = "At most so many hits, 1 to " + LARGEST_LIMIT,
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "" + LARGEST_LIMIT,
							defaultValue = DEFAULT_LIMIT)) @RequestParam(defaultValue = DEFAULT_LIMIT) int limit,
			@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
					required = false) @Nullable String collection) {
		QueryKind kind = kindOf(mode);
		String question = QuestionText.checked("q", q);
		Section section = Section.of(0, limit, LARGEST_LIMIT);
		DocumentCollection asked = this.collections.one(collection);
		try {
			return asked.retriever().retrieve(question, kind, section.limit()).stream().map(SearchHit::of).toList();
		}
		catch (EmbeddingException ex) {
			throw FailingFunctionException.of(asked.database(), ex);
		}
	}

	private static QueryKind kindOf(String mode) {
		return switch (mode.toLowerCase(Locale.ROOT)) {
			case "vector" -> QueryKind.VECTOR;
			case "text" -> QueryKind.TEXT;
			case "hybrid" -> QueryKind.HYBRID;
			default -> throw InvalidFieldException.badRequest("mode",
					"mode is " + InvalidFieldException.shown(mode) + ", but must be vector, text or hybrid.");
		};
	}

	/**
	 * A passage that was found.
	 *
	 * @param documentId the document's id
	 * @param documentName the document's name
	 * @param passageId the passage's id
	 * @param passage the passage's text
	 * @param heading the heading that it stands under, if the document has headings
	 * @param page the page that it begins on, from 1, if the document has pages
	 * @param score how well it fits, as the reranker says; large is good, and comparable
	 * within one answer only
	 */
	record SearchHit(String documentId, String documentName, String passageId, String passage, @Nullable String heading,
			@Nullable Integer page, double score) {

		static SearchHit of(RetrievedPassage found) {
			return new SearchHit(found.documentId(), found.documentName(), found.id(), found.text(), found.heading(),
					found.page(), found.score());
		}

	}

}
