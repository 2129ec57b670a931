package io.fletch.sample.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import io.fletch.context.packing.PackedContext;
import io.fletch.context.pipeline.PipelineResult;
import io.fletch.context.query.Question.Turn;

/**
 * Lets a chat model answer from the passages. The passages travel with the question they
 * belong to and are forgotten afterwards; a conversation keeps questions and answers
 * only, and only those that were complete.
 */
final class ModelChat implements Answerer {

	/** A local model may have to be loaded before its first word. */
	private static final Duration LONGEST_SILENCE = Duration.ofMinutes(3);

	/** What Spring AI reads where OpenAI's protocol names no reason yet. */
	private static final String NOT_FINISHED = "_UNKNOWN";

	private static final String INSTRUCTIONS = """
			You answer questions about the user's documents.
			Use only the numbered passages that come with the question.
			After every sentence cite the passages that it rests on by their numbers in square brackets, \
			one number in each pair of brackets, such as [1] or [2][3].
			Answer in the language of the question, in plain sentences without Markdown.
			If the passages do not hold the answer, reply with exactly this sentence and nothing else: \
			""" + NOT_FOUND;

	private final ChatClient client;

	private final ChatMemory memory;

	private final AnswererInfo info;

	private final @Nullable OpenAiCalls openAi;

	/**
	 * Creates an answerer.
	 * @param client asks the model
	 * @param memory keeps the conversations
	 * @param info names the model
	 * @param openAi ends the calls of cancelled answers; {@code null} for models whose
	 * streams end with their cancellation
	 */
	ModelChat(ChatClient client, ChatMemory memory, AnswererInfo info, @Nullable OpenAiCalls openAi) {
		this.client = client;
		this.memory = memory;
		this.info = info;
		this.openAi = openAi;
	}

	@Override
	public AnswererInfo info() {
		return this.info;
	}

	@Override
	public List<Turn> history(String conversationId) {
		List<Message> messages = this.memory.get(conversationId);
		List<Turn> turns = new ArrayList<>();
		for (int index = 0; index + 1 < messages.size(); index++) {
			if (messages.get(index) instanceof UserMessage asked
					&& messages.get(index + 1) instanceof AssistantMessage answered) {
				turns.add(new Turn(Objects.requireNonNullElse(asked.getText(), ""),
						Objects.requireNonNullElse(answered.getText(), "")));
			}
		}
		return turns;
	}

	@Override
	public Flux<ChatEvent.Token> answer(Question question, PipelineResult found) {
		return Flux.defer(() -> {
			StringBuilder text = new StringBuilder();
			AtomicReference<@Nullable String> finish = new AtomicReference<>();
			return responses(prompt(question, found.context().orElseThrow())).timeout(LONGEST_SILENCE)
				.doOnNext((response) -> noteFinish(response, finish))
				.mapNotNull(ModelChat::textOf)
				.doOnNext(text::append)
				.map((piece) -> new ChatEvent.Token(piece, null))
				.concatWith(Flux.defer(() -> remember(question, text.toString(), finish.get())));
		});
	}

	private Flux<ChatResponse> responses(Prompt prompt) {
		ChatClient.ChatClientRequestSpec request = this.client.prompt(prompt);
		OpenAiCalls calls = this.openAi;
		if (calls == null) {
			return request.stream().chatResponse();
		}
		String answer = UUID.randomUUID().toString();
		return calls.mark(request, answer).stream().chatResponse().doFinally((signal) -> calls.end(answer));
	}

	private Prompt prompt(Question question, PackedContext passages) {
		List<Message> messages = new ArrayList<>();
		messages.add(new SystemMessage(INSTRUCTIONS + "\n" + passages.instructions()));
		messages.addAll(this.memory.get(question.conversationId()));
		messages.add(new UserMessage(passages.text() + "\n\nQuestion: " + question.text()));
		return new Prompt(messages);
	}

	private static void noteFinish(ChatResponse response, AtomicReference<@Nullable String> finish) {
		Generation generation = response.getResult();
		String reason = (generation != null) ? generation.getMetadata().getFinishReason() : null;
		if (reason != null && !reason.isBlank() && !NOT_FINISHED.equals(reason)) {
			finish.set(reason);
		}
	}

	private static @Nullable String textOf(ChatResponse response) {
		Generation generation = response.getResult();
		String text = (generation != null) ? generation.getOutput().getText() : null;
		return (text == null || text.isEmpty()) ? null : text;
	}

	/**
	 * Both protocols name a reason with their last piece: without one, the stream was
	 * cut.
	 */
	private Flux<ChatEvent.Token> remember(Question question, String answer, @Nullable String finish) {
		if (finish == null) {
			return Flux.error(new CutAnswerException(this.info.name()));
		}
		this.memory.add(question.conversationId(),
				List.of(new UserMessage(question.text()), new AssistantMessage(answer)));
		return Flux.empty();
	}

}
