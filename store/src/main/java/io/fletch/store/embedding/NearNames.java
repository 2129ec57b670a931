package io.fletch.store.embedding;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The names that are most like one that is unknown.
 */
final class NearNames {

	private NearNames() {
	}

	/**
	 * Returns a question for the end of a message, or nothing if no name is near.
	 */
	static String hint(String name, Collection<String> names) {
		int limit = Math.max(1, name.length() / 3);
		List<String> near = names.stream()
			.filter((candidate) -> distance(name, candidate) <= limit)
			.sorted(Comparator.comparingInt((candidate) -> distance(name, candidate)))
			.limit(3)
			.toList();
		return near.isEmpty() ? "" : ", did you mean " + String.join(" or ", near) + "?";
	}

	/**
	 * Returns how many characters to insert, delete or replace. Case, underscores and
	 * hyphens do not count.
	 */
	private static int distance(String left, String right) {
		String from = left.toLowerCase(Locale.ROOT).replace('_', '-');
		String to = right.toLowerCase(Locale.ROOT).replace('_', '-');
		int[] row = new int[to.length() + 1];
		for (int j = 0; j < row.length; j++) {
			row[j] = j;
		}
		for (int i = 1; i <= from.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= to.length(); j++) {
				int above = row[j];
				int changed = diagonal + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
				row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), changed);
				diagonal = above;
			}
		}
		return row[to.length()];
	}

}
