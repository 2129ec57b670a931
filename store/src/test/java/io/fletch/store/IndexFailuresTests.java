package io.fletch.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.fletch.store.table.IndexMetadata;

import static org.assertj.core.api.Assertions.assertThat;

class IndexFailuresTests {

	private static final IndexMetadata INDEX = new IndexMetadata("i", "BTREE", Map.of(), List.of(1), 0, Instant.EPOCH,
			List.of());

	private Instant now = Instant.EPOCH;

	private final IndexFailures failures = new IndexFailures(() -> this.now);

	private void wait(int seconds) {
		this.now = this.now.plus(seconds, ChronoUnit.SECONDS);
	}

	@Test
	void whatFailedIsTriedAgainLaterAndLater() {
		assertThat(this.failures.isTime(INDEX)).isTrue();
		for (int pause : List.of(30, 60, 120, 240, 480, 960, 1920, 3600, 3600)) {
			this.failures.add(INDEX, new IllegalStateException("no"));
			wait(pause - 1);
			assertThat(this.failures.isTime(INDEX)).as("after %d s", pause - 1).isFalse();
			wait(1);
			assertThat(this.failures.isTime(INDEX)).as("after %d s", pause).isTrue();
		}
	}

	@Test
	void theSameFailureIsReportedOnce() {
		assertThat(this.failures.add(INDEX, new IllegalStateException("one"))).isTrue();
		assertThat(this.failures.add(INDEX, new IllegalStateException("one"))).isFalse();
		assertThat(this.failures.add(INDEX, new IllegalStateException())).isTrue();
		assertThat(this.failures.message(INDEX)).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void rowsThatAreLeftOutAreToldAndDelayNothing() {
		this.failures.add(INDEX, new IllegalStateException("no"));
		this.failures.add(INDEX, new IllegalStateException("no"));
		assertThat(this.failures.leaveOut(INDEX, "1 row", 7)).isTrue();
		assertThat(this.failures.leaveOut(INDEX, "1 row", 9)).isFalse();
		assertThat(this.failures.message(INDEX)).isEqualTo("1 row");
		assertThat(this.failures.seen(INDEX)).isEqualTo(9);
		assertThat(this.failures.isTime(INDEX)).isTrue();
		this.failures.add(INDEX, new IllegalStateException("no"));
		assertThat(this.failures.seen(INDEX)).isEqualTo(9);
		wait(30);
		assertThat(this.failures.isTime(INDEX)).isTrue();
	}

	@Test
	void onlyIndexesThatAreThereAreRemembered() {
		IndexMetadata other = new IndexMetadata("j", "BTREE", Map.of(), List.of(1), 0, Instant.EPOCH, List.of());
		this.failures.add(INDEX, new IllegalStateException("no"));
		this.failures.add(other, new IllegalStateException("no"));
		this.failures.retain(List.of(other));
		assertThat(this.failures.message(INDEX)).isNull();
		assertThat(this.failures.message(other)).isEqualTo("no");
		assertThat(this.failures.seen(INDEX)).isEqualTo(-1);
	}

	@Test
	void whatWasBuiltHasNoFailure() {
		this.failures.add(INDEX, new IllegalStateException("no"));
		this.failures.remove(INDEX);
		assertThat(this.failures.isTime(INDEX)).isTrue();
		assertThat(this.failures.message(INDEX)).isNull();
		assertThat(this.failures.add(INDEX, new IllegalStateException("no"))).isTrue();
	}

}
