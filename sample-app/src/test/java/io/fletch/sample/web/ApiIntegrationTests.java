package io.fletch.sample.web;

import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Event;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiIntegrationTests extends RunningApi {

	private static final String LIGHTHOUSE = """
			# Skerry Point

			The lighthouse of Skerry Point was built in 1871. The keeper of the lighthouse is Ottilie Brandvold.
			Ships pass it on their way to the northern fishing grounds.

			# Bakery

			The village bakery opens at six in the morning. It sells rye bread and cardamom buns.
			""";

	private String lighthouseId = "";

	ApiIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	@BeforeAll
	void ingest() {
		JsonNode job = this.client.ingest("skerry.md", LIGHTHOUSE);
		assertThat(job.get("state").asString()).isEqualTo("DONE");
		this.lighthouseId = job.get("documentId").asString();
	}

	@Test
	void acceptsAnUploadWithTheUrlOfItsJob() {
		Reply accepted = this.client.upload("harbour.txt", bytes("The harbour freezes in January."));
		assertThat(accepted.status()).isEqualTo(202);
		JsonNode job = accepted.json();
		assertThat(job.propertyNames()).contains("id", "documentId", "state", "stage", "done", "total");
		assertThat(accepted.header("Location")).isEqualTo("/api/jobs/" + job.get("id").asString());
		assertThat(this.client.get(accepted.header("Location")).status()).isEqualTo(200);
	}

	@Test
	void reportsAJobUntilItIsDone() {
		JsonNode job = this.client.ingest("tides.txt", "The tide turns twice a day. It rises two metres.");
		assertThat(job.get("state").asString()).isEqualTo("DONE");
		assertThat(job.get("stage").asString()).isEqualTo("INDEX");
		assertThat(job.get("done").asInt()).isEqualTo(job.get("total").asInt()).isPositive();
		assertThat(StreamSupport.stream(this.client.get("/api/jobs").json().spliterator(), false)
			.map((each) -> each.get("id").asString())).contains(job.get("id").asString());
	}

	@Test
	void findsAnUnchangedDocumentUnchanged() {
		JsonNode again = this.client.ingest("skerry.md", LIGHTHOUSE);
		assertThat(again.get("unchanged").asBoolean()).isTrue();
		assertThat(again.get("documentId").asString()).isEqualTo(this.lighthouseId);
	}

	@Test
	void listsDocumentsWithTheirState() {
		JsonNode document = find(this.client.get("/api/documents").json(), "id", this.lighthouseId);
		assertThat(document.get("name").asString()).isEqualTo("skerry.md");
		assertThat(document.get("state").asString()).isEqualTo("READY");
		assertThat(document.get("passages").asInt()).isPositive();
		assertThat(this.client.get("/api/documents/" + this.lighthouseId).json()).isEqualTo(document);
	}

	@Test
	void readsTheFileNameAsANameAndNotAsAPath() {
		JsonNode job = this.client.ingest("../../etc/nets.txt", "Nets are mended in winter.");
		assertThat(job.get("name").asString()).isEqualTo("nets.txt");
		assertThat(data.getParent().resolve("etc")).doesNotExist();
	}

	@Test
	void readsPassagesInTheOrderOfTheDocument() {
		JsonNode passages = this.client.get("/api/documents/" + this.lighthouseId + "/passages").json();
		assertThat(passages.get(0).get("ordinal").asInt()).isZero();
		assertThat(passages.get(0).get("text").asString()).contains("built in 1871");
		assertThat(passages.get(0).has("vector")).isFalse();
	}

	@Test
	void searchesInEveryMode() {
		for (String mode : List.of("vector", "text", "hybrid")) {
			JsonNode hits = this.client.get("/api/search?q=lighthouse+keeper&limit=3&mode=" + mode).json();
			assertThat(hits.get(0).get("documentId").asString()).as(mode).isEqualTo(this.lighthouseId);
			assertThat(hits.get(0).get("passage").asString()).contains("Ottilie Brandvold");
			assertThat(hits.get(0).get("score").isNumber()).isTrue();
			assertThat(hits.size()).isLessThanOrEqualTo(3);
		}
	}

	@Test
	void deletesADocumentWithItsPassages() {
		String id = this.client.ingest("walrus.txt", "A walrus named Bjarne sleeps on the slipway.")
			.get("documentId")
			.asString();
		assertThat(this.client.get("/api/search?mode=text&q=Bjarne").json().size()).isEqualTo(1);
		assertThat(this.client.delete("/api/documents/" + id).status()).isEqualTo(204);
		assertThat(this.client.get("/api/search?mode=text&q=Bjarne").json().size()).isZero();
		assertThat(this.client.get("/api/documents/" + id).status()).isEqualTo(404);
		assertProblem(this.client.delete("/api/documents/" + id), 404, "id", id);
	}

	@Test
	void streamsAnExtractiveAnswerWithCitations() {
		List<Event> events = this.client.ask("Who is the keeper of the lighthouse of Skerry Point?", null);
		assertThat(events.get(0).name()).isEqualTo("sources");
		assertThat(events.get(events.size() - 1).name()).isEqualTo("done");
		assertThat(AppClient.textOf(events)).contains("The keeper of the lighthouse is Ottilie Brandvold.")
			.contains("[1]");
		JsonNode done = AppClient.only(events, "done");
		assertThat(done.get("found").asBoolean()).isTrue();
		assertThat(done.get("answerer").asString()).isEqualTo("Extractive");
		assertThat(done.get("timings").propertyNames()).containsExactlyInAnyOrder("retrieve", "answer");
		assertThat(StreamSupport.stream(done.get("stages").spliterator(), false)
			.map((stage) -> stage.get("name").asString())).containsExactly("rewrite", "retrieve", "generate");
		assertThat(done.get("stages").get(1).get("millis").asDouble()).isPositive();
		assertThat(done.get("stages").get(2).get("tokens").isNull()).as("no model was asked").isTrue();
		assertThat(done.get("kept").asBoolean()).isTrue();
		List<String> cited = cited(AppClient.only(events, "sources"), done);
		assertThat(cited).anySatisfy((text) -> assertThat(text).contains("Ottilie Brandvold"));
	}

	@Test
	void saysSoWhenTheDocumentsHoldNoAnswer() {
		List<Event> events = this.client.ask("What is the boiling point of tungsten hexafluoride?", null);
		assertThat(AppClient.textOf(events)).isEqualTo("Not in the documents.");
		assertThat(AppClient.only(events, "done").get("found").asBoolean()).isFalse();
		assertThat(AppClient.only(events, "done").get("citations").size()).isZero();
		assertThat(AppClient.only(events, "done").get("lookedFor").toString())
			.isEqualTo("[\"What is the boiling point of tungsten hexafluoride?\"]");
	}

	@Test
	void keepsTheConversationThatItIsGiven() {
		List<Event> events = this.client.ask("When does the bakery open?", "my-own-7");
		assertThat(AppClient.only(events, "sources").get("conversationId").asString()).isEqualTo("my-own-7");
		List<Event> begun = this.client.ask("When does the bakery open?", null);
		assertThat(AppClient.only(begun, "sources").get("conversationId").asString()).hasSize(36);
	}

	@Test
	void saysWhatItOffers() {
		JsonNode info = this.client.get("/api/info").json();
		assertThat(info.get("answerer").get("label").asString())
			.isEqualTo("Extractive answers: best sentences of your documents (no chat model configured)");
		assertThat(info.get("answerers").size()).isEqualTo(1);
		assertThat(info.get("answerers").get(0)).isEqualTo(info.get("answerer"));
		assertThat(info.get("maxFileBytes").asInt()).isEqualTo(1024 * 1024);
		assertThat(info.get("extensions").toString()).contains("txt", "md", "html", "pdf", "docx");
		assertThat(info.get("examples").size()).isEqualTo(3);
	}

	private static List<String> cited(JsonNode sources, JsonNode done) {
		return StreamSupport.stream(done.get("citations").spliterator(), false).map((citation) -> {
			JsonNode source = find(sources.get("sources"), "number", citation.get("number").asString());
			assertThat(source.get("passageId")).isEqualTo(citation.get("passageId"));
			return source.get("text").asString().substring(citation.get("start").asInt(), citation.get("end").asInt());
		}).toList();
	}

}
