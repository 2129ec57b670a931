package io.fletch.rerankers.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.embeddings.http.VirtualTiming;
import io.fletch.rerankers.ModelReranker;
import io.fletch.rerankers.RerankException;
import io.fletch.rerankers.Rerankers;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WatsonxRerankingTests {

	private final VirtualTiming timing = new VirtualTiming();

	private RerankServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = new RerankServer(Dialect.WATSONX);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private static List<Candidate> rerank(ModelReranker reranker) {
		return reranker
			.rerank(new RankedRows("why?", List.of(new Ranking(Ranking.Source.TEXT, List.of(new Candidate(1, 1)))),
					(column, rowIds) -> List.of("text 7")));
	}

	@Test
	void exchangesTheKeyOnceAndAgainBeforeTheTokenExpires() throws InterruptedException {
		try (ModelReranker reranker = Dialect.WATSONX.reranker(this.server.address(), this.timing)) {
			rerank(reranker);
			rerank(reranker);
			assertThat(this.server.tokens()).isEqualTo(1);
			this.timing.await(Duration.ofMinutes(59));
			rerank(reranker);
			assertThat(this.server.tokens()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'access_token': 'TOKEN'}", "{'access_token': 'TOKEN', 'expires_in': null}",
			"{'access_token': 'TOKEN', 'expires_in': 0}", "{'access_token': 'TOKEN', 'expires_in': 30}",
			"{'access_token': 'TOKEN', 'expires_in': -9223372036854775808}",
			"{'access_token': 'TOKEN', 'expires_in': 9223372036854775807}" })
	void keepsATokenWhateverIsSaidOfItsEnd(String answer) throws InterruptedException {
		this.server.exchanges(answer.replace('\'', '"'));
		try (ModelReranker reranker = Dialect.WATSONX.reranker(this.server.address(), this.timing)) {
			rerank(reranker);
			this.timing.await(Duration.ofSeconds(10));
			rerank(reranker);
			assertThat(this.server.tokens()).isEqualTo(1);
			this.timing.await(Duration.ofDays(1));
			rerank(reranker);
			assertThat(this.server.tokens()).isEqualTo(2);
		}
	}

	@Test
	void exchangesTheKeyAgainOnceATokenIsRefused() {
		try (ModelReranker reranker = Dialect.WATSONX.reranker(this.server.address(), this.timing)) {
			rerank(reranker);
			this.server.first(RerankServer.status(401, "{}"));
			assertThat(rerank(reranker)).hasSize(1);
			assertThat(this.server.tokens()).isEqualTo(2);
		}
	}

	@Test
	void failsWhereTheNewTokenIsRefusedToo() {
		this.server.always(RerankServer.status(401, "{}"));
		try (ModelReranker reranker = Dialect.WATSONX.reranker(this.server.address(), this.timing)) {
			assertThatExceptionOfType(RerankException.class).isThrownBy(() -> rerank(reranker))
				.withMessageEndingWith("answered 401. Check the option 'api-key'.");
			assertThat(this.server.tokens()).isEqualTo(2);
			assertThat(this.server.requests()).hasSize(2);
		}
	}

	@Test
	void saysNothingOfATokenThatCannotBeSent() {
		this.server.exchanges("{\"access_token\": \"very\\nsecret\", \"expires_in\": 3600}");
		try (ModelReranker reranker = Dialect.WATSONX.reranker(this.server.address(), this.timing)) {
			assertThatExceptionOfType(RerankException.class).isThrownBy(() -> rerank(reranker))
				.withMessageContaining("The token that was given for the key is empty, or holds a space or a character")
				.withMessageNotContaining("secret")
				.withRootCauseInstanceOf(EmbeddingException.class);
		}
	}

	@Test
	void saysNothingOfAKeyThatIsRefused() {
		this.server.refusesKeys(400);
		try (ModelReranker reranker = Dialect.WATSONX.reranker(this.server.address(), this.timing)) {
			assertThatExceptionOfType(RerankException.class).isThrownBy(() -> rerank(reranker))
				.withMessageContaining("IBM Cloud at http://127.0.0.1")
				.withMessageContaining("answered 400 (no such key ***)")
				.withMessageNotContaining(RerankServer.KEY);
		}
	}

	@Test
	void sendsTheProjectAndHowLongTextsMayBe() {
		try (ModelReranker reranker = Dialect.WATSONX.reranker(this.server.address(), this.timing,
				"truncate-input-tokens", "512")) {
			rerank(reranker);
		}
		assertThat(this.server.requests().getFirst().at("/project_id").stringValue()).isEqualTo("p1");
		assertThat(this.server.requests().getFirst().at("/parameters/truncate_input_tokens").intValue()).isEqualTo(512);
	}

	@Test
	void needsAProjectOrASpace() {
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create("watsonx", Map.of("api-key", "k")))
			.withMessageEndingWith("needs one of the options 'project-id' and 'space-id', but was given neither");
		assertThatExceptionOfType(RerankException.class)
			.isThrownBy(() -> Rerankers.create("watsonx", Map.of("api-key", "k", "project-id", "p", "space-id", "s")))
			.withMessageEndingWith("needs one of the options 'project-id' and 'space-id', but was given both");
	}

}
