package io.fletch.embeddings.remote;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * The options that all providers have.
 */
final class RemoteOptions {

	static final String BASE_URL = "base-url";

	static final String BATCH_SIZE = "batch-size";

	static final String TIMEOUT = "timeout";

	static final String MAX_RETRIES = "max-retries";

	static final String CONCURRENCY = "concurrency";

	static final String REQUESTS_PER_MINUTE = "requests-per-minute";

	static final String TOKENS_PER_MINUTE = "tokens-per-minute";

	private final List<EmbeddingOption> options = new ArrayList<>();

	private RemoteOptions() {
	}

	static RemoteOptions withKey(String variable) {
		return new RemoteOptions()
			.add(EmbeddingOption.secret(ApiKey.OPTION, "The key that the provider gave you", variable));
	}

	static RemoteOptions withOptionalKey() {
		return new RemoteOptions().add(new EmbeddingOption(ApiKey.OPTION,
				"A key, where the server or a proxy before it asks for one", null, false, true));
	}

	RemoteOptions add(EmbeddingOption option) {
		this.options.add(option);
		return this;
	}

	RemoteOptions addAll(List<EmbeddingOption> more) {
		this.options.addAll(more);
		return this;
	}

	RemoteOptions model(String defaultModel) {
		return add(EmbeddingOption.of(RemoteModel.MODEL, "The model, as the provider calls it", defaultModel));
	}

	RemoteOptions baseUrl(String defaultAddress) {
		return add(EmbeddingOption
			.of(BASE_URL, "The address of the API, without the last part of requests' paths", defaultAddress)
			.guarded());
	}

	RemoteOptions dimensions() {
		return add(EmbeddingOption.optional(RemoteModel.DIMENSIONS,
				"The length that the provider shortens vectors to, for models that can; the model's own by default"));
	}

	RemoteOptions batchSize(int defaultSize, int most) {
		return add(EmbeddingOption.of(BATCH_SIZE, "The most texts in one request, from 1 to " + most,
				Integer.toString(defaultSize)));
	}

	List<EmbeddingOption> pacing(String timeout) {
		add(EmbeddingOption.of(TIMEOUT, "How long one answer may take, for example PT30S", timeout));
		add(EmbeddingOption.of(MAX_RETRIES, "How often a request that failed for a passing reason is repeated, to 100",
				"7"));
		add(EmbeddingOption.of(CONCURRENCY, "How many requests are under way at once, from 1 to 256", "4"));
		add(EmbeddingOption.of(REQUESTS_PER_MINUTE, "The most requests a minute, or 0 for no limit", "0"));
		add(EmbeddingOption.of(TOKENS_PER_MINUTE, "The most tokens a minute, estimated, or 0 for no limit", "0"));
		return List.copyOf(this.options);
	}

	/**
	 * Returns where requests go.
	 */
	static URI address(EmbeddingOptions options, String path) {
		String base = options.address(BASE_URL).toString();
		return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
	}

	/**
	 * Returns a value as a part of an address.
	 */
	static String part(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

	static BatchLimit limit(EmbeddingOptions options, int mostItems, long tokens) {
		return new BatchLimit(options.number(BATCH_SIZE, 1, mostItems), tokens);
	}

}
