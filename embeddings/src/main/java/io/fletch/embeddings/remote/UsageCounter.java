package io.fletch.embeddings.remote;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what is used.
 */
final class UsageCounter {

	private final LongAdder requests = new LongAdder();

	private final LongAdder retries = new LongAdder();

	private final LongAdder texts = new LongAdder();

	private final LongAdder tokens = new LongAdder();

	void requested() {
		this.requests.increment();
	}

	void retried() {
		this.retries.increment();
	}

	void embedded(int texts, long tokens) {
		this.texts.add(texts);
		this.tokens.add(tokens);
	}

	RemoteUsage now() {
		return new RemoteUsage(this.requests.sum(), this.retries.sum(), this.texts.sum(), this.tokens.sum());
	}

}
