package io.fletch.sample.web;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Event;
import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "spring.servlet.multipart.max-file-size=1MB" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class ApiIntegrationTests {

	private static final String LIGHTHOUSE = """
			# Skerry Point

			The lighthouse of Skerry Point was built in 1871. The keeper of the lighthouse is Ottilie Brandvold.
			Ships pass it on their way to the northern fishing grounds.

			# Bakery

			The village bakery opens at six in the morning. It sells rye bread and cardamom buns.
			""";

	private static final Path data = DataFolders.fresh();

	private final AppClient client;

	private String lighthouseId = "";

	ApiIntegrationTests(@LocalServerPort int port) {
		this.client = new AppClient(port);
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
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
		List<String> cited = cited(AppClient.only(events, "sources"), done);
		assertThat(cited).anySatisfy((text) -> assertThat(text).contains("Ottilie Brandvold"));
	}

	@Test
	void saysSoWhenTheDocumentsHoldNoAnswer() {
		List<Event> events = this.client.ask("What is the boiling point of tungsten hexafluoride?", null);
		assertThat(AppClient.textOf(events)).isEqualTo("Not in the documents.");
		assertThat(AppClient.only(events, "done").get("found").asBoolean()).isFalse();
		assertThat(AppClient.only(events, "done").get("citations").size()).isZero();
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
		assertThat(info.get("maxFileBytes").asInt()).isEqualTo(1024 * 1024);
		assertThat(info.get("extensions").toString()).contains("txt", "md", "html", "pdf", "docx");
		assertThat(info.get("examples").size()).isEqualTo(3);
	}

	@Test
	void namesTheFieldOfAWrongUpload() {
		assertProblem(this.client.upload("document", "a.txt", bytes("text")), 400, "file", "'file' is missing");
		assertProblem(this.client.upload("empty.txt", new byte[0]), 400, "file", "'empty.txt' is empty");
		assertProblem(this.client.upload("a.exe", bytes("MZ")), 415, "file", "'a.exe'", "pdf", "docx");
		assertProblem(this.client.upload("noextension", bytes("text")), 415, "file", "'noextension'");
		assertProblem(this.client.upload("a/..".repeat(100) + "/" + "n".repeat(300) + ".txt", bytes("text")), 400,
				"file", "longer than 200");
		assertProblem(this.client.upload("big.txt", new byte[1024 * 1024 + 1]), 413, "file", "larger than 1 MB");
		assertProblem(
				this.client
					.multipart(List.of(new Part("file", "a.txt", bytes("a")), new Part("file", "b.txt", bytes("b")))),
				400, "file", "2 parts");
		assertProblem(this.client.post("/api/documents", "application/json", "{}"), 415, "Content-Type",
				"multipart/form-data");
		assertProblem(this.client.post("/api/documents", "multipart/form-data", "no boundary"), 400, "file",
				"multipart/form-data");
	}

	@Test
	void reportsADamagedFileInItsJob() {
		JsonNode job = this.client.ingest("damaged.pdf", bytes("%PDF-1.7 and then nothing of the kind"));
		assertThat(job.get("state").asString()).isEqualTo("FAILED");
		assertThat(job.get("error").asString()).contains("damaged.pdf");
	}

	@Test
	void namesTheFieldOfAWrongSearch() {
		assertProblem(this.client.get("/api/search"), 400, "q", "missing");
		assertProblem(this.client.get("/api/search?q=+"), 400, "q", "blank");
		assertProblem(this.client.get("/api/search?q=" + "a".repeat(4001)), 400, "q", "4001 characters");
		assertProblem(this.client.get("/api/search?q=a&mode=fuzzy"), 400, "mode", "'fuzzy'", "vector, text or hybrid");
		assertProblem(this.client.get("/api/search?q=a&limit=0"), 400, "limit", "limit is 0", "1 to 100");
		assertProblem(this.client.get("/api/search?q=a&limit=101"), 400, "limit", "101");
		assertProblem(this.client.get("/api/search?q=a&limit=many"), 400, "limit", "'many'", "whole number");
		assertProblem(this.client.get("/api/search?q=a&limit=99999999999"), 400, "limit", "99999999999");
	}

	@Test
	void takesHostileWordsAsWords() {
		for (String words : List.of("%22", "AND+OR+NOT", "title%3A%28", "%27+OR+1%3D1+--", "*",
				"%E2%80%8B%F0%9F%A6%86")) {
			assertThat(this.client.get("/api/search?q=" + words).status()).as(words).isEqualTo(200);
		}
	}

	@Test
	void namesTheFieldOfAWrongQuestion() {
		assertProblem(ask("{}"), 400, "message", "missing or blank");
		assertProblem(ask("{\"message\":\"  \"}"), 400, "message", "blank");
		assertProblem(ask(AppClient.question("a".repeat(4001), null)), 400, "message", "4001", "4000");
		assertProblem(ask(AppClient.question("a", "<b>")), 400, "conversationId", "'<b>'");
		assertProblem(ask("{\"message\":[1]}"), 400, "message", "wrong type");
		assertProblem(ask("{\"message\":5}"), 400, "message", "wrong type");
		assertProblem(ask("{\"message\":true}"), 400, "message", "wrong type");
		assertProblem(ask("{\"message\":\"a\",\"conversationId\":7}"), 400, "conversationId", "wrong type");
		assertProblem(ask("{\"message\":"), 400, "body", "JSON");
		assertProblem(ask(""), 400, "body", "JSON");
		assertProblem(this.client.post("/api/chat", "text/plain", "hello"), 415, "Content-Type", "application/json");
	}

	@Test
	void namesUnknownIds() {
		assertProblem(this.client.get("/api/documents/none"), 404, "id", "'none'");
		assertProblem(this.client.get("/api/documents/none/passages"), 404, "id", "'none'");
		assertProblem(this.client.delete("/api/documents/none"), 404, "id", "'none'");
		assertProblem(this.client.get("/api/jobs/none"), 404, "id", "'none'");
	}

	@Test
	void neverAnswersWithHtmlOrAStackTrace() {
		for (Reply reply : List.of(this.client.get("/api/%3Cscript%3E"), this.client.get("/nowhere"),
				this.client.get("/api/search?q=a&mode=%3Cscript%3Ealert(1)%3C/script%3E"),
				this.client.post("/api/info", "text/plain", ""))) {
			assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
			assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(reply.body()).doesNotContain("at io.fletch", "at org.springframework");
		}
	}

	@Test
	void namesTheParameterThatIsNotPercentEncoded(CapturedOutput output) {
		assertProblem(this.client.raw("GET /api/search?q=%zz", "Host: localhost"), 400, "q", "percent-encoded");
		assertProblem(this.client.raw("GET /api/search?limit=3&q=%ff%fe", "Host: localhost"), 400, "q", "UTF-8");
		assertProblem(this.client.raw("GET /api/search?q=a&%zz=1", "Host: localhost"), 400, "query", "percent-encoded");
		assertThat(output.getAll()).doesNotContain("InvalidParameterException", "Request failed, reference");
	}

	@Test
	void answersWithAProblemOutsideOfTheControllers() {
		assertThat(this.client.get("/error").status()).isEqualTo(404);
		assertThat(this.client.get("/error").json().get("instance").asString()).isEqualTo("/error");
		for (String target : List.of("/api/documents/a%2Fb", "/" + "a".repeat(20_000), "/{}")) {
			Reply refused = this.client.raw("GET " + target, "Host: localhost");
			assertThat(refused.header("Content-Type")).as(refused.body()).startsWith("application/problem+json");
			assertThat(refused.status()).isEqualTo(400);
			assertThat(refused.json().get("status").asInt()).isEqualTo(400);
		}
	}

	@Test
	void turnsAwayWhatAnotherSiteMakesABrowserSend() {
		assertProblem(this.client.send("/api/chat", "Sec-Fetch-Site", "cross-site"), 403, "Sec-Fetch-Site",
				"another site");
		for (String origin : List.of("http://evil.example", "http://localhost:1", "https://localhost", "null", "")) {
			assertProblem(this.client.send("/api/chat", "Origin", origin), 403, "Origin", "another host or port");
			assertProblem(this.client.raw("DELETE /api/documents/none", "Host: localhost:8080", "Origin: " + origin),
					403, "Origin", "another host or port");
		}
	}

	@Test
	void takesWhatItsOwnPageSends() {
		for (String host : List.of("localhost:8080", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST")) {
			assertProblem(this.client.raw("DELETE /api/documents/none", "Host: " + host, "Origin: http://" + host,
					"Sec-Fetch-Site: same-origin"), 404, "id", "'none'");
			assertProblem(this.client.raw("DELETE /api/documents/none", "Host: " + host), 404, "id", "'none'");
			assertThat(this.client.raw("GET /", "Host: " + host).status()).isEqualTo(200);
		}
		assertThat(this.client.raw("GET /api/info", "Host: localhost", "Origin: http://evil.example").status())
			.isEqualTo(200);
	}

	@Test
	void answersOnlyToTheNamesOfThisMachine() {
		for (String host : List.of("evil.example", "localhost.evil.example:8080", "127.0.0.1.evil.example", "10.0.0.1",
				"")) {
			for (String request : List.of("GET /", "GET /api/info", "GET /v3/api-docs", "DELETE /api/documents/none")) {
				assertProblem(this.client.raw(request, "Host: " + host), 403, "Host", "localhost");
			}
		}
	}

	@Test
	void letsNobodyStoreItsAnswers() {
		for (Reply reply : List.of(this.client.get("/api/info"), this.client.get("/api/documents/none"),
				ask(AppClient.question("When does the bakery open?", null)))) {
			assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
		}
	}

	@Test
	void servesThePageUnderAPolicyThatLoadsNothingFromElsewhere() {
		Reply page = this.client.get("/");
		assertThat(page.header("Content-Type")).startsWith("text/html");
		assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'self';");
		assertThat(page.body()).doesNotContain("http://", "https://", "<script>", "style=", "onclick");
	}

	@Test
	void describesItselfInOpenApi() {
		JsonNode api = this.client.get("/v3/api-docs").json();
		JsonNode paths = api.get("paths");
		assertThat(paths.propertyNames()).containsExactlyInAnyOrder("/api/documents", "/api/documents/{id}",
				"/api/documents/{id}/passages", "/api/jobs", "/api/jobs/{id}", "/api/search", "/api/chat", "/api/info");
		JsonNode upload = paths.get("/api/documents").get("post");
		assertThat(upload.get("responses").propertyNames()).containsExactlyInAnyOrder("202", "400", "403", "413",
				"415");
		assertThat(upload.at("/requestBody/content").propertyNames()).containsExactly("multipart/form-data");
		assertThat(upload.at("/responses/413/content").propertyNames()).containsExactly("application/problem+json");
		JsonNode chat = paths.at("/~1api~1chat/post");
		assertThat(chat.get("description").asString()).contains("`sources`", "`token`", "`done`", "`error`");
		assertThat(chat.at("/responses/200/content/text~1event-stream/schema/oneOf").size()).isEqualTo(4);
		assertThat(api.at("/components/schemas").propertyNames()).contains("ProblemDetail", "SourcesEvent",
				"TokenEvent", "DoneEvent", "Source", "Citation", "IngestionJob", "IndexedDocument");
	}

	@Test
	void describesInputsInOpenApiAsTheyAreTaken() {
		Reply described = this.client.get("/v3/api-docs");
		assertThat(described.body()).doesNotContain("\"default\":\"\"");
		JsonNode file = described.json()
			.at("/paths/~1api~1documents/post/requestBody/content/multipart~1form-data/schema/properties/file");
		assertThat(file.get("type").asString()).isEqualTo("string");
		assertThat(file.get("format").asString()).isEqualTo("binary");
		JsonNode parameters = described.json().at("/paths/~1api~1search/get/parameters");
		JsonNode limit = find(parameters, "name", "limit").get("schema");
		assertThat(limit.get("type").asString()).isEqualTo("integer");
		assertThat(limit.get("minimum").intValue()).isEqualTo(1);
		assertThat(limit.get("maximum").intValue()).isEqualTo(100);
		assertThat(limit.get("default").intValue()).isEqualTo(10);
		JsonNode mode = find(parameters, "name", "mode").get("schema");
		assertThat(mode.get("default").asString()).isEqualTo("hybrid");
		assertThat(mode.get("enum").toString()).isEqualTo("[\"vector\",\"text\",\"hybrid\"]");
	}

	@Test
	void describesAnswersInOpenApiAsTheyAreSent() {
		JsonNode schemas = this.client.get("/v3/api-docs").json().at("/components/schemas");
		JsonNode problem = schemas.get("ProblemDetail").get("properties");
		assertThat(problem.propertyNames()).containsExactlyInAnyOrder("title", "status", "detail", "instance", "field");
		assertThat(problem.at("/status/type").asString()).isEqualTo("integer");
		assertThat(schemas.at("/IngestionJob/properties/error/type").toString()).contains("string", "null");
		assertThat(schemas.at("/SearchHit/properties/page/type").toString()).contains("integer", "null");
		assertThat(schemas.at("/TokenEvent/properties/citation/anyOf/1/type").asString()).isEqualTo("null");
		assertThat(schemas.at("/IngestionJob/required").size()).isEqualTo(9);
	}

	private Reply ask(String body) {
		return this.client.post("/api/chat", "application/json", body);
	}

	private static List<String> cited(JsonNode sources, JsonNode done) {
		return StreamSupport.stream(done.get("citations").spliterator(), false).map((citation) -> {
			JsonNode source = find(sources.get("sources"), "number", citation.get("number").asString());
			assertThat(source.get("passageId")).isEqualTo(citation.get("passageId"));
			return source.get("text").asString().substring(citation.get("start").asInt(), citation.get("end").asInt());
		}).toList();
	}

	private static JsonNode find(JsonNode list, String key, String value) {
		return StreamSupport.stream(list.spliterator(), false)
			.filter((each) -> each.get(key).asString().equals(value))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No " + key + " " + value + " in " + list));
	}

	private static void assertProblem(Reply reply, int status, String field, String... words) {
		assertThat(reply.status()).as(reply.body()).isEqualTo(status);
		assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
		assertThat(reply.json().path("field").asString()).as(reply.body()).isEqualTo(field);
		assertThat(reply.json().get("status").asInt()).isEqualTo(status);
		assertThat(reply.json().get("detail").asString()).contains(words);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
