package io.fletch.embeddings.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The passing of time as it is.
 */
final class SystemTiming implements Timing {

	private final InstantSource clock = InstantSource.system();

	private final CountDownLatch ended = new CountDownLatch(1);

	@Override
	public Instant now() {
		return this.clock.instant();
	}

	@Override
	public void await(Duration duration) throws InterruptedException {
		this.ended.await(duration.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public double chance() {
		return ThreadLocalRandom.current().nextDouble();
	}

	@Override
	public void end() {
		this.ended.countDown();
	}

}
