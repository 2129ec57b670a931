package io.fletch.embeddings.remote;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.embeddings.http.VirtualTiming;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.PartialEmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What holds for the functions of all providers.
 */
@ParameterizedClass
@EnumSource(Dialect.class)
class RemoteEmbeddingFunctionTests {

	private static final List<String> TEXTS = List.of("one", "two", "three", "four", "five");

	private final VirtualTiming timing = new VirtualTiming();

	@Parameter
	private Dialect dialect;

	private ProviderServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = new ProviderServer(this.dialect);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private RemoteEmbeddingFunction function(String... options) {
		return this.dialect.function(this.server.address(), this.timing, options);
	}

	private static float[][] vectors(List<String> texts) {
		return texts.stream().map(Dialect::vector).toArray(float[][]::new);
	}

	@Test
	void givesEachTextItsVector() {
		try (RemoteEmbeddingFunction function = function()) {
			assertThat(function.embedSources(TEXTS)).containsExactly(vectors(TEXTS));
		}
	}

	@Test
	void sendsSmallBatchesAndKeepsTheirOrder() {
		List<String> texts = IntStream.range(0, 101).mapToObj((i) -> "text " + i).toList();
		try (RemoteEmbeddingFunction function = function("batch-size", "2")) {
			assertThat(function.embedSources(texts)).containsExactly(vectors(texts));
		}
		assertThat(this.server.requests()).hasSize(51);
	}

	@Test
	void sendsNothingForNoText() {
		try (RemoteEmbeddingFunction function = function()) {
			assertThat(function.embedSources(List.of())).isEmpty();
		}
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void embedsAQuestion() {
		try (RemoteEmbeddingFunction function = function()) {
			assertThat(function.embedQuery("why?")).containsExactly(Dialect.vector("why?"));
		}
	}

	@Test
	void findsTheDimensionsOfAnUnknownModelByOneCall() {
		try (RemoteEmbeddingFunction function = function()) {
			assertThat(function.dimensions()).isEqualTo(Dialect.DIMENSIONS);
			assertThat(function.dimensions()).isEqualTo(Dialect.DIMENSIONS);
		}
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void asksForDimensionsAndRemembersThem() {
		try (RemoteEmbeddingFunction function = function("dimensions", "4")) {
			assertThat(function.dimensions()).isEqualTo(4);
			assertThat(function.description().settings()).containsEntry("dimensions", "4");
			function.embedQuery("why?");
		}
		assertThat(this.server.requests().getFirst().toString()).containsPattern("imension[a-z]*\":4");
	}

	@Test
	void takesAnswersThatDoNotCountTokens() {
		this.server.first(this.server.replaced("total_tokens|input_tokens|prompt_eval_count", "other"));
		try (RemoteEmbeddingFunction function = function()) {
			assertThat(function.embedSources(TEXTS)).containsExactly(vectors(TEXTS));
			assertThat(function.usage().tokens()).isPositive();
		}
	}

	@Test
	void countsWhatItUses() {
		this.server.first(ProviderServer.status(500, "")).first(ProviderServer.status(503, ""));
		try (RemoteEmbeddingFunction function = function()) {
			function.embedSources(TEXTS);
			RemoteUsage usage = function.usage();
			assertThat(usage).usingRecursiveComparison()
				.ignoringFields("tokens")
				.isEqualTo(new RemoteUsage(3, 2, 5, 0));
			assertThat(usage.tokens()).isBetween(5L, 12L);
		}
	}

	@Test
	void waitsAsLongAsItIsAskedTo() {
		this.server.first(ProviderServer.status(429, "{}", "retry-after: 17"));
		try (RemoteEmbeddingFunction function = function()) {
			assertThat(function.embedSources(TEXTS)).containsExactly(vectors(TEXTS));
		}
		assertThat(this.timing.total()).isBetween(Duration.ofSeconds(17), Duration.ofSeconds(18));
	}

	@Test
	void hardlyWaitsWhereItIsAskedNotTo() {
		for (int i = 0; i < 6; i++) {
			this.server.first(ProviderServer.status(503, "{}", "retry-after: 0"));
		}
		try (RemoteEmbeddingFunction function = function()) {
			assertThat(function.embedSources(TEXTS)).containsExactly(vectors(TEXTS));
		}
		assertThat(this.timing.total()).isLessThanOrEqualTo(Duration.ofSeconds(6));
	}

	@Test
	void waitsLongerEachTimeWhereItIsNotAskedTo() {
		for (int i = 0; i < 7; i++) {
			this.server.first(ProviderServer.status(429, "{\"message\": \"slow down\"}"));
		}
		try (RemoteEmbeddingFunction function = function()) {
			function.embedSources(TEXTS);
		}
		// Half of 1, 2, 4 seconds and so on, to a minute.
		assertThat(this.timing.waits().stream().mapToLong(Duration::toMillis)).containsExactly(500L, 1000L, 2000L,
				4000L, 8000L, 16_000L, 30_000L);
	}

	@Test
	void givesUpAfterTheLastRetry() {
		this.server.always(ProviderServer.status(502, "<html>Bad Gateway</html>"));
		try (RemoteEmbeddingFunction function = function("max-retries", "3")) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedSources(TEXTS))
				.withMessageContainingAll("'mine'", "answered 502", "Bad Gateway", "4 times", "'max-retries' is 3");
		}
		assertThat(this.server.requests()).hasSize(4);
	}

	@Test
	void sendsOnceWhereRetriesAreOff() {
		this.server.first(ProviderServer.status(500, "{\"error\": \"out of order\"}"));
		try (RemoteEmbeddingFunction function = function("max-retries", "0")) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedQuery("why?"))
				.withMessageContaining("answered 500 (out of order)");
		}
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void repeatsWhatTakesLongerThanTheTimeout() {
		this.server.first(this.server.silence());
		try (RemoteEmbeddingFunction function = function("timeout", "PT0.3S")) {
			assertThat(function.embedSources(TEXTS)).containsExactly(vectors(TEXTS));
			assertThat(function.usage().retries()).isEqualTo(1);
		}
	}

	@Test
	void namesTheTimeoutThatWasTooShort() {
		this.server.always(this.server.silence());
		try (RemoteEmbeddingFunction function = function("timeout", "PT0.1S", "max-retries", "1")) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedSources(TEXTS))
				.withMessageContaining("no answer within PT0.1S (option 'timeout')");
		}
	}

	@Test
	void repeatsWhatWasCutOff() {
		this.server.first(this.server.cutOff()).first(this.server.halved()).first(ProviderServer.reset());
		try (RemoteEmbeddingFunction function = function()) {
			assertThat(function.embedSources(TEXTS)).containsExactly(vectors(TEXTS));
			assertThat(function.usage().retries()).isEqualTo(3);
		}
	}

	@Test
	void refusesAVectorOfAnotherLength() {
		this.server.first(this.server.vectors((vectors) -> {
			vectors.set(1, new float[] { 1, 2, 3 });
			return vectors;
		}));
		refuses("'some-model' gave a vector of 3 numbers, but must give 4");
	}

	@Test
	void refusesTooFewVectors() {
		this.server.first(this.server.vectors((vectors) -> vectors.subList(0, 4)));
		refuses("answered 4 vectors to 5 texts");
	}

	@Test
	void refusesTooManyVectors() {
		this.server.first(this.server.vectors((vectors) -> {
			vectors.add(new float[4]);
			return vectors;
		}));
		refuses("answered 6 vectors to 5 texts");
	}

	@Test
	void refusesWhatIsNoNumber() {
		this.server.first(this.server.vectors((vectors) -> {
			vectors.set(2, new float[] { 1, Float.NaN, 3, 4 });
			return vectors;
		}));
		refuses("'some-model' gave a vector with numbers that are infinite or none");
	}

	@Test
	void refusesNullWhereANumberBelongs() {
		this.server.first(this.server.replaced("\\d+\\.\\d+", "null"));
		refuses("answered something else than vectors of numbers");
	}

	@Test
	void refusesAnAnswerToAnotherQuestion() {
		this.server.first(ProviderServer.status(200, "{\"answer\": 42}"));
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function().embedSources(TEXTS))
			.withMessageContaining("Check 'model' and 'base-url'");
	}

	private void refuses(String message) {
		try (RemoteEmbeddingFunction function = function("dimensions", "4")) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedSources(TEXTS))
				.withMessageContaining(message);
		}
		assertThat(this.server.requests()).hasSize(1);
		assertThat(this.timing.waits()).isEmpty();
	}

	@Test
	void sendsABadKeyOnceAndNeverShowsIt() {
		try (RemoteEmbeddingFunction function = function("api-key", "sk-wrong-key-0000")) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedSources(TEXTS))
				.withMessageContaining("answered 401. Check the option 'api-key'.")
				.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain("sk-"));
			assertThat(function.toString()).doesNotContain("sk-");
			assertThat(function.description().toString()).doesNotContain("sk-");
		}
		assertThat(this.server.requests()).hasSize(1);
	}

	private static String stackTrace(Throwable ex) {
		StringWriter text = new StringWriter();
		ex.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	@Test
	void repeatsNoneOfTheErrorsThatStay() {
		for (int status : new int[] { 301, 400, 403, 404, 422, 501 }) {
			this.server.first(ProviderServer.status(status, "{\"detail\": \"said " + ProviderServer.KEY + " so\"}"));
			try (RemoteEmbeddingFunction function = function()) {
				assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedQuery("why?"))
					.withMessageContaining("answered " + status + " (said *** so). ");
				assertThat(function.usage().requests()).isEqualTo(1);
			}
		}
	}

	@Test
	void keepsWhatWasEmbeddedBeforeItFailed() {
		try (RemoteEmbeddingFunction function = function("batch-size", "2", "concurrency", "1")) {
			this.server.first(this.server.vectors((vectors) -> vectors))
				.first(ProviderServer.status(400, "{\"message\": \"not this\"}"));
			assertThatExceptionOfType(PartialEmbeddingException.class).isThrownBy(() -> function.embedSources(TEXTS))
				.withMessageContainingAll("'mine' embedded 2 of 5 texts", "not this")
				.satisfies((ex) -> assertThat(ex.embedded().keySet()).containsExactly(0, 1))
				.satisfies((ex) -> assertThat(ex.embedded().values()).containsExactly(vectors(TEXTS.subList(0, 2))));
		}
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void halvesABatchThatIsTooLarge() {
		this.server.takesAtMost(2);
		try (RemoteEmbeddingFunction function = function()) {
			assertThat(function.embedSources(TEXTS)).containsExactly(vectors(TEXTS));
		}
		// 5 = 2 + 3, 3 = 1 + 2.
		assertThat(this.server.requests()).hasSize(5);
	}

	@Test
	void namesTheTextThatIsTooLong() {
		this.server.takesAtMost(0);
		try (RemoteEmbeddingFunction function = function()) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedSources(TEXTS))
				.withMessageContaining("to text 0 of the call, of 3 characters. If it is too long, split it.");
		}
	}

	@Test
	void sendsUnusualTextAsItIs() {
		List<String> unusual = List.of("\u0000\u0007", "\uD83D\uDE00", "שלום", "日本語", "\"\\\n", "x".repeat(100_000));
		try (RemoteEmbeddingFunction function = function()) {
			assertThat(function.embedSources(unusual)).containsExactly(vectors(unusual));
		}
	}

	@Test
	void sendsHalfACharacterAsAQuestionMark() {
		try (RemoteEmbeddingFunction function = function()) {
			assertThat(function.embedQuery("a\uD83Db")).containsExactly(Dialect.vector("a?b"));
		}
	}

	@Test
	void refusesBlankText() {
		try (RemoteEmbeddingFunction function = function()) {
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> function.embedSources(List.of("a", " \n")))
				.withMessageContaining("was given text 1 without any letter");
		}
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void saysWhichModelOfWhichProviderItIs() {
		try (RemoteEmbeddingFunction function = function()) {
			String provider = (this.dialect == Dialect.AZURE) ? "openai" : this.dialect.factory().alias();
			assertThat(function.name()).isEqualTo("mine");
			assertThat(function.description().model()).isEqualTo("some-model");
			assertThat(function.description().settings()).containsAllEntriesOf(Map.of("provider", provider));
		}
	}

}
