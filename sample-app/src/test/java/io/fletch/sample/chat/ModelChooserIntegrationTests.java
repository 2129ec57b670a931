package io.fletch.sample.chat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Event;
import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with two chat models, as the profile {@code models} makes it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "spring.ai.openai.api-key=sk-secret-of-the-test",
				"spring.ai.openai.chat.model=test-gpt", "spring.ai.openai.max-retries=0",
				"spring.ai.ollama.chat.model=test-llama" })
@ActiveProfiles("models")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelChooserIntegrationTests {

	private static final String QUESTION = "Who is the keeper of the lighthouse?";

	private static final ModelServer model = new ModelServer();

	private static final Path data = DataFolders.fresh();

	private final AppClient client;

	ModelChooserIntegrationTests(@LocalServerPort int port) {
		this.client = new AppClient(port);
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
		registry.add("spring.ai.openai.base-url", () -> model.url() + "/v1");
		registry.add("spring.ai.ollama.base-url", model::url);
	}

	@AfterAll
	static void stop() {
		model.close();
	}

	@BeforeAll
	void ingest() {
		this.client.ingest("skerry.txt", "The keeper of the lighthouse is Ottilie Brandvold.");
	}

	@BeforeEach
	void forget() {
		model.forget();
	}

	@Test
	void offersEveryModelAndTheBestSentences() {
		JsonNode answerers = this.client.get("/api/info").json().get("answerers");
		assertThat(texts(answerers, "id")).containsExactlyInAnyOrder("openai:test-gpt", "ollama:test-llama",
				"extractive");
		assertThat(texts(answerers, "id").getLast()).isEqualTo("extractive");
		assertThat(texts(answerers, "label").getLast())
			.isEqualTo("Extractive answers: best sentences of your documents");
		assertThat(this.client.get("/api/info").json().get("answerer")).isEqualTo(answerers.get(0));
	}

	@Test
	void letsEachQuestionChooseWithinOneConversation() throws InterruptedException {
		model.says("Ottilie [1].");
		assertThat(answerer(ask(QUESTION, "ollama:test-llama"))).isEqualTo("test-llama");
		assertThat(model.nextRequest().get("model").asString()).isEqualTo("test-llama");
		assertThat(answerer(ask(QUESTION, "extractive"))).isEqualTo("Extractive");
		model.says(QUESTION);
		model.says("Ottilie [1].");
		assertThat(answerer(ask(QUESTION, "openai:test-gpt"))).isEqualTo("test-gpt");
		assertThat(model.nextRequest().get("model").asString()).isEqualTo("test-gpt");
		assertThat(model.nextRequest().get("messages").size()).as("both others answered before").isEqualTo(6);
	}

	@Test
	void namesThoseThereAreWhereAModelIsUnknown() {
		for (String unknown : List.of("gpt-9", "", " ", "Extractive", "a".repeat(5000))) {
			Reply reply = post(QUESTION, unknown);
			assertThat(reply.status()).as(unknown).isEqualTo(400);
			assertThat(reply.json().get("field").asString()).isEqualTo("model");
			assertThat(reply.json().get("detail").asString()).contains("openai:test-gpt", "ollama:test-llama",
					"extractive");
		}
		Reply wrong = this.client.post("/api/chat", "application/json", "{\"message\":\"a\",\"model\":[1]}");
		assertThat(wrong.json().get("field").asString()).isEqualTo("model");
		assertThat(wrong.json().get("detail").asString())
			.isEqualTo("The field 'model' has the wrong type. Send a string.");
	}

	private Reply post(String question, String chosen) {
		return this.client.post("/api/chat", "application/json",
				"{\"message\":\"" + question + "\",\"conversationId\":\"chooser\",\"model\":\"" + chosen + "\"}");
	}

	private JsonNode ask(String question, String chosen) {
		Reply reply = post(question, chosen);
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		List<Event> events = AppClient.events(reply.body());
		return AppClient.only(events, "done");
	}

	private static String answerer(JsonNode done) {
		return done.get("answerer").asString();
	}

	private static List<String> texts(JsonNode list, String field) {
		return StreamSupport.stream(list.spliterator(), false).map((each) -> each.get(field).asString()).toList();
	}

}
