package io.fletch.sample.chat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Event;
import io.fletch.sample.DataFolders;
import io.fletch.sample.LeavingReader;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "spring.ai.model.chat=ollama",
				"spring.ai.ollama.chat.model=test-llama" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OllamaChatIntegrationTests {

	private static final ModelServer model = new ModelServer();

	private static final Path data = DataFolders.fresh();

	private final int port;

	private final AppClient client;

	OllamaChatIntegrationTests(@LocalServerPort int port) {
		this.port = port;
		this.client = new AppClient(port);
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
		registry.add("spring.ai.ollama.base-url", model::url);
	}

	@AfterAll
	static void stop() {
		model.close();
	}

	@BeforeAll
	void ingest() {
		this.client.ingest("skerry.md", "The lighthouse of Skerry Point was built in 1871. Its keeper is Ottilie.");
	}

	@Test
	void streamsTheModelsAnswer() throws InterruptedException {
		model.says("Since ", "1871 [1].");
		List<Event> events = this.client.ask("Since when is there a lighthouse?", null);
		assertThat(events).extracting(Event::name).containsExactly("sources", "token", "token", "done");
		assertThat(AppClient.textOf(events)).isEqualTo("Since 1871 [1].");
		JsonNode done = AppClient.only(events, "done");
		assertThat(done.get("citations").size()).isEqualTo(1);
		JsonNode generating = done.get("stages").get(done.get("stages").size() - 1);
		assertThat(generating.get("name").asString()).isEqualTo("generate");
		assertThat(generating.get("tokens").toString()).isEqualTo("{\"read\":210,\"written\":12}");
		JsonNode request = model.nextRequest();
		assertThat(request.get("model").asString()).isEqualTo("test-llama");
		assertThat(request.get("messages").size()).isEqualTo(2);
	}

	@Test
	void explainsThatTheModelIsNotThere() throws InterruptedException {
		model.refuses(404, "{\"error\":\"model 'test-llama' not found\"}");
		List<Event> events = this.client.ask("Since when is there a lighthouse?", null);
		assertThat(events).extracting(Event::name).containsExactly("sources", "error");
		assertThat(AppClient.only(events, "error").get("detail").asString()).contains("test-llama", "HTTP 404",
				"model of that name");
		model.nextRequest();
	}

	@Test
	void reportsACutStream() throws InterruptedException {
		model.isCutAfter("Since ");
		List<Event> events = this.client.ask("Since when is there a lighthouse?", null);
		assertThat(events).extracting(Event::name).containsExactly("sources", "token", "error");
		model.nextRequest();
	}

	@Test
	void stopsTheModelWhenTheReaderLeaves() throws IOException, InterruptedException {
		model.neverStopsSaying("on and ");
		try (LeavingReader reader = LeavingReader.ask(this.port,
				AppClient.question("Since when is there a lighthouse?", null))) {
			reader.awaits("on and ");
		}
		assertThat(model.clientLeft()).isTrue();
		model.nextRequest();
	}

	@Test
	void saysWhichModelAnswers() {
		assertThat(this.client.get("/api/info").json().get("answerer").get("label").asString())
			.isEqualTo("Answers by Ollama test-llama from your documents");
	}

}
