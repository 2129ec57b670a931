package io.fletch.embeddings.http;

import java.time.Duration;

import io.fletch.store.embedding.EmbeddingOptions;

/**
 * How requests are sent.
 *
 * @param timeout how long an answer may take
 * @param maxRetries how often a request is repeated
 * @param concurrency how many requests are under way at once
 * @param requestsPerMinute the most requests a minute, or 0 for no limit
 * @param tokensPerMinute the most tokens a minute, or 0 for no limit
 */
public record RemoteSettings(Duration timeout, int maxRetries, int concurrency, int requestsPerMinute,
		int tokensPerMinute) {

	/**
	 * Returns what options say.
	 * @param options the options, those of {@link RemoteOptions#pacing(String)} among
	 * them
	 * @return the settings
	 */
	public static RemoteSettings of(EmbeddingOptions options) {
		return new RemoteSettings(options.duration(RemoteOptions.TIMEOUT),
				options.number(RemoteOptions.MAX_RETRIES, 0, 100), options.number(RemoteOptions.CONCURRENCY, 1, 256),
				options.number(RemoteOptions.REQUESTS_PER_MINUTE, 0, Integer.MAX_VALUE),
				options.number(RemoteOptions.TOKENS_PER_MINUTE, 0, Integer.MAX_VALUE));
	}

}
