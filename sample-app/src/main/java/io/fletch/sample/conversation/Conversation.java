package io.fletch.sample.conversation;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;

import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * A conversation without what was said in it.
 *
 * @param id its id
 * @param title what it is called: the first question, until somebody renames it
 * @param turns how many questions it holds, with their answers
 * @param begunAt when its first answer was complete
 * @param usedAt when its last answer was complete
 */
@Table("conversations")
@Schema(description = "A conversation without what was said in it")
public record Conversation(@Id String id, String title, int turns, Instant begunAt, Instant usedAt) {

	Conversation grown(Instant now) {
		return new Conversation(this.id, this.title, this.turns + 1, this.begunAt, now);
	}

	Conversation emptied() {
		return new Conversation(this.id, this.title, 0, this.begunAt, this.usedAt);
	}

	Conversation renamed(String title) {
		return new Conversation(this.id, title, this.turns, this.begunAt, this.usedAt);
	}

}
