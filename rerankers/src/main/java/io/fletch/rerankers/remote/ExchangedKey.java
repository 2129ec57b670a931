package io.fletch.rerankers.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.fletch.embeddings.http.ApiEndpoint;
import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.FormBody;
import io.fletch.embeddings.http.JsonCall;
import io.fletch.embeddings.http.JsonClient;
import io.fletch.embeddings.http.RemoteSettings;
import io.fletch.embeddings.http.Timing;
import io.fletch.store.embedding.EmbeddingException;

/**
 * A token for a key, kept until it is about to expire.
 */
final class ExchangedKey implements RemoteRelevanceModel.KeySource {

	private static final long CAPACITY = 1 << 20;

	private static final Duration MARGIN = Duration.ofMinutes(1);

	/** How long a token is kept of which nothing is said. */
	private static final long USUAL_SECONDS = Duration.ofMinutes(10).toSeconds();

	private static final long MOST_SECONDS = Duration.ofDays(1).toSeconds();

	private final JsonClient client;

	private final String secret;

	private final Timing timing;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable ApiKey token;

	private Instant end = Instant.MIN;

	ExchangedKey(ApiEndpoint endpoint, String secret, RemoteSettings settings, Timing timing) {
		this.client = new JsonClient(endpoint, settings, timing);
		this.secret = secret;
		this.timing = timing;
	}

	@Override
	public ApiKey key() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			ApiKey present = this.token;
			if (present != null && this.timing.now().isBefore(this.end)) {
				return present;
			}
			return renewed();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean canReplace(ApiKey refused) {
		this.lock.lock();
		try {
			if (this.token == refused) {
				this.token = null;
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private ApiKey renewed() throws InterruptedException {
		FormBody body = new FormBody(
				Map.of("grant_type", "urn:ibm:params:oauth:grant-type:apikey", "apikey", this.secret));
		Token answer = this.client.post(
				new JsonCall<>(body, 1, 0, CAPACITY, new JsonCall.Answer<>(Token.class, "a token")),
				ApiKey.inBody(this.secret));
		if (answer.value() == null || answer.value().isBlank()) {
			throw new EmbeddingException("IBM Cloud gave no token for the key. Check 'api-key' and 'token-url'.");
		}
		ApiKey made = ApiKey.token(answer.value());
		this.token = made;
		this.end = this.timing.now().plus(answer.duration());
		return made;
	}

	@Override
	public void close() {
		this.client.close();
	}

	/**
	 * What a key is exchanged for.
	 *
	 * @param value the token
	 * @param seconds how long it lasts, if that is said
	 */
	record Token(@JsonProperty("access_token") @Nullable String value,
			@JsonProperty("expires_in") @Nullable Long seconds) {

		/**
		 * Returns for how long it is kept, which is less than it lasts.
		 */
		Duration duration() {
			long told = (this.seconds != null && this.seconds > 0) ? this.seconds : USUAL_SECONDS;
			Duration lasts = Duration.ofSeconds(Math.min(told, MOST_SECONDS));
			Duration half = lasts.dividedBy(2);
			return (half.compareTo(MARGIN) < 0) ? half : lasts.minus(MARGIN);
		}

		@Override
		public String toString() {
			return "Token[seconds=" + this.seconds + "]";
		}

	}

}
