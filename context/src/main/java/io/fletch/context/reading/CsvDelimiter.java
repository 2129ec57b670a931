package io.fletch.context.reading;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what stands between the values of a CSV file.
 */
final class CsvDelimiter {

	private static final char[] DELIMITERS = { ',', ';', '\t', '|' };

	/** How much of a file is looked at. */
	private static final int PEEKED_CHARACTERS = 10_000;

	private static final int PEEKED_LINES = 20;

	private CsvDelimiter() {
	}

	/**
	 * Returns the one that most lines have equally often, outside of quotes; of several,
	 * the one that they have most often.
	 */
	static char of(String csv) {
		List<int[]> lines = counts(csv);
		int best = 0;
		int bestLines = 0;
		int bestCount = 0;
		for (int each = 0; each < DELIMITERS.length; each++) {
			for (int[] line : lines) {
				int count = line[each];
				int delimiter = each;
				int alike = (int) lines.stream().filter((other) -> other[delimiter] == count).count();
				if (count > 0 && (alike > bestLines || (alike == bestLines && count > bestCount))) {
					best = each;
					bestLines = alike;
					bestCount = count;
				}
			}
		}
		return DELIMITERS[best];
	}

	private static List<int[]> counts(String csv) {
		List<int[]> lines = new ArrayList<>();
		int end = Math.min(csv.length(), PEEKED_CHARACTERS);
		int[] counts = new int[DELIMITERS.length];
		boolean isQuoted = false;
		for (int index = 0; index < end && lines.size() < PEEKED_LINES; index++) {
			char character = csv.charAt(index);
			isQuoted ^= character == '"';
			if (character == '\n' && !isQuoted) {
				lines.add(counts);
				counts = new int[DELIMITERS.length];
			}
			for (int each = 0; each < DELIMITERS.length && !isQuoted; each++) {
				counts[each] += (character == DELIMITERS[each]) ? 1 : 0;
			}
		}
		// A line that is cut may have more than is seen of it.
		if (lines.isEmpty() || end == csv.length()) {
			lines.add(counts);
		}
		return lines;
	}

}
