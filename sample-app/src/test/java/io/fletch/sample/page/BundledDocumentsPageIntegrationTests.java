package io.fletch.sample.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page as a newcomer sees it: with the bundled documents and the example questions.
 */
@ExtendWith(ChromiumCondition.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class BundledDocumentsPageIntegrationTests {

	private static final Path data = DataFolders.fresh();

	@LocalServerPort
	int port;

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@Test
	void answersEveryExampleFromTheBundledDocuments() {
		try (Browser browser = new Browser(this.port)) {
			browser.open();
			browser.until("the bundled documents are ready", () -> allReady(browser));
			List<String> examples = browser.all("#examples button").stream().map(WebElement::getText).toList();
			for (int i = 0; i < examples.size(); i++) {
				if (i > 0) {
					browser.one("#new-chat").click();
				}
				browser.all("#examples button").get(i).click();
				WebElement turn = browser.awaitAnswer(0);
				assertThat(turn.findElements(By.cssSelector(".answer .cite"))).as(examples.get(i)).isNotEmpty();
				assertThat(turn.findElement(By.cssSelector(".source .name")).getText()).startsWith("Fletch ");
				browser.screenshot("chat-" + (i + 1));
			}
			for (int i = 1; i < 6; i++) {
				browser.ask("What is reciprocal rank fusion, again?");
			}
			assertThat(browser.run("return document.documentElement.scrollHeight <= innerHeight"))
				.as("the log scrolls, and the page does not")
				.isEqualTo(true);
			browser.colours("dark");
			browser.screenshot("chat-dark");
		}
	}

	@Test
	void evaluatesItsExampleWithTheBundledDocuments(@TempDir Path folder) throws IOException {
		Path example = folder.resolve("golden-example.jsonl");
		try (InputStream golden = new ClassPathResource("evaluation/golden-example.jsonl").getInputStream()) {
			Files.copy(golden, example);
		}
		try (Browser browser = new Browser(this.port)) {
			browser.size(1280, 1000);
			browser.open();
			browser.until("the bundled documents are ready", () -> allReady(browser));
			browser.view("evaluation");
			browser.one("#golden-file").sendKeys(example.toAbsolutePath().toString());
			browser.until("the names were looked up", () -> !browser.all("#golden-sets .complete").isEmpty());
			assertThat(browser.all("#golden-sets .missing")).as("all that it names is here").isEmpty();
			browser.one("#run-start").click();
			browser.until("the run has ended", () -> !browser.all(".outcomes tbody tr").isEmpty());
			browser.run("document.querySelector('#run-part').scrollIntoView()");
			browser.screenshot("evaluation-example");
			browser.run("document.querySelector('.plot-part').scrollIntoView()");
			browser.screenshot("evaluation-example-plot");
			browser.colours("dark");
			browser.screenshot("evaluation-example-dark");
			assertThat(browser.complaints()).isEmpty();
		}
	}

	private static boolean allReady(Browser browser) {
		List<WebElement> rows = browser.all("#rows .row");
		return !rows.isEmpty() && rows.stream().allMatch((row) -> "READY".equals(row.getDomAttribute("data-state")));
	}

}
