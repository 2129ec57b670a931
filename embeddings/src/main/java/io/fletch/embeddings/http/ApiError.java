package io.fletch.embeddings.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer that is an error.
 *
 * @param status the status of HTTP
 * @param body what the provider says about it
 */
record ApiError(int status, String body) {

	private static final int LONGEST_MESSAGE = 300;

	/**
	 * More of a message is not looked at; words that show the key may hide much of it.
	 */
	private static final int LONGEST_READ = 10_000;

	private static final List<String> PLACES = List.of("/error/message", "/error", "/message", "/detail/0/msg",
			"/detail");

	private static final Pattern OF_SIZE = Pattern
		.compile("(?i)too (many|large|long|big)|max|exceed|limit|batch|context length");

	private static final JsonMapper JSON = new JsonMapper();

	static ApiError of(int status, byte[] body) {
		return new ApiError(status, new String(body, StandardCharsets.UTF_8));
	}

	/**
	 * Returns whether the same request may succeed later.
	 */
	boolean isPassing() {
		return switch (this.status) {
			case 408, 409, 425 -> true;
			// No waiting refills an account.
			case 429 -> !this.body.contains("insufficient_quota");
			case 501, 505 -> false;
			default -> this.status >= 500;
		};
	}

	/**
	 * Returns whether a smaller request may succeed.
	 */
	boolean isOfSize() {
		return this.status == 413 || ((this.status == 400 || this.status == 422) && OF_SIZE.matcher(this.body).find());
	}

	/**
	 * Returns what the provider says, in one line, without words that show the key.
	 */
	String message(ApiKey key) {
		String line = key.redact(beginning(text().replaceAll("[\\p{Cntrl}\\s]+", " ").strip()));
		return (line.length() > LONGEST_MESSAGE) ? line.substring(0, LONGEST_MESSAGE) + "..." : line;
	}

	/**
	 * Cuts a line between words, so that no part of a key is left at its end.
	 */
	private static String beginning(String line) {
		if (line.length() <= LONGEST_READ) {
			return line;
		}
		int space = line.lastIndexOf(' ', LONGEST_READ);
		return line.substring(0, (space > LONGEST_MESSAGE) ? space : LONGEST_READ);
	}

	private String text() {
		try {
			JsonNode root = JSON.readTree(this.body);
			for (String place : PLACES) {
				JsonNode node = root.at(place);
				if (node.isString() && !node.stringValue().isBlank()) {
					return node.stringValue();
				}
			}
		}
		catch (JacksonException ex) {
			// Proxies answer in HTML.
			return this.body;
		}
		return this.body;
	}

	/**
	 * Returns what a user can do.
	 */
	String remedy() {
		return switch (this.status) {
			case 401 -> "Check the option 'api-key'.";
			case 403 -> "Check what the key of the option 'api-key' is allowed to do.";
			case 404 -> "Check the options 'model' and 'base-url'.";
			case 429 -> "The account is used up: see the provider's page about billing.";
			default -> (this.status >= 300 && this.status < 400)
					? "Redirections are not followed: give the final address as 'base-url'."
					: "Check the options, above all 'model'.";
		};
	}

}
