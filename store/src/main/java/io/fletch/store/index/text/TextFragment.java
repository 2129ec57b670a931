package io.fletch.store.index.text;

import java.util.List;

/**
 * A part of a text that fits a query.
 *
 * @param start where it begins in the text
 * @param end where it ends in the text
 * @param score how well it fits, among the fragments of the text: the greater the better
 * @param matches what the query asked for, in the order of the text
 */
public record TextFragment(int start, int end, float score, List<Match> matches) {

	public TextFragment {
		matches = List.copyOf(matches);
	}

	/**
	 * A place in the text, counted from the beginning of the text.
	 *
	 * @param start where it begins
	 * @param end where it ends
	 */
	public record Match(int start, int end) {
	}

}
