package io.fletch.sample.evaluation;

import java.util.List;

/**
 * How a set of golden questions fits what is here.
 *
 * @param named how many different documents or passages its questions name
 * @param present how many of those are here
 * @param missing the first that are not, line by line
 * @param missingTotal how often a line names something that is not here
 * @param repeated the first questions that were asked before, in the same words
 */
public record GoldenCheck(int named, int present, List<Missing> missing, int missingTotal, List<Repeated> repeated) {

	/** How many lines are listed. */
	static final int LISTED = 100;

	public GoldenCheck {
		missing = List.copyOf(missing);
		repeated = List.copyOf(repeated);
	}

	/**
	 * Something that is named and not here.
	 *
	 * @param line the number of the line
	 * @param name what is named
	 */
	public record Missing(int line, String name) {
	}

	/**
	 * A question that counts twice.
	 *
	 * @param line the number of its line
	 * @param first the line that asks the same
	 */
	public record Repeated(int line, int first) {
	}

}
