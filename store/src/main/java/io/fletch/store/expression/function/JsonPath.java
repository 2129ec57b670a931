package io.fletch.store.expression.function;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a JSON text: names of members (String) and numbers of elements (Integer).
 *
 * @param steps the way from the root
 */
record JsonPath(List<Object> steps) {

	private static final Pattern STEP = Pattern
		.compile("\\.([^.\\[\\]'\"]+)|\\[(\\d{1,9})\\]|\\.?\\[?'([^']*)'\\]?|\\.?\\[?\"([^\"]*)\"\\]?");

	JsonPath {
		steps = List.copyOf(steps);
	}

	/**
	 * Reads a place.
	 * @param place a path that begins with $, the name of a member, or the number of an
	 * element
	 * @throws IllegalArgumentException if it is a malformed path
	 */
	static JsonPath parse(Object place) {
		if (place instanceof Long number) {
			return new JsonPath(List.of((int) Math.clamp(number, -1, Integer.MAX_VALUE)));
		}
		String text = place.toString();
		if (!text.startsWith("$")) {
			return new JsonPath(List.of(text));
		}
		List<Object> steps = new ArrayList<>();
		Matcher step = STEP.matcher(text);
		int position = 1;
		while (position < text.length()) {
			if (!step.find(position) || step.start() != position) {
				throw new IllegalArgumentException("'" + text + "' is no path such as $.a[0].b");
			}
			steps.add((step.group(2) != null) ? (Object) Integer.valueOf(step.group(2)) : name(step));
			position = step.end();
		}
		return new JsonPath(steps);
	}

	private static String name(Matcher step) {
		for (int group : new int[] { 1, 3, 4 }) {
			if (step.group(group) != null) {
				return step.group(group);
			}
		}
		throw new IllegalStateException("A step without name");
	}

}
