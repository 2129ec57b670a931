package io.fletch.sample.web;

import java.net.URI;
import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

import io.fletch.context.ingestion.IngestionJob;
import io.fletch.context.ingestion.IngestionPipeline;

/**
 * Ingestion jobs: how far they are.
 */
@RestController
@RequestMapping(path = "/api/jobs", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Jobs", description = "Documents on their way into the index")
class JobsController {

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
	@Operation(summary = "List the jobs", description = "Those since the application started")
	@ApiResponse(responseCode = "200")
	List<IngestionJob> list(@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
					required = false) @Nullable String collection) {
		return pipeline(collection).jobs();
	}

	@GetMapping("/{id}")
	@Operation(summary = "Read one job", description = """
			`state` QUEUED, RUNNING, DONE, FAILED or CANCELLED; `stage` PARSE, SPLIT, ENRICH, EMBED or INDEX; \
			`done` of `total` passages are stored durably; `error` says why a job failed.""")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = "No job of this id since the application started")
	IngestionJob one(@PathVariable String id,
			@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
					required = false) @Nullable String collection) {
		return pipeline(collection).job(id)
			.orElseThrow(
					() -> InvalidFieldException.notFound("id", "No job has the id " + InvalidFieldException.shown(id)
							+ " since the application started. GET /api/documents tells states."));
	}

}
