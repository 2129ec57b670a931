package io.fletch.sample.web;

import java.util.List;

import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;

import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where nobody is named who may log in, there is nothing of a login.
 */
class NoLoginIntegrationTests extends RunningApi {

	@Autowired
	private ApplicationContext context;

	NoLoginIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	@Test
	void hasNoFilterOfALogin() {
		assertThat(this.context.getBeansOfType(SecurityFilterChain.class)).isEmpty();
		assertThat(this.context.getBeansOfType(UserDetailsService.class)).isEmpty();
		assertThat(this.context.getBeansOfType(Filter.class)).doesNotContainKey("springSecurityFilterChain");
	}

	@Test
	void setsNoCookiesAndNoHeadersOfALogin() {
		for (String path : List.of("/", "/api/info", "/api/session", "/actuator/fletch", "/app/main.js", "/nowhere")) {
			Reply reply = this.client.get(path);
			assertThat(reply.headers().map()).as(path)
				.doesNotContainKeys("set-cookie", "x-frame-options", "x-xss-protection", "www-authenticate", "pragma",
						"expires", "strict-transport-security");
		}
		assertThat(this.client.get("/app/main.js").header("Cache-Control")).isEmpty();
		assertThat(this.client.get("/api/session").json().get("user").isNull()).isTrue();
		assertThat(this.client.get("/login").status()).isEqualTo(404);
		assertThat(this.client.post("/logout", "application/json", "").status()).isIn(404, 405);
		assertThat(this.client.get("/api/documents").status()).isEqualTo(200);
		assertThat(this.client.delete("/api/documents/none").status()).isEqualTo(404);
	}

}
