package io.fletch.embeddings.http;

import java.net.http.HttpRequest;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * A key that is sent and never shown.
 */
public final class ApiKey {

	/** The option that has the key. */
	public static final String OPTION = "api-key";

	/** Providers show the beginning of a key that they refuse, or its end. */
	private static final int TELLING_LENGTH = 4;

	private static final String HIDDEN = "***";

	private final String header;

	private final String prefix;

	private final @Nullable String key;

	private ApiKey(String header, String prefix, @Nullable String key) {
		this.header = header;
		this.prefix = prefix;
		this.key = key;
	}

	/**
	 * Takes a key that is sent as bearer of authorisation.
	 * @param options the options with the key, if one is given
	 * @return the key
	 * @throws EmbeddingException if it can be none
	 */
	public static ApiKey bearer(EmbeddingOptions options) {
		return of("Authorization", "Bearer ", options);
	}

	/**
	 * Takes a key that is sent in a header of its own.
	 * @param header the name of the header
	 * @param options the options with the key, if one is given
	 * @return the key
	 * @throws EmbeddingException if it can be none
	 */
	public static ApiKey header(String header, EmbeddingOptions options) {
		return of(header, "", options);
	}

	/**
	 * Takes a token that was given for a key.
	 * @param token the token
	 * @return the token as a key
	 * @throws EmbeddingException if it can be none
	 */
	public static ApiKey token(String token) {
		if (token.isEmpty() || !isSendable(token)) {
			throw new EmbeddingException(
					"The token that was given for the key is empty, or holds a space or a character "
							+ "that no token has");
		}
		return new ApiKey("Authorization", "Bearer ", token);
	}

	/**
	 * Takes a key that is sent in the body of a request.
	 * @param key the key
	 * @return the key, which is kept out of messages only
	 */
	public static ApiKey inBody(String key) {
		return new ApiKey("", "", key);
	}

	private static ApiKey of(String header, String prefix, EmbeddingOptions options) {
		String key = options.find(OPTION);
		if (key != null && !isSendable(key.strip())) {
			throw new EmbeddingException(
					"The option '" + OPTION + "' holds a space or a character that no key has: give the key alone");
		}
		return new ApiKey(header, prefix, (key != null && !key.isBlank()) ? key.strip() : null);
	}

	/**
	 * What cannot be sent in a header would be shown by the exception that says so.
	 */
	private static boolean isSendable(String key) {
		return key.chars().allMatch((character) -> character > ' ' && character < 0x7F);
	}

	void addTo(HttpRequest.Builder request) {
		if (this.key != null && !this.header.isEmpty()) {
			request.header(this.header, this.prefix + this.key);
		}
	}

	/**
	 * Returns a text without words that show the key or an end of it.
	 */
	String redact(String text) {
		if (this.key == null || this.key.isEmpty()) {
			return text;
		}
		int length = Math.min(TELLING_LENGTH, this.key.length());
		return redact(redact(text, this.key.substring(0, length)), this.key.substring(this.key.length() - length));
	}

	/**
	 * Looks at each character a few times only: what providers answer may be long.
	 */
	private static String redact(String text, String telling) {
		StringBuilder redacted = new StringBuilder();
		int from = 0;
		int found = text.indexOf(telling);
		while (found >= 0) {
			int start = found;
			while (start > from && !isSpace(text.charAt(start - 1))) {
				start--;
			}
			int end = found + telling.length();
			while (end < text.length() && !isSpace(text.charAt(end))) {
				end++;
			}
			redacted.append(text, from, start).append(HIDDEN);
			from = end;
			found = text.indexOf(telling, end);
		}
		return redacted.append(text, from, text.length()).toString();
	}

	private static boolean isSpace(char character) {
		return " \t\n\u000b\f\r".indexOf(character) >= 0;
	}

	/**
	 * Returns no part of the key.
	 */
	@Override
	public String toString() {
		return HIDDEN;
	}

}
