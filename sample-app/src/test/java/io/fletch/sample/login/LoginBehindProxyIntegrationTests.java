package io.fletch.sample.login;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application with users behind a proxy that ends TLS, and with a port for meters.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = { "fletch.sample.corpus=false",
		"sample.users.anna=rosebud and sled", "server.forward-headers-strategy=native", "management.server.port=0" })
class LoginBehindProxyIntegrationTests {

	private static final String[] PROXY = { "X-Forwarded-Proto", "https", "X-Forwarded-For", "203.0.113.7" };

	private final int port;

	private final int managementPort;

	LoginBehindProxyIntegrationTests(@LocalServerPort int port, @LocalManagementPort int managementPort) {
		this.port = port;
		this.managementPort = managementPort;
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> DataFolders.fresh().toString());
	}

	@Test
	void marksItsCookiesForTls() {
		Visitor visitor = new Visitor(this.port);
		Reply page = visitor.get("/login", PROXY);
		assertThat(page.header("Set-Cookie")).contains("fletch-csrf=", "Secure", "SameSite=Lax");
		assertThat(new Visitor(this.port).get("/login").header("Set-Cookie")).doesNotContain("Secure");
		Reply in = visitor.send("POST", "/login",
				"username=anna&password=rosebud+and+sled&_csrf=" + Visitor.tokenOf(page), "Content-Type",
				"application/x-www-form-urlencoded", "X-Forwarded-Proto", "https", "Cookie",
				page.header("Set-Cookie").split(";")[0]);
		assertThat(String.join("\n", in.headers().allValues("Set-Cookie"))).contains("fletch-session=")
			.containsPattern("fletch-session=[^\n]*Secure");
	}

	@Test
	void countsGuessesByTheClientAndNotByTheProxy() {
		Visitor visitor = new Visitor(this.port);
		for (int i = 0; i < GuessingLimit.MOST; i++) {
			assertThat(visitor.get("/api/info", basic("guess number " + i)).status()).isEqualTo(401);
		}
		assertThat(visitor.get("/api/info", basic("rosebud and sled")).status()).isEqualTo(429);
		assertThat(visitor.get("/api/info", "Authorization", Visitor.basic("anna", "rosebud and sled")).status())
			.isEqualTo(200);
	}

	@Test
	void givesMetersOnTheirOwnPortToWhoIsLoggedIn() {
		Visitor prometheus = new Visitor(this.managementPort);
		assertThat(prometheus.get("/actuator/prometheus").status()).isEqualTo(401);
		assertThat(prometheus.get("/actuator/health").status()).isEqualTo(200);
		Reply meters = prometheus.get("/actuator/prometheus", "Authorization",
				Visitor.basic("anna", "rosebud and sled"));
		assertThat(meters.status()).isEqualTo(200);
		assertThat(meters.body()).contains("fletch_table_rows");
	}

	private static String[] basic(String password) {
		return new String[] { "X-Forwarded-Proto", "https", "X-Forwarded-For", "203.0.113.7", "Authorization",
				Visitor.basic("anna", password) };
	}

}
