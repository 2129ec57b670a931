package io.fletch.sample.web;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.SampleApplication;
import io.fletch.store.Database;
import io.fletch.store.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application, stopped in the middle of an evaluation.
 */
class EvaluationStopIntegrationTests {

	@TempDir
	Path folder;

	@Test
	void marksTheRunThatTheStopBreaksOff() {
		Instant begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
		String id;
		long began;
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(SampleApplication.class)
			.run("--server.port=0", "--fletch.uri=" + this.folder.resolve("data"), "--fletch.sample.corpus=false")) {
			AppClient client = new AppClient(
					context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			client.ingest("shaft.md", "# Shaft\n\nQuartz, quartz and more quartz.\n");
			id = begun(client).get("id").asString();
			await().atMost(Duration.ofMinutes(1))
				.pollInterval(Duration.ofMillis(20))
				.until(() -> client.get("/api/evaluation/runs/" + id).json().at("/progress/done").asInt() > 5);
			began = System.nanoTime();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
		try (Database database = Database.open(this.folder.resolve("data"))) {
			Table runs = database.openTable("evaluation_runs");
			Map<String, Object> run = runs.scan().select("id", "state", "error", "endedAt").rows().getFirst();
			assertThat(run.get("id")).isEqualTo(id);
			assertThat(run.get("state")).isEqualTo("BROKEN_OFF");
			assertThat(run.get("error")).asString().contains("Run it again");
			assertThat((Instant) run.get("endedAt")).isBetween(begun, Instant.now());
			assertThat(database.openTable("evaluation_answers").countRows()).isZero();
		}
	}

	private static JsonNode begun(AppClient client) {
		String golden = IntStream.range(0, 8000)
			.mapToObj((i) -> "{\"question\": \"quartz " + i + "\", \"relevant\": [\"shaft.md\"]}")
			.collect(Collectors.joining("\n"));
		Reply set = client.multipart("/api/evaluation/sets",
				List.of(new Part("file", "golden.jsonl", RunningApi.bytes(golden))));
		Reply begun = client.post("/api/evaluation/runs", "application/json",
				"{\"set\": \"" + set.json().get("id").asString() + "\", \"rankings\": [\"vector\", \"text\"]}");
		assertThat(begun.status()).as(begun.body()).isEqualTo(202);
		return begun.json();
	}

}
