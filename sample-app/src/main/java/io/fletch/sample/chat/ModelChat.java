package io.fletch.sample.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import io.fletch.context.guard.InjectionDetector;
import io.fletch.context.packing.PackedContext;
import io.fletch.context.packing.PassagePacker;
import io.fletch.context.pipeline.PipelineResult;
import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.query.HistoryCompression;
import io.fletch.context.query.QueryTransformer;
import io.fletch.context.query.Question.Turn;

/**
 * Lets a chat model answer from the passages. The passages travel with the question they
 * belong to; of what was said before, the model is given questions and answers only.
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

	/** More would crowd the passages out of a small model's window. */
	private static final int MOST_HISTORY = 10;

	private final ChatModel model;

	private final ChatClient client;

	private final AnswererInfo info;

	private final @Nullable OpenAiCalls openAi;

	/**
	 * Creates an answerer.
	 * @param model the model
	 * @param info names the model
	 * @param openAi ends the calls of cancelled answers; {@code null} for models whose
	 * streams end with their cancellation
	 */
	ModelChat(ChatModel model, AnswererInfo info, @Nullable OpenAiCalls openAi) {
		this.model = model;
		this.client = ChatClient.create(model);
		this.info = info;
		this.openAi = openAi;
	}

	@Override
	public AnswererInfo info() {
		return this.info;
	}

	@Override
	public QueryTransformer compression(Meter meter) {
		return HistoryCompression.by(new MeteredModel(this.info.name(), this.model, meter));
	}

	/** A prompt is bounded, and must not take a document for its own words. */
	@Override
	public RetrievalPipeline prepare(RetrievalPipeline retrieval) {
		return retrieval.packedBy(PassagePacker.within(PassagePacker.DEFAULT_TOKENS)).markedBy(new InjectionDetector());
	}

	@Override
	public Flux<ChatEvent.Token> answer(String question, List<Turn> history, PipelineResult found, Meter meter) {
		return Flux.defer(() -> {
			AtomicReference<@Nullable String> finish = new AtomicReference<>();
			return responses(prompt(question, history, found.context().orElseThrow())).timeout(LONGEST_SILENCE)
				.doOnNext((response) -> meter.note(TokenCount.of(response.getMetadata().getUsage())))
				.doOnNext((response) -> noteFinish(response, finish))
				.mapNotNull(ModelChat::textOf)
				.map((piece) -> new ChatEvent.Token(piece, null))
				.concatWith(Flux.defer(() -> end(finish.get())));
		});
	}

	private Flux<ChatResponse> responses(Prompt prompt) {
		ChatClient.ChatClientRequestSpec request = this.client.prompt(prompt);
		OpenAiCalls calls = this.openAi;
		if (calls == null) {
			return request.stream().chatResponse();
		}
		return Flux.using(calls::begin, (answer) -> calls.mark(request, answer).stream().chatResponse(), calls::end);
	}

	private static Prompt prompt(String question, List<Turn> history, PackedContext passages) {
		List<Message> messages = new ArrayList<>();
		messages.add(new SystemMessage(INSTRUCTIONS + "\n" + passages.instructions()));
		for (Turn turn : history.subList(Math.max(0, history.size() - MOST_HISTORY), history.size())) {
			messages.add(new UserMessage(turn.question()));
			messages.add(new AssistantMessage(turn.answer()));
		}
		messages.add(new UserMessage(passages.text() + "\n\nQuestion: " + question));
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
	private Flux<ChatEvent.Token> end(@Nullable String finish) {
		return (finish != null) ? Flux.empty() : Flux.error(new CutAnswerException(this.info.name()));
	}

}
