package io.fletch.store.expression.function;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a date or time is written: a pattern of {@link DateTimeFormatter} such as
 * {@code dd.MM.yyyy}, or one of C's strftime such as {@code %d.%m.%Y}.
 *
 * @param pattern the pattern
 * @param formatter reads such texts
 */
record TimeFormat(String pattern, DateTimeFormatter formatter) {

	private static final int MAX_LENGTH = 200;

	private static final int MAX_FORMATS = 100;

	private static final Map<String, TimeFormat> FORMATS = new LinkedHashMap<>(16, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, TimeFormat> eldest) {
			return size() > MAX_FORMATS;
		}
	};

	/**
	 * Returns the format of a pattern.
	 * @throws IllegalArgumentException if the pattern is malformed
	 */
	static TimeFormat of(String pattern) {
		synchronized (FORMATS) {
			return FORMATS.computeIfAbsent(pattern, TimeFormat::read);
		}
	}

	private static TimeFormat read(String pattern) {
		if (pattern.length() > MAX_LENGTH) {
			throw new IllegalArgumentException(
					"a format has at most " + MAX_LENGTH + " characters, not " + pattern.length());
		}
		try {
			String letters = (pattern.indexOf('%') >= 0) ? ofPercents(pattern) : ofYears(pattern);
			return new TimeFormat(pattern,
					new DateTimeFormatterBuilder().parseCaseInsensitive()
						.appendPattern(letters)
						.toFormatter(Locale.ENGLISH)
						.withResolverStyle(ResolverStyle.STRICT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"'" + pattern + "' is no format such as 'dd.MM.yyyy HH:mm' or '%d.%m.%Y %H:%M': " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * Makes years of an era, which everybody writes, proleptic ones, which need no era.
	 */
	private static String ofYears(String pattern) {
		StringBuilder letters = new StringBuilder(pattern);
		boolean isQuoted = false;
		for (int i = 0; i < letters.length(); i++) {
			isQuoted ^= letters.charAt(i) == '\'';
			if (!isQuoted && letters.charAt(i) == 'y') {
				letters.setCharAt(i, 'u');
			}
		}
		return letters.toString();
	}

	private static String ofPercents(String pattern) {
		StringBuilder letters = new StringBuilder();
		boolean isQuoted = false;
		for (int i = 0; i < pattern.length(); i++) {
			boolean isLiteral = pattern.charAt(i) != '%';
			if (isLiteral != isQuoted) {
				letters.append('\'');
				isQuoted = isLiteral;
			}
			if (isLiteral) {
				letters.append((pattern.charAt(i) == '\'') ? "''" : String.valueOf(pattern.charAt(i)));
			}
			else {
				i++;
				letters.append(letters((i < pattern.length()) ? pattern.charAt(i) : ' '));
			}
		}
		return letters.append(isQuoted ? "'" : "").toString();
	}

	private static String letters(char specifier) {
		return switch (specifier) {
			case 'Y' -> "uuuu";
			case 'y' -> "uu";
			case 'm' -> "MM";
			case 'd' -> "dd";
			case 'e' -> "d";
			case 'j' -> "DDD";
			case 'H' -> "HH";
			case 'I' -> "hh";
			case 'M' -> "mm";
			case 'S' -> "ss";
			case 'f' -> "SSSSSS";
			case 'p' -> "a";
			case 'b' -> "MMM";
			case 'B' -> "MMMM";
			case 'a' -> "EEE";
			case 'A' -> "EEEE";
			case 'z' -> "xx";
			case 'F' -> "uuuu-MM-dd";
			case 'T' -> "HH:mm:ss";
			case 'R' -> "HH:mm";
			case '%' -> "%";
			default -> throw new IllegalArgumentException("%" + specifier + " is not known");
		};
	}

	LocalDate date(String text) {
		return dateTime(text).toLocalDate();
	}

	/**
	 * Reads a point in time; without zone it is in UTC, without time of day at midnight.
	 * @throws IllegalArgumentException if the text is not written so
	 */
	Instant instant(String text) {
		TemporalAccessor parsed = parsed(text);
		return parsed.isSupported(ChronoField.INSTANT_SECONDS) ? Instant.from(parsed)
				: dateTime(parsed, text).toInstant(ZoneOffset.UTC);
	}

	private LocalDateTime dateTime(String text) {
		return dateTime(parsed(text), text);
	}

	private LocalDateTime dateTime(TemporalAccessor parsed, String text) {
		LocalDate date = parsed.query(TemporalQueries.localDate());
		if (date == null) {
			throw new IllegalArgumentException("'" + text + "' of the format '" + this.pattern + "' tells no date");
		}
		LocalTime time = parsed.query(TemporalQueries.localTime());
		return date.atTime((time != null) ? time : LocalTime.MIDNIGHT);
	}

	private TemporalAccessor parsed(String text) {
		try {
			return this.formatter.parse(text.strip());
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException(
					"'" + text + "' is not written as the format '" + this.pattern + "' says", ex);
		}
	}

}
