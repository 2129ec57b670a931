package io.fletch.embeddings.http;

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
public final class RemoteOptions {

	/** The option of the model. */
	public static final String MODEL = "model";

	/** The option of the length of vectors. */
	public static final String DIMENSIONS = "dimensions";

	/** The option of the address. */
	public static final String BASE_URL = "base-url";

	/** The option of the most texts in a request. */
	public static final String BATCH_SIZE = "batch-size";

	static final String TIMEOUT = "timeout";

	static final String MAX_RETRIES = "max-retries";

	static final String CONCURRENCY = "concurrency";

	static final String REQUESTS_PER_MINUTE = "requests-per-minute";

	static final String TOKENS_PER_MINUTE = "tokens-per-minute";

	private final List<EmbeddingOption> options = new ArrayList<>();

	private RemoteOptions() {
	}

	/**
	 * Begins with a key that must be given.
	 * @param variable the variable that has it by default
	 * @return the options
	 */
	public static RemoteOptions withKey(String variable) {
		return new RemoteOptions()
			.add(EmbeddingOption.secret(ApiKey.OPTION, "The key that the provider gave you", variable));
	}

	/**
	 * Begins with a key that may be given.
	 * @return the options
	 */
	public static RemoteOptions withOptionalKey() {
		return new RemoteOptions().add(new EmbeddingOption(ApiKey.OPTION,
				"A key, where the server or a proxy before it asks for one", null, false, true));
	}

	/**
	 * Adds an option.
	 * @param option the option
	 * @return these options
	 */
	public RemoteOptions add(EmbeddingOption option) {
		this.options.add(option);
		return this;
	}

	/**
	 * Adds options.
	 * @param more the options
	 * @return these options
	 */
	public RemoteOptions addAll(List<EmbeddingOption> more) {
		this.options.addAll(more);
		return this;
	}

	/**
	 * Adds the model.
	 * @param defaultModel the model that is used by default
	 * @return these options
	 */
	public RemoteOptions model(String defaultModel) {
		return add(EmbeddingOption.of(MODEL, "The model, as the provider calls it", defaultModel));
	}

	/**
	 * Adds the address.
	 * @param defaultAddress the address of the provider
	 * @return these options
	 */
	public RemoteOptions baseUrl(String defaultAddress) {
		return add(EmbeddingOption
			.of(BASE_URL, "The address of the API, without the last part of requests' paths", defaultAddress)
			.guarded());
	}

	/**
	 * Adds the length of vectors.
	 * @return these options
	 */
	public RemoteOptions dimensions() {
		return add(EmbeddingOption.optional(DIMENSIONS,
				"The length that the provider shortens vectors to, for models that can; the model's own by default"));
	}

	/**
	 * Adds the most texts in one request.
	 * @param defaultSize how many by default
	 * @param most how many the provider takes
	 * @return these options
	 */
	public RemoteOptions batchSize(int defaultSize, int most) {
		return add(EmbeddingOption.of(BATCH_SIZE, "The most texts in one request, from 1 to " + most,
				Integer.toString(defaultSize)));
	}

	/**
	 * Adds how requests are sent, and ends.
	 * @param timeout how long one answer may take by default
	 * @return all options
	 */
	public List<EmbeddingOption> pacing(String timeout) {
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
	 * @param options the options with the address
	 * @param path the path behind it
	 * @return the address
	 */
	public static URI address(EmbeddingOptions options, String path) {
		String base = options.address(BASE_URL).toString();
		return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
	}

	/**
	 * Returns a value as a part of an address.
	 * @param value the value
	 * @return the value, encoded
	 */
	public static String part(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * Returns how much one request may hold.
	 * @param options the options with the most texts
	 * @param mostItems how many texts the provider takes
	 * @param tokens how many tokens the provider takes
	 * @return the limit
	 */
	public static BatchLimit limit(EmbeddingOptions options, int mostItems, long tokens) {
		return new BatchLimit(options.number(BATCH_SIZE, 1, mostItems), tokens);
	}

}
