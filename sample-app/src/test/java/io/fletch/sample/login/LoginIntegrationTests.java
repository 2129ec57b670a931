package io.fletch.sample.login;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.apache.catalina.Context;
import org.apache.catalina.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Event;
import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application with users: who gets in, who does not, and what each is told.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "sample.users.anna=rosebud and sled",
				"sample.users.ben={bcrypt}$2a$04$/hgDdKuTSgbEfEeHcKky4uinS6J98GQsrnrqWNosVs9CR.5v8RJQS" })
class LoginIntegrationTests {

	private static final String PASSWORD = "rosebud and sled";

	private static final String ANNA = Visitor.basic("anna", PASSWORD);

	private static final Path parts = DataFolders.fresh();

	private final int port;

	private final Visitor visitor;

	@Autowired
	private ServletWebServerApplicationContext context;

	LoginIntegrationTests(@LocalServerPort int port) {
		this.port = port;
		this.visitor = new Visitor(port);
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> DataFolders.fresh().toString());
		registry.add("spring.servlet.multipart.location", () -> parts.toString());
	}

	@Test
	void showsStrangersTheLoginAndNothingElse() {
		int before = sessions().size();
		for (String page : List.of("/", "/index.html", "/nowhere")) {
			Reply reply = this.visitor.get(page);
			assertThat(reply.status()).as(page).isEqualTo(302);
			assertThat(reply.header("Location")).endsWith("/login");
		}
		for (String path : List.of("/api/info", "/api/documents", "/api/session", "/api/nowhere", "/actuator",
				"/actuator/fletch", "/actuator/prometheus", "/v3/api-docs")) {
			assertUnauthorized(this.visitor.get(path));
		}
		for (String path : List.of("/api/chat", "/api/documents", "/logout")) {
			assertUnauthorized(this.visitor.send("POST", path, "{}", "Content-Type", "application/json"));
		}
		for (String path : List.of("/css/base.css", "/css/login.css", "/app/login.js", "/app/colours.js",
				"/favicon.svg")) {
			assertThat(this.visitor.get(path).status()).as(path).isEqualTo(200);
		}
		assertThat(this.visitor.get("/login").status()).isEqualTo(200);
		assertThat(this.visitor.logIn("anna", "wrong password").status()).isEqualTo(302);
		assertThat(sessions()).as("what strangers leave behind").hasSize(before);
	}

	@Test
	void tellsStrangersThatItRunsButNotHow() {
		for (String path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
			Reply health = this.visitor.get(path);
			assertThat(health.status()).as(path).isEqualTo(200);
			assertThat(health.body()).contains("\"status\":\"UP\"").doesNotContain("fletch", "details", "diskSpace");
		}
	}

	@Test
	void asksForNoPasswordByItselfWhereItsPageAsks() {
		Reply program = this.visitor.get("/api/info");
		assertThat(program.header("WWW-Authenticate")).startsWith("Basic realm=\"Fletch\"");
		Reply page = this.visitor.get("/api/info", "X-Requested-With", "fetch");
		assertUnauthorized(page);
		assertThat(page.header("WWW-Authenticate")).isEmpty();
	}

	@Test
	void letsInWhoKnowsThePassword() {
		Reply reply = this.visitor.logIn("anna", PASSWORD);
		assertThat(reply.status()).isEqualTo(302);
		assertThat(reply.header("Location")).endsWith("/");
		String cookie = String.join("\n", reply.headers().allValues("Set-Cookie"));
		assertThat(cookie).contains("fletch-session=", "HttpOnly", "SameSite=Lax");
		assertThat(this.visitor.get("/").body()).contains("<title>Fletch: ask your documents</title>");
		Reply session = this.visitor.get("/api/session");
		assertThat(session.json().get("user").asString()).isEqualTo("anna");
		assertThat(this.visitor.get("/login").status()).as("nothing to do there").isEqualTo(302);
		assertThat(this.visitor.write("DELETE", "/api/documents/none", "").status()).isEqualTo(404);
	}

	@Test
	void takesAHashInThePlaceOfAPassword() {
		assertThat(this.visitor.logIn("Ben", "a password of ben").header("Location")).endsWith("/");
		assertThat(this.visitor.get("/api/session").json().get("user").asString()).isEqualTo("ben");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "rosebud", "rosebud and sled ", "Rosebud and sled", "{noop}rosebud and sled" })
	void refusesWrongPasswords(String password) {
		Visitor other = new Visitor(this.port, "127.0.0.3");
		assertThat(other.logIn("anna", password).header("Location")).endsWith("/login?wrong");
		assertThat(other.get("/login?wrong").body()).contains("Name or password is wrong");
		assertUnauthorized(other.get("/api/info", "Authorization", Visitor.basic("anna", password)));
		assertThat(other.cookie("fletch-session")).isEqualTo("none");
	}

	@Test
	void refusesWhatIsNoPassword() {
		Visitor other = new Visitor(this.port, "127.0.0.4");
		for (String header : List.of("Basic", "Basic !!", "Basic YW5uYQ==", "Basic Og==",
				Visitor.basic("nobody", PASSWORD), Visitor.basic("anna", "x".repeat(5000)))) {
			assertUnauthorized(other.get("/api/info", "Authorization", header));
		}
		assertUnauthorized(other.get("/api/info", "Authorization", "Bearer x"));
		assertThat(other.logIn("nobody", PASSWORD).header("Location")).endsWith("/login?wrong");
		assertThat(other.logIn("' OR 1=1 --", PASSWORD).header("Location")).endsWith("/login?wrong");
	}

	@Test
	void stopsWhoeverGuesses() {
		Visitor guesser = new Visitor(this.port, "127.0.0.2");
		for (int i = 0; i < GuessingLimit.MOST; i++) {
			assertUnauthorized(guesser.get("/api/info", "Authorization", Visitor.basic("anna", "guess number " + i)));
		}
		Reply refused = guesser.get("/api/info", "Authorization", ANNA);
		assertProblem(refused, 429, "Authorization", "Too many wrong passwords");
		assertThat(refused.header("Retry-After")).isEqualTo("300");
		assertThat(guesser.logIn("anna", PASSWORD).header("Location")).endsWith("/login?wait");
		assertThat(guesser.get("/login?wait").body()).contains("Wait 5 minutes");
		assertThat(this.visitor.get("/api/info", "Authorization", ANNA).status()).as("others").isEqualTo(200);
	}

	@Test
	void givesALoginASessionThatNobodyKnewBefore() {
		this.visitor.logIn("anna", PASSWORD);
		String before = this.visitor.cookie("fletch-session");
		this.visitor.write("POST", "/logout", "");
		this.visitor.logIn("anna", PASSWORD);
		assertThat(this.visitor.cookie("fletch-session")).isNotEqualTo(before);
		Visitor planted = new Visitor(this.port);
		Reply reply = planted.get("/login", "Cookie", "fletch-session=0123456789ABCDEF0123456789ABCDEF");
		assertThat(String.join("", reply.headers().allValues("Set-Cookie"))).doesNotContain("0123456789ABCDEF");
		assertThat(planted.get("/api/info;fletch-session=" + this.visitor.cookie("fletch-session")).status())
			.as("a session in an address")
			.isIn(400, 401);
	}

	@Test
	void refusesToWriteWithoutTheToken() {
		this.visitor.logIn("anna", PASSWORD);
		assertThat(this.visitor.get("/api/session").status()).isEqualTo(200);
		for (String token : List.of("", "guessed", this.visitor.cookie("fletch-session"))) {
			Reply reply = this.visitor.send("DELETE", "/api/documents/none", "", "X-CSRF-TOKEN", token);
			assertProblem(reply, 403, "X-CSRF-TOKEN", "fletch-csrf");
		}
		assertProblem(this.visitor.send("POST", "/logout", ""), 403, "X-CSRF-TOKEN", "fletch-csrf");
		assertThat(this.visitor.get("/api/info").status()).as("still logged in").isEqualTo(200);
		assertThat(this.visitor.send("DELETE", "/api/documents/none", "", "Authorization", ANNA).status())
			.as("programs need none")
			.isEqualTo(404);
		assertProblem(this.visitor.send("DELETE", "/api/documents/none", "", "Authorization", ANNA, "Sec-Fetch-Site",
				"cross-site"), 403, "Sec-Fetch-Site", "another site");
	}

	@Test
	void saysSoWhenTheFormIsTooOld() {
		Reply reply = this.visitor.send("POST", "/login", "username=anna&password=rosebud+and+sled&_csrf=old",
				"Content-Type", "application/x-www-form-urlencoded");
		assertThat(reply.header("Location")).endsWith("/login?again");
		assertThat(this.visitor.get("/login?again").body()).contains("open for too long");
	}

	@ParameterizedTest
	@CsvSource({ "POST, /api/documents, multipart/form-data; boundary=part, 401",
			"POST, /login, multipart/form-data; boundary=part, 302",
			"GET, /login, multipart/form-data; boundary=part, 302",
			"POST, /css/base.css, Multipart/Form-Data; boundary=part, 401",
			"GET, /actuator/health, multipart/form-data; boundary=part, 401",
			"PUT, /api/documents/none/tags, application/x-www-form-urlencoded, 413" })
	void refusesStrangersWithoutReadingWhatTheySend(String method, String path, String type, int status)
			throws IOException {
		String token = this.visitor.get("/login").header("Set-Cookie").split("[=;]")[1];
		for (String headers : List.of("", "X-CSRF-TOKEN: " + token + "\r\nCookie: fletch-csrf=" + token + "\r\n",
				"Authorization: Basic !!\r\n")) {
			try (Socket socket = new Socket("localhost", this.port)) {
				socket.setSoTimeout(10_000);
				socket.getOutputStream()
					.write((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Type: " + type
							+ "\r\nContent-Length: 40000000\r\n\r\n--part\r\n"
							+ "Content-Disposition: form-data; name=\"file\"; filename=\"big.txt\"\r\n\r\n"
							+ "x".repeat(100_000))
						.getBytes(StandardCharsets.US_ASCII));
				byte[] line = socket.getInputStream().readNBytes(12);
				assertThat(new String(line, StandardCharsets.US_ASCII)).isIn("HTTP/1.1 " + status, "HTTP/1.1 401");
				assertThat(parts).isEmptyDirectory();
			}
		}
	}

	@Test
	void endsASessionByLogout() {
		this.visitor.logIn("anna", PASSWORD);
		this.visitor.get("/api/session");
		String session = this.visitor.cookie("fletch-session");
		assertThat(this.visitor.write("POST", "/logout", "").status()).isEqualTo(204);
		assertUnauthorized(this.visitor.get("/api/info"));
		assertUnauthorized(new Visitor(this.port).get("/api/info", "Cookie", "fletch-session=" + session));
		assertThat(this.visitor.get("/login?out").body()).contains("You are logged out.");
	}

	@Test
	void endsASessionThatNobodyUses() {
		this.visitor.logIn("anna", PASSWORD);
		assertThat(this.visitor.get("/api/info").status()).isEqualTo(200);
		assertThat(sessions()).isNotEmpty().allMatch((session) -> session.getMaxInactiveInterval() == 8 * 3600);
		sessions().forEach(Session::expire);
		assertUnauthorized(this.visitor.get("/api/info", "X-Requested-With", "fetch"));
		assertUnauthorized(this.visitor.write("DELETE", "/api/documents/none", ""));
		assertThat(this.visitor.logIn("anna", PASSWORD).header("Location")).endsWith("/");
		assertThat(this.visitor.get("/api/info").status()).isEqualTo(200);
	}

	@Test
	void takesDocumentsAndStreamsAnswersForWhoIsLoggedIn() {
		this.visitor.logIn("anna", PASSWORD);
		this.visitor.get("/api/session");
		String body = """
				--part\r
				Content-Disposition: form-data; name="file"; filename="bakery.md"\r
				\r
				The village bakery opens at six. It sells rye bread.\r
				--part--\r
				""";
		Reply accepted = this.visitor.send("POST", "/api/documents", body, "Content-Type",
				"multipart/form-data; boundary=part", "X-CSRF-TOKEN", this.visitor.cookie("fletch-csrf"));
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		await().until(() -> this.visitor.get("/api/jobs/" + accepted.json().get("id").asString())
			.json()
			.get("state")
			.asString()
			.equals("DONE"));
		String question = AppClient.question("When does the village bakery open?", null);
		List<Event> asked = AppClient.events(this.visitor.write("POST", "/api/chat", question).body());
		assertThat(AppClient.textOf(asked)).contains("opens at six");
		assertThat(asked.getLast().name()).isEqualTo("done");
		List<Event> program = AppClient.events(this.visitor
			.send("POST", "/api/chat", question, "Content-Type", "application/json", "Authorization", ANNA)
			.body());
		assertThat(AppClient.textOf(program)).contains("opens at six");
	}

	@Test
	void givesProgramsWhatTheyAskForAndNoSession() {
		int before = sessions().size();
		Visitor program = new Visitor(this.port);
		for (String path : List.of("/api/info", "/actuator/prometheus", "/actuator/fletch", "/v3/api-docs", "/")) {
			Reply reply = program.get(path, "Authorization", ANNA);
			assertThat(reply.status()).as(path).isEqualTo(200);
			assertThat(reply.headers().allValues("Set-Cookie")).noneMatch((cookie) -> cookie.contains("session"));
		}
		assertThat(sessions()).hasSize(before);
		assertThat(program.get("/v3/api-docs", "Authorization", ANNA)
			.json()
			.at("/components/securitySchemes/basic/scheme")
			.asString()).isEqualTo("basic");
	}

	@Test
	void protectsEveryAnswer() {
		this.visitor.logIn("anna", PASSWORD);
		Reply login = new Visitor(this.port).get("/login");
		assertThat(login.header("Content-Security-Policy")).contains("default-src 'none'", "form-action 'self'")
			.doesNotContain("unsafe");
		assertThat(login.headers().allValues("Referrer-Policy")).containsExactly("same-origin");
		assertThat(login.body()).doesNotContain("<script>", "<style", "style=", "onclick", "{{", "http");
		assertThat(this.visitor.get("/").header("Content-Security-Policy")).contains("form-action 'none'");
		for (Reply reply : Stream.of("/", "/login", "/api/info", "/actuator/fletch", "/nowhere")
			.map(this.visitor::get)
			.toList()) {
			assertThat(reply.headers().allValues("Content-Security-Policy")).hasSize(1);
			assertThat(reply.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
			assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
			assertThat(reply.header("Cache-Control")).contains("no-store");
		}
		assertThat(this.visitor.get("/css/base.css").header("Cache-Control")).doesNotContain("no-store");
	}

	private List<Session> sessions() {
		TomcatWebServer server = (TomcatWebServer) this.context.getWebServer();
		return Stream.of(server.getTomcat().getHost().findChildren())
			.flatMap((child) -> Stream.of(((Context) child).getManager().findSessions()))
			.toList();
	}

	private static void assertUnauthorized(Reply reply) {
		assertProblem(reply, 401, "Authorization", "log in at /login");
	}

	private static void assertProblem(Reply reply, int status, String field, String words) {
		assertThat(reply.status()).as(reply.body()).isEqualTo(status);
		assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
		assertThat(reply.json().get("status").asInt()).isEqualTo(status);
		assertThat(reply.json().get("field").asString()).isEqualTo(field);
		assertThat(reply.json().get("detail").asString()).contains(words);
	}

}
