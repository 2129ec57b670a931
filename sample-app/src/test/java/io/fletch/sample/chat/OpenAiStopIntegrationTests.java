package io.fletch.sample.chat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.sample.AppClient;
import io.fletch.sample.DataFolders;
import io.fletch.sample.LeavingReader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An answer of OpenAI that is stopped, with the retries that its client makes by default.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "spring.ai.model.chat=openai",
				"spring.ai.openai.api-key=sk-secret-of-the-test", "spring.ai.openai.chat.model=test-gpt" })
class OpenAiStopIntegrationTests {

	private static final ModelServer model = new ModelServer();

	private static final Path data = DataFolders.fresh();

	private final int port;

	private final OpenAiCalls calls;

	OpenAiStopIntegrationTests(@LocalServerPort int port, @Autowired OpenAiCalls calls) {
		this.port = port;
		this.calls = calls;
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
		registry.add("spring.ai.openai.base-url", () -> model.url() + "/v1");
	}

	@AfterAll
	static void stop() {
		model.close();
	}

	@BeforeEach
	void ingest() {
		new AppClient(this.port).ingest("skerry.txt", "The keeper of the lighthouse is Ottilie Brandvold.");
		model.forget();
	}

	@Test
	void isAskedForOnceWhereTheModelHasSaidNothingYet() throws IOException, InterruptedException {
		model.staysSilent();
		model.staysSilent();
		try (LeavingReader reader = LeavingReader.ask(this.port,
				AppClient.question("Who keeps the lighthouse?", "silent-1"))) {
			reader.awaits("event:sources");
			model.nextRequest();
			assertThat(this.calls.running()).isOne();
		}
		await().atMost(Duration.ofSeconds(20)).until(() -> this.calls.running() == 0);
		assertThat(model.isAskedAgain()).isFalse();
	}

	@Test
	void isForgottenOnceItIsThere() {
		model.says("Ottilie [1].");
		new AppClient(this.port).ask("Who keeps the lighthouse?", "answered-1");
		assertThat(this.calls.running()).isZero();
	}

}
