package io.fletch.store.expression;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fletch.store.query.Interval;

/**
 * The text of an interval: numbers, each with a unit, such as {@code 1 month 2.5 hours},
 * and times of the clock, such as {@code 1 day 02:30:00}.
 */
public final class IntervalText {

	private static final long NANOS_OF_SECOND = 1_000_000_000L;

	private static final Pattern CLOCK = Pattern
		.compile("([+-]?)(\\d{1,7}):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d{1,9})?))?");

	private IntervalText() {
	}

	/**
	 * Reads an interval.
	 * @param written the text
	 * @return the interval
	 * @throws IllegalArgumentException if it is none
	 */
	public static Interval parse(String written) {
		String text = written.strip().toLowerCase(Locale.ROOT);
		String[] words = text.split("\\s+");
		Interval sum = new Interval(0, 0, 0);
		try {
			int i = 0;
			while (i < words.length) {
				Matcher clock = CLOCK.matcher(words[i]);
				if (clock.matches()) {
					sum = sum.plus(clock(clock));
					i++;
				}
				else {
					sum = sum.plus(part(new BigDecimal(words[i]), (i + 1 < words.length) ? words[i + 1] : "", text));
					i += 2;
				}
			}
		}
		catch (NumberFormatException | ArithmeticException ex) {
			throw new IllegalArgumentException(invalid(text).getMessage(), ex);
		}
		return sum;
	}

	private static Interval clock(Matcher clock) {
		BigDecimal seconds = (clock.group(4) != null) ? new BigDecimal(clock.group(4)) : BigDecimal.ZERO;
		Interval time = nanos(new BigDecimal(clock.group(2)), 3600 * NANOS_OF_SECOND)
			.plus(nanos(new BigDecimal(clock.group(3)), 60 * NANOS_OF_SECOND))
			.plus(nanos(seconds, NANOS_OF_SECOND));
		return clock.group(1).equals("-") ? time.negated() : time;
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
		return new IllegalArgumentException("'" + text
				+ "' is no interval such as '1 month 2 days' or '1 day 02:30:00'; units are "
				+ "year, quarter, month, week, day, hour, minute, second, millisecond, microsecond and nanosecond");
	}

}
