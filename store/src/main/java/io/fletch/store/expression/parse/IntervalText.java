package io.fletch.store.expression.parse;

import java.math.BigDecimal;

import io.fletch.store.query.Interval;

/**
 * The text of an interval: numbers, each with a unit, such as {@code 1 month 2.5 hours}.
 */
final class IntervalText {

	private static final long NANOS_OF_SECOND = 1_000_000_000L;

	private IntervalText() {
	}

	static Interval parse(String text) {
		String[] words = text.split("\\s+");
		if (words.length % 2 != 0) {
			throw invalid(text);
		}
		Interval sum = new Interval(0, 0, 0);
		try {
			for (int i = 0; i < words.length; i += 2) {
				sum = sum.plus(part(new BigDecimal(words[i]), words[i + 1], text));
			}
		}
		catch (NumberFormatException | ArithmeticException ex) {
			throw new IllegalArgumentException(invalid(text).getMessage(), ex);
		}
		return sum;
	}

	private static Interval part(BigDecimal amount, String unit, String text) {
		String singular = unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
		return switch (singular) {
			case "year" -> new Interval(amount.multiply(BigDecimal.valueOf(12)).intValueExact(), 0, 0);
			case "quarter" -> new Interval(amount.multiply(BigDecimal.valueOf(3)).intValueExact(), 0, 0);
			case "month" -> new Interval(amount.intValueExact(), 0, 0);
			case "week" -> new Interval(0, amount.multiply(BigDecimal.valueOf(7)).intValueExact(), 0);
			case "day" -> new Interval(0, amount.intValueExact(), 0);
			case "hour" -> nanos(amount, 3600 * NANOS_OF_SECOND);
			case "minute" -> nanos(amount, 60 * NANOS_OF_SECOND);
			case "second" -> nanos(amount, NANOS_OF_SECOND);
			case "millisecond" -> nanos(amount, 1_000_000);
			case "microsecond" -> nanos(amount, 1000);
			case "nanosecond" -> nanos(amount, 1);
			default -> throw invalid(text);
		};
	}

	private static Interval nanos(BigDecimal amount, long unit) {
		return new Interval(0, 0, amount.multiply(BigDecimal.valueOf(unit)).longValueExact());
	}

	private static IllegalArgumentException invalid(String text) {
		return new IllegalArgumentException("'" + text + "' is no interval such as '1 month 2 days'; units are year, "
				+ "quarter, month, week, day, hour, minute, second, millisecond, microsecond and nanosecond");
	}

}
