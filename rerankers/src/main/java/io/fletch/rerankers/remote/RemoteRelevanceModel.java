package io.fletch.rerankers.remote;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;

import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.Batch;
import io.fletch.embeddings.http.BatchTooLargeException;
import io.fletch.embeddings.http.JsonCall;
import io.fletch.embeddings.http.JsonClient;
import io.fletch.embeddings.http.KeyRefusedException;
import io.fletch.embeddings.http.RemoteSettings;
import io.fletch.embeddings.http.Timing;
import io.fletch.embeddings.http.TokenEstimate;
import io.fletch.rerankers.RelevanceModel;
import io.fletch.rerankers.RerankException;
import io.fletch.store.embedding.EmbeddingException;

/**
 * Judges texts by a model behind an HTTP API, in batches one after the other; a request
 * that fails for a passing reason is repeated, and every answer is checked. Safe for use
 * by several threads at once; they share the limits. {@link #close()} ends the calls
 * under way.
 */
final class RemoteRelevanceModel implements RelevanceModel {

	private static final long BYTES_PER_TEXT = 2048;

	private static final long BYTES_AROUND = 1 << 20;

	private final RerankApi api;

	private final KeySource keys;

	private final JsonClient client;

	private final Semaphore permits;

	RemoteRelevanceModel(RerankApi api, RemoteSettings settings, Timing timing, KeySource keys) {
		this.api = api;
		this.keys = keys;
		this.client = new JsonClient(api.endpoint(), settings, timing);
		this.permits = new Semaphore(settings.concurrency(), true);
	}

	@Override
	public String name() {
		return this.api.alias();
	}

	@Override
	public double[] scores(String query, List<String> texts) {
		double[] scores = new double[texts.size()];
		try {
			for (Batch batch : this.api.limit().split(texts.stream().map(RemoteRelevanceModel::wellFormed).toList())) {
				judge(wellFormed(query), batch, scores);
			}
			return scores;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RerankException("The reranker '" + name() + "' was interrupted while it waited", ex);
		}
		catch (EmbeddingException ex) {
			throw new RerankException("The reranker '" + name() + "' failed: " + ex.getMessage(), ex);
		}
	}

	private void judge(String query, Batch batch, double[] scores) throws InterruptedException {
		try {
			double[] answer = ask(query, batch.texts());
			System.arraycopy(answer, 0, scores, batch.start(), answer.length);
		}
		catch (BatchTooLargeException ex) {
			if (batch.texts().size() == 1) {
				throw new EmbeddingException(
						ex.getMessage() + " to a question of " + query.length() + " characters with a text of "
								+ batch.texts().getFirst().length() + ". If they are too long, split the text.",
						ex);
			}
			for (Batch half : batch.halves()) {
				judge(query, half, scores);
			}
		}
	}

	private double[] ask(String query, List<String> texts) throws InterruptedException {
		long tokens = TokenEstimate.of(texts) + TokenEstimate.of(query) * texts.size();
		JsonCall<RerankAnswer> call = new JsonCall<>(this.api.body().of(query, texts), texts.size(), tokens,
				texts.size() * BYTES_PER_TEXT + BYTES_AROUND,
				new JsonCall.Answer<>(this.api.answer(), "scores of texts"));
		this.permits.acquire();
		try {
			return post(call).scores(texts.size());
		}
		finally {
			this.permits.release();
		}
	}

	private RerankAnswer post(JsonCall<RerankAnswer> call) throws InterruptedException {
		ApiKey key = this.keys.key();
		try {
			return this.client.post(call, key);
		}
		catch (KeyRefusedException ex) {
			if (!this.keys.canReplace(key)) {
				throw ex;
			}
			return this.client.post(call, this.keys.key());
		}
	}

	/**
	 * Returns a text whose halves of surrogate pairs without the other are question
	 * marks: JSON has no way to send them.
	 */
	private static String wellFormed(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.client.close();
		this.keys.close();
	}

	/**
	 * Returns the name and where texts are sent; never the key.
	 */
	@Override
	public String toString() {
		return "RemoteRelevanceModel[name=" + name() + ", place=" + this.api.endpoint().place() + "]";
	}

	/**
	 * Gives the key of each request.
	 */
	@FunctionalInterface
	interface KeySource extends AutoCloseable {

		ApiKey key() throws InterruptedException;

		/**
		 * Forgets a key that was refused, and returns whether there will be another.
		 */
		default boolean canReplace(ApiKey refused) {
			return false;
		}

		@Override
		default void close() {
		}

	}

}
