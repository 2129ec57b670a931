package io.fletch.autoconfigure;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

import io.fletch.context.language.LanguageModel;
import io.fletch.springai.SpringAiLanguageModel;

/**
 * Auto-configuration of the chat model of Spring AI for the stages of retrieval, where
 * there is exactly one, or one that is primary.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ ChatModel.class, LanguageModel.class, SpringAiLanguageModel.class })
@ConditionalOnSingleCandidate(ChatModel.class)
public final class FletchSpringAiChatAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LanguageModel fletchSpringAiLanguageModel(ChatModel model) {
		return new SpringAiLanguageModel(model);
	}

}
