package io.fletch.sample.web;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.fletch.sample.chat.Chat;
import io.fletch.sample.chat.ChatEvent;
import io.fletch.sample.chat.ChatQuestion;
import io.fletch.sample.conversation.Conversations;

/**
 * Questions and streamed answers.
 */
@RestController
@Tag(name = "Chat", description = "Answers with citations")
class ChatController {

	private static final Pattern CONVERSATION_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

	/** Only writing shows that a client has left; a model may be silent for long. */
	private static final Duration HEARTBEAT = Duration.ofSeconds(1);

	private final Chat chat;

	private final ChosenCollections collections;

	private final Conversations conversations;

	ChatController(Chat chat, ChosenCollections collections, Conversations conversations) {
		this.chat = chat;
		this.collections = collections;
		this.conversations = conversations;
	}

	@PostMapping(path = "/api/chat", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Operation(summary = "Ask a question", description = """
			Answered as server-sent events, each with JSON as its data:
			- `sources`, once, first: the conversation's id and the numbered passages found;
			- `token`, many: the next piece of the answer's text, in which `[n]` cites the passage of number n;
			- `done`, last: for each `[n]` the sentence of the passage that it stands for, `start` and `end` \
			being offsets in the passage's text; what was looked for; for each stage its time, and the tokens that \
			a model read and wrote;
			- or `error`, last: a problem (RFC 9457).

			Comments are sent in between to keep the connection alive. Closing it stops the answer, which is then \
			not kept in the conversation.""")
	@ApiResponse(responseCode = "200",
			content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
					schema = @Schema(oneOf = { ChatEvent.Sources.class, ChatEvent.Token.class, ChatEvent.Done.class,
							ProblemDetail.class })))
	@ApiResponse(responseCode = "400",
			description = "message blank or too long, conversationId not one, model unknown, a tag unusable, or no JSON")
	@ApiResponse(responseCode = "404", description = "No collection of one of the ids")
	@ApiResponse(responseCode = "409", description = "The conversation is full")
	@ApiResponse(responseCode = "415", description = "Not application/json")
	@ApiResponse(responseCode = "422", description = "The embedding function of a collection gives no vectors")
	Flux<ServerSentEvent<Object>> ask(@RequestBody ChatRequest request) {
		ChatQuestion question = new ChatQuestion(QuestionText.checked("message", request.message()),
				conversationOf(request), Tags.checked("tags", request.tags()), request.model(),
				this.collections.all("collections", request.collections()));
		requireRoom(question.conversationId());
		Sinks.Empty<Void> ended = Sinks.empty();
		Flux<ServerSentEvent<Object>> events = this.chat.ask(question)
			.map(ChatController::sent)
			.doFinally((signal) -> ended.tryEmitEmpty());
		Flux<ServerSentEvent<Object>> beats = Flux.interval(HEARTBEAT)
			.onBackpressureDrop()
			.map((beat) -> ServerSentEvent.builder().comment("waiting").build())
			.takeUntilOther(ended.asMono());
		return Flux.merge(events, beats);
	}

	private static ServerSentEvent<Object> sent(ChatEvent event) {
		return switch (event) {
			case ChatEvent.Sources sources -> ServerSentEvent.<Object>builder(sources).event("sources").build();
			case ChatEvent.Token token -> ServerSentEvent.<Object>builder(token).event("token").build();
			case ChatEvent.Done done -> ServerSentEvent.<Object>builder(done).event("done").build();
			case ChatEvent.Failed failed -> ServerSentEvent.<Object>builder(failed.problem()).event("error").build();
		};
	}

	private void requireRoom(String conversationId) {
		if (this.conversations.find(conversationId)
			.filter((conversation) -> conversation.turns() >= Conversations.MOST_TURNS)
			.isPresent()) {
			throw new InvalidFieldException(HttpStatus.CONFLICT, "conversationId", "The conversation has "
					+ Conversations.MOST_TURNS + " questions and takes no more. Begin a new one.");
		}
	}

	private static String conversationOf(ChatRequest request) {
		String id = request.conversationId();
		if (id == null) {
			return UUID.randomUUID().toString();
		}
		if (!CONVERSATION_ID.matcher(id).matches()) {
			throw InvalidFieldException
				.badRequest("conversationId", "conversationId is " + InvalidFieldException.shown(id)
						+ ", but must be 1 to 64 letters, digits or hyphens. Leave it out to begin a conversation.");
		}
		return id;
	}

	/**
	 * A question.
	 *
	 * @param message the question
	 * @param conversationId the conversation that it continues; absent to begin one
	 * @param model who shall answer; absent for the default
	 * @param tags documents must have one of them; absent to search all
	 * @param collections where the answer is looked for; absent for the default one
	 */
	record ChatRequest(
			@Schema(description = "The question", requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1,
					maxLength = QuestionText.LONGEST) @JsonDeserialize(using = TextOnly.class) @Nullable String message,
			@Schema(description = "The conversation that the question continues; leave out to begin one",
					pattern = "[A-Za-z0-9-]{1,64}") @JsonDeserialize(
							using = TextOnly.class) @Nullable String conversationId,
			@Schema(description = "Who shall answer: an id of `answerers` of GET /api/info; leave out for the default") @JsonDeserialize(
					using = TextOnly.class) @Nullable String model,
			@Schema(description = "Search only documents with one of these tags; leave out to search all") @JsonDeserialize(
					contentUsing = TextOnly.class) @Nullable List<@Nullable String> tags,
			@Schema(description = "The ids of the collections that are searched; leave out for the default one") @JsonDeserialize(
					contentUsing = TextOnly.class) @Nullable List<@Nullable String> collections) {
	}

}
