package io.fletch.autoconfigure;

import dev.langchain4j.model.chat.ChatModel;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

import io.fletch.context.language.LanguageModel;
import io.fletch.langchain4j.LangChain4jLanguageModel;

/**
 * Auto-configuration of the chat model of LangChain4j for the stages of retrieval, where
 * there is exactly one, or one that is primary.
 */
@AutoConfiguration(after = FletchSpringAiChatAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ ChatModel.class, LanguageModel.class, LangChain4jLanguageModel.class })
@ConditionalOnSingleCandidate(ChatModel.class)
public final class FletchLangChain4jChatAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LanguageModel fletchLangChain4jLanguageModel(ChatModel model) {
		return new LangChain4jLanguageModel(model);
	}

}
