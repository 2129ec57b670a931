package io.fletch.sample.web;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Event;
import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentTagsIntegrationTests extends RunningApi {

	DocumentTagsIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	@Test
	void tagsAnUploadAndKeepsItsTagsWhereTheNextSaysNone() {
		String id = upload("mill.txt", "The mill of Oxvik grinds oats.", "farm, north ", "old").get("documentId")
			.asString();
		assertThat(tags(id)).containsExactly("farm", "north", "old");
		this.client.ingest("mill.txt", "The mill of Oxvik grinds oats.");
		assertThat(tags(id)).containsExactly("farm", "north", "old");
		this.client.ingest("mill.txt", "The mill of Oxvik grinds oats and rye.");
		assertThat(tags(id)).containsExactly("farm", "north", "old");
		upload("mill.txt", "The mill of Oxvik grinds oats and rye.", "");
		assertThat(tags(id)).isEmpty();
	}

	@Test
	void tagsAfterwardsAndListsByTag() {
		String id = this.client.ingest("barn.txt", "The barn of Oxvik is red.").get("documentId").asString();
		Reply tagged = tag(id, "{\"tags\":[\"barns\",\"<i>\",\"barns\"]}");
		assertThat(tagged.status()).as(tagged.body()).isEqualTo(200);
		assertThat(tags(id)).containsExactly("barns", "<i>");
		assertThat(names("/api/documents?tag=barns")).containsExactly("barn.txt");
		assertThat(names("/api/documents?tag=none&tag=%3Ci%3E")).containsExactly("barn.txt");
		assertThat(names("/api/documents?tag=none")).isEmpty();
		assertThat(tag(id, "{\"tags\":[]}").status()).isEqualTo(200);
		assertThat(tags(id)).isEmpty();
	}

	@Test
	void answersOnlyFromDocumentsWithOneOfTheTags() {
		upload("oxvik.txt", "The bridge of Oxvik is made of oak.", "oxvik");
		upload("lervik.txt", "The bridge of Lervik is made of steel.", "lervik");
		assertThat(answer("What is the bridge made of?", "\"oxvik\"")).contains("oak").doesNotContain("steel");
		assertThat(answer("What is the bridge made of?", "\"lervik\"")).contains("steel").doesNotContain("oak");
		assertThat(answer("What is the bridge made of?", "\"lervik\",\"oxvik\"")).contains("steel", "oak");
		List<Event> none = ask("What is the bridge made of?", "\"nobody\"");
		assertThat(AppClient.textOf(none)).isEqualTo("Not in the documents.");
		assertThat(AppClient.only(none, "done").get("tags").toString()).isEqualTo("[\"nobody\"]");
		assertThat(answer("What is the bridge made of?", "\"') OR true --\"")).isEqualTo("Not in the documents.");
	}

	@Test
	void readsPassagesPageByPage() {
		String text = IntStream.range(0, 5)
			.mapToObj((i) -> "# Part " + i + "\n\nThe field number " + i + " of Oxvik lies fallow.")
			.collect(Collectors.joining("\n\n"));
		JsonNode job = this.client.ingest("fields.md", text);
		String id = job.get("documentId").asString();
		assertThat(job.get("total").asInt()).isEqualTo(5);
		assertThat(ordinals("/api/documents/" + id + "/passages?limit=2")).containsExactly(0, 1);
		assertThat(ordinals("/api/documents/" + id + "/passages?offset=4&limit=2")).containsExactly(4);
		assertThat(ordinals("/api/documents/" + id + "/passages?offset=5")).isEmpty();
		assertProblem(this.client.get("/api/documents/" + id + "/passages?offset=-1"), 400, "offset", "-1");
		assertProblem(this.client.get("/api/documents/" + id + "/passages?limit=1001"), 400, "limit", "1 to 1000");
	}

	@Test
	void namesTheFieldOfAWrongTag() {
		String id = this.client.ingest("shed.txt", "The shed of Oxvik leans.").get("documentId").asString();
		assertProblem(tag(id, "{}"), 400, "tags", "missing");
		assertProblem(tag(id, "{\"tags\":\"a\"}"), 400, "tags", "list of strings");
		assertProblem(tag(id, "{\"tags\":[1]}"), 400, "tags", "list of strings");
		assertProblem(tag(id, "{\"tags\":[null]}"), 400, "tags", "'null'");
		assertProblem(tag(id, "{\"tags\":[\" \"]}"), 400, "tags", "not all blank");
		assertProblem(tag(id, "{\"tags\":[\"a,b\"]}"), 400, "tags", "without commas");
		assertProblem(tag(id, "{\"tags\":[\"a\\u0007\"]}"), 400, "tags", "control characters");
		assertProblem(tag(id, "{\"tags\":[\"" + "a".repeat(101) + "\"]}"), 400, "tags", "1 to 100");
		assertProblem(tag(id, "{\"tags\":[" + many(51) + "]}"), 400, "tags", "51 tags");
		assertProblem(tag("none", "{\"tags\":[]}"), 404, "id", "'none'");
		assertProblem(this.client.post("/api/chat", "application/json", "{\"message\":\"a\",\"tags\":[\"\"]}"), 400,
				"tags", "not all blank");
		assertProblem(this.client.post("/api/chat", "application/json", "{\"message\":\"a\",\"tags\":\"b\"}"), 400,
				"tags", "list of strings");
		assertProblem(this.client.get("/api/documents?tag=" + "a".repeat(101)), 400, "tag", "1 to 100");
		assertThat(tags(id)).isEmpty();
	}

	private static String many(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "\"t" + i + "\"").collect(Collectors.joining(","));
	}

	private Reply tag(String id, String body) {
		return this.client.change("PUT", "/api/documents/" + id + "/tags", body);
	}

	private JsonNode upload(String name, String text, String... tags) {
		List<Part> parts = new ArrayList<>();
		parts.add(new Part("file", name, bytes(text)));
		for (String tag : tags) {
			parts.add(new Part("tags", null, bytes(tag)));
		}
		Reply accepted = this.client.multipart(parts);
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		return this.client.awaitJob(accepted);
	}

	private List<Event> ask(String question, String tags) {
		Reply reply = this.client.post("/api/chat", "application/json",
				"{\"message\":\"" + question + "\",\"tags\":[" + tags + "]}");
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		return AppClient.events(reply.body());
	}

	private String answer(String question, String tags) {
		return AppClient.textOf(ask(question, tags));
	}

	private List<String> tags(String id) {
		return texts(this.client.get("/api/documents/" + id).json().get("tags"));
	}

	private List<String> names(String path) {
		return StreamSupport.stream(this.client.get(path).json().spliterator(), false)
			.map((document) -> document.get("name").asString())
			.toList();
	}

	private List<Integer> ordinals(String path) {
		return StreamSupport.stream(this.client.get(path).json().spliterator(), false)
			.map((passage) -> passage.get("ordinal").asInt())
			.toList();
	}

	private static List<String> texts(JsonNode list) {
		return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asString).toList();
	}

}
