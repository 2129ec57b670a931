package io.fletch.sample.chat;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;

/**
 * How many tokens a model says it has read and written.
 *
 * @param read the tokens of the prompt
 * @param written the tokens of the answer
 */
public record TokenCount(int read, int written) {

	/** Spring AI gives zeros where a model tells nothing. */
	static @Nullable TokenCount of(@Nullable Usage usage) {
		if (usage == null || usage.getPromptTokens() == null || usage.getCompletionTokens() == null
				|| (usage.getPromptTokens() == 0 && usage.getCompletionTokens() == 0)) {
			return null;
		}
		return new TokenCount(usage.getPromptTokens(), usage.getCompletionTokens());
	}

}
