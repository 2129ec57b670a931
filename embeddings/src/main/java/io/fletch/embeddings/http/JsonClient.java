package io.fletch.embeddings.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

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
 * provider asks. Safe for use by several threads at once; they share the limits.
 */
public final class JsonClient implements AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(JsonClient.class);

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private static final Duration LONGEST_REQUESTED_WAIT = Duration.ofMinutes(10);

	/** A server that is not there will rarely come while somebody waits. */
	private static final int RETRIES_OF_CONNECTING = 2;

	/** Some servers write NaN, which is then refused for what it is. */
	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.build();

	private final ApiEndpoint endpoint;

	private final RemoteSettings settings;

	private final Timing timing;

	private final RateLimit rateLimit;

	private final HttpClient http;

	private final LongAdder requests = new LongAdder();

	private final LongAdder retries = new LongAdder();

	private volatile boolean closed;

	/**
	 * Makes a client, which sends nothing yet.
	 * @param endpoint where requests go
	 * @param settings how they are sent
	 * @param timing the passing of time
	 */
	public JsonClient(ApiEndpoint endpoint, RemoteSettings settings, Timing timing) {
		this.endpoint = endpoint;
		this.settings = settings;
		this.timing = timing;
		this.rateLimit = new RateLimit(settings, timing);
		this.http = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(settings.timeout())
			.build();
	}

	/**
	 * Returns how many requests were sent.
	 * @return the number, with those that failed
	 */
	public long requests() {
		return this.requests.sum();
	}

	/**
	 * Returns how many requests repeated one that had failed.
	 * @return the number
	 */
	public long retries() {
		return this.retries.sum();
	}

	/**
	 * Sends a request until it is answered or failed for good.
	 * @param call the request
	 * @param <A> what the answer is read into
	 * @return the answer
	 * @throws BatchTooLargeException if a smaller request may succeed
	 * @throws EmbeddingException if it failed for good
	 * @throws InterruptedException if the thread is interrupted
	 */
	public <A> A post(JsonCall<A> call) throws InterruptedException {
		return post(call, this.endpoint.key());
	}

	/**
	 * Sends a request with another key.
	 * @param call the request
	 * @param key the key, in place of that of the endpoint
	 * @param <A> what the answer is read into
	 * @return the answer
	 * @throws BatchTooLargeException if a smaller request may succeed
	 * @throws KeyRefusedException if another key may succeed
	 * @throws EmbeddingException if it failed for good
	 * @throws InterruptedException if the thread is interrupted
	 */
	public <A> A post(JsonCall<A> call, ApiKey key) throws InterruptedException {
		HttpRequest request = request(call, key);
		for (int attempt = 0;; attempt++) {
			this.rateLimit.acquire(call.tokens());
			requireOpen();
			try {
				return send(request, call, key);
			}
			catch (PassingFailure ex) {
				if (attempt >= Math.min(this.settings.maxRetries(), ex.mostRetries())) {
					throw gaveUp(attempt + 1, ex);
				}
				pause(attempt, ex);
				this.retries.increment();
			}
		}
	}

	private HttpRequest request(JsonCall<?> call, ApiKey key) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.endpoint.address())
			.header("Accept", "application/json");
		if (call.body() instanceof FormBody form) {
			request.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(BodyPublishers.ofString(form.encoded()));
		}
		else {
			request.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(call.body())));
		}
		if ("http".equals(this.endpoint.address().getScheme())) {
			// Some servers lose the body of a request that offers to go on in HTTP/2.
			request.version(HttpClient.Version.HTTP_1_1);
		}
		key.addTo(request);
		return request.build();
	}

	private <A> A send(HttpRequest request, JsonCall<A> call, ApiKey key) throws PassingFailure, InterruptedException {
		this.requests.increment();
		HttpResponse<byte[]> response;
		try {
			response = exchange(request, call.capacity());
		}
		catch (IOException ex) {
			requireOpen();
			throw unreachable(ex, call);
		}
		if (response.statusCode() / 100 != 2) {
			throw refused(response, key);
		}
		return read(response.body(), call.answer());
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

	private PassingFailure unreachable(IOException cause, JsonCall<?> call) {
		String reason = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
		if (reason.startsWith("body exceeds capacity")) {
			throw new EmbeddingException(who() + " answered more than " + call.capacity() + " bytes to " + call.texts()
					+ " texts: check 'base-url'", cause);
		}
		if (cause instanceof SSLException) {
			throw new EmbeddingException(who() + " cannot be trusted: " + reason
					+ ". Check 'base-url', or add the server's certificate to the JVM's trust store.", cause);
		}
		int retries = (cause instanceof ConnectException) ? RETRIES_OF_CONNECTING : Integer.MAX_VALUE;
		return new PassingFailure("could not be reached (" + reason + ")", cause, Optional.empty(), retries);
	}

	private PassingFailure refused(HttpResponse<byte[]> response, ApiKey key) {
		ApiError error = ApiError.of(response.statusCode(), response.body());
		// What is said about a key that is refused may show parts of it.
		String said = (error.status() == 401) ? "" : " (" + error.message(key) + ")";
		String message = "answered " + error.status() + said;
		if (error.isOfSize()) {
			throw new BatchTooLargeException(who() + " " + message);
		}
		if (error.status() == 401) {
			throw new KeyRefusedException(who() + " " + message + ". " + error.remedy());
		}
		if (!error.isPassing()) {
			throw new EmbeddingException(who() + " " + message + ". " + error.remedy());
		}
		return new PassingFailure(message, null, RetryAfter.of(response.headers(), error.body(), this.timing.now()));
	}

	private <A> A read(byte[] body, JsonCall.Answer<A> answer) throws PassingFailure {
		try {
			A read = JSON.readValue(body, answer.type());
			if (read == null) {
				throw new EmbeddingException(who() + " answered null. Check 'model' and 'base-url'.");
			}
			return read;
		}
		catch (StreamReadException ex) {
			if (isMarkup(body)) {
				throw new EmbeddingException(who() + " answered a page of HTML or XML in the place of JSON. Check "
						+ "'base-url': a login, a proxy or another service may answer there.", ex);
			}
			throw new PassingFailure("answered JSON that ends early or is broken, of " + body.length + " bytes", ex,
					Optional.empty());
		}
		catch (JacksonException ex) {
			throw new EmbeddingException(who() + " answered something else than " + answer.expectation() + " ("
					+ ex.getOriginalMessage() + "). Check 'model' and 'base-url'.", ex);
		}
	}

	private static boolean isMarkup(byte[] body) {
		String beginning = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8);
		return beginning.replace("\ufeff", "").stripLeading().startsWith("<");
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
		return this.endpoint.provider() + " at " + this.endpoint.place();
	}

	private void requireOpen() {
		if (this.closed) {
			throw new EmbeddingException("is closed");
		}
	}

	/**
	 * Ends the calls under way; nothing is sent afterwards.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.timing.end();
		this.http.shutdownNow();
	}

}
