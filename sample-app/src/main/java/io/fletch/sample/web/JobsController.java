package io.fletch.sample.web;

import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.fletch.context.ingestion.IngestionJob;
import io.fletch.context.ingestion.IngestionPipeline;

/**
 * Ingestion jobs: how far they are, and an end to them.
 */
@RestController
@RequestMapping(path = "/api/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Jobs", description = "Documents on their way into the index")
class JobsController {

	private static final int MOST_DOCUMENTS = 200;

	private static final int MOST_CANCELLED = 1000;

	private final ChosenCollections collections;

	JobsController(ChosenCollections collections) {
		this.collections = collections;
	}

	/** The URL of a job. */
	static URI place(IngestionJob job, @Nullable String collection) {
		UriComponentsBuilder place = UriComponentsBuilder.fromPath("/api/jobs/{id}");
		return ((collection != null) ? place.queryParam(ChosenCollections.FIELD, "{collection}") : place).encode()
			.build(job.id(), collection);
	}

	private IngestionPipeline pipeline(@Nullable String collection) {
		return this.collections.one(collection).pipeline();
	}

	@GetMapping
	@Operation(summary = "List the jobs", description = """
			Those that wait or run and the last 1,000 that have ended, since the application started; \
			with `document`, the latest of each of these documents alone.""")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "Too many documents")
	List<IngestionJob> list(
			@Parameter(description = "Ids of documents, at most " + MOST_DOCUMENTS) @RequestParam(
					defaultValue = "") List<String> document,
			@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
					required = false) @Nullable String collection) {
		if (document.size() > MOST_DOCUMENTS) {
			throw InvalidFieldException.badRequest("document", "document names " + document.size()
					+ " documents; at most " + MOST_DOCUMENTS + " are allowed. Ask several times.");
		}
		List<IngestionJob> jobs = pipeline(collection).jobs();
		return document.isEmpty() ? jobs : latest(jobs, new HashSet<>(document));
	}

	private static List<IngestionJob> latest(List<IngestionJob> jobs, Set<String> documents) {
		Map<String, IngestionJob> latest = new LinkedHashMap<>();
		jobs.stream()
			.filter((job) -> documents.contains(job.documentId()))
			.forEach((job) -> latest.put(job.documentId(), job));
		return List.copyOf(latest.values());
	}

	@GetMapping("/{id}")
	@Operation(summary = "Read one job", description = """
			`state` QUEUED, RUNNING, DONE, FAILED or CANCELLED; `stage` PARSE, SPLIT, ENRICH, EMBED or INDEX; \
			`done` of `total` passages are stored durably; `error` says why a job failed.""")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = "No job of this id since the application started")
	IngestionJob one(@PathVariable String id, @Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
			required = false) @Nullable String collection) {
		return pipeline(collection).job(id)
			.orElseThrow(
					() -> InvalidFieldException.notFound("id", "No job has the id " + InvalidFieldException.shown(id)
							+ " since the application started. GET /api/documents tells states."));
	}

	@PostMapping("/{id}/cancel")
	@Operation(summary = "Cancel a job", description = """
			Its document becomes a dead letter, which can be retried or discarded; \
			passages of an older version stay as far as they were not replaced.""")
	@ApiResponse(responseCode = "200", description = "Cancelled")
	@ApiResponse(responseCode = "404", description = "No job of this id since the application started")
	@ApiResponse(responseCode = "409", description = "The job has ended")
	IngestionJob cancel(@PathVariable String id, @Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
			required = false) @Nullable String collection) {
		one(id, collection);
		if (!pipeline(collection).cancel(id)) {
			throw new InvalidFieldException(HttpStatus.CONFLICT, "id",
					"The job " + InvalidFieldException.shown(id) + " has ended as " + one(id, collection).state()
							+ " and cannot be cancelled. Delete its document instead.");
		}
		return one(id, collection);
	}

	@PostMapping(path = "/cancel", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Cancel several jobs", description = "Those of them that have not ended")
	@ApiResponse(responseCode = "200", description = "How many were cancelled")
	@ApiResponse(responseCode = "400", description = "ids missing or too many, or no JSON")
	@ApiResponse(responseCode = "415", description = "Not application/json")
	Cancelled cancel(@RequestBody Cancelling cancelling, @Parameter(
			description = ChosenCollections.DESCRIPTION) @RequestParam(required = false) @Nullable String collection) {
		List<@Nullable String> ids = cancelling.ids();
		if (ids == null) {
			throw InvalidFieldException.badRequest("ids", "ids is missing. Send a list of the ids of jobs.");
		}
		if (ids.size() > MOST_CANCELLED) {
			throw InvalidFieldException.badRequest("ids", "ids has " + ids.size() + " ids; at most " + MOST_CANCELLED
					+ " are allowed. Send several requests.");
		}
		IngestionPipeline pipeline = pipeline(collection);
		return new Cancelled(Math.toIntExact(ids.stream().filter((id) -> id != null && pipeline.cancel(id)).count()));
	}

	/**
	 * Which jobs shall end.
	 *
	 * @param ids the ids of jobs
	 */
	record Cancelling(@Schema(description = "Ids of jobs, at most " + MOST_CANCELLED,
			requiredMode = Schema.RequiredMode.REQUIRED) @JsonDeserialize(
					contentUsing = TextOnly.class) @Nullable List<@Nullable String> ids) {
	}

	/**
	 * What came of it.
	 *
	 * @param cancelled how many jobs were cancelled
	 */
	record Cancelled(int cancelled) {
	}

}
