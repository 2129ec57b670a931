package io.fletch.store.expression.function;

import java.util.LinkedHashMap;
import java.util.Map;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions that take time linear in the text, whatever the pattern.
 */
final class RegularExpressions {

	private static final int MAX_LENGTH = 1_000;

	/** The library writes repetitions out, also those of repetitions. */
	private static final int MAX_SIZE = 10_000;

	private static final int MAX_PATTERNS = 100;

	private static final Map<String, Pattern> PATTERNS = new LinkedHashMap<>(16, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Pattern> eldest) {
			return size() > MAX_PATTERNS;
		}
	};

	private RegularExpressions() {
	}

	/**
	 * Looks for a match anywhere in a text.
	 * @throws IllegalArgumentException if the pattern or a flag is malformed
	 */
	static boolean find(String text, String pattern, String flags) {
		return pattern(pattern, flags).matcher(text).find();
	}

	private static Pattern pattern(String pattern, String flags) {
		synchronized (PATTERNS) {
			return PATTERNS.computeIfAbsent(flags + "/" + pattern, (key) -> compile(pattern, flags));
		}
	}

	private static Pattern compile(String pattern, String flags) {
		if (pattern.length() > MAX_LENGTH) {
			throw new IllegalArgumentException(
					"a regular expression has at most " + MAX_LENGTH + " characters, not " + pattern.length());
		}
		if (PatternSize.of(pattern) > MAX_SIZE) {
			throw new IllegalArgumentException("a regular expression has at most " + MAX_SIZE
					+ " parts when its repetitions are written out; '" + pattern + "' has more");
		}
		int bits = 0;
		for (char flag : flags.toCharArray()) {
			bits |= switch (flag) {
				case 'i' -> Pattern.CASE_INSENSITIVE;
				case 's' -> Pattern.DOTALL;
				case 'm' -> Pattern.MULTILINE;
				default -> throw new IllegalArgumentException("the flag '" + flag + "' is not i, s or m");
			};
		}
		try {
			return Pattern.compile(pattern, bits);
		}
		catch (PatternSyntaxException ex) {
			throw new IllegalArgumentException("'" + pattern + "' is no regular expression: " + ex.getDescription(),
					ex);
		}
	}

}
