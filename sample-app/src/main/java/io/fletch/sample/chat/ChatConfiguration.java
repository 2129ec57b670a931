package io.fletch.sample.chat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import io.fletch.context.answer.CitationVerifier;
import io.fletch.context.answer.ExtractiveAnswerer;
import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.query.QueryTransformer;
import io.fletch.sample.conversation.Conversations;

/**
 * Finds those who can answer: the chat models that Spring AI is configured with, and the
 * best sentences of the passages. The primary model, or else the first, is the default.
 */
@Configuration(proxyBeanMethods = false)
class ChatConfiguration {

	@Bean
	OpenAiCalls openAiCalls() {
		return new OpenAiCalls();
	}

	@Bean
	Answerers answerers(ObjectProvider<ChatModel> chatModels, ExtractiveAnswerer extractive, OpenAiCalls openAiCalls) {
		List<ChatModel> models = new ArrayList<>(chatModels.orderedStream().toList());
		ChatModel preferred = chatModels.getIfUnique();
		if (preferred != null && models.remove(preferred)) {
			models.addFirst(preferred);
		}
		List<Answerer> answerers = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (ChatModel model : models) {
			answerers
				.add(new ModelChat(model, info(model, ids), (model instanceof OpenAiChatModel) ? openAiCalls : null));
		}
		answerers.add(new ExtractiveChat(extractive, models.isEmpty()));
		return new Answerers(answerers);
	}

	private static AnswererInfo info(ChatModel model, Set<String> ids) {
		String provider = model.getClass().getSimpleName().replace("ChatModel", "").replace("OpenAi", "OpenAI");
		String named = modelName(model.getOptions());
		String name = Objects.requireNonNullElse(named, provider);
		String id = provider.toLowerCase(Locale.ROOT) + ((named != null) ? ":" + named : "");
		String unused = id;
		for (int number = 2; !ids.add(unused); number++) {
			unused = id + "-" + number;
		}
		return new AnswererInfo(unused, "model", name,
				"Answers by " + provider + ((named != null) ? " " + named : "") + " from your documents");
	}

	private static @Nullable String modelName(@Nullable ChatOptions options) {
		return (options != null) ? options.getModel() : null;
	}

	/**
	 * A thread for each question, interrupted when its reader leaves.
	 */
	@Bean(destroyMethod = "dispose")
	Scheduler chatScheduler() {
		return Schedulers
			.fromExecutorService(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("chat-", 0).factory()));
	}

	@Bean
	Retrieval retrieval(RetrievalPipeline pipeline, ObjectProvider<QueryTransformer> transformers) {
		return new Retrieval(pipeline, transformers.orderedStream().reduce(QueryTransformer::then).orElse(null));
	}

	@Bean
	Chat chat(Retrieval retrieval, Answerers answerers, Conversations conversations, CitationVerifier verifier,
			Scheduler chatScheduler) {
		return new Chat(retrieval, answerers, conversations, verifier, chatScheduler);
	}

}
