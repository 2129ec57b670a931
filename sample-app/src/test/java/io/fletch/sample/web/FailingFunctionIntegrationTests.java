package io.fletch.sample.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A collection whose embedding function begins to fail.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "fletch.embedding.functions.paint.type=brittle" })
@Import(BrittleModel.class)
class FailingFunctionIntegrationTests {

	private static final Path data = DataFolders.fresh();

	private final AppClient client;

	FailingFunctionIntegrationTests(@LocalServerPort int port) {
		this.client = new AppClient(port);
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@AfterEach
	void mend() {
		BrittleModel.fail(false);
	}

	@Test
	void namesTheFunctionWhereverAQuestionIsEmbedded() {
		Reply made = this.client.post("/api/collections", "application/json",
				"{\"name\": \"Paints\", \"function\": \"paint\"}");
		assertThat(made.status()).as(made.body()).isEqualTo(201);
		JsonNode job = this.client
			.awaitJob(this.client.multipart(List.of(new Part("collection", null, RunningApi.bytes("paints")),
					new Part("file", "paints.md", RunningApi.bytes("# Paints\n\nRed is made of iron.\n")))));
		assertThat(job.get("state").asString()).isEqualTo("DONE");
		assertThat(this.client.get("/api/search?q=red&collection=paints").json().size()).isEqualTo(1);
		BrittleModel.fail(true);
		requireNamed(this.client.get("/api/search?q=red&collection=paints"));
		requireNamed(this.client.get("/api/search?q=red&mode=vector&collection=paints"));
		for (String ranking : List.of("vector", "hybrid", "rerank:mmr")) {
			String trial = "{\"question\": \"red\", \"collection\": \"paints\", \"ranking\": \"" + ranking + "\"}";
			requireNamed(this.client.post("/api/playground/search", "application/json", trial));
			requireNamed(this.client.post("/api/playground/plan", "application/json", trial));
		}
		requireNamed(this.client.post("/api/playground/map", "application/json",
				"{\"question\": \"red\", \"collection\": \"paints\"}"));
		assertThat(this.client.get("/api/search?q=red&mode=text&collection=paints").json().size()).isEqualTo(1);
		requireToldByTheEvaluation();
	}

	private static void requireNamed(Reply reply) {
		RunningApi.assertProblem(reply, 422, "collection", "'paint'", "is broken", "ask again");
	}

	private void requireToldByTheEvaluation() {
		Reply set = this.client.multipart("/api/evaluation/sets", List.of(new Part("file", "golden.jsonl",
				RunningApi.bytes("{\"question\": \"red\", \"relevant\": [\"paints.md\"]}"))));
		Reply begun = this.client.post("/api/evaluation/runs", "application/json", "{\"set\": \""
				+ set.json().get("id").asString() + "\", \"rankings\": [\"vector\"], \"collection\": \"paints\"}");
		String run = begun.header("Location");
		await().atMost(Duration.ofMinutes(1))
			.until(() -> !this.client.get(run).json().get("state").asString().equals("RUNNING"));
		assertThat(this.client.get(run).json().get("state").asString()).isEqualTo("FAILED");
		assertThat(this.client.get(run).json().get("error").asString()).contains("'paint'", "is broken");
	}

}
