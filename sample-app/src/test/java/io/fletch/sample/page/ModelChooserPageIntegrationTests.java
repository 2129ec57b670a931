package io.fletch.sample.page;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.sample.AppClient;
import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of an application with several models, none of which runs.
 */
@ExtendWith(ChromiumCondition.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "spring.ai.openai.api-key=sk-secret-of-the-test",
				"spring.ai.openai.chat.model=test-gpt", "spring.ai.openai.base-url=http://localhost:1/v1",
				"spring.ai.openai.max-retries=0", "spring.ai.ollama.chat.model=test-llama",
				"spring.ai.ollama.base-url=http://localhost:1" })
@ActiveProfiles("models")
class ModelChooserPageIntegrationTests {

	private static final String QUESTION = "When was the mill of Oxvik built?";

	private static final Path data = DataFolders.fresh();

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@Test
	void letsTheReaderChooseWhoAnswers(@LocalServerPort int port) {
		new AppClient(port).ingest("mill.md", "The mill of Oxvik was built in 1744.");
		try (Browser browser = new Browser(port)) {
			browser.open();
			assertThat(new Select(browser.one("#model")).getOptions()).extracting(WebElement::getText)
				.containsExactlyInAnyOrder("test-gpt", "test-llama", "Extractive");
			new Select(browser.one("#model")).selectByVisibleText("test-llama");
			assertThat(browser.one("#answerer").getText())
				.isEqualTo("Answers by Ollama test-llama from your documents");
			WebElement turn = browser.ask(QUESTION);
			assertThat(turn.findElement(By.cssSelector(".problem")).getText()).contains("test-llama");
			new Select(browser.one("#model")).selectByVisibleText("Extractive");
			assertThat(browser.ask(QUESTION).findElement(By.cssSelector(".answer")).getText()).contains("1744");
			browser.screenshot("models");
			browser.open();
			assertThat(browser.one("#answerer").getText())
				.isEqualTo("Extractive answers: best sentences of your documents");
		}
	}

}
