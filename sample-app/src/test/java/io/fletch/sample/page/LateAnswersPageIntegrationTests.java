package io.fletch.sample.page;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.fletch.sample.AppClient;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that come late, or not at all, in the playground and in operations: what is
 * shown is always what was asked last.
 */
class LateAnswersPageIntegrationTests extends RunningPage {

	private final AppClient client;

	private final Database database;

	LateAnswersPageIntegrationTests(@LocalServerPort int port, @Autowired Database database) {
		super(port);
		this.client = new AppClient(port);
		this.database = database;
	}

	@AfterEach
	void deleteAll() {
		this.client.deleteCollectionsAndDocuments();
	}

	@Test
	void drawsTheMapOfTheCollectionThatIsShown() {
		this.client.ingest("here.md", "# Here\n\nThe ferry leaves the harbour at noon.\n");
		collection("Other");
		ingest("other", "there.md", "# There\n\nThe train leaves the station at dusk.\n");
		this.browser.open();
		Answers answers = new Answers(this.browser);
		answers.hold("GET /api/playground/map");
		this.browser.view("playground");
		answers.awaitRequest("GET /api/playground/map");
		answers.pass("GET /api/playground/map?collection=other");
		new Select(this.browser.one("#playground-collection")).selectByVisibleText("Other");
		this.browser.until("its map", () -> this.browser.one("#map-legend").getText().startsWith("there.md"));
		answers.free("GET /api/playground/map");
		answers.settle();
		assertThat(this.browser.one("#map-legend").getText()).startsWith("there.md");
		this.browser.view("chat");
		this.browser.view("playground");
		answers.settle();
		assertThat(this.browser.one("#map-legend").getText()).startsWith("there.md");
		assertThat(this.browser.all(".point")).hasSize(1);
	}

	@Test
	void goesOnComparingWhatWasAskedWhenTheNextQuestionIsEmpty() {
		this.client.ingest("here.md", "# Here\n\nThe ferry leaves the harbour at noon.\n");
		this.browser.view("playground");
		this.browser.until("the rankings can be chosen", () -> !this.browser.all(".chip").isEmpty());
		Answers answers = new Answers(this.browser);
		answers.hold("POST /api/playground/search");
		this.browser.fill("#trial-question", "When does the ferry leave?");
		this.browser.press(Keys.ENTER);
		answers.awaitRequest("POST /api/playground/search");
		this.browser.fill("#trial-question", " ");
		this.browser.press(Keys.ENTER);
		assertThat(this.browser.one("#trial-problem").getText()).isEqualTo("Write a question first.");
		answers.free("POST /api/playground/search");
		this.browser.until("the rankings are there",
				() -> Objects.equals(this.browser.one("#trial-columns").getDomAttribute("data-state"), "done"));
		assertThat(this.browser.one("#trial-status").getText()).contains("rankings");
		assertThat(this.browser.all(".column[aria-busy=true]")).isEmpty();
	}

	@Test
	void tellsTheJobsOfAllCollections() {
		collection("Harbour papers");
		upload("harbour-papers", "damaged.pdf", "%PDF-1.7 and then nothing");
		this.browser.view("operations");
		this.browser.until("the job is told", () -> this.browser.one("#jobs").getText().contains("damaged.pdf"));
		assertThat(this.browser.one("#jobs tbody").getText()).contains("Ingestion", "Harbour papers", "failed");
		assertThat(this.browser.one("#jobs thead").getText()).contains("Collection");
	}

	@Test
	void tellsApartWhatFailsInOperations() {
		boats("dinghies");
		Answers answers = new Answers(this.browser);
		answers.refuse("GET /api/jobs", 404, "There is no collection other.");
		answers.refuse("GET /api/collections", 503, "The collections are out of order.");
		this.browser.view("operations");
		this.browser.until("the tables are there", () -> this.browser.one("#tables").getText().contains("dinghies"));
		this.browser.until("the jobs have their own problem",
				() -> this.browser.one("#jobs-problem").getText().contains("The collections are out of order."));
		assertThat(this.browser.one("#operations-problem").getText()).isEmpty();
		answers.free("GET /api/collections");
		this.browser.until("a collection that is gone is no problem",
				() -> this.browser.one("#jobs-problem").getText().isEmpty());
	}

	@Test
	void triesAVersionThatFailedAgain() {
		boats("punts");
		this.browser.address("#/operations/default/punts");
		this.browser.until("the versions are there", () -> this.browser.all("#versions li").size() == 2);
		Answers answers = new Answers(this.browser);
		answers.refuse("/versions/1/changes", 503, "Not now.");
		this.browser.all("#versions a").get(1).click();
		this.browser.until("it says so", () -> this.browser.one("#version").getText().equals("Not now."));
		answers.free("/versions/1/changes");
		this.browser.until("it is there after all", () -> this.browser.one("#version").getText().contains("Version 1"));
	}

	@Test
	void showsTheTableThatWasChosenLast() {
		boats("rafts");
		boats("skiffs");
		this.browser.address("#/operations");
		this.browser.until("the tables are there", () -> this.browser.one("#tables").getText().contains("skiffs"));
		Answers answers = new Answers(this.browser);
		answers.hold("default/rafts/versions");
		this.browser.run("location.hash = '#/operations/default/rafts'");
		answers.awaitRequest("default/rafts/versions");
		this.browser.run("location.hash = '#/operations/default/skiffs'");
		this.browser.until("the other one is there", () -> this.browser.one("#table-title").getText().equals("skiffs")
				&& this.browser.one("#version").getText().contains("Version 2"));
		answers.free("default/rafts/versions");
		answers.settle();
		assertThat(this.browser.one("#versions a").getDomAttribute("href")).startsWith("#/operations/default/skiffs");
	}

	@Test
	void leavesTheFocusWhereItIsWhileTablesChange() {
		boats("gigs");
		this.browser.address("#/operations/default/gigs/2");
		this.browser.until("the version is there", () -> this.browser.one("#version").getText().contains("1 of 1 row"));
		this.browser.run("window.link = document.querySelector('#tables tr[aria-current=true] a'); window.link.focus();"
				+ " window.rows = document.querySelector('#version .grid-scroll');");
		this.database.openTable("gigs").add(List.of(Map.of("id", 7, "name", "seventh")));
		this.browser.until("the new row is counted",
				() -> this.browser.one("#tables tr[aria-current=true]").getText().contains(" 3 2 "));
		this.browser.until("the version can be restored now", () -> !this.browser.all("#restore-version").isEmpty());
		assertThat(this.browser.run("return document.activeElement === window.link && window.rows.isConnected"))
			.isEqualTo(true);
	}

	@Test
	void takesAQuestionBackWhenItsPlaceIsLeft() {
		boats("prams");
		this.browser.address("#/operations/default/prams");
		this.browser.until("the versions are there", () -> this.browser.all("#versions li").size() == 2);
		this.browser.all("#versions a").get(1).click();
		this.browser.until("it can be restored", () -> !this.browser.all("#restore-version").isEmpty());
		this.browser.one("#restore-version").click();
		assertThat(this.browser.all("dialog[open]")).hasSize(1);
		this.browser.back();
		this.browser.until("the question is gone", () -> this.browser.all("dialog[open]").isEmpty());
		assertThat(this.database.openTable("prams").version()).isEqualTo(2);
		Answers answers = new Answers(this.browser);
		answers.refuse("POST /api/operations", 409, "There is a later version.");
		this.browser.all("#versions a").get(1).click();
		this.browser.until("the question is there again", () -> {
			// The version that was left may still be shown, and its button go.
			this.browser
				.run("document.querySelector('dialog[open]') ?? document.querySelector('#restore-version')?.click()");
			return !this.browser.all("dialog[open]").isEmpty();
		});
		this.browser.one("#confirmation-act").click();
		this.browser.until("the refusal is told where it was asked",
				() -> this.browser.one("#confirmation .problem").getText().equals("There is a later version."));
		assertThat(this.browser.focused().getDomAttribute("id")).isEqualTo("confirmation-act");
		answers.free("POST /api/operations");
		this.browser.press(Keys.ENTER);
		this.browser.until("it is restored", () -> this.browser.one("#versions").getText().contains("Restored"));
		assertThat(this.browser.all("dialog[open]")).isEmpty();
	}

	private void collection(String name) {
		assertThat(this.client
			.post("/api/collections", "application/json",
					"{\"name\": \"" + name + "\", \"function\": \"all-minilm-l6-v2\"}")
			.status()).isEqualTo(201);
	}

	private void ingest(String collection, String name, String content) {
		this.client.awaitJob(upload(collection, name, content));
	}

	private AppClient.Reply upload(String collection, String name, String content) {
		return this.client.multipart("/api/documents?collection=" + collection,
				List.of(new AppClient.Part("file", name, content.getBytes(StandardCharsets.UTF_8))));
	}

	/** Makes a table of two versions: created, and one row. */
	private void boats(String name) {
		this.database.createTable(name, new Schema(List.of(Field.notNullable("id", new ArrowType.Int(32, true)),
				Field.nullable("name", ArrowType.Utf8.INSTANCE))));
		this.database.openTable(name).add(List.of(Map.of("id", 1, "name", "first")));
	}

}
