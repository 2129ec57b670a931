package io.fletch.sample.collection;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a collection is called, and the id that comes of it.
 *
 * @param value the name in normal form C, without blanks around it
 */
record CollectionName(String value) {

	/** The longest name, in characters. */
	static final int LONGEST = 60;

	private static final int LONGEST_STEM = 40;

	/** The ids that are made here: folders of no other name are ours. */
	static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

	private static final Pattern MARKS = Pattern.compile("\\p{M}+");

	private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");

	private static final Pattern HYPHENS_AROUND = Pattern.compile("^-+|-+$");

	/** Of what counts as letter or symbol, some are blank all the same. */
	private static final Pattern VISIBLE = Pattern
		.compile("[\\p{L}\\p{N}\\p{P}\\p{S}&&[^\\u115f\\u1160\\u2800\\u3164\\uffa0]]");

	/** Windows has devices of these names in every folder. */
	private static final Pattern DEVICE = Pattern.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]");

	/**
	 * Checks a name.
	 * @param given what somebody sent
	 * @throws RefusedCollectionException if nothing can be called so
	 */
	static CollectionName of(String given) {
		String name = Normalizer.normalize(given, Normalizer.Form.NFC).strip();
		boolean isText = StandardCharsets.UTF_8.newEncoder().canEncode(name)
				&& name.codePoints().noneMatch(CollectionName::isUnseen) && VISIBLE.matcher(name).find();
		if (!isText || name.codePointCount(0, name.length()) > LONGEST) {
			throw RefusedCollectionException.invalid("name", "name is blank, longer than " + LONGEST
					+ " characters, or has characters that cannot be seen. Send 1 to " + LONGEST + " characters.");
		}
		return new CollectionName(name);
	}

	/** Among them those that turn the direction of the text around. */
	private static boolean isUnseen(int character) {
		int type = Character.getType(character);
		return type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR
				|| type == Character.PARAGRAPH_SEPARATOR || type == Character.UNASSIGNED;
	}

	/**
	 * Makes an id of the name: small letters and digits, with hyphens between.
	 * @param isTaken says of an id whether something has it
	 */
	String freeId(Predicate<String> isTaken) {
		String plain = MARKS.matcher(Normalizer.normalize(this.value, Normalizer.Form.NFKD)).replaceAll("");
		String stem = trimmed(OTHERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-"));
		stem = trimmed(stem.substring(0, Math.min(LONGEST_STEM, stem.length())));
		if (stem.isEmpty() || DEVICE.matcher(stem).matches()) {
			stem = "collection" + (stem.isEmpty() ? "" : "-" + stem);
		}
		String id = stem;
		for (int number = 2; isTaken.test(id); number++) {
			id = stem + "-" + number;
		}
		return id;
	}

	private static String trimmed(String text) {
		return HYPHENS_AROUND.matcher(text).replaceAll("");
	}

	boolean isSameAs(@Nullable String other) {
		return other != null && this.value.equalsIgnoreCase(Normalizer.normalize(other, Normalizer.Form.NFC));
	}

}
