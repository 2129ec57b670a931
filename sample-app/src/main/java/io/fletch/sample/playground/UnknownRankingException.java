package io.fletch.sample.playground;

import java.util.List;

/**
 * No way to rank has this name. The message lists those there are.
 */
public final class UnknownRankingException extends RuntimeException {

	UnknownRankingException(String asked, List<String> known) {
		super("There is no ranking '" + ((asked.length() > 80) ? asked.substring(0, 80) + "…" : asked)
				+ "'. Choose one of " + String.join(", ", known) + ".");
	}

}
