package io.fletch.sample.soak;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Event;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A conversation, and the answers that the application said it keeps.
 */
final class WitnessedConversation implements Client {

	private static final int LONGEST = 6;

	private final String id;

	private AppClient app;

	private final List<String> answers = new ArrayList<>();

	private boolean gone;

	private boolean triedGone;

	WitnessedConversation(String id, AppClient app) {
		this.id = id;
		this.app = app;
	}

	boolean isGone() {
		return this.gone;
	}

	@Override
	public void act() {
		if (this.answers.size() >= LONGEST) {
			this.triedGone = true;
			assertThat(this.app.delete("/api/conversations/" + this.id).status()).isEqualTo(204);
			this.gone = true;
			return;
		}
		List<Event> events = this.app.ask("What colour is lamp " + this.answers.size() + "?", this.id);
		assertThat(events.getLast().name()).as(events.toString()).isEqualTo("done");
		assertThat(events.getLast().data().get("kept").asBoolean()).isTrue();
		this.answers.add(AppClient.textOf(events));
	}

	/**
	 * Checks what is left of it after a crash, and goes on from there.
	 */
	void isWhatItWas(AppClient again) {
		this.app = again;
		Reply head = again.get("/api/conversations/" + this.id);
		if (this.gone || head.status() == 404) {
			assertThat(head.status()).as("%s was deleted", this.id).isEqualTo(404);
			assertThat(this.gone || this.triedGone || this.answers.isEmpty()).as("%s was kept", this.id).isTrue();
			this.gone = true;
			return;
		}
		JsonNode turns = again.get("/api/conversations/" + this.id + "/turns?limit=100").json();
		assertThat(turns.size()).as(head.body()).isEqualTo(head.json().get("turns").asInt());
		assertThat(turns.size()).as("one more may have been kept: %s", turns)
			.isBetween(this.answers.size(), this.answers.size() + 1);
		for (int i = 0; i < turns.size(); i++) {
			JsonNode turn = turns.get(i);
			assertThat(turn.get("ordinal").asInt()).isEqualTo(i);
			assertThat(turn.get("question").asString()).isEqualTo("What colour is lamp " + i + "?");
			if (i < this.answers.size()) {
				assertThat(turn.get("answer").asString()).isEqualTo(this.answers.get(i));
			}
			else {
				this.answers.add(turn.get("answer").asString());
			}
		}
		this.triedGone = false;
	}

}
