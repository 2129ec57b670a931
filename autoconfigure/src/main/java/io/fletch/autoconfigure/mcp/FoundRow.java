package io.fletch.autoconfigure.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Hit;

/**
 * A row that was found, as a model can read it: without vectors and bytes, and with long
 * texts cut.
 *
 * @param score how well it fits, large is good
 * @param values its values by column
 */
public record FoundRow(double score, Map<String, Object> values) {

	private static final int LONGEST = 4000;

	static FoundRow of(Hit<Map<String, @Nullable Object>> hit) {
		Map<String, Object> values = new LinkedHashMap<>();
		hit.row().forEach((column, value) -> {
			Object readable = readable(value);
			if (readable != null) {
				values.put(column, readable);
			}
		});
		return new FoundRow(hit.score(), values);
	}

	private static @Nullable Object readable(@Nullable Object value) {
		return switch (value) {
			case null -> null;
			case Number number -> number;
			case Boolean truth -> truth;
			case String text -> cut(text);
			case List<?> list when list.stream().allMatch(FoundRow::isPlain) ->
				list.stream().map(FoundRow::readable).toList();
			case List<?> list -> null;
			case Map<?, ?> map -> cut(map.toString());
			default -> (value.getClass().isArray() || isLong(value)) ? null : cut(value.toString());
		};
	}

	private static boolean isPlain(@Nullable Object value) {
		return value instanceof String || value instanceof Boolean || value instanceof Long || value instanceof Integer;
	}

	/**
	 * Blobs lie beside their rows.
	 */
	private static boolean isLong(Object value) {
		return value.getClass().getPackageName().startsWith("io.fletch.");
	}

	private static String cut(String text) {
		if (text.length() <= LONGEST) {
			return text;
		}
		int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
		return text.substring(0, end) + "...";
	}

}
