package io.fletch.sample.playground;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fletch.store.error.InvalidInputException;

/**
 * A filter that says nothing that the passages can be asked. The message names the place
 * and shows it.
 */
public final class InvalidFilterException extends RuntimeException {

	private static final Pattern PLACE = Pattern.compile("at (?:line (\\d{1,9}), )?column (\\d{1,9})");

	private final int position;

	InvalidFilterException(String filter, InvalidInputException cause) {
		super(cause.getMessage(), cause);
		this.position = position(filter, String.valueOf(cause.getMessage()));
	}

	/**
	 * Returns where the filter is at fault.
	 * @return the offset in the filter, or -1 if it is at fault as a whole
	 */
	public int position() {
		return this.position;
	}

	/**
	 * Reads the place out of a message, behind the filter that it quotes, which could
	 * hold the same words.
	 */
	private static int position(String filter, String message) {
		int quote = message.indexOf('\'') + 1;
		int behind = quote;
		while (behind < message.length() && behind - quote < filter.length()
				&& message.charAt(behind) == filter.charAt(behind - quote)) {
			behind++;
		}
		Matcher place = PLACE.matcher(message);
		if (!place.find(behind)) {
			return -1;
		}
		int line = (place.group(1) != null) ? Integer.parseInt(place.group(1)) : 1;
		int start = 0;
		for (int i = 1; i < line; i++) {
			start = filter.indexOf('\n', start) + 1;
		}
		return Math.min(start + Integer.parseInt(place.group(2)) - 1, filter.length());
	}

}
