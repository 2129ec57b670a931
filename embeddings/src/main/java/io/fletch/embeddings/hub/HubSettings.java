package io.fletch.embeddings.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Where models come from and where they are kept.
 *
 * @param address the address of the hub
 * @param cache the folder of the files
 * @param token what proves to the hub that private or gated models may be read, or
 * {@code null}; never shown
 * @param isOffline whether only files that are there already are used
 * @param timeout how long to wait for a server that says nothing
 * @param maxBytes the greatest file that is downloaded
 * @param progress is told how far downloads are
 */
public record HubSettings(URI address, Path cache, @Nullable String token, boolean isOffline, Duration timeout,
		long maxBytes, DownloadProgress progress) {

	/** The public hub. */
	public static final String PUBLIC_HUB = "https://huggingface.co";

	private static final String ADDRESS = "hub-url";

	private static final String CACHE = "cache-folder";

	private static final String TOKEN = "hub-token";

	private static final String OFFLINE = "offline";

	private static final String TIMEOUT = "hub-timeout";

	private static final String MAX_BYTES = "max-download-bytes";

	/** The greatest file that is downloaded where nothing else is said, in bytes. */
	public static final long DEFAULT_MAX_BYTES = 20_000_000_000L;

	/**
	 * Checks that the token is one, which the client would show otherwise.
	 */
	public HubSettings {
		if (token != null && !token.chars().allMatch((letter) -> letter > ' ' && letter < 0x7F)) {
			throw new EmbeddingException("The option '" + TOKEN + "' of an embedding function holds a space, a line's "
					+ "end or another character that no key has: give the key alone");
		}
	}

	/**
	 * Returns the options of functions whose models may come from a hub.
	 * @return the options
	 */
	public static List<EmbeddingOption> options() {
		return List.of(
				EmbeddingOption.of(ADDRESS, "the address of the hub that models come from", PUBLIC_HUB).guarded(),
				EmbeddingOption
					.optional(CACHE,
							"the folder of downloaded models; .cache/fletch/models in the user's home by default")
					.guarded(),
				new EmbeddingOption(TOKEN, "a key of the hub, for models that are not open to all", "${HF_TOKEN:}",
						false, true),
				EmbeddingOption.of(OFFLINE, "true to use only what has been downloaded before", "false"),
				EmbeddingOption.of(TIMEOUT, "how long to wait for a hub that sends nothing, as ISO-8601", "PT30S"),
				EmbeddingOption
					.of(MAX_BYTES, "the greatest file that is downloaded, in bytes", String.valueOf(DEFAULT_MAX_BYTES))
					.guarded());
	}

	/**
	 * Returns the settings that options give.
	 * @param options the options of a function
	 * @return the settings; progress is logged
	 */
	public static HubSettings of(EmbeddingOptions options) {
		String cache = options.find(CACHE);
		String token = options.find(TOKEN);
		return new HubSettings((options.find(ADDRESS) != null) ? options.address(ADDRESS) : URI.create(PUBLIC_HUB),
				(cache != null) ? Path.of(cache)
						: Path.of(System.getProperty("user.home"), ".cache", "fletch", "models"),
				(token != null && !token.isBlank()) ? token : null,
				options.find(OFFLINE) != null && options.flag(OFFLINE),
				(options.find(TIMEOUT) != null) ? options.duration(TIMEOUT) : Duration.ofSeconds(30),
				maxBytes(options.find(MAX_BYTES)), new LoggedProgress());
	}

	private static long maxBytes(@Nullable String value) {
		if (value == null) {
			return DEFAULT_MAX_BYTES;
		}
		try {
			long bytes = Long.parseLong(value);
			if (bytes > 0) {
				return bytes;
			}
		}
		catch (NumberFormatException ex) {
			throw misfit(value, ex);
		}
		throw misfit(value, null);
	}

	private static EmbeddingException misfit(String value, @Nullable Throwable cause) {
		return new EmbeddingException(
				"The option '" + MAX_BYTES + "' is '" + value + "', but must be a whole number of bytes, at least 1",
				cause);
	}

	/**
	 * Returns the settings without the token.
	 */
	@Override
	public String toString() {
		return "HubSettings[address=" + this.address + ", cache=" + this.cache + ", offline=" + this.isOffline + "]";
	}

}
