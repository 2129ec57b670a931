package io.fletch.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReadConsistencyTests {

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 100);

	@Test
	void everyReadLooksByDefault() {
		assertThat(ReadConsistency.strong().isDue()).isTrue();
	}

	@Test
	void looksOnceAnInterval() {
		ReadConsistency consistency = new ReadConsistency(Duration.ofNanos(1000), this.time::get);
		assertThat(consistency.isDue()).isFalse();
		this.time.addAndGet(999);
		assertThat(consistency.isDue()).isFalse();
		this.time.addAndGet(1);
		assertThat(consistency.isDue()).isTrue();
		assertThat(consistency.isDue()).isFalse();
	}

	@Test
	void neverLooksIfToldSo() {
		ReadConsistency consistency = new ReadConsistency(DatabaseOptions.never(), this.time::get);
		this.time.addAndGet(Long.MAX_VALUE / 2);
		assertThat(consistency.isDue()).isFalse();
	}

	@Test
	void refusesANegativeInterval() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> DatabaseOptions.defaults().withReadConsistencyInterval(Duration.ofSeconds(-1)))
			.withMessageContaining("The readConsistencyInterval is PT-1S; it must be at least zero");
	}

}
