package io.fletch.sample.web;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Tags as clients send them.
 */
final class Tags {

	private static final int MOST = 50;

	private static final int LONGEST = 100;

	private Tags() {
	}

	/**
	 * Reads tags out of parameters, each one or several with commas between.
	 */
	static List<String> ofParameters(String field, List<String> given) {
		return checked(field,
				given.stream()
					.flatMap((value) -> Arrays.stream(value.split(",")))
					.filter((tag) -> !tag.isBlank())
					.toList());
	}

	/**
	 * Checks tags.
	 * @return the tags without repetition and surrounding space
	 */
	static List<String> checked(String field, @Nullable List<@Nullable String> given) {
		Set<String> tags = new LinkedHashSet<>();
		for (String tag : (given != null) ? given : List.<String>of()) {
			if (tag == null || tag.isBlank() || tag.length() > LONGEST || tag.contains(",")
					|| tag.chars().anyMatch(Character::isISOControl)) {
				throw InvalidFieldException.badRequest(field,
						"The tag " + InvalidFieldException.shown(tag) + " cannot be used. A tag has 1 to " + LONGEST
								+ " characters, not all blank, without commas and control characters.");
			}
			tags.add(tag.strip());
		}
		if (tags.size() > MOST) {
			throw InvalidFieldException.badRequest(field,
					field + " has " + tags.size() + " tags; at most " + MOST + " are allowed. Leave some out.");
		}
		return List.copyOf(tags);
	}

}
