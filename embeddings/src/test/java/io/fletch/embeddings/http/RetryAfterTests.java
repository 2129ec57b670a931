package io.fletch.embeddings.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static HttpHeaders headers(String... lines) {
		return HttpHeaders.of(
				Arrays.stream(lines)
					.map((line) -> line.split(": ", 2))
					.collect(Collectors.toMap((parts) -> parts[0], (parts) -> List.of(parts[1]))),
				(name, value) -> true);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "retry-after: 20 | PT20S", "retry-after: 0.25 | PT0.25S", "retry-after-ms: 1500 | PT1.5S",
					"retry-after: Thu, 01 Jan 2026 00:01:30 GMT | PT1M30S",
					"retry-after: Wed, 31 Dec 2025 00:00:00 GMT | PT0S", "x-ratelimit-reset-tokens: 6m0s | PT6M",
					"x-ratelimit-reset-requests: 120ms | PT0.12S", "x-ratelimit-reset-requests: 1h2m3.5s | PT1H2M3.5S",
					"x-ratelimit-reset-requests: 12 | PT12S", "ratelimit-reset: 9 | PT9S",
					"x-ratelimit-reset: 9 | PT9S", "x-ratelimit-reset: 1767225607 | PT7S" })
	void readsHowLongToWait(String line, Duration expected) {
		assertThat(RetryAfter.of(headers(line), "", NOW)).contains(expected);
	}

	@ParameterizedTest
	@CsvSource({ "retry-after: soon", "retry-after: -5", "retry-after: 99999999999999999999",
			"x-ratelimit-reset-tokens: later", "server: nginx" })
	void findsNothingInWhatCannotBeRead(String line) {
		assertThat(RetryAfter.of(headers(line), "{}", NOW)).isEmpty();
	}

	@Test
	void readsTheDelayThatGoogleWritesIntoTheBody() {
		assertThat(
				RetryAfter.of(headers("server: x"), "{\"error\": {\"details\": [{\"retryDelay\": \"39.5s\"}]}}", NOW))
			.contains(Duration.ofMillis(39_500));
	}

	@Test
	void passesOverALimitWithSomethingLeft() {
		assertThat(RetryAfter.of(headers("x-ratelimit-remaining-tokens: 5", "x-ratelimit-reset-tokens: 1h"), "", NOW))
			.isEmpty();
	}

}
