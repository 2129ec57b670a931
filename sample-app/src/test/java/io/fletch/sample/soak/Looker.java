package io.fletch.sample.soak;

import java.util.List;
import java.util.Random;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at everything that the page shows, and clears conversations away.
 */
final class Looker implements Client {

	private static final int MOST_CONVERSATIONS = 30;

	private static final List<String> PLACES = List.of("/", "/app/main.js", "/api/info", "/api/session", "/api/jobs",
			"/api/playground", "/api/playground/map", "/actuator/fletch", "/actuator/prometheus", "/v3/api-docs",
			"/api/operations/default/passages/versions");

	private static final List<String> RANKINGS = List.of("vector", "text", "hybrid");

	private final AppClient app;

	private final Random random;

	private final KnownDocuments known;

	Looker(AppClient app, Random random, KnownDocuments known) {
		this.app = app;
		this.random = random;
		this.known = known;
	}

	@Override
	public void act() {
		switch (this.random.nextInt(6)) {
			case 0 -> search();
			case 1 -> play();
			case 2 -> documents();
			case 3 -> conversations();
			case 4 -> healthy();
			default -> ok(PLACES.get(this.random.nextInt(PLACES.size())));
		}
	}

	private void search() {
		long moment = this.known.now();
		String mode = RANKINGS.get(this.random.nextInt(RANKINGS.size()));
		for (JsonNode hit : ok("/api/search?q=green+lamp+of+a+station&mode=" + mode)) {
			this.known.check(hit.get("documentName").asString(), hit.get("passage").asString(), moment);
		}
	}

	private void play() {
		long moment = this.known.now();
		String ranking = RANKINGS.get(this.random.nextInt(RANKINGS.size()));
		Reply reply = this.app.post("/api/playground/search", "application/json",
				"{\"question\":\"Which lamp is amber?\",\"ranking\":\"" + ranking
						+ "\",\"filter\":\"contains(text, 'amber')\"}");
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		for (JsonNode hit : reply.json().get("hits")) {
			assertThat(hit.get("text").asString()).contains("amber");
			this.known.check(hit.get("documentName").asString(), hit.get("text").asString(), moment);
		}
	}

	private void documents() {
		long moment = this.known.now();
		for (JsonNode document : ok("/api/documents")) {
			String name = document.get("name").asString();
			assertThat(this.known.goneAt(name).orElse(Long.MAX_VALUE)).as("%s is listed", name).isGreaterThan(moment);
		}
	}

	private void conversations() {
		JsonNode list = ok("/api/conversations?limit=100").get("conversations");
		for (JsonNode conversation : list) {
			assertThat(conversation.get("title").asString()).isNotBlank();
		}
		if (!list.isEmpty()) {
			String id = list.get(this.random.nextInt(list.size())).get("id").asString();
			Reply turns = this.app.get("/api/conversations/" + id + "/turns?limit=100");
			// Another one may have deleted it.
			assertThat(turns.status()).as(turns.body()).isIn(200, 404);
			for (int i = 0; turns.status() == 200 && i < turns.json().size(); i++) {
				assertThat(turns.json().get(i).get("ordinal").asInt()).as(turns.body()).isEqualTo(i);
			}
		}
		for (int i = MOST_CONVERSATIONS; i < list.size(); i++) {
			assertThat(this.app.delete("/api/conversations/" + list.get(i).get("id").asString()).status()).isIn(204,
					404);
		}
	}

	private void healthy() {
		assertThat(ok("/actuator/health").get("status").asString()).isEqualTo("UP");
	}

	private JsonNode ok(String path) {
		Reply reply = this.app.get(path);
		assertThat(reply.status()).as("%s: %s", path, reply.body()).isEqualTo(200);
		return reply.header("Content-Type").contains("json") ? reply.json() : JsonNodeFactory.instance.nullNode();
	}

}
