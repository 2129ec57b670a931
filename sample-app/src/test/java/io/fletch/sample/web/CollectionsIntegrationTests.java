package io.fletch.sample.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import io.fletch.autoconfigure.EmbeddingFunctionRegistryCustomizer;
import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Event;
import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.DataFolders;
import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several collections with embedding functions of different dimensions, over HTTP.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "spring.servlet.multipart.max-file-size=1MB" })
class CollectionsIntegrationTests {

	private static final Path data = DataFolders.fresh();

	private static final Unreliable unreliable = new Unreliable();

	private final AppClient client;

	private final Database database;

	CollectionsIntegrationTests(@LocalServerPort int port, @Autowired Database database) {
		this.client = new AppClient(port);
		this.database = database;
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@AfterEach
	void deleteAll() {
		unreliable.isThere = true;
		ids().stream()
			.filter((id) -> !id.equals("default"))
			.forEach((id) -> assertThat(this.client.delete("/api/collections/" + id).status()).isEqualTo(204));
	}

	@Test
	void makesRenamesAndDeletesACollection() {
		JsonNode letters = create("Léttérs & Papers", "hashed-words");
		assertThat(letters.toString()).isEqualTo("{\"id\":\"letters-papers\",\"name\":\"Léttérs & Papers\","
				+ "\"embeddingFunction\":\"hashed-words\",\"documents\":0}");
		ingest("letters-papers", "mill.txt", "The mill of Oxvik grinds oats.");
		assertThat(RunningApi.find(list(), "id", "letters-papers").get("documents").asInt()).isEqualTo(1);
		Reply renamed = this.client.change("PATCH", "/api/collections/letters-papers", "{\"name\":\" Post \"}");
		assertThat(renamed.json().get("name").asString()).isEqualTo("Post");
		assertThat(RunningApi.find(list(), "name", "Post").get("id").asString()).isEqualTo("letters-papers");
		assertThat(search("letters-papers", "mill")).containsExactly("The mill of Oxvik grinds oats.");
		assertThat(data.resolve("files/collections/letters-papers")).isDirectory();
		assertThat(this.client.delete("/api/collections/letters-papers").status()).isEqualTo(204);
		assertThat(ids()).containsExactly("default");
		assertThat(this.database.namespaces().list()).isEmpty();
		assertThat(data.resolve("files/collections/letters-papers")).doesNotExist();
		assertThat(Files.exists(data.resolve("letters-papers.ns"))).isFalse();
	}

	@Test
	void keepsDocumentsOfOneNameApart() {
		create("Other", "hashed-words");
		JsonNode here = ingest("default", "bridge.txt", "The bridge of Lervik is made of steel.");
		JsonNode there = ingest("other", "bridge.txt", "The bridge of Oxvik is made of oak.");
		String id = here.get("documentId").asString();
		assertThat(there.get("documentId").asString()).isEqualTo(id);
		assertThat(search("default", "bridge")).containsExactly("The bridge of Lervik is made of steel.");
		assertThat(search("other", "bridge")).containsExactly("The bridge of Oxvik is made of oak.");
		assertThat(texts(this.client.get("/api/documents/" + id + "/passages?collection=other").json(), "text"))
			.containsExactly("The bridge of Oxvik is made of oak.");
		tag(id, "other", "oak");
		assertThat(this.client.get("/api/documents/" + id).json().get("tags").size()).isZero();
		assertThat(this.client.delete("/api/documents/" + id + "?collection=other").status()).isEqualTo(204);
		assertThat(this.client.get("/api/documents?collection=other").json().size()).isZero();
		assertThat(search("default", "bridge")).hasSize(1);
		assertThat(this.client.delete("/api/documents/" + id).status()).isEqualTo(204);
	}

	@Test
	void namesTheJobsPlaceWithItsCollection() {
		create("Jobs", "hashed-words");
		Reply accepted = upload("jobs", "mill.txt", "The mill of Oxvik grinds oats.");
		assertThat(accepted.header("Location"))
			.isEqualTo("/api/jobs/" + accepted.json().get("id").asString() + "?collection=jobs");
		assertThat(this.client.get(accepted.header("Location")).json().get("name").asString()).isEqualTo("mill.txt");
		String job = accepted.json().get("id").asString();
		RunningApi.assertProblem(this.client.get("/api/jobs/" + job), 404, "id", job);
		assertThat(this.client.get("/api/jobs?collection=jobs").json().size()).isEqualTo(1);
	}

	@Test
	void keepsDeadLettersApart() {
		create("Letters", "hashed-words");
		Reply accepted = upload("letters", "torn.pdf", "This is no PDF.");
		String id = this.client.awaitJob(accepted).get("documentId").asString();
		assertThat(this.client.get("/api/documents/overview?collection=letters").json().get("failed").asInt())
			.isEqualTo(1);
		assertThat(this.client.get("/api/documents/overview").json().get("failed").asInt()).isZero();
		assertThat(texts(this.client.get("/api/dead-letters?collection=letters").json().get("deadLetters"), "name"))
			.containsExactly("torn.pdf");
		RunningApi.assertProblem(post("/api/dead-letters/" + id + "/retry", ""), 404, "id", id);
		Reply retried = post("/api/dead-letters/" + id + "/retry?collection=letters", "");
		assertThat(this.client.awaitJob(retried).get("state").asString()).isEqualTo("FAILED");
		assertThat(this.client.delete("/api/dead-letters").json().get("documents").asInt()).isZero();
		assertThat(this.client.delete("/api/dead-letters?collection=letters").json().get("documents").asInt())
			.isEqualTo(1);
	}

	@Test
	void embedsEachCollectionByItsFunction() {
		create("Words", "hashed-words");
		ingest("words", "mill.txt", "The mill of Oxvik grinds oats.");
		JsonNode mine = this.client.get("/api/playground?collection=words").json();
		assertThat(RunningApi.find(mine.get("filter").get("columns"), "name", "vector").get("type").asString())
			.isEqualTo("float[48]");
		JsonNode standard = this.client.get("/api/playground").json();
		assertThat(RunningApi.find(standard.get("filter").get("columns"), "name", "vector").get("type").asString())
			.isEqualTo("float[384]");
		assertThat(RunningApi.find(list(), "id", "default").get("embeddingFunction").asString())
			.isEqualTo("all-minilm-l6-v2");
	}

	@Test
	void triesAndDrawsOneCollection() {
		create("Ground", "hashed-words");
		ingest("ground", "mill.txt", "The mill of Oxvik grinds oats.");
		JsonNode job = ingest("default", "barn.txt", "The barn of Oxvik is red.");
		for (String ranking : List.of("vector", "text", "hybrid")) {
			String asked = "{\"question\":\"Oxvik\",\"ranking\":\"" + ranking + "\",\"collection\":\"ground\"}";
			JsonNode hits = post("/api/playground/search", asked).json().get("hits");
			assertThat(texts(hits, "documentName")).containsExactly("mill.txt");
			assertThat(post("/api/playground/plan", asked).status()).isEqualTo(200);
		}
		assertThat(this.client.get("/api/playground/map?collection=ground").json().get("points").size()).isEqualTo(1);
		JsonNode placed = post("/api/playground/map", "{\"question\":\"Oxvik\",\"passages\":[\""
				+ job.get("documentId").asString() + "-0\"],\"collection\":\"ground\"}")
			.json();
		assertThat(placed.get("points").size()).isZero();
		assertThat(this.client.delete("/api/documents/" + job.get("documentId").asString()).status()).isEqualTo(204);
	}

	@Test
	void answersFromTheCollectionsThatAQuestionNames() {
		create("North", "hashed-words");
		create("South", "hashed-words");
		ingest("north", "ferry.txt", "The ferry of the north leaves the harbour at noon.");
		ingest("south", "ferry.txt", "The ferry of the south leaves the harbour at dusk.");
		assertThat(AppClient.textOf(ask("[\"north\"]"))).contains("at noon").doesNotContain("at dusk");
		assertThat(AppClient.textOf(ask("[\"south\"]"))).contains("at dusk").doesNotContain("at noon");
		assertThat(AppClient.textOf(ask("[]"))).isEqualTo("Not in the documents.");
		List<Event> both = ask("[\"north\",\"south\",\"north\"]");
		assertThat(AppClient.textOf(both)).contains("at noon", "at dusk");
		assertThat(texts(AppClient.only(both, "sources").get("sources"), "collection"))
			.containsExactlyInAnyOrder("north", "south");
		assertThat(AppClient.only(both, "done").get("collections").toString()).isEqualTo("[\"north\",\"south\"]");
	}

	@Test
	void keepsInAConversationWhereItsSourcesAre() {
		create("North", "hashed-words");
		ingest("north", "ferry.txt", "The ferry of the north leaves the harbour at noon.");
		ask("[\"north\"]");
		String id = AppClient.only(ask("[\"default\",\"north\"]"), "sources").get("conversationId").asString();
		JsonNode turn = this.client.get("/api/conversations/" + id + "/turns").json().get(0);
		assertThat(turn.get("collections").toString()).isEqualTo("[\"default\",\"north\"]");
		JsonNode source = RunningApi.find(turn.get("sources"), "collection", "north");
		assertThat(
				this.client.get("/api/documents/" + source.get("documentId").asString() + "/passages?collection=north")
					.json()
					.get(0)
					.get("id")
					.asString())
			.isEqualTo(source.get("passageId").asString());
	}

	@Test
	void refusesWhatCannotBeACollection() {
		RunningApi.assertProblem(make("{}"), 400, "name", "missing");
		RunningApi.assertProblem(make("{\"name\":7}"), 400, "name", "string");
		RunningApi.assertProblem(make("{\"name\":\" \"}"), 400, "name", "blank");
		RunningApi.assertProblem(make("{\"name\":\"" + "a".repeat(61) + "\"}"), 400, "name", "longer than 60");
		RunningApi.assertProblem(make("{\"name\":\"a\\u202eb\"}"), 400, "name", "cannot be seen");
		RunningApi.assertProblem(make("{\"name\":\"a\\ud83d\"}"), 400, "name", "half a surrogate pair");
		for (String blank : List.of("\\u00a0", "\\u3164", "\\u2800 \\u115f", "\\u0301", "\\u2003\\ufe0f")) {
			RunningApi.assertProblem(make("{\"name\":\"" + blank + "\"}"), 400, "name", "seen");
		}
		RunningApi.assertProblem(make("{\"name\":\"documents\"}"), 409, "name", "another collection");
		RunningApi.assertProblem(make("{\"name\":\"x\",\"function\":\"nothing\"}"), 400, "function", "hashed-words");
		RunningApi.assertProblem(make("{\"name\":\"x\",\"function\":[]}"), 400, "function", "string");
		RunningApi.assertProblem(make("no json"), 400, "body", "JSON");
		assertThat(ids()).containsExactly("default");
		create("Once", "hashed-words");
		RunningApi.assertProblem(make("{\"name\":\"ONCE\"}"), 409, "name", "another collection");
		RunningApi.assertProblem(this.client.change("PATCH", "/api/collections/once", "{\"name\":\"Documents\"}"), 409,
				"name", "another collection");
		RunningApi.assertProblem(this.client.change("PATCH", "/api/collections/default", "{\"name\":\"x\"}"), 400, "id",
				"always there");
		RunningApi.assertProblem(this.client.change("PATCH", "/api/collections/none", "{\"name\":\"x\"}"), 404, "id",
				"'none'");
		RunningApi.assertProblem(this.client.delete("/api/collections/default"), 400, "id", "always there");
		RunningApi.assertProblem(this.client.delete("/api/collections/no%20such"), 404, "id", "'no such'",
				"default, once");
	}

	@Test
	void takesOneNameForOneHoweverItIsWritten() {
		assertThat(create("Caf\\u00e9", "hashed-words").get("name").asString()).isEqualTo("Caf\u00e9");
		RunningApi.assertProblem(make("{\"name\":\"Cafe\\u0301\"}"), 409, "name", "another collection");
		assertThat(create("The\\u0301", "hashed-words").get("name").asString()).isEqualTo("Th\u00e9");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void tellsWhoAsksBesideADeletionThatTheCollectionIsGone(CapturedOutput log) throws Exception {
		for (int round = 0; round < 4; round++) {
			create("Passing", "hashed-words");
			ingest("passing", "mill.txt", "The mill of Oxvik grinds oats.");
			CountDownLatch busy = new CountDownLatch(12);
			try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
				List<Future<?>> askers = new ArrayList<>();
				for (Supplier<Reply> asking : List.<Supplier<Reply>>of(
						() -> upload("passing", "n" + System.nanoTime() + ".txt", "Number " + System.nanoTime()),
						() -> this.client.get("/api/documents?collection=passing"),
						() -> this.client.get("/api/search?q=mill&collection=passing"),
						() -> this.client.get("/api/playground/map?collection=passing"))) {
					askers.add(threads.submit(() -> askUntilGone(asking, busy)));
				}
				assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
				assertThat(this.client.delete("/api/collections/passing").status()).isEqualTo(204);
				for (Future<?> asker : askers) {
					asker.get(20, TimeUnit.SECONDS);
				}
			}
			assertThat(this.database.namespaces().list()).isEmpty();
			assertThat(data.resolve("files/collections/passing")).doesNotExist();
		}
		assertThat(log).doesNotContain(" ERROR ");
	}

	private static void askUntilGone(Supplier<Reply> asking, CountDownLatch busy) {
		Reply reply = asking.get();
		while (reply.status() < 400) {
			busy.countDown();
			reply = asking.get();
		}
		RunningApi.assertProblem(reply, 404, "collection", "'passing'");
	}

	@Test
	void makesIdsThatAreSafe() {
		assertThat(create("../../etc", "hashed-words").get("id").asString()).isEqualTo("etc");
		assertThat(create("CON", "hashed-words").get("id").asString()).isEqualTo("collection-con");
		assertThat(create("日本語", "hashed-words").get("id").asString()).isEqualTo("collection");
		assertThat(create("Default", "hashed-words").get("id").asString()).isEqualTo("default-2");
		assertThat(create("etc!", "hashed-words").get("id").asString()).isEqualTo("etc-2");
		assertThat(create("<script>alert(1)</script>", "hashed-words").get("id").asString())
			.isEqualTo("script-alert-1-script");
		assertThat(create("a b".repeat(20), "hashed-words").get("id").asString()).hasSizeLessThanOrEqualTo(40);
	}

	@Test
	void makesTwentyAtMost() {
		for (int i = 1; i < 20; i++) {
			create("Number " + i, "hashed-words");
		}
		RunningApi.assertProblem(make("{\"name\":\"One more\"}"), 409, "name", "20 collections", "Delete one");
		assertThat(list().size()).isEqualTo(20);
	}

	@Test
	void namesTheFieldOfAnUnknownCollection() {
		for (String path : List.of("/api/documents", "/api/documents/x", "/api/documents/x/passages", "/api/jobs",
				"/api/jobs/x", "/api/documents/overview", "/api/dead-letters", "/api/playground",
				"/api/playground/map")) {
			RunningApi.assertProblem(this.client.get(path + "?collection=none"), 404, "collection", "'none'",
					"default");
		}
		RunningApi.assertProblem(this.client.get("/api/search?q=a&collection=..%2F..%2Fetc"), 404, "collection",
				"'../../etc'");
		RunningApi.assertProblem(this.client.get("/api/documents?collection=" + "a".repeat(5000)), 404, "collection",
				"default");
		RunningApi.assertProblem(upload("none", "a.txt", "a"), 404, "collection", "'none'");
		RunningApi.assertProblem(this.client.delete("/api/documents/x?collection=none"), 404, "collection", "'none'");
		for (String path : List.of("/api/jobs/x/cancel", "/api/jobs/cancel", "/api/dead-letters/x/retry",
				"/api/dead-letters/retry")) {
			RunningApi.assertProblem(post(path + "?collection=none", "{\"ids\":[]}"), 404, "collection", "'none'");
		}
		RunningApi.assertProblem(this.client.delete("/api/dead-letters?collection=none"), 404, "collection", "'none'");
		RunningApi.assertProblem(this.client.delete("/api/dead-letters/x?collection=none"), 404, "collection",
				"'none'");
		RunningApi.assertProblem(post("/api/playground/search", "{\"question\":\"a\",\"collection\":\"none\"}"), 404,
				"collection", "'none'");
		RunningApi.assertProblem(post("/api/playground/search", "{\"question\":\"a\",\"collection\":1}"), 400,
				"collection", "string");
		RunningApi.assertProblem(post("/api/chat", "{\"message\":\"a\",\"collections\":[\"default\",\"none\"]}"), 404,
				"collections", "'none'");
		RunningApi.assertProblem(post("/api/chat", "{\"message\":\"a\",\"collections\":[null]}"), 404, "collections",
				"'null'");
		RunningApi.assertProblem(post("/api/chat", "{\"message\":\"a\",\"collections\":\"default\"}"), 400,
				"collections", "list of strings");
	}

	@Test
	void tellsThatAFunctionCannotBeUsedAndChangesNothing() {
		unreliable.isThere = false;
		RunningApi.assertProblem(make("{\"name\":\"Far\",\"function\":\"unreliable\"}"), 422, "function",
				"'unreliable'", "The server is down.", "try again");
		assertThat(ids()).containsExactly("default");
		assertThat(this.database.namespaces().list()).isEmpty();
		unreliable.isThere = true;
		create("Far", "unreliable");
	}

	@Test
	void offersTheFunctionsThatEmbedTexts() {
		List<String> functions = StreamSupport
			.stream(this.client.get("/api/info").json().get("embeddingFunctions").spliterator(), false)
			.map(JsonNode::asString)
			.toList();
		assertThat(functions).startsWith("all-minilm-l6-v2").contains("hashed-words", "unreliable");
	}

	private JsonNode create(String name, String function) {
		Reply made = make("{\"name\":\"" + name + "\",\"function\":\"" + function + "\"}");
		assertThat(made.status()).as(made.body()).isEqualTo(201);
		return made.json();
	}

	private Reply make(String body) {
		return post("/api/collections", body);
	}

	private Reply post(String path, String body) {
		return this.client.post(path, "application/json", body);
	}

	private List<Event> ask(String collections) {
		Reply reply = post("/api/chat",
				"{\"message\":\"When does the ferry leave the harbour?\",\"collections\":" + collections + "}");
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		return AppClient.events(reply.body());
	}

	private void tag(String id, String collection, String tag) {
		Reply tagged = this.client.change("PUT", "/api/documents/" + id + "/tags?collection=" + collection,
				"{\"tags\":[\"" + tag + "\"]}");
		assertThat(tagged.status()).as(tagged.body()).isEqualTo(200);
	}

	private Reply upload(String collection, String name, String text) {
		return this.client.multipart(List.of(new Part("collection", null, RunningApi.bytes(collection)),
				new Part("file", name, RunningApi.bytes(text))));
	}

	private JsonNode ingest(String collection, String name, String text) {
		Reply accepted = upload(collection, name, text);
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		JsonNode job = this.client.awaitJob(accepted);
		assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("DONE");
		return job;
	}

	private JsonNode list() {
		return this.client.get("/api/collections").json();
	}

	private List<String> ids() {
		return texts(list(), "id");
	}

	private List<String> search(String collection, String words) {
		return texts(this.client.get("/api/search?q=" + words + "&collection=" + collection).json(), "passage");
	}

	private static List<String> texts(JsonNode list, String key) {
		return StreamSupport.stream(list.spliterator(), false).map((each) -> each.get(key).asString()).toList();
	}

	/**
	 * Two functions beside the default one.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Functions {

		@Bean
		EmbeddingFunctionRegistryCustomizer otherFunctions() {
			return (registry) -> registry.register(new HashedWordsFunction("hashed-words", 48)).register(unreliable);
		}

	}

	/**
	 * A function whose server may be down.
	 */
	private static final class Unreliable implements EmbeddingFunction {

		private final HashedWordsFunction words = new HashedWordsFunction("unreliable", 16);

		private volatile boolean isThere = true;

		@Override
		public String name() {
			return this.words.name();
		}

		@Override
		public int dimensions() {
			return this.words.dimensions();
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			requireThere();
			return this.words.embedSources(sources);
		}

		@Override
		public float[] embedQuery(String query) {
			requireThere();
			return this.words.embedQuery(query);
		}

		private void requireThere() {
			if (!this.isThere) {
				throw new EmbeddingException("The server is down");
			}
		}

	}

}
