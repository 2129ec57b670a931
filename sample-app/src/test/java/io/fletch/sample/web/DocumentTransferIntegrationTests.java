package io.fletch.sample.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files out of folders, many of them, and what becomes of those that do not arrive.
 */
class DocumentTransferIntegrationTests extends RunningApi {

	private static final String DAMAGED = "%PDF-1.7 and then nothing";

	DocumentTransferIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	@Test
	void keepsFilesOfOneNameInDifferentFoldersApart() {
		JsonNode north = this.client.awaitJob(add("notes.txt", "The north tower is tall.", "coast/north/notes.txt"));
		JsonNode south = this.client.awaitJob(add("notes.txt", "The south tower is low.", "coast/süd, öst/notes.txt"));
		assertThat(north.get("name").asString()).isEqualTo("coast/north/notes.txt");
		assertThat(south.get("name").asString()).isEqualTo("coast/süd, öst/notes.txt");
		assertThat(names("name=COAST/")).containsExactlyInAnyOrder("coast/north/notes.txt", "coast/süd, öst/notes.txt");
		JsonNode again = add("notes.txt", "The north tower is tall.", "coast/north/notes.txt").json();
		assertThat(again.get("unchanged").asBoolean()).isTrue();
		assertThat(again.get("documentId")).isEqualTo(north.get("documentId"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "../etc/passwd.txt", "a/../../b.txt", "/etc/passwd.txt", "a//b.txt", "a/./b.txt", "a/", "",
			" ", "a/ /b.txt", "C:/a.txt", "c:a.txt", "a\\b.txt", "..\\a.txt", "a/\u0007b.txt", "a/b\u0000.txt",
			"a/\u0085.txt", " a/b.txt", "a/ b.txt", "a /b.txt", "a/b.txt ", "a/b\u200b.txt", "a/b\u200d.txt",
			"a/\u202eb.txt", "a\u2028/b.txt" })
	void refusesAPathThatIsMoreThanAName(String path) {
		assertProblem(add("a.txt", "Text.", path), 400, "path", "cannot be used", "reports/2026/may.pdf");
	}

	@Test
	void takesTheWaysToWriteACharacterForOne() {
		JsonNode one = add("a.txt", "Coffee.", "caf\u00e9/a.txt").json();
		JsonNode two = add("a.txt", "Coffee.", "cafe\u0301/a.txt").json();
		assertThat(two.get("documentId")).isEqualTo(one.get("documentId"));
	}

	@Test
	void refusesAPathThatIsTooLong() {
		assertProblem(add("a.txt", "Text.", "a/".repeat(500) + "b.txt"), 400, "path", "1000 characters");
		assertProblem(add("a.txt", "Text.", "a/".repeat(40) + "b.txt"), 400, "path", "40 steps");
		assertProblem(add("a.txt", "Text.", "a/" + "b".repeat(252) + ".txt"), 400, "path", "255");
		JsonNode one = this.client
			.awaitJob(add("a.txt", "The long one.", "deep/".repeat(39) + "e".repeat(200) + ".txt"));
		JsonNode two = this.client
			.awaitJob(add("a.txt", "The other long one.", "deep/".repeat(38) + "e".repeat(205) + ".txt"));
		assertThat(one.get("name").asString()).hasSizeLessThanOrEqualTo(255).startsWith("deep/deep/").endsWith(".txt");
		assertThat(one.get("documentId")).isNotEqualTo(two.get("documentId"));
	}

	@Test
	void readsTheKindOffThePathAndNotOffTheFileName() {
		assertProblem(add("a.txt", "Text.", "tools/a.exe"), 415, "file", "tools/a.exe");
		assertThat(add("blob", "Text of a blob.", "blobs/a.txt").status()).isEqualTo(202);
	}

	@Test
	void takesHundredsOfFilesAndListsThemPageByPage() {
		List<Reply> accepted = IntStream.range(0, 300)
			.mapToObj((i) -> add(i + ".txt", "Parcel number " + i + " waits on quay " + i % 7 + ".",
					"parcels/" + i % 10 + "/" + i + ".txt"))
			.toList();
		assertThat(accepted).allMatch((reply) -> reply.status() == 202);
		accepted.forEach(this.client::awaitJob);
		Reply first = this.client.get("/api/documents?name=parcels/&limit=50");
		assertThat(first.header("X-Total-Count")).isEqualTo("300");
		assertThat(first.json().size()).isEqualTo(50);
		List<String> paged = new ArrayList<>();
		for (int offset = 0; offset < 300; offset += 70) {
			paged.addAll(names("name=parcels/&limit=70&offset=" + offset));
		}
		assertThat(paged).isEqualTo(names("name=parcels/")).doesNotHaveDuplicates().hasSize(300);
		assertThat(names("name=parcels/&offset=300&limit=10")).isEmpty();
		assertThat(names("name=parcels/&offset=298")).hasSize(2);
		assertThat(names("name=parcels/3/13.txt")).containsExactly("parcels/3/13.txt");
		assertThat(this.client.get("/api/documents/overview").json().get("ready").asInt()).isGreaterThanOrEqualTo(300);
	}

	@Test
	void namesTheFieldOfAWrongPage() {
		assertProblem(this.client.get("/api/documents?limit=0"), 400, "limit", "1 to 1000");
		assertProblem(this.client.get("/api/documents?limit=1001"), 400, "limit", "1 to 1000");
		assertProblem(this.client.get("/api/documents?limit=many"), 400, "limit", "whole number");
		assertProblem(this.client.get("/api/documents?offset=-1"), 400, "offset", "0 or more");
		assertProblem(this.client.get("/api/documents?name=" + "a".repeat(256)), 400, "name", "255");
		assertProblem(this.client.get("/api/documents?name=a%0A"), 400, "name", "control characters");
		assertProblem(this.client.get("/api/jobs?document=" + "a,".repeat(201)), 400, "document", "at most 200");
		assertProblem(this.client.get("/api/dead-letters?limit=201"), 400, "limit", "1 to 200");
		assertProblem(this.client.get("/api/dead-letters?offset=-1"), 400, "offset", "0 or more");
		assertProblem(this.client.get("/api/dead-letters?reason=%27%20OR%20true"), 400, "reason", "DAMAGED");
		assertProblem(this.client.change("POST", "/api/dead-letters/retry?reason=a", ""), 400, "reason", "'a'");
		assertProblem(this.client.change("DELETE", "/api/dead-letters?reason=a", ""), 400, "reason", "'a'");
	}

	@Test
	void tellsTheLatestJobOfEachDocument() {
		String one = this.client.ingest("buoy.txt", "The buoy is green.").get("documentId").asString();
		JsonNode again = this.client.ingest("buoy.txt", "The buoy is red.");
		String two = this.client.ingest("raft.txt", "The raft is brown.").get("documentId").asString();
		JsonNode jobs = this.client.get("/api/jobs?document=" + one + "&document=" + two + "&document=none").json();
		assertThat(jobs.size()).isEqualTo(2);
		assertThat(find(jobs, "documentId", one)).isEqualTo(again);
	}

	@Test
	void cancelsWhatHasNotEndedAndTriesItAgain() {
		Reply first = this.client.upload("atlas.txt", slow("Fathom"));
		Reply second = this.client.upload("almanac.txt", slow("League"));
		Reply third = this.client.upload("note.txt", bytes("The note is short."));
		JsonNode cancelled = this.client.post(job(third) + "/cancel", "application/json", "").json();
		assertThat(cancelled.get("state").asString()).isEqualTo("CANCELLED");
		assertThat(cancelled.get("id")).isEqualTo(third.json().get("id"));
		assertProblem(this.client.post(job(third) + "/cancel", "application/json", ""), 409, "id", "CANCELLED");
		JsonNode several = this.client
			.post("/api/jobs/cancel", "application/json",
					"{\"ids\":[\"" + id(first) + "\",\"" + id(second) + "\",\"" + id(third) + "\",\"none\",null]}")
			.json();
		assertThat(several.get("cancelled").asInt()).isEqualTo(2);
		String document = third.json().get("documentId").asString();
		JsonNode letter = find(this.client.get("/api/dead-letters?reason=CANCELLED").json().get("deadLetters"),
				"documentId", document);
		assertThat(letter.get("name").asString()).isEqualTo("note.txt");
		assertThat(letter.get("message").asString()).contains("cancelled", "Retry");
		Reply retried = this.client.post("/api/dead-letters/" + document + "/retry", "application/json", "");
		assertThat(retried.status()).isEqualTo(202);
		assertThat(retried.header("Location")).isEqualTo(job(retried));
		assertThat(this.client.awaitJob(retried).get("state").asString()).isEqualTo("DONE");
		assertProblem(this.client.post(job(retried) + "/cancel", "application/json", ""), 409, "id", "DONE",
				"Delete its document");
		assertProblem(this.client.post("/api/dead-letters/" + document + "/retry", "application/json", ""), 409, "id",
				"READY");
		assertThat(
				this.client.change("DELETE", "/api/dead-letters?reason=CANCELLED", "").json().get("documents").asInt())
			.isGreaterThanOrEqualTo(2);
		assertThat(names("name=atlas.txt")).isEmpty();
	}

	@Test
	void namesTheFieldOfAWrongCancellation() {
		assertProblem(this.client.post("/api/jobs/none/cancel", "application/json", ""), 404, "id", "'none'");
		assertProblem(this.client.post("/api/jobs/cancel", "application/json", "{}"), 400, "ids", "missing");
		assertProblem(this.client.post("/api/jobs/cancel", "application/json", "{\"ids\":\"a\"}"), 400, "ids",
				"list of strings");
		assertProblem(this.client.post("/api/jobs/cancel", "application/json", "{\"ids\":[1]}"), 400, "ids",
				"list of strings");
		String many = IntStream.range(0, 1001).mapToObj((i) -> "\"" + i + "\"").collect(Collectors.joining(","));
		assertProblem(this.client.post("/api/jobs/cancel", "application/json", "{\"ids\":[" + many + "]}"), 400, "ids",
				"1001 ids", "at most 1000");
	}

	@Test
	void listsDeadLettersWithTheirReasonsUntilTheyAreDiscarded() {
		String one = failed("torn.pdf");
		String two = failed("burnt.pdf");
		JsonNode letters = this.client.get("/api/dead-letters?reason=DAMAGED").json();
		assertThat(letters.get("total").asInt()).isEqualTo(2);
		assertThat(find(letters.get("reasons"), "reason", "DAMAGED").get("count").asInt()).isEqualTo(2);
		JsonNode letter = find(letters.get("deadLetters"), "documentId", one);
		assertThat(letter.get("message").asString()).contains("torn.pdf", "damaged");
		assertThat(letter.get("attempts").asInt()).isPositive();
		assertThat(letter.get("failedAt").asString()).startsWith("20");
		JsonNode paged = this.client.get("/api/dead-letters?reason=DAMAGED&limit=1&offset=1").json();
		assertThat(paged.get("total").asInt()).isEqualTo(2);
		assertThat(paged.get("deadLetters").size()).isEqualTo(1);
		assertThat(paged.get("deadLetters").get(0)).isEqualTo(letter);
		assertThat(this.client.change("POST", "/api/dead-letters/retry?reason=DAMAGED", "")
			.json()
			.get("documents")
			.asInt()).isEqualTo(2);
		awaitJobOf(one);
		awaitJobOf(two);
		assertThat(this.client.delete("/api/dead-letters/" + one).status()).isEqualTo(204);
		assertProblem(this.client.delete("/api/dead-letters/" + one), 404, "id", one);
		assertProblem(this.client.post("/api/dead-letters/" + one + "/retry", "application/json", ""), 404, "id", one);
		assertThat(this.client.change("DELETE", "/api/dead-letters?reason=DAMAGED", "").json().get("documents").asInt())
			.isEqualTo(1);
		assertThat(this.client.get("/api/documents/" + two).status()).isEqualTo(404);
		String ready = this.client.ingest("whole.txt", "This one is whole.").get("documentId").asString();
		assertProblem(this.client.delete("/api/dead-letters/" + ready), 409, "id", "READY", "/api/documents");
		assertThat(this.client.get("/api/documents/" + ready).status()).isEqualTo(200);
	}

	@Test
	void tellsWhichDocumentsHaveTheSameContent() {
		this.client.ingest("original.txt", "The same words under two names.");
		JsonNode copy = this.client.ingest("copy.txt", "The same words under two names.");
		JsonNode overview = this.client.get("/api/documents/overview").json();
		assertThat(find(overview.get("copies"), "documentId", copy.get("documentId").asString()).get("name").asString())
			.isEqualTo("original.txt");
		this.client.delete("/api/documents/" + copy.get("documentId").asString());
		overview = this.client.get("/api/documents/overview").json();
		assertThat(overview.get("copies").toString()).doesNotContain("original.txt");
		assertThat(overview.get("total").asInt()).isEqualTo(
				overview.get("ready").asInt() + overview.get("pending").asInt() + overview.get("failed").asInt());
	}

	private void awaitJobOf(String document) {
		Reply jobs = this.client.get("/api/jobs?document=" + document);
		this.client.awaitJob(new Reply(jobs.status(), jobs.headers(), jobs.json().get(0).toString()));
	}

	private String failed(String name) {
		JsonNode job = this.client.ingest(name, DAMAGED + name);
		assertThat(job.get("state").asString()).isEqualTo("FAILED");
		return job.get("documentId").asString();
	}

	private Reply add(String name, String text, @Nullable String path) {
		List<Part> parts = new ArrayList<>();
		parts.add(new Part("file", name, bytes(text)));
		if (path != null) {
			parts.add(new Part("path", null, bytes(path)));
		}
		return this.client.multipart(parts);
	}

	private List<String> names(String query) {
		return StreamSupport.stream(this.client.get("/api/documents?" + query).json().spliterator(), false)
			.map((document) -> document.get("name").asString())
			.toList();
	}

	private static String job(Reply accepted) {
		return "/api/jobs/" + id(accepted);
	}

	private static String id(Reply accepted) {
		return accepted.json().get("id").asString();
	}

	/** Takes its time. */
	private static byte[] slow(String word) {
		return IntStream.range(0, 6000)
			.mapToObj((i) -> word + " number " + i + " of the chart is " + i * 7 + " paces from the quay.\n\n")
			.collect(Collectors.joining())
			.getBytes(StandardCharsets.UTF_8);
	}

}
