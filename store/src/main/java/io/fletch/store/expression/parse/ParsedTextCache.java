package io.fletch.store.expression.parse;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps the texts that were parsed last, so that a query that is asked again is not
 * parsed again. What is kept depends on neither schema nor parameters.
 */
final class ParsedTextCache {

	private static final int MAX_TEXTS = 512;

	/** Longer texts are rarely repeated, and hold much memory. */
	private static final int MAX_LENGTH = 2_000;

	private final Map<String, ParsedText> texts = new LinkedHashMap<>(16, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, ParsedText> eldest) {
			return size() > MAX_TEXTS;
		}
	};

	ParsedText get(String sql, Function<String, ParsedText> parser) {
		synchronized (this.texts) {
			ParsedText known = this.texts.get(sql);
			if (known != null) {
				return known;
			}
		}
		ParsedText parsed = parser.apply(sql);
		if (sql.length() <= MAX_LENGTH) {
			synchronized (this.texts) {
				this.texts.put(sql, parsed);
			}
		}
		return parsed;
	}

}
