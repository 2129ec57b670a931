package io.fletch.sample.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

class ApiProtectionIntegrationTests extends RunningApi {

	ApiProtectionIntegrationTests(@LocalServerPort int port) {
		super(port);
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
		assertThat(page.body()).doesNotContain("http://", "https://", "<script>", "<style", "style=", "onclick");
		for (String file : List.of("/css/base.css", "/css/chat.css", "/css/conversations.css", "/css/playground.css",
				"/css/operations.css", "/css/login.css", "/css/session.css")) {
			Reply style = this.client.get(file);
			assertThat(style.status()).as(file).isEqualTo(200);
			assertThat(style.body()).as(file).doesNotContain("http:", "https:", "@import", "url(");
		}
	}

	@Test
	void sendsThePolicyWithEveryAnswer() {
		List<Reply> replies = List.of(this.client.get("/"), this.client.get("/app/main.js"),
				this.client.get("/css/base.css"), this.client.get("/api/info"), this.client.get("/api/documents/none"),
				this.client.get("/api/playground"), this.client.get("/actuator/fletch"),
				this.client.get("/v3/api-docs"), this.client.get("/nowhere"), this.client.get("/error"),
				this.client.delete("/api/documents/none"), this.client.post("/api/playground/search", "text/plain", ""),
				this.client.upload("big.txt", new byte[1024 * 1024 + 1]),
				this.client.send("/api/chat", "Sec-Fetch-Site", "cross-site"),
				this.client.raw("GET /", "Host: evil.example"),
				this.client.raw("GET /api/search?q=%zz", "Host: localhost"),
				this.client.raw("GET /api/documents/a%2Fb", "Host: localhost"),
				this.client.raw("GET /{}", "Host: localhost"),
				this.client.raw("GET /" + "a".repeat(20_000), "Host: localhost"),
				ask(AppClient.question("When does the bakery open?", null)));
		for (Reply reply : replies) {
			assertThat(reply.header("Content-Security-Policy")).as(reply.body())
				.startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
				.contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "trusted-types 'none'")
				.doesNotContain("unsafe", "http", "*", "data:");
			assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
		}
	}

}
