package io.fletch.sample.evaluation;

/**
 * What is wrong with a line of an uploaded file.
 *
 * @param line the number of the line, from 1
 * @param detail what is wrong with it
 */
public record LineError(int line, String detail) {

	private static final int LONGEST = 300;

	static LineError of(int line, String detail) {
		return new LineError(line, (detail.length() > LONGEST) ? detail.substring(0, LONGEST) + "…" : detail);
	}

}
