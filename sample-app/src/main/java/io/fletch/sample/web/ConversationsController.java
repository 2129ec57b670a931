package io.fletch.sample.web;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.fletch.sample.conversation.Conversation;
import io.fletch.sample.conversation.Conversations;
import io.fletch.sample.conversation.Turn;

/**
 * Conversations: list, read again, rename, delete.
 */
@RestController
@RequestMapping("/api/conversations")
@Tag(name = "Conversations", description = "What was asked and answered before")
class ConversationsController {

	private static final int LARGEST_LIMIT = 100;

	private static final String DEFAULT_LIMIT = "20";

	private final Conversations conversations;

	ConversationsController(Conversations conversations) {
		this.conversations = conversations;
	}

	@GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "List the conversations",
			description = "The last used first; the " + Conversations.MOST + " used last are kept")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "offset or limit out of range")
	ConversationList list(
			@Parameter(description = "How many are left out") @RequestParam(defaultValue = "0") int offset,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					defaultValue = DEFAULT_LIMIT) int limit) {
		Section section = Section.of(offset, limit, LARGEST_LIMIT);
		return new ConversationList(this.conversations.page(section.offset(), section.limit()),
				this.conversations.count());
	}

	@GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Read what a conversation is called and how long it is")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = "No conversation of this id")
	Conversation one(@PathVariable String id) {
		return this.conversations.find(id).orElseThrow(() -> unknown(id));
	}

	@GetMapping(path = "/{id}/turns", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Read questions and answers of a conversation", description = """
			The last ones, oldest first, with their sources and citations; \
			those before them are read by `before` with the least ordinal seen.""")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "before or limit out of range")
	@ApiResponse(responseCode = "404", description = "No conversation of this id")
	List<Turn> turns(@PathVariable String id,
			@Parameter(description = "Only turns before this ordinal") @RequestParam(
					defaultValue = "" + Conversations.MOST_TURNS) int before,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					defaultValue = DEFAULT_LIMIT) int limit) {
		Section section = Section.of(0, limit, LARGEST_LIMIT);
		if (before < 0) {
			throw InvalidFieldException.badRequest("before", "before is " + before + ", but must be 0 or more.");
		}
		one(id);
		return this.conversations.turns(id, before, section.limit());
	}

	@PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Rename a conversation")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "title blank or too long, or no JSON")
	@ApiResponse(responseCode = "404", description = "No conversation of this id")
	@ApiResponse(responseCode = "415", description = "Not application/json")
	Conversation rename(@PathVariable String id, @RequestBody Renaming renaming) {
		String title = renaming.title();
		if (title == null || title.isBlank()) {
			throw InvalidFieldException.badRequest("title", "title is missing or blank. Send the new name.");
		}
		try {
			return this.conversations.rename(id, title).orElseThrow(() -> unknown(id));
		}
		catch (IllegalArgumentException ex) {
			throw InvalidFieldException.badRequest("title", ex.getMessage() + " Send another one.");
		}
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Delete a conversation", description = "With all questions and answers")
	@ApiResponse(responseCode = "204", description = "Deleted")
	@ApiResponse(responseCode = "404", description = "No conversation of this id")
	void delete(@PathVariable String id) {
		if (!this.conversations.delete(id)) {
			throw unknown(id);
		}
	}

	private static InvalidFieldException unknown(String id) {
		return InvalidFieldException.notFound("id", "No conversation has the id " + InvalidFieldException.shown(id)
				+ ". GET /api/conversations lists those there are.");
	}

	/**
	 * A part of the conversations.
	 *
	 * @param conversations the conversations, the last used first
	 * @param total how many there are in all
	 */
	record ConversationList(List<Conversation> conversations, long total) {
	}

	/**
	 * What a conversation shall be called.
	 *
	 * @param title the new title
	 */
	record Renaming(@Schema(description = "The new title", requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1,
			maxLength = Conversations.LONGEST_TITLE) @JsonDeserialize(using = TextOnly.class) @Nullable String title) {
	}

}
