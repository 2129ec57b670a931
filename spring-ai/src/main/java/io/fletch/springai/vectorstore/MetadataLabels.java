package io.fletch.springai.vectorstore;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

import io.fletch.springai.json.JsonScalar;

/**
 * What a document can be found by, as labels: one for each name in its metadata, and one
 * for each value, such as {@code "country"} and {@code "country":"BG"}. Values that are
 * equal have the same label: 2023 and 2023.0, or a point in time however it is written.
 * Of a list each element has a label, too.
 */
final class MetadataLabels {

	/** Longer labels are replaced by their hash, so that an index stays small. */
	private static final int LONGEST = 256;

	/** Beyond, numbers are written with an exponent. */
	private static final int MOST_ZEROS = 40;

	private static final Pattern INSTANT = Pattern
		.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})");

	private MetadataLabels() {
	}

	static List<String> of(Map<String, ? extends @Nullable Object> metadata) {
		Set<String> labels = new LinkedHashSet<>();
		metadata.forEach((name, value) -> {
			if (value != null) {
				labels.add(presence(name));
				labels.add(of(name, value));
				elements(value).forEach((element) -> labels.add(of(name, element)));
			}
		});
		return List.copyOf(labels);
	}

	static String presence(String name) {
		return shortened(quoted(name));
	}

	static String of(String name, Object value) {
		return shortened(quoted(name) + ":" + canonical(name, value));
	}

	/**
	 * Returns the point in time that a text or value is, or {@code null}.
	 */
	static @Nullable Instant instant(Object form) {
		if (!(form instanceof String text) || !INSTANT.matcher(text).matches()) {
			return null;
		}
		try {
			return OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeException ex) {
			// A text like any other: the 31st of February is no date.
			return null;
		}
	}

	static BigDecimal exact(Number number) {
		return switch (number) {
			case Long whole -> BigDecimal.valueOf(whole);
			case BigInteger whole -> new BigDecimal(whole);
			case BigDecimal decimal -> decimal;
			default -> new BigDecimal(number.toString());
		};
	}

	private static List<Object> elements(Object value) {
		List<Object> elements = new ArrayList<>();
		if (value instanceof Collection<?> collection) {
			collection.stream().filter((element) -> element != null).forEach(elements::add);
		}
		else if (value.getClass().isArray()) {
			for (int i = 0; i < Array.getLength(value); i++) {
				Object element = Array.get(value, i);
				if (element != null) {
					elements.add(element);
				}
			}
		}
		return elements;
	}

	private static String canonical(String name, @Nullable Object value) {
		if (value == null) {
			return "null";
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, String> sorted = new TreeMap<>();
			map.forEach((key, inner) -> sorted.put(quoted(String.valueOf(key)), canonical(name, inner)));
			List<String> members = new ArrayList<>();
			sorted.forEach((key, inner) -> members.add(key + ":" + inner));
			return "{" + String.join(",", members) + "}";
		}
		if (value instanceof Collection<?> || value.getClass().isArray()) {
			return "[" + String.join(",", elements(value).stream().map((inner) -> canonical(name, inner)).toList())
					+ "]";
		}
		return scalar(JsonScalar.of("'" + name + "'", value));
	}

	private static String scalar(Object form) {
		if (form instanceof Number number) {
			BigDecimal plain = exact(number).stripTrailingZeros();
			return (Math.abs((long) plain.scale()) <= MOST_ZEROS) ? plain.toPlainString() : plain.toString();
		}
		Instant instant = instant(form);
		return (form instanceof Boolean) ? form.toString() : quoted((instant != null) ? instant.toString() : form);
	}

	private static String quoted(Object text) {
		return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text.toString())) + "\"";
	}

	private static String shortened(String label) {
		return (label.length() <= LONGEST) ? label : "#" + sha256(label);
	}

	private static String sha256(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
