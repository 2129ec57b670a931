package io.fletch.store.expression.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The names of columns in SQL.
 */
final class SqlNames {

	private SqlNames() {
	}

	/**
	 * Cuts a name at the dots that are not quoted.
	 */
	static List<String> split(String name) {
		List<String> parts = new ArrayList<>();
		char quote = 0;
		int start = 0;
		for (int i = 0; i < name.length(); i++) {
			char character = name.charAt(i);
			if (quote != 0) {
				quote = (character == quote) ? 0 : quote;
			}
			else if (character == '`' || character == '"') {
				quote = character;
			}
			else if (character == '.') {
				parts.add(name.substring(start, i));
				start = i + 1;
			}
		}
		parts.add(name.substring(start));
		return parts;
	}

	static String unquote(String name) {
		boolean quoted = name.length() > 1 && (name.charAt(0) == '`' || name.charAt(0) == '"')
				&& name.charAt(name.length() - 1) == name.charAt(0);
		if (!quoted) {
			return name;
		}
		String quote = name.substring(0, 1);
		return name.substring(1, name.length() - 1).replace(quote + quote, quote);
	}

	/**
	 * Returns the names that are most like one that is unknown, for a message.
	 */
	static List<String> nearest(String name, List<String> names) {
		int limit = Math.max(1, name.length() / 3);
		return names.stream()
			.filter((candidate) -> distance(name, candidate) <= limit)
			.sorted(Comparator.comparingInt((candidate) -> distance(name, candidate)))
			.limit(3)
			.toList();
	}

	/**
	 * Returns how many characters to insert, delete or replace, ignoring case.
	 */
	private static int distance(String left, String right) {
		int[] row = new int[right.length() + 1];
		for (int j = 0; j < row.length; j++) {
			row[j] = j;
		}
		for (int i = 1; i <= left.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= right.length(); j++) {
				int above = row[j];
				boolean same = Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
				row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + (same ? 0 : 1));
				diagonal = above;
			}
		}
		return row[right.length()];
	}

}
