package io.fletch.embeddings.remote;

import java.util.List;

import io.fletch.embeddings.http.BatchTooLargeException;
import io.fletch.embeddings.http.JsonCall;
import io.fletch.embeddings.http.JsonClient;
import io.fletch.embeddings.http.RemoteSettings;
import io.fletch.embeddings.http.Timing;
import io.fletch.embeddings.http.TokenEstimate;
import io.fletch.store.embedding.EmbeddingException;

/**
 * Asks a provider for vectors.
 */
final class ApiClient implements AutoCloseable {

	private static final long BYTES_PER_NUMBER = 32;

	private static final long BYTES_AROUND = 1 << 20;

	private static final int GREATEST_DIMENSIONS = 16_384;

	private final EmbeddingApi api;

	private final JsonClient client;

	private final UsageCounter usage = new UsageCounter();

	ApiClient(EmbeddingApi api, RemoteSettings settings, Timing timing) {
		this.api = api;
		this.client = new JsonClient(api.endpoint(), settings, timing);
	}

	RemoteUsage usage() {
		return this.usage.now(this.client.requests(), this.client.retries());
	}

	/**
	 * Returns one vector for each text, in their order, and nothing else checked.
	 * @throws BatchTooLargeException if fewer texts may succeed
	 * @throws EmbeddingException if it failed for good
	 */
	List<float[]> embed(List<String> texts, Purpose purpose) throws InterruptedException {
		long tokens = TokenEstimate.of(texts);
		ApiAnswer answer = this.client.post(new JsonCall<>(this.api.body().of(texts, purpose), texts.size(), tokens,
				capacity(texts.size()), new JsonCall.Answer<>(this.api.answer(), "vectors of numbers")));
		List<float[]> vectors = answer.vectors(texts.size());
		this.usage.embedded(texts.size(), (answer.tokens() > 0) ? answer.tokens() : tokens);
		return vectors;
	}

	private long capacity(int texts) {
		int known = this.api.model().dimensions();
		long dimensions = (known > 0) ? known : GREATEST_DIMENSIONS;
		return texts * dimensions * BYTES_PER_NUMBER + BYTES_AROUND;
	}

	@Override
	public void close() {
		this.client.close();
	}

}
