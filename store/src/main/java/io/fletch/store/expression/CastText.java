package io.fletch.store.expression;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * Values as text.
 */
public final class CastText {

	private CastText() {
	}

	public static String of(@Nullable Object value) {
		return switch (value) {
			case null -> "null";
			case String text -> text;
			case BigDecimal number -> number.toPlainString();
			case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
			case Instant instant -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString() + "Z";
			default -> ofOther(value);
		};
	}

	private static String ofOther(Object value) {
		if (value instanceof Iterable<?> || value.getClass().isArray()) {
			StringJoiner list = new StringJoiner(", ", "[", "]");
			Values.list(value).forEach((element) -> list.add(of(element)));
			return list.toString();
		}
		return value.toString();
	}

}
