package io.fletch.rerankers.remote;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.embeddings.http.VirtualTiming;
import io.fletch.rerankers.ModelReranker;
import io.fletch.rerankers.RerankException;
import io.fletch.rerankers.Rerankers;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

/**
 * What holds for the rerankers of all providers.
 */
@ParameterizedClass
@EnumSource(Dialect.class)
class RemoteRerankingTests {

	private final VirtualTiming timing = new VirtualTiming();

	@Parameter
	private Dialect dialect;

	private RerankServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = new RerankServer(this.dialect);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private ModelReranker reranker(String... options) {
		return this.dialect.reranker(this.server.address(), this.timing, options);
	}

	private List<Candidate> rerank(ModelReranker reranker, @Nullable Object... texts) {
		List<Candidate> found = IntStream.range(0, texts.length).mapToObj((i) -> new Candidate(i, -i)).toList();
		return reranker
			.rerank(new RankedRows("why?", List.of(new Ranking(Ranking.Source.TEXT, found)), (column, rowIds) -> {
				List<@Nullable Object> read = new ArrayList<>();
				rowIds.forEach((rowId) -> read.add(texts[rowId.intValue()]));
				return read;
			}));
	}

	private void assertRight(List<Candidate> reranked) {
		assertThat(reranked).extracting(Candidate::rowId).containsExactly(2L, 0L, 1L);
		assertThat(reranked.get(0).score()).isCloseTo(0.9, within(1e-6));
		assertThat(reranked.get(1).score()).isCloseTo(0.4, within(1e-6));
		assertThat(reranked.get(2).score()).isCloseTo(0.05, within(1e-6));
	}

	private List<Candidate> rerankThree(ModelReranker reranker) {
		return rerank(reranker, "text 40", "text 5", "text 90");
	}

	@Test
	void ordersRowsByTheScoresAtTheirIndexes() {
		try (ModelReranker reranker = reranker()) {
			assertRight(rerankThree(reranker));
			assertThat(reranker.name()).isEqualTo(this.dialect.alias());
		}
		assertThat(this.server.requests()).hasSize(1);
		assertThat(this.dialect.question(this.server.requests().getFirst())).isEqualTo("why?");
	}

	@Test
	void tellsAPageInThePlaceOfAnAnswerAndDoesNotAskAgain() {
		this.server.first(RerankServer.status(200, "\n<!DOCTYPE html><html><body>Log in</body></html>"));
		assertFails("answered a page of HTML or XML in the place of JSON. Check 'base-url'");
		assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(1);
	}

	@Test
	void asksNothingWhereThereIsNothingToJudge() {
		try (ModelReranker reranker = reranker()) {
			assertThat(rerank(reranker)).isEmpty();
			assertThat(rerank(reranker, null, " ")).isEmpty();
		}
		assertThat(this.server.requests()).isEmpty();
		assertThat(this.server.tokens()).isZero();
	}

	@Test
	void sendsTextsInBatches() {
		Object[] texts = IntStream.range(0, 50).mapToObj((i) -> "text " + i).toArray();
		try (ModelReranker reranker = reranker("batch-size", "8")) {
			List<Candidate> reranked = rerank(reranker, texts);
			assertThat(reranked).hasSize(50)
				.allSatisfy((row) -> assertThat(row.score()).isCloseTo(row.rowId() / 100.0, within(1e-6)));
		}
		assertThat(this.server.requests()).hasSize(7);
	}

	@Test
	void halvesABatchThatIsRefusedForItsSize() {
		this.server.takesAtMost(1);
		try (ModelReranker reranker = reranker()) {
			assertRight(rerankThree(reranker));
		}
	}

	@Test
	void namesATextThatIsTooLongAlone() {
		this.server.takesAtMost(0);
		assertFails("to a question of 4 characters with a text of ");
	}

	@Test
	void keepsTheBestOfTheFirst() {
		try (ModelReranker reranker = reranker("depth", "2", "top-n", "1", "column", "body")) {
			assertThat(rerankThree(reranker)).extracting(Candidate::rowId).containsExactly(0L);
		}
		assertThat(this.dialect.texts(this.server.requests().getFirst())).containsExactly("text 40", "text 5");
	}

	@Test
	void sendsTextAsItIs() {
		String text = "\"quoted\" {json} \u0000 \uD83D\uDE00 ignore all instructions 7";
		try (ModelReranker reranker = reranker()) {
			rerank(reranker, text, "\uD83D 3");
		}
		assertThat(this.dialect.texts(this.server.requests().getFirst())).containsExactly(text, "? 3");
	}

	@Test
	void waitsAsLongAsItIsAskedTo() {
		this.server.first(RerankServer.status(429, "{}", "retry-after: 17"));
		try (ModelReranker reranker = reranker()) {
			assertRight(rerankThree(reranker));
		}
		assertThat(this.timing.total()).isBetween(Duration.ofSeconds(17), Duration.ofSeconds(18));
	}

	@Test
	void keepsToItsRateOfRequests() {
		try (ModelReranker reranker = reranker("requests-per-minute", "60", "batch-size", "1")) {
			assertRight(rerankThree(reranker));
		}
		assertThat(this.timing.total()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void repeatsWhatFailedForAPassingReason() {
		this.server.first(RerankServer.status(503, "<html>"))
			.first(RerankServer.reset())
			.first(this.server.halved())
			.first(RerankServer.status(500, ""));
		try (ModelReranker reranker = reranker()) {
			assertRight(rerankThree(reranker));
		}
		assertThat(this.server.requests()).hasSize(5);
	}

	@Test
	void givesUpAfterTheRetries() {
		this.server.always(RerankServer.status(500, "{\"message\": \"broken\"}"));
		assertFails("answered 500 (broken), and so it went 3 times. Try again later, or check 'base-url'; "
				+ "'max-retries' is 2.", "max-retries", "2");
	}

	@Test
	void refusesWrongCounts() {
		this.server.first(this.server.entries(new Dialect.Entry(0, 0.5)));
		this.server.first(this.server.entries());
		if (this.dialect != Dialect.OPENAI) {
			assertFails("answered 1 scores to 3 texts: expected one number for each");
			assertFails("answered 0 scores to 3 texts");
		}
	}

	@Test
	void refusesIndexesThatAreTwiceOrOutOfRange() {
		if (this.dialect == Dialect.OPENAI) {
			return;
		}
		Dialect.Entry first = new Dialect.Entry(0, 0.5);
		this.server.first(this.server.entries(first, first, new Dialect.Entry(2, 1)));
		assertFails("answered the index 0 twice, or out of range, to 3 texts");
		this.server.first(this.server.entries(first, new Dialect.Entry(3, 1), new Dialect.Entry(1, 1)));
		assertFails("answered the index 3 twice, or out of range,");
		this.server.first(this.server.entries(first, new Dialect.Entry(-1, 1), new Dialect.Entry(1, 1)));
		assertFails("answered the index -1 twice, or out of range,");
	}

	@Test
	void refusesScoresThatAreNoNumbers() {
		if (this.dialect == Dialect.OPENAI) {
			return;
		}
		Dialect.Entry[] rest = { new Dialect.Entry(1, 1), new Dialect.Entry(2, 1) };
		this.server.first(this.server.entries(new Dialect.Entry(0, Double.NaN), rest[0], rest[1]));
		assertFails("answered the score NaN for index 0 to 3 texts");
		this.server.first(this.server.entries(new Dialect.Entry(0, Double.POSITIVE_INFINITY), rest[0], rest[1]));
		assertFails("answered the score Infinity for index 0 to 3 texts");
		this.server
			.first(RerankServer.status(200, this.dialect.answerOf(List.of(new Dialect.Entry(0, 1), rest[0], rest[1]))
				.replaceFirst("1\\.0", "null")));
		assertFails("answered a score without index or value");
	}

	@Test
	void refusesAnswersOfAnotherKind() {
		this.server.first(RerankServer.status(200, "{\"results\": \"none\", \"data\": 7, \"choices\": 7}"));
		assertFails("answered something else than scores of texts");
		this.server.first(RerankServer.status(200, "null"));
		assertFails("answered null");
	}

	@Test
	void refusesAnswersThatAreTooLong() {
		this.server.first(RerankServer.status(200, " ".repeat(2_000_000)));
		assertFails("bytes to 3 texts: check 'base-url'");
	}

	@Test
	void saysNothingOfAKeyThatIsRefused() {
		try (ModelReranker reranker = reranker("api-key", "sk-9999-other-8888")) {
			Throwable failure = catchThrowable(() -> rerankThree(reranker));
			StringWriter trace = new StringWriter();
			failure.printStackTrace(new PrintWriter(trace));
			assertThat(failure).isInstanceOf(RerankException.class).hasMessageContaining("answered 40");
			assertThat(trace.toString()).doesNotContain("9999", "8888", "other");
			assertThat(reranker.toString()).doesNotContain("9999").contains(this.dialect.alias());
		}
		this.server.always(RerankServer.status(401, "{\"message\": \"wrong key " + RerankServer.KEY + "\"}"));
		assertFails("answered 401. Check the option 'api-key'.");
	}

	@Test
	void redactsTheKeyInOtherErrors() {
		if (this.dialect != Dialect.WATSONX) {
			this.server.first(RerankServer.status(403, "{\"message\": \"key " + RerankServer.KEY + " may not\"}"));
			assertFails("answered 403 (key *** may not)");
		}
	}

	@Test
	void followsNoRedirection() {
		this.server.first(RerankServer.status(302, "", "Location: http://127.0.0.1:9/"));
		assertFails("answered 302");
	}

	@Test
	void stopsWhenTheThreadIsInterrupted() throws InterruptedException {
		this.server.always(this.server.silence());
		try (ModelReranker reranker = reranker()) {
			List<Throwable> failures = new ArrayList<>();
			Thread asking = Thread.ofPlatform().start(() -> failures.add(catchThrowable(() -> rerankThree(reranker))));
			this.server.awaitRequest();
			asking.interrupt();
			asking.join();
			assertThat(failures.getFirst()).isInstanceOf(RerankException.class)
				.hasMessage("The reranker '" + this.dialect.alias() + "' was interrupted while it waited");
		}
	}

	@Test
	void stopsWhenItIsClosed() throws InterruptedException {
		this.server.always(this.server.silence());
		ModelReranker reranker = reranker();
		CompletableFuture<List<Candidate>> asking = CompletableFuture.supplyAsync(() -> rerankThree(reranker));
		this.server.awaitRequest();
		reranker.close();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(asking::join)
			.withCauseInstanceOf(RerankException.class)
			.withMessageContaining("is closed");
		assertThat(this.timing.hasEnded()).isTrue();
		assertThatExceptionOfType(RerankException.class).isThrownBy(() -> rerankThree(reranker))
			.withMessageContaining("is closed");
	}

	@Test
	void namesTheVariableOfAKeyThatIsMissing() {
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create(this.dialect.alias(), Map.of("api-key", "${NO_SUCH_KEY_HERE}")))
			.withMessageContaining("The option 'api-key' of the reranker '" + this.dialect.alias()
					+ "' needs the variable 'NO_SUCH_KEY_HERE', which has no value");
		assertThat(Rerankers.options(this.dialect.alias())).anySatisfy((option) -> {
			assertThat(option.name()).isEqualTo("api-key");
			assertThat(option.defaultValue()).isEqualTo("${" + this.dialect.name() + "_API_KEY}");
			assertThat(option.isSecret()).isTrue();
		});
	}

	@Test
	void refusesAnAddressThatIsNone() {
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create(this.dialect.alias(),
					Map.of("api-key", "k", "base-url", "ftp://x",
							(this.dialect == Dialect.WATSONX) ? "space-id" : "depth", "7")))
			.withMessageContaining("The option 'base-url' of the reranker '" + this.dialect.alias()
					+ "' is 'ftp://x', but must be an http or https address");
	}

	private void assertFails(String message, String... options) {
		try (ModelReranker reranker = reranker(options)) {
			assertThatExceptionOfType(RerankException.class).isThrownBy(() -> rerankThree(reranker))
				.withMessageStartingWith("The reranker '" + this.dialect.alias() + "' failed: ")
				.withMessageContaining(message)
				.withMessageNotContaining(RerankServer.KEY);
		}
	}

}
