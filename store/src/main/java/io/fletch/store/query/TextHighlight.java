package io.fletch.store.query;

import java.util.List;

/**
 * A part of a text that fits a query.
 *
 * @param text the part
 * @param start where it begins in the text
 * @param end where it ends in the text
 * @param score how well it fits, among the highlights of the text: the greater the better
 * @param matches what the query asked for, in the order of the text
 */
public record TextHighlight(String text, int start, int end, float score, List<Match> matches) {

	public TextHighlight {
		matches = List.copyOf(matches);
	}

	/**
	 * A place in the whole text, counted in {@code char}s from its beginning.
	 *
	 * @param start where it begins
	 * @param end where it ends
	 */
	public record Match(int start, int end) {
	}

}
