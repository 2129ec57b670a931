package io.fletch.sample.soak;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Event;
import io.fletch.sample.LeavingReader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks, with questions that follow others, and leaves some answers half-way.
 */
final class Asker implements Client {

	private final AppClient app;

	private final int port;

	private final Random random;

	private final KnownDocuments known;

	private final AtomicInteger numbers;

	private final AtomicInteger found;

	private String conversation = UUID.randomUUID().toString();

	private int asked;

	Asker(AppClient app, int port, Random random, KnownDocuments known, AtomicInteger numbers, AtomicInteger found) {
		this.app = app;
		this.port = port;
		this.random = random;
		this.known = known;
		this.numbers = numbers;
		this.found = found;
	}

	@Override
	public void act() throws Exception {
		int lamp = this.random.nextInt(6);
		String question = (this.asked % 3 == 2) ? "And of lamp " + lamp + "?"
				: "What colour is lamp " + lamp + " of station s" + recent() + "?";
		if (this.random.nextInt(5) == 0) {
			leave(question);
			return;
		}
		long moment = this.known.now();
		List<Event> events = this.app.ask(question, this.conversation);
		check(question, events, moment);
		if (++this.asked % 5 == 0) {
			this.conversation = UUID.randomUUID().toString();
		}
	}

	private int recent() {
		return Math.max(1, this.numbers.get() - this.random.nextInt(20));
	}

	private void leave(String question) throws Exception {
		try (LeavingReader reader = LeavingReader.ask(this.port,
				AppClient.question(question, UUID.randomUUID().toString()))) {
			if (this.random.nextBoolean()) {
				reader.awaits("sources");
			}
		}
	}

	private void check(String question, List<Event> events, long moment) {
		assertThat(events.getFirst().name()).as("%s: %s", question, events).isEqualTo("sources");
		assertThat(events.getLast().name()).as("%s: %s", question, events).isEqualTo("done");
		Map<Integer, JsonNode> sources = new HashMap<>();
		for (JsonNode source : events.getFirst().data().get("sources")) {
			this.known.check(source.get("documentName").asString(), source.get("text").asString(), moment);
			sources.put(source.get("number").asInt(), source);
		}
		JsonNode done = events.getLast().data();
		for (JsonNode citation : done.get("citations")) {
			JsonNode source = sources.get(citation.get("number").asInt());
			assertThat(source).as("%s cites %s", question, citation).isNotNull();
			assertThat(source.get("passageId")).isEqualTo(citation.get("passageId"));
			String text = source.get("text").asString();
			int start = citation.get("start").asInt();
			int end = citation.get("end").asInt();
			assertThat(start).as(citation.toString()).isBetween(0, end - 1);
			assertThat(end).as(citation.toString()).isLessThanOrEqualTo(text.length());
			this.known.check(source.get("documentName").asString(), text.substring(start, end), moment);
		}
		if (done.get("found").asBoolean()) {
			this.found.incrementAndGet();
		}
	}

}
