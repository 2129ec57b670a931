package io.fletch.store.expression;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * Dates and times as text: ISO 8601, with a blank or a T between date and time.
 */
public final class TimeText {

	private static final Pattern ZONE = Pattern.compile("(?<=\\d)\\s*([zZ]|[+-]\\d{2}(:?\\d{2})?)$");

	private TimeText() {
	}

	public static boolean hasZone(String text) {
		return text.length() > 10 && ZONE.matcher(text).find();
	}

	public static LocalDate date(String text) {
		try {
			return LocalDate.parse(text.strip());
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("'" + text + "' is not a date such as 2026-01-31", ex);
		}
	}

	public static LocalTime time(String text) {
		try {
			return LocalTime.parse(text.strip());
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("'" + text + "' is not a time of day such as 12:30:00", ex);
		}
	}

	/**
	 * Reads a point in time; without zone it is in UTC.
	 * @param text the text
	 * @return what it says
	 */
	public static Instant instant(String text) {
		try {
			String iso = iso(text);
			if (!hasZone(iso)) {
				return localDateTime(iso).toInstant(ZoneOffset.UTC);
			}
			return OffsetDateTime.parse(fullOffset(iso)).toInstant();
		}
		catch (DateTimeException ex) {
			throw invalid(text, ex);
		}
	}

	/**
	 * Reads a date and a time of day; a zone is applied, and the time given in UTC.
	 * @param text the text
	 * @return what it says
	 */
	public static LocalDateTime dateTime(String text) {
		return instant(text).atOffset(ZoneOffset.UTC).toLocalDateTime();
	}

	private static LocalDateTime localDateTime(String iso) {
		return (iso.length() <= 10) ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso);
	}

	private static String iso(String text) {
		String stripped = text.strip();
		if (stripped.length() > 10 && stripped.charAt(10) == ' ') {
			return stripped.substring(0, 10) + "T" + stripped.substring(11).replace(" ", "");
		}
		return stripped;
	}

	private static String fullOffset(String iso) {
		int sign = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
		if (sign < 11) {
			return iso;
		}
		String digits = iso.substring(sign + 1).replace(":", "");
		return iso.substring(0, sign + 1) + digits.substring(0, 2) + ":"
				+ ((digits.length() > 2) ? digits.substring(2) : "00");
	}

	private static IllegalArgumentException invalid(String text, DateTimeException ex) {
		return new IllegalArgumentException("'" + text + "' is not a time such as 2026-01-31T12:00:00Z", ex);
	}

}
