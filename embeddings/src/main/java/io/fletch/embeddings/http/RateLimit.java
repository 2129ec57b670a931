package io.fletch.embeddings.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Spreads requests evenly over time, so that no minute sees more of them, or of their
 * tokens, than allowed; and keeps all back while the provider asks for a pause.
 */
final class RateLimit {

	private static final double NANOS_PER_MINUTE = 60e9;

	private final double nanosPerRequest;

	private final double nanosPerToken;

	private final Timing timing;

	private final ReentrantLock lock = new ReentrantLock();

	private Instant next = Instant.MIN;

	RateLimit(RemoteSettings settings, Timing timing) {
		this.nanosPerRequest = perOne(settings.requestsPerMinute());
		this.nanosPerToken = perOne(settings.tokensPerMinute());
		this.timing = timing;
	}

	private static double perOne(int perMinute) {
		return (perMinute > 0) ? NANOS_PER_MINUTE / perMinute : 0;
	}

	/**
	 * Waits until a request may be sent.
	 */
	void acquire(long tokens) throws InterruptedException {
		Duration wait = reserve((long) Math.max(this.nanosPerRequest, this.nanosPerToken * tokens));
		if (wait.isPositive()) {
			this.timing.await(wait);
		}
	}

	private Duration reserve(long nanos) {
		this.lock.lock();
		try {
			Instant now = this.timing.now();
			Instant start = later(now, this.next);
			this.next = start.plusNanos(nanos);
			return Duration.between(now, start);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lets no request start for a while.
	 */
	void hold(Duration pause) {
		this.lock.lock();
		try {
			this.next = later(this.next, this.timing.now().plus(pause));
		}
		finally {
			this.lock.unlock();
		}
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

}
