package io.fletch.embeddings.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how long a provider asks to wait. Each says so in its own way.
 */
final class RetryAfter {

	private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");

	private static final Pattern TIME = Pattern.compile(
			"(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9}(?:\\.\\d{1,9})?)ms)?");

	private static final Pattern IN_BODY = Pattern.compile("\"retryDelay\"\\s*:\\s*\"(\\d[^\"]{0,20})\"");

	/** More seconds than this are a point in time. */
	private static final double LONGEST_SPAN = 1e9;

	private RetryAfter() {
	}

	static Optional<Duration> of(HttpHeaders headers, String body, Instant now) {
		return headers.firstValue("retry-after-ms")
			.flatMap((value) -> number(value, 1e6))
			.or(() -> headers.firstValue("retry-after").flatMap((value) -> secondsOrDate(value, now)))
			.or(() -> inBody(body))
			.or(() -> reset(headers, now));
	}

	private static Optional<Duration> secondsOrDate(String value, Instant now) {
		return number(value, 1e9).or(() -> date(value, now));
	}

	private static Optional<Duration> date(String value, Instant now) {
		try {
			Instant date = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			return Optional.of(date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO);
		}
		catch (DateTimeParseException ex) {
			// What cannot be read is as good as nothing.
			return Optional.empty();
		}
	}

	private static Optional<Duration> inBody(String body) {
		Matcher matcher = IN_BODY.matcher(body);
		return matcher.find() ? span(matcher.group(1)) : Optional.empty();
	}

	/**
	 * Returns when the limit that was hit is lifted; a limit with something left is not
	 * the one.
	 */
	private static Optional<Duration> reset(HttpHeaders headers, Instant now) {
		Optional<Duration> longest = Optional.empty();
		for (String limit : List.of("requests", "tokens")) {
			if (hasLeft(headers, "x-ratelimit-remaining-" + limit)) {
				continue;
			}
			Optional<Duration> span = headers.firstValue("x-ratelimit-reset-" + limit).flatMap(RetryAfter::span);
			if (span.isPresent() && (longest.isEmpty() || span.get().compareTo(longest.get()) > 0)) {
				longest = span;
			}
		}
		return longest.or(() -> headers.firstValue("ratelimit-reset").flatMap((value) -> number(value, 1e9)))
			.or(() -> headers.firstValue("x-ratelimit-reset").flatMap((value) -> spanOrTime(value, now)));
	}

	private static boolean hasLeft(HttpHeaders headers, String name) {
		return headers.firstValue(name).filter((value) -> !"0".equals(value.strip())).isPresent();
	}

	private static Optional<Duration> spanOrTime(String value, Instant now) {
		Optional<Duration> span = number(value, 1e9);
		if (span.isEmpty() || span.get().toSeconds() < LONGEST_SPAN) {
			return span;
		}
		Duration left = span.get().minusSeconds(now.getEpochSecond());
		return Optional.of(left.isPositive() ? left : Duration.ZERO);
	}

	private static Optional<Duration> number(String value, double nanos) {
		String number = value.strip();
		return NUMBER.matcher(number).matches() ? Optional.of(scaled(number, nanos)) : Optional.empty();
	}

	private static Optional<Duration> span(String value) {
		Matcher matcher = TIME.matcher(value.strip());
		if (value.isBlank() || !matcher.matches()) {
			return number(value, 1e9);
		}
		return Optional.of(part(matcher.group(1), 3600e9).plus(part(matcher.group(2), 60e9))
			.plus(part(matcher.group(3), 1e9))
			.plus(part(matcher.group(4), 1e6)));
	}

	private static Duration part(String number, double nanos) {
		return (number != null) ? scaled(number, nanos) : Duration.ZERO;
	}

	private static Duration scaled(String number, double nanos) {
		double total = Double.parseDouble(number) * nanos;
		return Duration.ofSeconds((long) (total / 1e9), (long) (total % 1e9));
	}

}
