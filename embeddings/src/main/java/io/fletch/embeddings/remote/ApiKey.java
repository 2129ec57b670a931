package io.fletch.embeddings.remote;

import java.net.http.HttpRequest;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * A key that is sent and never shown.
 */
final class ApiKey {

	static final String OPTION = "api-key";

	/** Providers show the beginning of a key that they refuse, or its end. */
	private static final int TELLING_LENGTH = 4;

	private final String header;

	private final String prefix;

	private final @Nullable String key;

	private ApiKey(String header, String prefix, @Nullable String key) {
		this.header = header;
		this.prefix = prefix;
		this.key = key;
	}

	static ApiKey bearer(EmbeddingOptions options) {
		return of("Authorization", "Bearer ", options);
	}

	static ApiKey header(String header, EmbeddingOptions options) {
		return of(header, "", options);
	}

	private static ApiKey of(String header, String prefix, EmbeddingOptions options) {
		String key = options.find(OPTION);
		if (key != null && !key.strip().chars().allMatch((character) -> character > ' ' && character < 0x7F)) {
			throw new EmbeddingException("The option '" + OPTION
					+ "' of an embedding function holds a space or a character that no key has: give the key alone");
		}
		return new ApiKey(header, prefix, (key != null && !key.isBlank()) ? key.strip() : null);
	}

	void addTo(HttpRequest.Builder request) {
		if (this.key != null) {
			request.header(this.header, this.prefix + this.key);
		}
	}

	/**
	 * Returns a text without words that show the key or an end of it.
	 */
	String redact(String text) {
		if (this.key == null) {
			return text;
		}
		int length = Math.min(TELLING_LENGTH, this.key.length());
		String beginning = Pattern.quote(this.key.substring(0, length));
		String end = Pattern.quote(this.key.substring(this.key.length() - length));
		return text.replaceAll("\\S*" + beginning + "\\S*|\\S*" + end + "\\S*", "***");
	}

	@Override
	public String toString() {
		return "***";
	}

}
