package io.fletch.embeddings.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Time that passes as soon as somebody waits.
 */
public final class VirtualTiming implements Timing {

	public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final List<Duration> waits = new ArrayList<>();

	private Instant now = START;

	private boolean ended;

	@Override
	public synchronized Instant now() {
		return this.now;
	}

	@Override
	public synchronized void await(Duration duration) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		this.waits.add(duration);
		this.now = this.now.plus(duration);
	}

	@Override
	public double chance() {
		return 0.5;
	}

	@Override
	public synchronized void end() {
		this.ended = true;
	}

	public synchronized boolean hasEnded() {
		return this.ended;
	}

	public synchronized List<Duration> waits() {
		return List.copyOf(this.waits);
	}

	public synchronized Duration total() {
		return Duration.between(START, this.now);
	}

}
