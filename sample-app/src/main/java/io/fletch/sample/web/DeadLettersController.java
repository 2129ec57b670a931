package io.fletch.sample.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.fletch.context.ingestion.DeadLetter;
import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.IngestionJob;
import io.fletch.context.ingestion.IngestionPipeline;

/**
 * Documents that could not be ingested: why, and once more or no more.
 */
@RestController
@RequestMapping(path = "/api/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Dead letters", description = "Documents that could not be ingested")
class DeadLettersController {

	private static final int LARGEST_LIMIT = 200;

	private static final String DEFAULT_LIMIT = "50";

	private static final Pattern REASON = Pattern.compile("[A-Z_]{1,40}");

	private final ChosenCollections collections;

	DeadLettersController(ChosenCollections collections) {
		this.collections = collections;
	}

	private IngestionPipeline pipeline(@Nullable String collection) {
		return this.collections.one(collection).pipeline();
	}

	@GetMapping
	@Operation(summary = "List the dead letters", description = """
			The latest first, also those of earlier runs. `reason` is a word for programs, such as DAMAGED, ENCRYPTED, \
			EMPTY, TOO_LARGE, EMBEDDING or CANCELLED; `message` says why and what to do.""")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "offset, limit or reason out of range")
	DeadLetterList list(@Parameter(description = "How many are left out") @RequestParam(defaultValue = "0") int offset,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					defaultValue = DEFAULT_LIMIT) int limit,
			@Parameter(description = "Only those of this reason") @RequestParam(
					required = false) @Nullable String reason,
			@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
					required = false) @Nullable String collection) {
		Section section = Section.of(offset, limit, LARGEST_LIMIT);
		Predicate<DeadLetter> wanted = of(reason);
		List<DeadLetter> all = pipeline(collection).deadLetters();
		List<DeadLetter> found = all.stream().filter(wanted).toList();
		Map<String, Long> reasons = all.stream()
			.collect(Collectors.groupingBy(DeadLetter::reason, TreeMap::new, Collectors.counting()));
		return new DeadLetterList(found.stream().skip(section.offset()).limit(section.limit()).toList(), found.size(),
				reasons.entrySet().stream().map((each) -> new ReasonCount(each.getKey(), each.getValue())).toList());
	}

	@PostMapping("/{id}/retry")
	@Operation(summary = "Try a document again", description = "As if it had just been added; nothing is uploaded")
	@ApiResponse(responseCode = "202", description = "Queued; `Location` is the job's URL")
	@ApiResponse(responseCode = "404", description = "No document of this id")
	@ApiResponse(responseCode = "409", description = "The document is no dead letter")
	ResponseEntity<IngestionJob> retry(@PathVariable String id, @Parameter(
			description = ChosenCollections.DESCRIPTION) @RequestParam(required = false) @Nullable String collection) {
		IngestionPipeline pipeline = pipeline(collection);
		IngestionJob job = pipeline.retry(id).orElseThrow(() -> noDeadLetter(pipeline, id));
		return ResponseEntity.accepted().location(JobsController.place(job, collection)).body(job);
	}

	@PostMapping("/retry")
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Try all dead letters again", description = "With `reason`, only those")
	@ApiResponse(responseCode = "202", description = "How many were queued")
	@ApiResponse(responseCode = "400", description = "reason is none")
	Handled retryAll(
			@Parameter(description = "Only those of this reason") @RequestParam(
					required = false) @Nullable String reason,
			@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
					required = false) @Nullable String collection) {
		IngestionPipeline pipeline = pipeline(collection);
		return handled(pipeline, reason, (id) -> pipeline.retry(id).isPresent());
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Give a document up", description = "It is deleted, with what is left of an older version")
	@ApiResponse(responseCode = "204", description = "Discarded")
	@ApiResponse(responseCode = "404", description = "No document of this id")
	@ApiResponse(responseCode = "409", description = "The document is no dead letter")
	void discard(@PathVariable String id, @Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
			required = false) @Nullable String collection) {
		IngestionPipeline pipeline = pipeline(collection);
		if (!pipeline.discard(id)) {
			throw noDeadLetter(pipeline, id);
		}
	}

	@DeleteMapping
	@Operation(summary = "Give all dead letters up", description = "With `reason`, only those")
	@ApiResponse(responseCode = "200", description = "How many were discarded")
	@ApiResponse(responseCode = "400", description = "reason is none")
	Handled discardAll(
			@Parameter(description = "Only those of this reason") @RequestParam(
					required = false) @Nullable String reason,
			@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
					required = false) @Nullable String collection) {
		IngestionPipeline pipeline = pipeline(collection);
		return handled(pipeline, reason, pipeline::discard);
	}

	/** The longest dead first, so that they are retried in the order they came. */
	private static Handled handled(IngestionPipeline pipeline, @Nullable String reason, Predicate<String> handling) {
		return new Handled(Math.toIntExact(pipeline.deadLetters()
			.reversed()
			.stream()
			.filter(of(reason))
			.map(DeadLetter::documentId)
			.filter(handling)
			.count()));
	}

	private static Predicate<DeadLetter> of(@Nullable String reason) {
		if (reason != null && !REASON.matcher(reason).matches()) {
			throw InvalidFieldException.badRequest("reason", "reason is " + InvalidFieldException.shown(reason)
					+ ", but must be a word such as DAMAGED or CANCELLED. GET /api/dead-letters lists those there are.");
		}
		return (letter) -> reason == null || letter.reason().equals(reason);
	}

	private static InvalidFieldException noDeadLetter(IngestionPipeline pipeline, String id) {
		return pipeline.document(id)
			.map(DeadLettersController::alive)
			.orElseGet(() -> InvalidFieldException.notFound("id", "No document has the id "
					+ InvalidFieldException.shown(id) + ". GET /api/dead-letters lists those that can be retried."));
	}

	private static InvalidFieldException alive(IndexedDocument document) {
		return new InvalidFieldException(HttpStatus.CONFLICT, "id",
				"The document " + InvalidFieldException.shown(document.name()) + " is " + document.state()
						+ "; only FAILED ones are dead letters. Upload it again to replace it, "
						+ "or delete it at /api/documents.");
	}

	/**
	 * A part of the dead letters.
	 *
	 * @param deadLetters the dead letters, the latest first
	 * @param total how many there are of the reason that was asked for
	 * @param reasons how many there are of each reason
	 */
	record DeadLetterList(List<DeadLetter> deadLetters, int total, List<ReasonCount> reasons) {
	}

	/**
	 * How many dead letters have a reason.
	 *
	 * @param reason the reason
	 * @param count how many there are
	 */
	record ReasonCount(String reason, long count) {
	}

	/**
	 * What came of it.
	 *
	 * @param documents how many documents were retried or discarded
	 */
	record Handled(int documents) {
	}

}
