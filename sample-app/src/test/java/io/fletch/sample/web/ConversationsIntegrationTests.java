package io.fletch.sample.web;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Event;
import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.conversation.Conversations;
import io.fletch.sample.conversation.Exchange;

import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationsIntegrationTests extends RunningApi {

	private final Conversations conversations;

	ConversationsIntegrationTests(@LocalServerPort int port, @Autowired Conversations conversations) {
		super(port);
		this.conversations = conversations;
	}

	@BeforeAll
	void ingest() {
		this.client.ingest("organ.md", "The organ of Brattholm was built in 1690. The organ has 1,204 pipes of tin. "
				+ "It is tuned every spring by Solveig Aas.");
	}

	@Test
	void listsAndOpensWhatWasAsked() {
		List<Event> events = this.client.ask("When was the organ of Brattholm built?", "organ-1");
		JsonNode first = this.client.get("/api/conversations?limit=1").json();
		assertThat(first.get("total").asInt()).isPositive();
		JsonNode conversation = first.get("conversations").get(0);
		assertThat(conversation.get("id").asString()).isEqualTo("organ-1");
		assertThat(conversation.get("title").asString()).isEqualTo("When was the organ of Brattholm built?");
		assertThat(this.client.get("/api/conversations/organ-1").json()).isEqualTo(conversation);
		JsonNode turn = this.client.get("/api/conversations/organ-1/turns").json().get(0);
		assertThat(turn.get("question").asString()).isEqualTo("When was the organ of Brattholm built?");
		assertThat(turn.get("answer").asString()).isEqualTo(AppClient.textOf(events));
		assertThat(turn.get("sources")).isEqualTo(AppClient.only(events, "sources").get("sources"));
		assertThat(turn.get("citations")).isEqualTo(AppClient.only(events, "done").get("citations"));
	}

	@Test
	void understandsAQuestionThatFollowsAnother() {
		this.client.ask("When was the organ of Brattholm built?", "organ-2");
		List<Event> events = this.client.ask("How many pipes does it have?", "organ-2");
		assertThat(AppClient.textOf(events)).contains("1,204 pipes");
		assertThat(AppClient.only(events, "done").get("lookedFor").get(0).asString())
			.isEqualTo("How many pipes does it have? organ Brattholm built");
		List<Event> alone = this.client.ask("How many pipes does it have?", "organ-3");
		assertThat(AppClient.only(alone, "done").get("lookedFor").get(0).asString())
			.isEqualTo("How many pipes does it have?");
	}

	@Test
	void readsLongConversationsFromTheirEnd() {
		for (int i = 0; i < 3; i++) {
			this.client.ask("Who tunes the organ of Brattholm, part " + i + "?", "organ-4");
		}
		JsonNode last = this.client.get("/api/conversations/organ-4/turns?limit=2").json();
		assertThat(last.get(0).get("ordinal").asInt()).isEqualTo(1);
		assertThat(last.get(1).get("ordinal").asInt()).isEqualTo(2);
		JsonNode before = this.client.get("/api/conversations/organ-4/turns?limit=2&before=1").json();
		assertThat(before.size()).isEqualTo(1);
		assertThat(before.get(0).get("ordinal").asInt()).isZero();
	}

	@Test
	void refusesAQuestionToAFullConversation() {
		Exchange said = new Exchange("Who?", "Nobody.", true, "Extractive", List.of("Who?"), List.of(), List.of(),
				List.of(), List.of(), List.of("default"));
		for (int i = 0; i < Conversations.MOST_TURNS; i++) {
			assertThat(this.conversations.append("full-1", i > 0, said)).isTrue();
		}
		assertProblem(ask(AppClient.question("Who tunes the organ of Brattholm?", "full-1")), 409, "conversationId",
				"200 questions", "Begin a new one");
	}

	@Test
	void renamesAndDeletes() {
		this.client.ask("Who tunes the organ of Brattholm?", "organ-5");
		Reply renamed = rename("organ-5", "{\"title\":\" <b>Organ</b>  tuning \"}");
		assertThat(renamed.json().get("title").asString()).isEqualTo("<b>Organ</b> tuning");
		this.client.ask("Who tunes the organ of Brattholm?", "organ-5");
		assertThat(this.client.get("/api/conversations/organ-5").json().get("title").asString())
			.as("another question does not rename it")
			.isEqualTo("<b>Organ</b> tuning");
		assertThat(this.client.delete("/api/conversations/organ-5").status()).isEqualTo(204);
		assertProblem(this.client.get("/api/conversations/organ-5"), 404, "id", "'organ-5'");
		assertProblem(this.client.get("/api/conversations/organ-5/turns"), 404, "id", "'organ-5'");
		assertProblem(this.client.delete("/api/conversations/organ-5"), 404, "id", "'organ-5'");
		assertProblem(rename("organ-5", "{\"title\":\"a\"}"), 404, "id", "'organ-5'");
	}

	@Test
	void namesTheFieldOfAWrongRequest() {
		this.client.ask("Who tunes the organ of Brattholm?", "organ-6");
		assertProblem(rename("organ-6", "{}"), 400, "title", "missing or blank");
		assertProblem(rename("organ-6", "{\"title\":\" \"}"), 400, "title", "blank");
		assertProblem(rename("organ-6", "{\"title\":\"\\u0000\"}"), 400, "title", "0 characters");
		assertProblem(rename("organ-6", "{\"title\":\"" + "a".repeat(121) + "\"}"), 400, "title", "121", "1 to 120");
		assertProblem(rename("organ-6", "{\"title\":7}"), 400, "title", "Send a string");
		assertProblem(rename("organ-6", "{\"title\":"), 400, "body", "JSON");
		assertProblem(this.client.get("/api/conversations?offset=-1"), 400, "offset", "-1");
		assertProblem(this.client.get("/api/conversations?limit=0"), 400, "limit", "1 to 100");
		assertProblem(this.client.get("/api/conversations?limit=101"), 400, "limit", "101");
		assertProblem(this.client.get("/api/conversations?limit=ten"), 400, "limit", "whole number");
		assertProblem(this.client.get("/api/conversations/organ-6/turns?before=-1"), 400, "before", "-1");
		assertProblem(this.client.get("/api/conversations/organ-6/turns?limit=101"), 400, "limit", "101");
		assertThat(this.client.get("/api/conversations?offset=1000000").json().get("conversations").size()).isZero();
		assertProblem(this.client.get("/api/conversations/%27%20OR%20true%20--"), 404, "id", "OR true");
	}

	private Reply rename(String id, String body) {
		return this.client.change("PATCH", "/api/conversations/" + id, body);
	}

}
