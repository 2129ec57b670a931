package io.fletch.embeddings.remote;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what is used.
 */
final class UsageCounter {

	private final LongAdder texts = new LongAdder();

	private final LongAdder tokens = new LongAdder();

	void embedded(int texts, long tokens) {
		this.texts.add(texts);
		this.tokens.add(tokens);
	}

	RemoteUsage now(long requests, long retries) {
		return new RemoteUsage(requests, retries, this.texts.sum(), this.tokens.sum());
	}

}
