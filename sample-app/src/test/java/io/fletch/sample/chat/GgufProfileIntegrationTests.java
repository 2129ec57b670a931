package io.fletch.sample.chat;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.sample.AppClient;
import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A model of the user's own, behind the protocol that llama.cpp's server speaks.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "fletch.sample.corpus=false")
@ActiveProfiles("gguf")
class GgufProfileIntegrationTests {

	private static final ModelServer model = new ModelServer();

	private static final Path data = DataFolders.fresh();

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
		registry.add("spring.ai.openai.base-url", () -> model.url() + "/v1");
	}

	@AfterAll
	static void stop() {
		model.close();
	}

	@Test
	void answersByTheLocalServer(@LocalServerPort int port) throws InterruptedException {
		AppClient client = new AppClient(port);
		client.ingest("skerry.txt", "The keeper of the lighthouse is Ottilie Brandvold.");
		model.says("The keeper of the lighthouse is Ottilie [1].");
		assertThat(AppClient.only(client.ask("Who keeps the lighthouse?", null), "done").get("answerer").asString())
			.isEqualTo("local GGUF");
		assertThat(model.nextRequest().get("model").asString()).isEqualTo("local GGUF");
	}

}
