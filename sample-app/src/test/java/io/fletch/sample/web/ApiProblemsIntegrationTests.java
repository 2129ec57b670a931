package io.fletch.sample.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

class ApiProblemsIntegrationTests extends RunningApi {

	ApiProblemsIntegrationTests(@LocalServerPort int port) {
		super(port);
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
		assertProblem(ask("{\"message\":\"a\\ud83d b\"}"), 400, "message", "half a surrogate pair");
		assertProblem(ask("{\"message\":\"a\",\"tags\":[\"\\ude00\"]}"), 400, "tags", "half a surrogate pair");
		assertProblem(this.client.change("PUT", "/api/documents/none/tags", "{\"tags\":[\"b\",\"\\ude00\\ud83d\"]}"),
				400, "tags", "half a surrogate pair");
		assertProblem(this.client.change("PATCH", "/api/conversations/none", "{\"title\":\"\\ud83d\"}"), 400, "title",
				"half a surrogate pair");
		assertProblem(ask("{\"message\":true}"), 400, "message", "wrong type");
		assertProblem(ask("{\"message\":\"a\",\"conversationId\":7}"), 400, "conversationId", "wrong type");
		assertProblem(ask("{\"message\":"), 400, "body", "JSON");
		assertProblem(ask(""), 400, "body", "JSON");
		assertProblem(this.client.post("/api/chat", "text/plain", "hello"), 415, "Content-Type", "application/json");
	}

	@Test
	void refusesBodiesThatAreTooLarge() {
		String most = "{\"message\":\"a\",\"more\":\"" + "x".repeat(999_975) + "\"}";
		assertThat(bytes(most)).hasSize(1_000_000);
		assertThat(ask(most).status()).isEqualTo(200);
		assertThat(this.client.chunked("/api/chat", bytes(most)).status()).isEqualTo(200);
		for (String path : List.of("/api/chat", "/api/pictures/delete", "/api/playground/search",
				"/api/evaluation/runs", "/api/nothing")) {
			assertProblem(this.client.post(path, "application/json", most + " "), 413, "body", "1000000 bytes");
		}
		assertProblem(this.client.post("/api/chat", "text/plain", "x".repeat(1_000_001)), 413, "body", "Send less");
		assertProblem(this.client.chunked("/api/chat", bytes(most + " ")), 413, "body", "1000000 bytes");
		assertProblem(this.client.chunked("/api/pictures/delete", bytes(" ".repeat(5_000_000))), 413, "body",
				"Send less");
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

}
