package io.fletch.store.expression.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of SQL's LIKE. Matching takes at most the product of the lengths of pattern
 * and text, whatever the pattern.
 */
final class LikePattern {

	private static final int ANY_CHARACTERS = -1;

	private static final int ONE_CHARACTER = -2;

	private final int[] elements;

	private final boolean caseSensitive;

	LikePattern(String pattern, boolean caseSensitive) {
		this(pattern, '\\', caseSensitive);
	}

	LikePattern(String pattern, int escape, boolean caseSensitive) {
		this.caseSensitive = caseSensitive;
		List<Integer> parsed = new ArrayList<>();
		int[] points = pattern.codePoints().toArray();
		for (int i = 0; i < points.length; i++) {
			if (points[i] == escape) {
				i = Math.min(i + 1, points.length - 1);
				parsed.add(fold(points[i]));
			}
			else {
				parsed.add(switch (points[i]) {
					case '%' -> ANY_CHARACTERS;
					case '_' -> ONE_CHARACTER;
					default -> fold(points[i]);
				});
			}
		}
		this.elements = parsed.stream().mapToInt(Integer::intValue).toArray();
	}

	boolean matches(String text) {
		int[] points = text.codePoints().map(this::fold).toArray();
		int point = 0;
		int element = 0;
		int lastAny = -1;
		int resume = 0;
		while (point < points.length) {
			int wanted = (element < this.elements.length) ? this.elements[element] : Integer.MIN_VALUE;
			if (wanted == ANY_CHARACTERS) {
				lastAny = element++;
				resume = point;
			}
			else if (wanted == ONE_CHARACTER || wanted == points[point]) {
				element++;
				point++;
			}
			else if (lastAny >= 0) {
				element = lastAny + 1;
				point = ++resume;
			}
			else {
				return false;
			}
		}
		while (element < this.elements.length && this.elements[element] == ANY_CHARACTERS) {
			element++;
		}
		return element == this.elements.length;
	}

	private int fold(int codePoint) {
		return this.caseSensitive ? codePoint : Character.toLowerCase(Character.toUpperCase(codePoint));
	}

}
