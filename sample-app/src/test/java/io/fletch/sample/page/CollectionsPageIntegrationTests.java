package io.fletch.sample.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.fletch.sample.AppClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Collections on the page: choose, create, rename, delete, and what follows the choice.
 */
class CollectionsPageIntegrationTests extends RunningPage {

	private static final String QUESTION = "When does the ferry leave the harbour?";

	private final AppClient client;

	CollectionsPageIntegrationTests(@LocalServerPort int port) {
		super(port);
		this.client = new AppClient(port);
	}

	@AfterEach
	void deleteAll() {
		this.client.deleteCollectionsAndDocuments();
	}

	@Test
	void keepsTheDocumentsOfCollectionsApart() throws IOException {
		this.browser.choose(ferry("noon"));
		this.browser.awaitReady("ferry.txt");
		createCollection("Timetables & <b>more</b>");
		assertThat(this.browser.one(".embedded-by").getText()).isEqualTo("Embedded by all-minilm-l6-v2");
		assertThat(this.browser.hasRow("ferry.txt")).isFalse();
		assertThat(this.browser.one("#empty").isDisplayed()).isTrue();
		this.browser.choose(ferry("dusk"));
		this.browser.awaitReady("ferry.txt");
		WebElement answer = this.browser.ask(QUESTION);
		assertThat(answer.getText()).contains("at dusk").doesNotContain("at noon");
		assertThat(answer.findElement(By.cssSelector(".source .place")).getText()).contains("Timetables & <b>more</b>");
		chooseCollection("Documents");
		this.browser.awaitReady("ferry.txt");
		assertThat(this.browser.one("#rename-collection").isDisplayed()).isFalse();
		assertThat(this.browser.ask(QUESTION).getText()).contains("at noon").doesNotContain("at dusk");
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void asksSeveralCollectionsOnDemand() throws IOException {
		this.browser.choose(ferry("noon"));
		this.browser.awaitReady("ferry.txt");
		assertThat(this.browser.one("#searched").isDisplayed()).isFalse();
		createCollection("Other");
		this.browser.choose(ferry("dusk"));
		this.browser.awaitReady("ferry.txt");
		this.browser.one("#searched summary").click();
		this.browser.all("#searched .tag-chip").getFirst().click();
		assertThat(this.browser.one("#searched summary").getText()).isEqualTo("Collections searched: Other, Documents");
		assertThat(this.browser.ask(QUESTION).getText()).contains("at dusk", "at noon");
		chooseCollection("Documents");
		assertThat(this.browser.one("#searched summary").getText()).isEqualTo("Collections searched: Documents");
	}

	@Test
	void isNamedByTheAddressOfThePlayground() throws IOException {
		createCollection("Other");
		this.browser.choose(ferry("dusk"));
		this.browser.awaitReady("ferry.txt");
		this.browser.view("playground");
		this.browser.until("the address", () -> hash().equals("#/playground/other"));
		this.browser.until("the map",
				() -> !this.browser.all(".map-canvas circle, .map-canvas [data-passage]").isEmpty());
		this.browser.compare(QUESTION, "");
		assertThat(this.browser.all(".hit .name").getFirst().getText()).isEqualTo("ferry.txt");
		new Select(this.browser.one("#playground-collection")).selectByVisibleText("Documents");
		this.browser.until("the address of the default one", () -> hash().equals("#/playground"));
		this.browser.until("no passages", () -> this.browser.one("#map-empty").isDisplayed());
		this.browser.address("#/playground/other");
		this.browser.until("the collection of the address",
				() -> "other".equals(this.browser.one("#playground-collection").getDomProperty("value")));
		this.browser.address("#/playground/none");
		this.browser.until("what is wrong",
				() -> this.browser.one("#trial-problem").getText().contains("There is no collection none"));
	}

	@Test
	void remembersTheChoiceRenamesAndDeletes() {
		createCollection("Other");
		this.browser.open();
		assertThat(chosenCollection()).isEqualTo("Other");
		this.browser.one("#rename-collection").click();
		this.browser.fill("dialog[open] input", "Letters");
		this.browser.press(Keys.ENTER);
		this.browser.until("the new name", () -> chosenCollection().equals("Letters"));
		this.browser.one("#delete-collection").click();
		this.browser.until("the question", () -> !this.browser.all("dialog[open] .danger").isEmpty());
		assertThat(this.browser.one("dialog[open] h2").getText()).isEqualTo("Delete the collection Letters?");
		this.browser.press(Keys.ENTER);
		assertThat(chosenCollection()).as("kept by the first button").isEqualTo("Letters");
		this.browser.one("#delete-collection").click();
		this.browser.until("the question", () -> !this.browser.all("#delete-collection-confirm").isEmpty());
		this.browser.one("#delete-collection-confirm").click();
		this.browser.until("the default one", () -> chosenCollection().equals("Documents"));
		assertThat(this.client.get("/api/collections").json().size()).isEqualTo(1);
	}

	@Test
	void showsTheDefaultOneWhereTheChosenOneWasDeleted() {
		createCollection("Other");
		this.client.delete("/api/collections/other");
		this.browser.open();
		assertThat(chosenCollection()).isEqualTo("Documents");
		assertThat(this.browser.one("#documents-problem").getText()).isEmpty();
	}

	@Test
	void tellsWhatIsWrongWithANewCollection() {
		this.browser.one("#new-collection").click();
		this.browser.fill("dialog[open] input", "documents");
		this.browser.press(Keys.ENTER);
		this.browser.until("what is wrong",
				() -> this.browser.one("dialog[open] .problem").getText().contains("another collection"));
		assertThat(this.browser.focused().getTagName()).isEqualTo("input");
		this.browser.press(Keys.ESCAPE);
		this.browser.until("no dialog", () -> this.browser.all("dialog[open]").isEmpty());
		assertThat(this.browser.focused().getDomAttribute("id")).isEqualTo("new-collection");
	}

	@ParameterizedTest
	@CsvSource({ "light, 1280, 800", "dark, 1280, 800", "light, 360, 740" })
	void isAccessible(String colours, int width, int height) throws IOException {
		this.browser.colours(colours);
		createCollection("Timetables of the islands");
		this.browser.choose(ferry("dusk"));
		this.browser.awaitReady("ferry.txt");
		this.browser.ask(QUESTION);
		this.browser.size(width, height);
		assertAccessible("chat");
		this.browser.screenshot("collections-chat-" + colours + "-" + width);
		if (width < 500) {
			this.browser.one(".parts button[data-shows=documents]").click();
		}
		this.browser.assertNoHorizontalScroll();
		assertAccessible("documents");
		this.browser.screenshot("collections-" + colours + "-" + width);
		this.browser.one("#new-collection").click();
		assertAccessible("new");
		this.browser.screenshot("collections-new-" + colours + "-" + width);
		this.browser.press(Keys.ESCAPE);
		this.browser.one("#delete-collection").click();
		this.browser.until("the question", () -> !this.browser.all("#delete-collection-confirm").isEmpty());
		assertAccessible("delete");
		this.browser.screenshot("collections-delete-" + colours + "-" + width);
		this.browser.press(Keys.ESCAPE);
		this.browser.view("playground");
		this.browser.assertNoHorizontalScroll();
		assertAccessible("playground");
		this.browser.screenshot("collections-playground-" + colours + "-" + width);
	}

	private String hash() {
		return String.valueOf(this.browser.run("return location.hash"));
	}

	private void assertAccessible(String what) {
		assertThat(this.browser.accessibilityProblems()).as(what).isEmpty();
	}

	private Path ferry(String when) throws IOException {
		return Files.writeString(this.files.resolve("ferry.txt"),
				"The ferry leaves the harbour every day at " + when + ". It takes an hour to the island.\n");
	}

}
