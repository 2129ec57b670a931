package io.fletch.embeddings.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.embeddings.http.VirtualTiming;
import io.fletch.store.embedding.EmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What all providers share and one is enough to show, and what is OpenAI's own.
 */
class OpenAiEmbeddingsTests {

	private final VirtualTiming timing = new VirtualTiming();

	private ProviderServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = new ProviderServer(Dialect.OPENAI);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private RemoteEmbeddingFunction function(String... options) {
		return Dialect.OPENAI.function(this.server.address(), this.timing, options);
	}

	@Test
	void sendsWhatTheApiAsksFor() {
		try (RemoteEmbeddingFunction function = function("dimensions", "4")) {
			function.embedSources(List.of("a", "b"));
		}
		assertThat(this.server.requests().getFirst()).hasToString(
				"{\"model\":\"some-model\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"float\",\"dimensions\":4}");
	}

	@Test
	void knowsTheDimensionsOfOpenAisModelsWithoutACall() {
		try (RemoteEmbeddingFunction function = function("model", "text-embedding-3-large")) {
			assertThat(function.dimensions()).isEqualTo(3072);
		}
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void putsPrefixesBeforeQuestionsAndPassages() {
		try (RemoteEmbeddingFunction function = function("query-prefix", "query: ", "source-prefix", "passage: ")) {
			assertThat(function.embedQuery("a")).containsExactly(Dialect.vector("query: a"));
			assertThat(function.embedSources(List.of("a"))).containsExactly(Dialect.vector("passage: a"));
			assertThat(function.description().settings()).containsEntry("query-prefix", "query: ")
				.containsEntry("source-prefix", "passage: ");
		}
	}

	@Test
	void sendsNothingAgainForAnAccountThatIsUsedUp() {
		this.server.always(ProviderServer.status(429,
				"{\"error\": {\"message\": \"You exceeded your quota\", \"code\": \"insufficient_quota\"}}"));
		try (RemoteEmbeddingFunction function = function()) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedQuery("why?"))
				.withMessageContaining("answered 429 (You exceeded your quota). The account is used up");
		}
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void waitsForTheLimitThatWasHit() {
		this.server.first(
				ProviderServer.status(429, "{}", "x-ratelimit-remaining-requests: 10", "x-ratelimit-reset-requests: 8h",
						"x-ratelimit-remaining-tokens: 0", "x-ratelimit-reset-tokens: 1m2.5s"));
		try (RemoteEmbeddingFunction function = function()) {
			function.embedQuery("why?");
		}
		assertThat(this.timing.total()).isEqualTo(Duration.ofMillis(63_000));
	}

	@Test
	void waitsForNobodyForHours() {
		this.server.first(ProviderServer.status(429, "{}", "retry-after: 7200"));
		try (RemoteEmbeddingFunction function = function()) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedQuery("why?"))
				.withMessageContaining("asks to wait PT2H");
		}
		assertThat(this.timing.waits()).isEmpty();
	}

	@Test
	void spreadsRequestsOverTheMinute() {
		try (RemoteEmbeddingFunction function = function("requests-per-minute", "30", "batch-size", "1")) {
			function.embedSources(IntStream.range(0, 11).mapToObj(Integer::toString).toList());
		}
		assertThat(this.timing.total()).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
	}

	@Test
	void spreadsTokensOverTheMinute() {
		try (RemoteEmbeddingFunction function = function("tokens-per-minute", "6000", "batch-size", "1", "concurrency",
				"1")) {
			// 1,000 tokens, as they are estimated.
			function.embedSources(List.of("x".repeat(2997), "y".repeat(2997), "z"));
		}
		assertThat(this.timing.total()).isEqualTo(Duration.ofSeconds(20));
	}

	@Test
	void refusesAnAnswerWithoutEnd() {
		this.server.first(ProviderServer.status(200, " ".repeat(2 << 20)));
		try (RemoteEmbeddingFunction function = function("dimensions", "4")) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedQuery("why?"))
				.withMessageContaining("answered more than 1048704 bytes to 1 texts");
		}
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void refusesTheSameIndexTwice() {
		this.server.first(this.server.replaced("\"index\": 1", "\"index\": 0"));
		try (RemoteEmbeddingFunction function = function()) {
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> function.embedSources(List.of("a", "b")))
				.withMessageContaining("the index 0 twice");
		}
	}

	@Test
	void soonSaysThatNoServerIsThere() {
		this.server.close();
		try (RemoteEmbeddingFunction function = function()) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedQuery("why?"))
				.withMessageContainingAll("could not be reached", "3 times", "check 'base-url'");
		}
	}

	@Test
	void endsWhenItsThreadIsInterrupted() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		ProviderServer.Fault silence = this.server.silence();
		this.server.always((exchange, texts) -> {
			asked.countDown();
			silence.answer(exchange, texts);
		});
		try (RemoteEmbeddingFunction function = function("batch-size", "1");
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
			Future<?> call = threads.submit(() -> {
				try {
					function.embedSources(List.of("a", "b", "c"));
				}
				catch (EmbeddingException ex) {
					assertThat(ex).hasMessageContaining("'mine' failed: was interrupted");
					isInterrupted.complete(Thread.currentThread().isInterrupted());
				}
			});
			asked.await();
			call.cancel(true);
			assertThat(isInterrupted.get()).isTrue();
		}
	}

	@Test
	void endsCallsUnderWayWhenItIsClosed() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		ProviderServer.Fault silence = this.server.silence();
		this.server.always((exchange, texts) -> {
			asked.countDown();
			silence.answer(exchange, texts);
		});
		RemoteEmbeddingFunction function = function();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<?> call = threads.submit(() -> assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> function.embedQuery("why?"))
				.withMessageContaining("'mine' failed: is closed"));
			asked.await();
			function.close();
			assertThat(call.get()).isNotNull();
		}
		assertThat(this.timing.hasEnded()).isTrue();
	}

	@Test
	void refusesOptionsThatMeanNothing() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function("batch-size", "2049"))
			.withMessageContaining("'batch-size'");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function("api-key", "two words"))
			.withMessageContaining("'api-key'")
			.withMessageNotContaining("two words");
	}

	@Test
	void refusesAnAddressWithWhatMayBeSecretAndShowsNothingOfIt() {
		for (String address : List.of("http://user:password@127.0.0.1:1/v1", "http://127.0.0.1:1/v1?key=password")) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function("base-url", address))
				.withMessageContaining("has a user, a password or a query in its address")
				.withMessageNotContaining("password@")
				.withMessageNotContaining("=password");
		}
	}

}
