package io.fletch.data;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GeneratedIdTests {

	private final Instant time = Instant.parse("2026-01-31T12:34:56.789Z");

	private final GeneratedId ids = new GeneratedId(InstantSource.fixed(this.time));

	@Test
	void beginsWithTheTime() {
		UUID id = this.ids.next();
		assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(this.time.toEpochMilli());
		assertThat(id.version()).isEqualTo(7);
		assertThat(id.variant()).isEqualTo(2);
	}

	@Test
	void risesWithinAMillisecondAndWhenTheClockStands() {
		List<String> texts = IntStream.range(0, 10_000).mapToObj((i) -> this.ids.next().toString()).toList();
		assertThat(texts).isSorted().doesNotHaveDuplicates();
	}

}
