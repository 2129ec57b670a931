package io.fletch.sample.web;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint of an application that lets its tables be kept up.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "management.endpoint.fletch.access=unrestricted" })
class MaintenanceIntegrationTests {

	private static final Path data = DataFolders.fresh();

	private final AppClient client;

	MaintenanceIntegrationTests(@LocalServerPort int port) {
		this.client = new AppClient(port);
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@Test
	void keepsTablesUp() {
		String table = overview().get("databases").get("default").get("tables").get(0).get("name").asString();
		Reply begun = post(table + "/optimize");
		assertThat(begun.status()).as(begun.body()).isEqualTo(200);
		assertThat(begun.json().get("operation").asString()).isEqualTo("optimize");
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> overview().get("jobs").get(0).get("state").asString().equals("done"));
	}

	@Test
	void refusesWhatIsNotThere() {
		assertThat(post("none/optimize").status()).isEqualTo(400);
		assertThat(post("none/drop").status()).isEqualTo(400);
	}

	private JsonNode overview() {
		return this.client.get("/actuator/fletch").json();
	}

	private Reply post(String path) {
		return this.client.post("/actuator/fletch/default/" + path, "application/json", "{}");
	}

}
