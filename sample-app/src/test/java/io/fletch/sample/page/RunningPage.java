package io.fletch.sample.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.sample.DataFolders;

/**
 * The application as it runs, and its page in a browser. All tests of it share one
 * context, and each has a browser of its own. They run one after the other, beside the
 * tests that need no page.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("page")
@ExtendWith(ChromiumCondition.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "spring.servlet.multipart.max-file-size=1MB" })
abstract class RunningPage {

	private static final Path data = DataFolders.fresh();

	@TempDir
	Path files;

	final int port;

	Browser browser;

	RunningPage(int port) {
		this.port = port;
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@BeforeEach
	void open() {
		this.browser = new Browser(this.port);
		this.browser.open();
	}

	@AfterEach
	void close() {
		this.browser.close();
	}

	void delete(String name) {
		this.browser.row(name).findElement(By.cssSelector(".remove")).click();
		this.browser.one("#confirmation-act").click();
		this.browser.until(name + " is gone", () -> !this.browser.hasRow(name));
	}

	void createCollection(String name) {
		this.browser.one("#new-collection").click();
		this.browser.fill("dialog[open] input", name);
		this.browser.one("dialog[open] .primary").click();
		this.browser.until(name + " is chosen",
				() -> this.browser.all("dialog[open]").isEmpty() && chosenCollection().equals(name));
	}

	void chooseCollection(String name) {
		new Select(this.browser.one("#collection")).selectByVisibleText(name);
	}

	String chosenCollection() {
		return new Select(this.browser.one("#collection")).getFirstSelectedOption().getText();
	}

	Path bakery() throws IOException {
		return Files.writeString(this.files.resolve("bakery.md"),
				"# Bakery\n\nThe village bakery opens at six. It sells rye bread and cardamom buns.\n");
	}

}
