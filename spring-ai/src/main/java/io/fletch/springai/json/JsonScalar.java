package io.fletch.springai.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.Calendar;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;

/**
 * The form in which single values are kept and compared.
 */
public final class JsonScalar {

	private JsonScalar() {
	}

	/**
	 * Brings a value into its form.
	 * @param place what a message calls it
	 * @param value the value
	 * @return a Boolean, Long, BigInteger, Float, Double, BigDecimal or String. Points in
	 * time are texts in UTC such as {@code 2026-01-31T12:00:00Z}, other dates and times
	 * the ISO 8601 texts that {@code java.time} gives
	 * @throws IllegalArgumentException if it has none
	 */
	public static Object of(String place, Object value) {
		return switch (value) {
			case CharSequence text -> text.toString();
			case Boolean flag -> flag;
			case Number number -> number(place, number);
			case TemporalAccessor time -> time(time);
			case Date date -> Instant.ofEpochMilli(date.getTime()).toString();
			case Calendar calendar -> calendar.toInstant().toString();
			case Enum<?> constant -> constant.name();
			case Character _, UUID _, URI _, URL _, Locale _ -> value.toString();
			default -> throw new IllegalArgumentException(place + " is a " + value.getClass().getName()
					+ ", which cannot be kept; give a text, number, boolean, date, list or map");
		};
	}

	private static Object number(String place, Number number) {
		return switch (number) {
			case Byte _, Short _, Integer _, Long _ -> number.longValue();
			case BigInteger _, BigDecimal _ -> number;
			case Float real when Float.isFinite(real) -> real;
			case Double real when Double.isFinite(real) -> real;
			case Float _, Double _ -> throw new IllegalArgumentException(
					place + " is " + number + ", which is no number of JSON; leave it out, or give a text");
			default -> decimal(place, number);
		};
	}

	/** Counters and numbers of other libraries say their value as a text. */
	private static BigDecimal decimal(String place, Number number) {
		try {
			return new BigDecimal(number.toString());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(place + " is a " + number.getClass().getName()
					+ ", which does not say its value; give a number of the JDK", ex);
		}
	}

	private static String time(TemporalAccessor time) {
		return switch (time) {
			case OffsetDateTime moment -> moment.toInstant().toString();
			case ZonedDateTime moment -> moment.toInstant().toString();
			default -> time.toString();
		};
	}

}
