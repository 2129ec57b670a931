package io.fletch.embeddings.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Sends requests, and repeats those that failed for a passing reason: first after about a
 * second, then after twice as long each time, a random part of it, or for as long as the
 * provider asks.
 */
final class ApiClient implements AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(ApiClient.class);

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private static final Duration LONGEST_REQUESTED_WAIT = Duration.ofMinutes(10);

	/** A server that is not there will rarely come while somebody waits. */
	private static final int RETRIES_OF_CONNECTING = 2;

	private static final long BYTES_PER_NUMBER = 32;

	private static final long BYTES_AROUND = 1 << 20;

	private static final int GREATEST_DIMENSIONS = 16_384;

	/** Some servers write NaN, which is then refused for what it is. */
	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.build();

	private final EmbeddingApi api;

	private final RemoteSettings settings;

	private final Timing timing;

	private final RateLimit rateLimit;

	private final HttpClient http;

	private final UsageCounter usage = new UsageCounter();

	private volatile boolean closed;

	ApiClient(EmbeddingApi api, RemoteSettings settings, Timing timing) {
		this.api = api;
		this.settings = settings;
		this.timing = timing;
		this.rateLimit = new RateLimit(settings, timing);
		this.http = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(settings.timeout())
			.build();
	}

	RemoteUsage usage() {
		return this.usage.now();
	}

	/**
	 * Returns one vector for each text, in their order, and nothing else checked.
	 * @throws BatchTooLargeException if fewer texts may succeed
	 * @throws EmbeddingException if it failed for good
	 */
	List<float[]> embed(List<String> texts, Purpose purpose) throws InterruptedException {
		HttpRequest request = request(texts, purpose);
		long tokens = TokenEstimate.of(texts);
		for (int attempt = 0;; attempt++) {
			this.rateLimit.acquire(tokens);
			requireOpen();
			try {
				ApiAnswer answer = send(request, texts.size());
				List<float[]> vectors = answer.vectors(texts.size());
				this.usage.embedded(texts.size(), (answer.tokens() > 0) ? answer.tokens() : tokens);
				return vectors;
			}
			catch (PassingFailure ex) {
				if (attempt >= Math.min(this.settings.maxRetries(), ex.mostRetries())) {
					throw gaveUp(attempt + 1, ex);
				}
				pause(attempt, ex);
				this.usage.retried();
			}
		}
	}

	private HttpRequest request(List<String> texts, Purpose purpose) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.api.address())
			.header("Content-Type", "application/json")
			.header("Accept", "application/json")
			.POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(this.api.body().of(texts, purpose))));
		if ("http".equals(this.api.address().getScheme())) {
			// Some servers lose the body of a request that offers to go on in HTTP/2.
			request.version(HttpClient.Version.HTTP_1_1);
		}
		this.api.key().addTo(request);
		return request.build();
	}

	private ApiAnswer send(HttpRequest request, int texts) throws PassingFailure, InterruptedException {
		this.usage.requested();
		HttpResponse<byte[]> response;
		try {
			response = exchange(request, capacity(texts));
		}
		catch (IOException ex) {
			requireOpen();
			throw unreachable(ex, texts);
		}
		if (response.statusCode() / 100 != 2) {
			throw refused(response);
		}
		return read(response.body());
	}

	private HttpResponse<byte[]> exchange(HttpRequest request, long capacity) throws IOException, InterruptedException {
		CompletableFuture<HttpResponse<byte[]>> answer = this.http.sendAsync(request,
				BodyHandlers.limiting(BodyHandlers.ofByteArray(), capacity));
		try {
			return answer.get(this.settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new HttpTimeoutException("no answer within " + this.settings.timeout() + " (option 'timeout')");
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? cause : new IOException(ex.getCause());
		}
		finally {
			answer.cancel(true);
		}
	}

	private long capacity(int texts) {
		int known = this.api.model().dimensions();
		long dimensions = (known > 0) ? known : GREATEST_DIMENSIONS;
		return texts * dimensions * BYTES_PER_NUMBER + BYTES_AROUND;
	}

	private PassingFailure unreachable(IOException cause, int texts) {
		String reason = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
		if (reason.startsWith("body exceeds capacity")) {
			throw new EmbeddingException(who() + " answered more than " + capacity(texts) + " bytes to " + texts
					+ " texts: check 'base-url'", cause);
		}
		if (cause instanceof SSLException) {
			throw new EmbeddingException(who() + " cannot be trusted: " + reason
					+ ". Check 'base-url', or add the server's certificate to the JVM's trust store.", cause);
		}
		int retries = (cause instanceof ConnectException) ? RETRIES_OF_CONNECTING : Integer.MAX_VALUE;
		return new PassingFailure("could not be reached (" + reason + ")", cause, Optional.empty(), retries);
	}

	private PassingFailure refused(HttpResponse<byte[]> response) {
		ApiError error = ApiError.of(response.statusCode(), response.body());
		// What is said about a key that is refused may show parts of it.
		String said = (error.status() == 401) ? "" : " (" + error.message(this.api.key()) + ")";
		String message = "answered " + error.status() + said;
		if (error.isOfSize()) {
			throw new BatchTooLargeException(who() + " " + message);
		}
		if (!error.isPassing()) {
			throw new EmbeddingException(who() + " " + message + ". " + error.remedy());
		}
		return new PassingFailure(message, null, RetryAfter.of(response.headers(), error.body(), this.timing.now()));
	}

	private ApiAnswer read(byte[] body) throws PassingFailure {
		try {
			return JSON.readValue(body, this.api.answer());
		}
		catch (StreamReadException ex) {
			throw new PassingFailure("answered JSON that ends early or is broken, of " + body.length + " bytes", ex,
					Optional.empty());
		}
		catch (JacksonException ex) {
			throw new EmbeddingException(who() + " answered something else than vectors of numbers ("
					+ ex.getOriginalMessage() + "). Check 'model' and 'base-url'.", ex);
		}
	}

	private void pause(int attempt, PassingFailure failure) throws InterruptedException {
		Duration asked = failure.requestedWait().orElse(Duration.ZERO);
		if (asked.compareTo(LONGEST_REQUESTED_WAIT) > 0) {
			throw new EmbeddingException(who() + " " + failure.getMessage() + " and asks to wait " + asked
					+ ", which is longer than " + LONGEST_REQUESTED_WAIT + ": try again then");
		}
		if (asked.isPositive()) {
			this.rateLimit.hold(asked);
		}
		Duration pause = asked.plus(chanceOf(failure.requestedWait().isPresent() ? FIRST_PAUSE : pauseAfter(attempt)));
		LOGGER.debug("{} {}; trying again in {}", who(), failure.getMessage(), pause);
		this.timing.await(pause);
	}

	private static Duration pauseAfter(int attempt) {
		Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 30));
		return (pause.compareTo(LONGEST_PAUSE) > 0) ? LONGEST_PAUSE : pause;
	}

	private Duration chanceOf(Duration most) {
		return Duration.ofNanos((long) (this.timing.chance() * most.toNanos()));
	}

	private EmbeddingException gaveUp(int attempts, PassingFailure failure) {
		@Nullable Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		return new EmbeddingException(who() + " " + failure.getMessage() + ", and so it went " + attempts
				+ ((attempts == 1) ? " time" : " times") + ". Try again later, or check 'base-url'; 'max-retries' is "
				+ this.settings.maxRetries() + ".", cause);
	}

	private String who() {
		return this.api.provider() + " at " + this.api.place();
	}

	private void requireOpen() {
		if (this.closed) {
			throw new EmbeddingException("is closed");
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.timing.end();
		this.http.shutdownNow();
	}

}
