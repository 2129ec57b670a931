package io.fletch.sample.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.fletch.evaluation.GoldenQuestion;
import io.fletch.evaluation.GoldenQuestions;
import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A real data set: claims, and abstracts of papers that bear them out. The folder of data
 * sets is named by the environment variable {@code FLETCH_ASSETS}.
 */
class ScifactEvaluationIntegrationTests extends RunningApi {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final int QUESTIONS = 60;

	private static final int DOCUMENTS = 300;

	ScifactEvaluationIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	@Test
	void measuresClaimsOverAbstractsAsTheRankingsAnswerThem() throws IOException {
		Path folder = scifact();
		List<GoldenQuestion> claims = GoldenQuestions.readBeir(folder, "test")
			.questions()
			.stream()
			.limit(QUESTIONS)
			.toList();
		List<String> documents = new ArrayList<>();
		try {
			ingest(folder, claims, documents);
			JsonNode results = evaluate(claims);
			double words = results.at("/rankings/0/means/0").asDouble();
			double hybrid = results.at("/rankings/2/means/0").asDouble();
			assertThat(words).as("nDCG@10 by words").isGreaterThan(0.7);
			assertThat(hybrid).as("nDCG@10 of both").isGreaterThan(0.75);
			assertThat(results.at("/rankings/2/means/3").asDouble()).as("recall@10 of both").isGreaterThan(0.85);
			assertThat(results.at("/rankings/0/means/1").asDouble()).as("MRR@10, from what the playground finds")
				.isCloseTo(reciprocalRanks(claims), within(1e-9));
		}
		finally {
			documents.forEach((id) -> this.client.delete("/api/documents/" + id));
		}
	}

	private static Path scifact() {
		String assets = System.getenv("FLETCH_ASSETS");
		Path folder = Path.of((assets != null) ? assets : "none").resolve("datasets").resolve("scifact");
		assumeTrue(Files.isDirectory(folder), "no datasets/scifact in FLETCH_ASSETS");
		return folder;
	}

	/** What the claims need, and others until there are enough. */
	private void ingest(Path folder, List<GoldenQuestion> claims, List<String> documents) throws IOException {
		Set<String> needed = new LinkedHashSet<>();
		claims.forEach((claim) -> needed.addAll(claim.relevant().keySet()));
		int others = DOCUMENTS - needed.size();
		List<Reply> accepted = new ArrayList<>();
		for (String line : Files.readAllLines(folder.resolve("corpus.jsonl"))) {
			JsonNode abstracts = JSON.readTree(line);
			String id = abstracts.get("_id").asString();
			if (needed.contains(id) || others-- > 0) {
				accepted.add(this.client.upload(id + ".txt",
						bytes(abstracts.get("title").asString() + "\n\n" + abstracts.get("text").asString())));
			}
		}
		accepted.forEach((reply) -> documents.add(this.client.awaitJob(reply).get("documentId").asString()));
	}

	private JsonNode evaluate(List<GoldenQuestion> claims) {
		StringBuilder lines = new StringBuilder();
		for (GoldenQuestion claim : claims) {
			ObjectNode line = JSON.createObjectNode().put("id", claim.id()).put("question", claim.text());
			ObjectNode relevant = line.putObject("relevant");
			claim.relevant().forEach((id, grade) -> relevant.put(id + ".txt", grade));
			lines.append(line).append('\n');
		}
		String set = this.client
			.multipart("/api/evaluation/sets", List.of(new Part("file", "scifact.jsonl", bytes(lines.toString()))))
			.json()
			.get("id")
			.asString();
		JsonNode check = this.client.get("/api/evaluation/sets/" + set + "/check").json();
		assertThat(check.get("present")).as("all are here").isEqualTo(check.get("named"));
		Reply begun = this.client.post("/api/evaluation/runs", "application/json", "{\"set\": \"" + set
				+ "\", \"rankings\": [\"text\", \"vector\", \"hybrid\"], \"cutoffs\": [10], \"passages\": 50}");
		assertThat(begun.status()).as(begun.body()).isEqualTo(202);
		String run = "/api/evaluation/runs/" + begun.json().get("id").asString();
		await().atMost(Duration.ofMinutes(2))
			.until(() -> !this.client.get(run).json().get("state").asString().equals("RUNNING"));
		JsonNode results = this.client.get(run + "/results").json();
		assertThat(this.client.delete(run).status()).isEqualTo(204);
		assertThat(this.client.delete("/api/evaluation/sets/" + set).status()).isEqualTo(204);
		return results;
	}

	private double reciprocalRanks(List<GoldenQuestion> claims) {
		double sum = 0;
		for (GoldenQuestion claim : claims) {
			ObjectNode asked = JSON.createObjectNode()
				.put("question", claim.text())
				.put("ranking", "text")
				.put("limit", 50);
			JsonNode hits = this.client.post("/api/playground/search", "application/json", asked.toString())
				.json()
				.get("hits");
			List<String> names = StreamSupport.stream(hits.spliterator(), false)
				.map((hit) -> hit.get("documentName").asString())
				.distinct()
				.limit(10)
				.toList();
			for (int place = 1; place <= names.size(); place++) {
				if (claim.relevant().containsKey(names.get(place - 1).replace(".txt", ""))) {
					sum += 1.0 / place;
					break;
				}
			}
		}
		return sum / claims.size();
	}

}
