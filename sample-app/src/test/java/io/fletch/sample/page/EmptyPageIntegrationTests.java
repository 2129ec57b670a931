package io.fletch.sample.page;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page where there are no documents yet.
 */
@ExtendWith(ChromiumCondition.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "fletch.sample.corpus=false")
class EmptyPageIntegrationTests {

	private static final Path data = DataFolders.fresh();

	@LocalServerPort
	int port;

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@Test
	void saysThatThereIsNothingYet() {
		try (Browser browser = new Browser(this.port)) {
			browser.open();
			assertThat(browser.one("#empty").getText()).startsWith("No documents yet.");
			browser.view("playground");
			browser.until("the map says so", () -> browser.one("#map-empty").isDisplayed());
			browser.until("the rankings can be chosen", () -> !browser.all(".chip").isEmpty());
			browser.compare("Is there anything?", "");
			assertThat(browser.all(".column .none")).hasSize(6)
				.allSatisfy((column) -> assertThat(column.getText()).isEqualTo("Finds no passage."));
			browser.screenshot("playground-empty");
			browser.view("operations");
			browser.until("the tables are there", () -> browser.one("#tables").getText().contains("passages"));
			assertThat(browser.one("#jobs").getText()).isEqualTo("Nothing runs now.");
			assertThat(browser.accessibilityProblems()).isEmpty();
			assertThat(browser.complaints()).isEmpty();
		}
	}

	@Test
	void answersWithNothing() {
		AppClient client = new AppClient(this.port);
		JsonNode map = client.get("/api/playground/map").json();
		assertThat(map.get("passages").asInt()).isZero();
		assertThat(map.get("points").isEmpty()).isTrue();
		JsonNode placed = client
			.post("/api/playground/map", "application/json", "{\"question\":\"Is there anything?\"}")
			.json();
		assertThat(placed.get("x").asDouble()).isZero();
		assertThat(placed.get("points").isEmpty()).isTrue();
	}

}
