package io.fletch.sample.soak;

import java.util.List;
import java.util.Random;

import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Restores the latest version of tables, which changes nothing of what they hold, and
 * must be refused if somebody wrote meanwhile.
 */
final class Restorer implements Client {

	private static final List<String> TABLES = List.of("documents", "passages", "conversations", "conversation_turns");

	private final AppClient app;

	private final Random random;

	Restorer(AppClient app, Random random) {
		this.app = app;
		this.random = random;
	}

	@Override
	public void act() {
		String table = "/api/operations/default/" + TABLES.get(this.random.nextInt(TABLES.size()));
		Reply versions = this.app.get(table + "/versions");
		if (versions.status() == 404) {
			// Not made yet.
			return;
		}
		JsonNode latest = versions.json().get(0).get("version");
		Reply restored = this.app.post(table + "/restore", "application/json",
				"{\"version\":" + latest + ",\"latest\":" + latest + "}");
		assertThat(restored.status()).as(restored.body()).isIn(200, 409);
	}

}
