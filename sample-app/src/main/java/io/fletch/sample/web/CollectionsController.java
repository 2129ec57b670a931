package io.fletch.sample.web;

import java.net.URI;
import java.util.List;
import java.util.Objects;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.fletch.sample.collection.CollectionInfo;
import io.fletch.sample.collection.DocumentCollections;
import io.fletch.sample.collection.RefusedCollectionException;
import io.fletch.sample.collection.UnknownCollectionException;
import io.fletch.sample.collection.UnusableFunctionException;

/**
 * Collections: list, create, rename, delete.
 */
@RestController
@RequestMapping("/api/collections")
@Tag(name = "Collections", description = "Sets of documents, each with an embedding function of its own")
class CollectionsController {

	private final DocumentCollections collections;

	CollectionsController(DocumentCollections collections) {
		this.collections = collections;
	}

	@GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "List the collections",
			description = "The default one, then the others by name; there are at most " + DocumentCollections.MOST)
	@ApiResponse(responseCode = "200")
	List<CollectionInfo> list() {
		return this.collections.list();
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Create a collection", description = "Its embedding function stays; its id never changes")
	@ApiResponse(responseCode = "201", description = "Created; `Location` lists the collections")
	@ApiResponse(responseCode = "400",
			description = "name blank, too long or with characters that cannot be seen; function unknown; or no JSON")
	@ApiResponse(responseCode = "409", description = "Another collection has this name, or there are too many")
	@ApiResponse(responseCode = "415", description = "Not application/json")
	@ApiResponse(responseCode = "422", description = "The function gives no vectors; nothing was created")
	ResponseEntity<CollectionInfo> create(@RequestBody NewCollection created) {
		String name = required("name", created.name());
		String function = Objects.requireNonNullElseGet(created.function(),
				() -> this.collections.functions().getFirst());
		try {
			return ResponseEntity.created(URI.create("/api/collections")).body(this.collections.create(name, function));
		}
		catch (RefusedCollectionException ex) {
			throw refused(ex);
		}
		catch (UnusableFunctionException ex) {
			throw new InvalidFieldException(HttpStatus.UNPROCESSABLE_CONTENT, "function",
					Objects.requireNonNullElse(ex.getMessage(), ""));
		}
	}

	@PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Rename a collection")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400",
			description = "name blank, too long or with characters that cannot be seen; it is the default one; or no JSON")
	@ApiResponse(responseCode = "404", description = "No collection of this id")
	@ApiResponse(responseCode = "409", description = "Another collection has this name")
	@ApiResponse(responseCode = "415", description = "Not application/json")
	CollectionInfo rename(@PathVariable String id, @RequestBody OtherName renamed) {
		String name = required("name", renamed.name());
		try {
			return this.collections.rename(id, name);
		}
		catch (UnknownCollectionException ex) {
			throw unknown(id, ex);
		}
		catch (RefusedCollectionException ex) {
			throw refused(ex);
		}
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Delete a collection",
			description = "With its documents, tables and files; what is ingested is cancelled")
	@ApiResponse(responseCode = "204", description = "Deleted")
	@ApiResponse(responseCode = "400", description = "It is the default one")
	@ApiResponse(responseCode = "404", description = "No collection of this id")
	void delete(@PathVariable String id) {
		try {
			this.collections.delete(id);
		}
		catch (UnknownCollectionException ex) {
			throw unknown(id, ex);
		}
		catch (RefusedCollectionException ex) {
			throw refused(ex);
		}
	}

	private static String required(String field, @Nullable String value) {
		if (value == null || value.isBlank()) {
			throw InvalidFieldException.badRequest(field, field + " is missing or blank. Send the name.");
		}
		return value;
	}

	private static InvalidFieldException unknown(String id, UnknownCollectionException ex) {
		return InvalidFieldException.notFound("id",
				"id is " + InvalidFieldException.shown(id) + ". " + ex.getMessage());
	}

	private static InvalidFieldException refused(RefusedCollectionException ex) {
		return new InvalidFieldException(ex.isConflict() ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST, ex.field(),
				Objects.requireNonNullElse(ex.getMessage(), ""));
	}

	/**
	 * What a collection shall be.
	 *
	 * @param name what it is called
	 * @param function its embedding function; absent for the default one
	 */
	record NewCollection(
			@Schema(description = "What it is called", requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1,
					maxLength = DocumentCollections.LONGEST_NAME) @JsonDeserialize(
							using = TextOnly.class) @Nullable String name,
			@Schema(description = "One of `embeddingFunctions` of GET /api/info; leave out for the first") @JsonDeserialize(
					using = TextOnly.class) @Nullable String function) {
	}

	/**
	 * What a collection shall be called.
	 *
	 * @param name the new name
	 */
	record OtherName(@Schema(description = "The new name", requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1,
			maxLength = DocumentCollections.LONGEST_NAME) @JsonDeserialize(
					using = TextOnly.class) @Nullable String name) {
	}

}
