package io.fletch.sample.web;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.fletch.sample.operations.TableHistory;
import io.fletch.sample.operations.TablePlace;
import io.fletch.sample.operations.VersionChanges;
import io.fletch.sample.operations.VersionEntry;
import io.fletch.sample.operations.VersionRows;
import io.fletch.store.error.InvalidInputException;

/**
 * The history of tables.
 */
@RestController
@RequestMapping(path = "/api/operations/{database}/{table}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Operations", description = "Versions of tables: look at them, and restore one")
class OperationsController {

	private static final int LARGEST_LIMIT = 100;

	private static final String DEFAULT_LIMIT = "25";

	private static final String UNKNOWN = "No such database, table or version";

	private final TableHistory history;

	OperationsController(TableHistory history) {
		this.history = history;
	}

	@GetMapping("/versions")
	@Operation(summary = "List the versions of a table", description = "The last 200 that can be read, newest first")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	List<VersionEntry> versions(@PathVariable String database, @PathVariable String table) {
		return this.history.versions(new TablePlace(database, table));
	}

	@GetMapping("/versions/{version}/rows")
	@Operation(summary = "Read rows of a version", description = "As text, long values cut, vectors counted")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "limit out of range; after is no end of a page")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	VersionRows rows(@PathVariable String database, @PathVariable String table, @PathVariable long version,
			@Parameter(description = "`next` of the page before") @RequestParam(
					required = false) @Nullable String after,
			@Parameter(description = "At most so many rows, 1 to " + LARGEST_LIMIT,
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "" + LARGEST_LIMIT,
							defaultValue = DEFAULT_LIMIT)) @RequestParam(defaultValue = DEFAULT_LIMIT) int limit) {
		Section section = Section.of(0, limit, LARGEST_LIMIT);
		try {
			return this.history.rows(new TablePlace(database, table), version, after, section.limit());
		}
		catch (InvalidInputException ex) {
			if (after == null) {
				throw ex;
			}
			throw InvalidFieldException.badRequest("after", "after is " + InvalidFieldException.shown(after)
					+ ", which is no `next` of a page of this version.");
		}
	}

	@GetMapping("/versions/{version}/changes")
	@Operation(summary = "Read what a version changed", description = "Counts, and the first rows of each kind")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	VersionChanges changes(@PathVariable String database, @PathVariable String table, @PathVariable long version) {
		return this.history.changes(new TablePlace(database, table), version);
	}

	@PostMapping(path = "/restore", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Restore a version", description = """
			Makes the table what it was in an older version, as a new version; nothing is lost. \
			Other tables stay as they are.""")
	@ApiResponse(responseCode = "200", description = "The table has the new version")
	@ApiResponse(responseCode = "400", description = "version or latest is missing or no number")
	@ApiResponse(responseCode = "404", description = UNKNOWN)
	@ApiResponse(responseCode = "409", description = "Another version than `latest` is the latest")
	@ApiResponse(responseCode = "415", description = "Not application/json")
	Restored restore(@PathVariable String database, @PathVariable String table, @RequestBody RestoreRequest request) {
		long version = required("version", request.version());
		long latest = required("latest", request.latest());
		return new Restored(this.history.restore(new TablePlace(database, table), version, latest));
	}

	private static long required(String field, @Nullable Long value) {
		if (value == null) {
			throw InvalidFieldException.badRequest(field, field + " is missing. Send the number of a version.");
		}
		return value;
	}

	/**
	 * What shall be restored.
	 *
	 * @param version the version that the table becomes again
	 * @param latest the version that the sender takes for the latest
	 */
	@Schema(name = "RestoreRequest")
	record RestoreRequest(
			@Schema(description = "The version that the table becomes again",
					requiredMode = Schema.RequiredMode.REQUIRED) @JsonDeserialize(
							using = WholeNumber.OfLong.class) @Nullable Long version,
			@Schema(description = "The latest version, as the sender saw it; "
					+ "if there is a later one, nothing is restored",
					requiredMode = Schema.RequiredMode.REQUIRED) @JsonDeserialize(
							using = WholeNumber.OfLong.class) @Nullable Long latest) {
	}

	/**
	 * What was restored.
	 *
	 * @param version the new version of the table
	 */
	@Schema(name = "Restored")
	record Restored(long version) {
	}

}
