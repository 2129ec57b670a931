package io.fletch.sample.chat;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import reactor.core.scheduler.Schedulers;

import io.fletch.context.answer.CitationVerifier;
import io.fletch.context.answer.ExtractiveAnswerer;
import io.fletch.context.guard.InjectionDetector;
import io.fletch.context.packing.PassagePacker;
import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.query.HistoryCompression;

/**
 * Chooses the answerer: the chat model that Spring AI is configured with, or else the
 * best sentences of the passages.
 */
@Configuration(proxyBeanMethods = false)
class ChatConfiguration {

	private static final int CONVERSATIONS = 1000;

	private static final int MESSAGES_OF_A_CONVERSATION = 20;

	@Bean
	OpenAiCalls openAiCalls() {
		return new OpenAiCalls();
	}

	@Bean
	Answerer answerer(ObjectProvider<ChatModel> chatModel, ExtractiveAnswerer extractive, OpenAiCalls openAiCalls) {
		ChatModel model = chatModel.getIfUnique();
		return (model != null) ? modelChat(model, openAiCalls) : new ExtractiveChat(extractive);
	}

	@Bean
	Chat chat(RetrievalPipeline retrieval, Answerer answerer, CitationVerifier verifier,
			@Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor) {
		RetrievalPipeline stages = (answerer instanceof ModelChat) ? forModels(retrieval) : retrieval;
		return new Chat(stages, answerer, verifier, Schedulers.fromExecutor(executor));
	}

	/**
	 * A question may point back to the one before, and a prompt is bounded and must not
	 * take a document for its own words.
	 */
	private static RetrievalPipeline forModels(RetrievalPipeline retrieval) {
		return retrieval.transformedBy(HistoryCompression.byWords())
			.packedBy(PassagePacker.within(PassagePacker.DEFAULT_TOKENS))
			.markedBy(new InjectionDetector());
	}

	private static ModelChat modelChat(ChatModel model, OpenAiCalls openAiCalls) {
		MessageWindowChatMemory memory = MessageWindowChatMemory.builder()
			.chatMemoryRepository(new RecentConversations(CONVERSATIONS))
			.maxMessages(MESSAGES_OF_A_CONVERSATION)
			.build();
		String provider = model.getClass().getSimpleName().replace("ChatModel", "").replace("OpenAi", "OpenAI");
		String name = modelName(model.getOptions());
		return new ModelChat(ChatClient.create(model), memory,
				new AnswererInfo("model", (name != null) ? name : provider,
						"Answers by " + provider + ((name != null) ? " " + name : "") + " from your documents"),
				(model instanceof OpenAiChatModel) ? openAiCalls : null);
	}

	private static @Nullable String modelName(@Nullable ChatOptions options) {
		return (options != null) ? options.getModel() : null;
	}

}
