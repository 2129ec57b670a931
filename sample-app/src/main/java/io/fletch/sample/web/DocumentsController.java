package io.fletch.sample.web;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.IngestionJob;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.context.reading.DocumentReader;

/**
 * Documents: add, list, read, delete.
 */
@RestController
@RequestMapping("/api/documents")
@Tag(name = "Documents", description = "What questions are answered from")
class DocumentsController {

	private static final int LONGEST_PART = 255;

	private static final int LARGEST_LIMIT = 1000;

	private static final String DEFAULT_LIMIT = "100";

	private static final String TOTAL = "X-Total-Count";

	private final ChosenCollections collections;

	private final DocumentReader reader;

	DocumentsController(ChosenCollections collections, DocumentReader reader) {
		this.collections = collections;
		this.reader = reader;
	}

	private IngestionPipeline pipeline(@Nullable String collection) {
		return this.collections.one(collection).pipeline();
	}

	@PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	@Operation(summary = "Add a document", description = """
			Keeps the file durably and queues its ingestion; follow the job to see it become searchable. \
			A document of the same name is replaced once the new one could be read; \
			if its content is the same, the job is done at once and says `unchanged`. \
			Without `tags` it keeps the tags that it has. A file out of a folder has its way from there as `path`, \
			which is its name then, so that files of one name in different folders are different documents.""")
	@ApiResponse(responseCode = "202", description = "Queued; `Location` is the job's URL")
	@ApiResponse(responseCode = "400",
			description = "No part `file`, several of them, an empty file, or no usable name or path")
	@ApiResponse(responseCode = "404", description = ApiDescription.NO_COLLECTION)
	@ApiResponse(responseCode = "413", description = "The file is too large")
	@ApiResponse(responseCode = "415",
			description = "No reader for files of this extension, or not multipart/form-data")
	@ApiResponse(responseCode = "422", description = ApiDescription.CLOSED_COLLECTION)
	ResponseEntity<IngestionJob> add(@Parameter(
			description = "The document; its extension says how it is read") @RequestPart("file") List<MultipartFile> file,
			@Parameter(hidden = true) @RequestParam(required = false) @Nullable List<String> tags,
			@Parameter(hidden = true) @RequestParam(required = false) @Nullable String path,
			@Parameter(hidden = true) @RequestParam(required = false) @Nullable String collection) throws IOException {
		IngestionPipeline pipeline = pipeline(collection);
		List<String> given = (tags != null) ? Tags.ofParameters("tags", tags) : null;
		MultipartFile document = UploadedFile.only(file);
		String name = (path != null) ? UploadPath.checked(path) : UploadedFile.name(document);
		if (!this.reader.accepts(name)) {
			throw new InvalidFieldException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "file",
					"No reader for " + InvalidFieldException.shown(name) + ". Readable are files ending in "
							+ String.join(", ", new TreeSet<>(this.reader.extensions())) + ".");
		}
		if (document.isEmpty()) {
			throw InvalidFieldException.badRequest("file",
					"The file " + InvalidFieldException.shown(name) + " is empty. Send one that holds text.");
		}
		try (InputStream content = document.getInputStream()) {
			IngestionJob job = (path != null) ? pipeline.submitPath(name, content, given)
					: pipeline.submit(name, content, given);
			return ResponseEntity.accepted().location(JobsController.place(job, collection)).body(job);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidFieldException.badRequest("file", "The file name cannot be used: " + ex.getMessage());
		}
	}

	@GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "List the documents", description = """
			Newest first, with their states and tags; all of them without `limit`. \
			The header `X-Total-Count` says how many there are with these tags and this name.""")
	@ApiResponse(responseCode = "200",
			headers = @Header(name = TOTAL, description = "How many there are, whatever part is read",
					schema = @Schema(type = "integer")))
	@ApiResponse(responseCode = "400", description = "A tag or name is unusable, or offset or limit out of range")
	ResponseEntity<List<IndexedDocument>> list(
			@Parameter(description = "Only documents with one of these tags") @RequestParam(
					defaultValue = "") List<String> tag,
			@Parameter(description = "Only documents whose name contains this, in capitals or not") @RequestParam(
					required = false) @Nullable String name,
			@Parameter(description = "How many are left out") @RequestParam(defaultValue = "0") int offset,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					required = false) @Nullable Integer limit,
			@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
					required = false) @Nullable String collection) {
		List<String> wanted = Tags.ofParameters("tag", tag);
		String part = partOfName(name);
		Section section = Section.of(offset, (limit != null) ? limit : LARGEST_LIMIT, LARGEST_LIMIT);
		List<IndexedDocument> found = pipeline(collection).documents()
			.stream()
			.filter((document) -> wanted.isEmpty() || document.tags().stream().anyMatch(wanted::contains))
			.filter((document) -> document.name().toLowerCase(Locale.ROOT).contains(part))
			.toList();
		return ResponseEntity.ok()
			.header(TOTAL, String.valueOf(found.size()))
			.body(found.stream()
				.skip(section.offset())
				.limit((limit != null) ? section.limit() : Long.MAX_VALUE)
				.toList());
	}

	private static String partOfName(@Nullable String name) {
		if (name == null) {
			return "";
		}
		if (name.length() > LONGEST_PART || name.chars().anyMatch(Character::isISOControl)) {
			throw InvalidFieldException.badRequest("name", "name is " + InvalidFieldException.shown(name)
					+ ", but must be at most " + LONGEST_PART + " characters without control characters.");
		}
		return Normalizer.normalize(name.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
	}

	@GetMapping(path = "/overview", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Count the documents",
			description = "By their states, with the tags that there are and the latest "
					+ DocumentsOverview.MOST_COPIES + " documents whose content another one has, too")
	@ApiResponse(responseCode = "200")
	DocumentsOverview overview(@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
			required = false) @Nullable String collection) {
		return DocumentsOverview.of(pipeline(collection).documents());
	}

	@GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Read one document's state")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = "No document of this id")
	IndexedDocument one(@PathVariable String id, @Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
			required = false) @Nullable String collection) {
		return pipeline(collection).document(id).orElseThrow(() -> unknown(id));
	}

	@GetMapping(path = "/{id}/passages", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Read a document's passages",
			description = "In the order of the document, whose `passages` says how many there are")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "offset or limit out of range")
	@ApiResponse(responseCode = "404", description = "No document of this id")
	List<PassageText> passages(@PathVariable String id,
			@Parameter(description = "How many are left out") @RequestParam(defaultValue = "0") int offset,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					defaultValue = DEFAULT_LIMIT) int limit,
			@Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
					required = false) @Nullable String collection) {
		Section section = Section.of(offset, limit, LARGEST_LIMIT);
		IndexedDocument document = one(id, collection);
		return pipeline(collection).passages(document.id(), section.offset(), section.limit())
			.stream()
			.map(PassageText::of)
			.toList();
	}

	@PutMapping(path = "/{id}/tags", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Give a document other tags",
			description = "In the place of those that it has; nothing is embedded anew")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "tags missing, too many or unusable, or no JSON")
	@ApiResponse(responseCode = "404", description = "No document of this id")
	@ApiResponse(responseCode = "415", description = "Not application/json")
	IndexedDocument tag(@PathVariable String id, @RequestBody Tagging tagging, @Parameter(
			description = ChosenCollections.DESCRIPTION) @RequestParam(required = false) @Nullable String collection) {
		if (tagging.tags() == null) {
			throw InvalidFieldException.badRequest("tags", "tags is missing. Send a list, an empty one for no tags.");
		}
		return pipeline(collection).tag(id, Tags.checked("tags", tagging.tags())).orElseThrow(() -> unknown(id));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Delete a document", description = "With its passages; an ingestion under way is cancelled")
	@ApiResponse(responseCode = "204", description = "Deleted")
	@ApiResponse(responseCode = "404", description = "No document of this id")
	void delete(@PathVariable String id, @Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
			required = false) @Nullable String collection) {
		if (!pipeline(collection).delete(id)) {
			throw unknown(id);
		}
	}

	private static InvalidFieldException unknown(String id) {
		return InvalidFieldException.notFound("id", "No document has the id " + InvalidFieldException.shown(id)
				+ ". GET /api/documents lists those there are.");
	}

	/**
	 * What a document shall be tagged with.
	 *
	 * @param tags all its tags
	 */
	record Tagging(@Schema(description = "All its tags", requiredMode = Schema.RequiredMode.REQUIRED) @JsonDeserialize(
			contentUsing = TextOnly.class) @Nullable List<@Nullable String> tags) {
	}

}
