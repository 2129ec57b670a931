package io.fletch.store;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import io.fletch.store.error.InvalidInputException;

/**
 * What tables and namespaces may be called, so that the name can be part of a file's name
 * on every operating system.
 */
final class Names {

	static final int MAX_DEPTH = 8;

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-][a-zA-Z0-9_.-]{0,199}");

	/** Names that stand for devices on Windows, whatever follows behind a dot. */
	private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

	private Names() {
	}

	static boolean isValid(String name) {
		return NAME.matcher(name).matches() && !DEVICE.matcher(name).matches();
	}

	/**
	 * Returns a name that is acceptable.
	 * @param what what has the name, as the message shall call it
	 */
	static String require(String what, String name) {
		if (!NAME.matcher(name).matches()) {
			throw new InvalidInputException("'" + name + "' cannot be the name of a " + what
					+ "; it takes 1 to 200 letters, digits, '_', '-' and '.', and does not begin with '.'");
		}
		if (DEVICE.matcher(name).matches()) {
			throw new InvalidInputException("'" + name + "' cannot be the name of a " + what
					+ ", as it stands for a device on Windows; put something before it");
		}
		return name;
	}

	/**
	 * Checks that no other name differs from a new one only in case, as folders of some
	 * file systems cannot tell them apart.
	 * @param what what has the names, as the message shall call it
	 */
	static void requireDistinct(String what, String name, Collection<String> others) {
		for (String other : others) {
			if (other.equalsIgnoreCase(name) && !other.equals(name)) {
				throw new InvalidInputException("The " + what + " '" + name + "' would differ from the " + what + " '"
						+ other + "' only in case, which some file systems ignore; choose another name");
			}
		}
	}

	static List<String> requirePath(List<String> path) {
		if (path.size() > MAX_DEPTH) {
			throw new InvalidInputException("The namespace " + render(path) + " lies " + path.size()
					+ " levels deep; at most " + MAX_DEPTH + " are possible");
		}
		path.forEach((name) -> require("namespace", name));
		return List.copyOf(path);
	}

	/**
	 * Returns how messages call a namespace, or a table in one.
	 */
	static String render(List<String> path, String... name) {
		return String.join("$", path) + ((path.isEmpty() || name.length == 0) ? "" : "$") + String.join("$", name);
	}

}
