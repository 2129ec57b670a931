package io.fletch.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application as a process of its own, killed in the middle of an ingestion.
 */
class KillIntegrationTests {

	private static final Duration LONG = Duration.ofMinutes(3);

	private final List<AppProcess> processes = new ArrayList<>();

	@TempDir
	Path folder;

	@AfterEach
	void stop() {
		this.processes.forEach(AppProcess::close);
	}

	@Test
	void losesNothingThatWasReportedDoneAndGoesOn() throws IOException {
		AppClient first = start();
		JsonNode small = first.ingest("small.txt", "The ferry to Skerry Point leaves at noon.");
		JsonNode before = first.get("/api/documents/" + small.get("documentId").asString()).json();
		JsonNode job = first.upload("large.txt", large().getBytes(StandardCharsets.UTF_8)).json();
		JsonNode reported = awaitMiddle(first, job.get("id").asString());
		this.processes.getFirst().kill();

		AppClient second = start();
		String id = job.get("documentId").asString();
		assertThat(second.get("/api/documents/" + small.get("documentId").asString()).json()).isEqualTo(before);
		assertThat(second.get("/api/search?mode=text&q=ferry").json().get(0).get("documentId"))
			.isEqualTo(small.get("documentId"));
		assertThat(second.get("/api/documents/" + id + "/passages?limit=1000").json().size())
			.isGreaterThanOrEqualTo(reported.get("done").asInt());
		await().atMost(LONG)
			.until(() -> second.get("/api/documents/" + id).json().get("state").asString().equals("READY"));
		JsonNode passages = second.get("/api/documents/" + id + "/passages?limit=1000").json();
		assertThat(ordinals(passages))
			.containsExactlyElementsOf(IntStream.range(0, reported.get("total").asInt()).boxed().toList());
		assertThat(second.get("/api/search?mode=text&q=entry599").json().size()).isPositive();
	}

	@Test
	void goesOnWithAnIngestionIntoASecondCollection() throws IOException {
		AppClient first = start();
		first.ingest("log.txt", "The log of the first collection.");
		JsonNode made = first
			.post("/api/collections", "application/json", "{\"name\":\"Logs\",\"function\":\"second\"}")
			.json();
		assertThat(made.get("id").asString()).isEqualTo("logs");
		AppClient.Reply accepted = first
			.multipart(List.of(new AppClient.Part("collection", null, "logs".getBytes(StandardCharsets.UTF_8)),
					new AppClient.Part("file", "log.txt", large().getBytes(StandardCharsets.UTF_8))));
		String id = accepted.json().get("documentId").asString();
		String job = accepted.json().get("id").asString() + "?collection=logs";
		JsonNode reported = awaitMiddle(first, job);
		this.processes.getFirst().kill();

		AppClient second = start();
		await().atMost(LONG).until(() -> logOf(second).get("documents").asInt() == 1);
		assertThat(logOf(second).get("embeddingFunction").asString()).isEqualTo("second");
		await().atMost(LONG)
			.until(() -> second.get("/api/documents/" + id + "?collection=logs")
				.json()
				.get("state")
				.asString()
				.equals("READY"));
		JsonNode passages = second.get("/api/documents/" + id + "/passages?limit=1000&collection=logs").json();
		assertThat(ordinals(passages))
			.containsExactlyElementsOf(IntStream.range(0, reported.get("total").asInt()).boxed().toList());
		assertThat(second.get("/api/search?mode=text&q=entry599&collection=logs").json().size()).isPositive();
		assertThat(second.get("/api/search?mode=text&q=entry599").json().size()).isZero();
		assertThat(second.get("/api/documents/" + id + "/passages").json().size()).isEqualTo(1);
	}

	private static JsonNode logOf(AppClient client) {
		return client.get("/api/collections").json().get(1);
	}

	@Test
	void opensAConversationAgain() throws IOException {
		AppClient first = start();
		first.ingest("small.txt", "The ferry to Skerry Point leaves at noon. It takes an hour.");
		first.ask("When does the ferry to Skerry Point leave?", "ferry-1");
		first.ask("What is the boiling point of tungsten hexafluoride?", "other-1");
		assertThat(first.delete("/api/conversations/other-1").status()).isEqualTo(204);
		assertThat(first.change("PATCH", "/api/conversations/ferry-1", "{\"title\":\"The ferry\"}").status())
			.isEqualTo(200);
		JsonNode conversations = first.get("/api/conversations").json();
		JsonNode turns = first.get("/api/conversations/ferry-1/turns").json();
		this.processes.getFirst().kill();

		AppClient second = start();
		assertThat(second.get("/api/conversations").json()).isEqualTo(conversations);
		assertThat(conversations.get("conversations").get(0).get("title").asString()).isEqualTo("The ferry");
		assertThat(conversations.get("total").asInt()).isEqualTo(1);
		assertThat(second.get("/api/conversations/ferry-1/turns").json()).isEqualTo(turns);
		assertThat(turns.get(0).get("answer").asString()).contains("leaves at noon");
		second.ask("How long does it take?", "ferry-1");
		JsonNode grown = second.get("/api/conversations/ferry-1/turns").json();
		assertThat(grown.size()).isEqualTo(2);
		assertThat(grown.get(1).get("lookedFor").get(0).asString()).contains("How long does it take?", "ferry");
	}

	@Test
	void tellsThatAnEvaluationWasBrokenOff() throws IOException {
		AppClient first = start();
		first.ingest("small.txt", "The ferry to Skerry Point leaves at noon.");
		String golden = IntStream.range(0, 5000)
			.mapToObj((i) -> "{\"question\": \"When does ferry " + i + " leave?\", \"relevant\": [\"small.txt\"]}")
			.collect(Collectors.joining("\n"));
		JsonNode few = addGolden(first, golden.lines().limit(3).collect(Collectors.joining("\n")));
		JsonNode many = addGolden(first, golden);
		JsonNode done = evaluate(first, few);
		await().atMost(LONG).until(() -> stateOf(first, done).equals("DONE"));
		JsonNode results = first.get("/api/evaluation/runs/" + done.get("id").asString() + "/results").json();
		JsonNode broken = evaluate(first, many);
		await().atMost(LONG)
			.until(() -> first.get("/api/evaluation/runs/" + broken.get("id").asString())
				.json()
				.at("/progress/done")
				.asInt() > 10);
		this.processes.getFirst().kill();

		AppClient second = start();
		assertThat(stateOf(second, broken)).isEqualTo("BROKEN_OFF");
		assertThat(second.get("/api/evaluation/runs").json().at("/runs/0/error").asString()).contains("Run it again");
		assertThat(second.get("/api/evaluation/runs/" + done.get("id").asString() + "/results").json())
			.isEqualTo(results);
		assertThat(second.get("/api/evaluation/sets").json().get("total").asInt()).isEqualTo(2);
		JsonNode again = evaluate(second, few);
		await().atMost(LONG).until(() -> stateOf(second, again).equals("DONE"));
		assertThat(second.delete("/api/evaluation/runs/" + broken.get("id").asString()).status()).isEqualTo(204);
	}

	private static JsonNode addGolden(AppClient client, String lines) {
		return client
			.multipart("/api/evaluation/sets",
					List.of(new AppClient.Part("file", "golden.jsonl", lines.getBytes(StandardCharsets.UTF_8))))
			.json();
	}

	private static JsonNode evaluate(AppClient client, JsonNode set) {
		AppClient.Reply begun = client.post("/api/evaluation/runs", "application/json",
				"{\"set\": \"" + set.get("id").asString() + "\", \"rankings\": [\"vector\", \"text\"]}");
		assertThat(begun.status()).as(begun.body()).isEqualTo(202);
		return begun.json();
	}

	private static String stateOf(AppClient client, JsonNode run) {
		return client.get("/api/evaluation/runs/" + run.get("id").asString()).json().get("state").asString();
	}

	private static JsonNode awaitMiddle(AppClient client, String job) {
		await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> {
			JsonNode now = client.get("/api/jobs/" + job).json();
			assertThat(now.get("state").asString()).as("a text that takes longer").isNotEqualTo("DONE");
			return now.get("done").asInt() >= 32;
		});
		JsonNode middle = client.get("/api/jobs/" + job).json();
		assertThat(middle.get("done").asInt()).isLessThan(middle.get("total").asInt());
		return middle;
	}

	private static List<Integer> ordinals(JsonNode passages) {
		return StreamSupport.stream(passages.spliterator(), false).map((each) -> each.get("ordinal").asInt()).toList();
	}

	private static String large() {
		return IntStream.range(0, 600)
			.mapToObj((i) -> "Log of entry" + i + ". The wind came from the north with force " + i % 12
					+ " and the sea was rough until the evening, so that no boat went out. "
					+ "The lamp was lit at dusk and burned without fault until the morning of the next day.")
			.collect(Collectors.joining("\n\n"));
	}

	private AppClient start() throws IOException {
		AppProcess started = AppProcess.start(
				AppLaunch
					.of("--fletch.uri=" + this.folder.resolve("data"), "--fletch.sample.corpus=false",
							"--fletch.embedding.functions.second.type=all-minilm-l6-v2")
					.shortLived()
					.process());
		this.processes.add(started);
		return started.client();
	}

}
