package io.fletch.sample.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

import io.fletch.sample.evaluation.GoldenCheck;
import io.fletch.sample.evaluation.GoldenFile;
import io.fletch.sample.evaluation.GoldenSet;
import io.fletch.sample.evaluation.GoldenSets;

/**
 * Golden questions: upload, list, check, delete.
 */
@RestController
@RequestMapping(path = "/api/evaluation", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Evaluation", description = "How well the rankings answer questions whose answers are known")
class GoldenSetsController {

	private static final int LARGEST_LIMIT = 100;

	private static final String DEFAULT_LIMIT = "20";

	private static final String UNKNOWN = "No set of this id";

	private static final String LINES = "application/jsonl";

	private final GoldenSets sets;

	private final ChosenCollections collections;

	GoldenSetsController(GoldenSets sets, ChosenCollections collections) {
		this.sets = sets;
		this.collections = collections;
	}

	@GetMapping(path = "/example", produces = LINES)
	@Operation(summary = "Download golden questions to try", description = "They fit the bundled documents")
	@ApiResponse(responseCode = "200")
	ResponseEntity<byte[]> example() throws IOException {
		try (InputStream example = new ClassPathResource("evaluation/golden-example.jsonl").getInputStream()) {
			return ResponseEntity.ok()
				.header(HttpHeaders.CONTENT_DISPOSITION,
						ContentDisposition.attachment().filename("golden-example.jsonl").build().toString())
				.body(example.readAllBytes());
		}
	}

	@PostMapping(path = "/sets", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	@Operation(summary = "Upload golden questions", description = """
			One JSON object a line, in UTF-8: `question`; `relevant`, a list of names of documents or an object of \
			grades by name; optionally `id`. Ids of passages may stand in the place of names, in the whole file. \
			All or nothing: `errors` of a problem tells which lines are wrong.""")
	@ApiResponse(responseCode = "201", description = "Kept; `Location` is the set's URL")
	@ApiResponse(responseCode = "400", description = "No part `file`, several of them, or no golden questions")
	@ApiResponse(responseCode = "409", description = "There are too many sets")
	@ApiResponse(responseCode = "413", description = "The file is too large")
	@ApiResponse(responseCode = "415", description = "Not multipart/form-data")
	ResponseEntity<GoldenSet> add(
			@Parameter(description = "The questions",
					schema = @Schema(type = "string", format = "binary")) @RequestPart("file") List<MultipartFile> file)
			throws IOException {
		MultipartFile only = UploadedFile.only(file);
		if (only.getSize() > GoldenFile.MOST_BYTES) {
			throw new InvalidFieldException(HttpStatus.CONTENT_TOO_LARGE, "file", "The file has " + only.getSize()
					+ " bytes; at most " + GoldenFile.MOST_BYTES + " are allowed. Upload it in parts.");
		}
		GoldenSet set = this.sets.add(UploadedFile.name(only), GoldenFile.read(only.getBytes()));
		return ResponseEntity.created(URI.create("/api/evaluation/sets/" + set.id())).body(set);
	}

	@GetMapping("/sets")
	@Operation(summary = "List the sets of golden questions", description = "The newest first")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "offset or limit out of range")
	GoldenSetList list(@Parameter(description = "How many are left out") @RequestParam(defaultValue = "0") int offset,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					defaultValue = DEFAULT_LIMIT) int limit) {
		Section section = Section.of(offset, limit, LARGEST_LIMIT);
		return new GoldenSetList(this.sets.page(section.offset(), section.limit()), this.sets.count());
	}

	@GetMapping("/sets/{id}")
	@Operation(summary = "Read what a set is called and how large it is")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	GoldenSet one(@PathVariable String id) {
		return this.sets.find(id);
	}

	@GetMapping("/sets/{id}/check")
	@Operation(summary = "Compare a set with what is here", description = """
			How many of the documents or passages that its questions name can be found, those that cannot line by \
			line, and questions that it asks twice; the first 100 of both""")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = UNKNOWN + ", or no such collection")
	GoldenCheck check(@PathVariable String id, @Parameter(description = ChosenCollections.DESCRIPTION) @RequestParam(
			required = false) @Nullable String collection) {
		return this.sets.check(id, this.collections.one(collection));
	}

	@DeleteMapping("/sets/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Delete a set", description = "Runs over it stay")
	@ApiResponse(responseCode = "204", description = "Deleted")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	void delete(@PathVariable String id) {
		this.sets.delete(id);
	}

	/**
	 * A part of the sets.
	 *
	 * @param sets the sets, the newest first
	 * @param total how many there are in all
	 */
	record GoldenSetList(List<GoldenSet> sets, long total) {
	}

}
