package io.fletch.context.ingestion;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IngestionWorkTests {

	@Test
	void doublesTheDelayUpToFiveMinutes() {
		IngestionWork work = IngestionWork.DEFAULT.withAttempts(100, Duration.ofSeconds(1));
		assertThat(work.delayAfter(1)).isEqualTo(Duration.ofSeconds(1));
		assertThat(work.delayAfter(2)).isEqualTo(Duration.ofSeconds(2));
		assertThat(work.delayAfter(5)).isEqualTo(Duration.ofSeconds(16));
		assertThat(work.delayAfter(10)).isEqualTo(Duration.ofMinutes(5));
		assertThat(work.delayAfter(99)).isEqualTo(Duration.ofMinutes(5));
		assertThat(work.withAttempts(2, Duration.ofHours(1)).delayAfter(1)).isEqualTo(Duration.ofHours(1));
		assertThat(work.withAttempts(2, Duration.ZERO).delayAfter(7)).isZero();
	}

	@Test
	void waitsForNoLongerThanNumbersGo() {
		Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
		assertThat(Patience.nanos(ages)).isEqualTo(Duration.ofDays(36_500).toNanos());
		assertThat(Patience.nanos(Duration.ofSeconds(2))).isEqualTo(2_000_000_000);
		assertThat(IngestionWork.DEFAULT.withAttempts(2, ages).delayAfter(1)).isEqualTo(ages);
	}

	@Test
	void namesTheOptionThatIsOutOfRange() {
		assertThatIllegalArgumentException().isThrownBy(() -> IngestionWork.DEFAULT.withWorkers(0))
			.withMessage("workers must be from 1 to 256, but was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> IngestionWork.DEFAULT.withWorkers(257))
			.withMessage("workers must be from 1 to 256, but was 257");
		assertThatIllegalArgumentException().isThrownBy(() -> IngestionWork.DEFAULT.withAttempts(0, Duration.ZERO))
			.withMessage("attempts must be at least 1, but was 0; 1 never tries again");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> IngestionWork.DEFAULT.withAttempts(1, Duration.ofSeconds(-1)))
			.withMessage("retryDelay must not be negative, but was PT-1S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> IngestionWork.DEFAULT.withCloseTimeout(Duration.ofSeconds(-1)))
			.withMessage("closeTimeout must not be negative, but was PT-1S");
	}

}
