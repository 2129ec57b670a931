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
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Evaluation, operations and the playground on the narrowest phone, with names that have
 * no place to break.
 */
class NarrowPageIntegrationTests extends RunningPage {

	private static final String LONG = "a-name-without-any-place-to-break-it-" + "x".repeat(60);

	private static final String COLLECTION = "Collection" + "y".repeat(48);

	private final AppClient client;

	private final Database database;

	NarrowPageIntegrationTests(@LocalServerPort int port, @Autowired Database database) {
		super(port);
		this.client = new AppClient(port);
		this.database = database;
	}

	@AfterEach
	void deleteAll() {
		for (String kind : List.of("runs", "sets")) {
			for (JsonNode each : this.client.get("/api/evaluation/" + kind + "?limit=100").json().get(kind)) {
				this.client.delete("/api/evaluation/" + kind + "/" + each.get("id").asString());
			}
		}
		this.client.deleteCollectionsAndDocuments();
	}

	@Test
	void hasRoomForLongNames() {
		this.browser.size(320, 640);
		fill();
		this.browser.open();
		this.browser.view("playground");
		new Select(this.browser.one("#playground-collection")).selectByValue("default");
		this.browser.until("the map is there", () -> !this.browser.all(".point").isEmpty());
		this.browser.compare("When does the ferry leave the harbour?", "");
		this.browser.until("the question is on the map", () -> !this.browser.all(".asked").isEmpty());
		assertThat(this.browser.one(".column").getRect().getWidth()).as("a ranking is as wide as can be read")
			.isGreaterThan(200);
		assertFits("playground");
		this.browser.run("document.querySelector('#map').scrollIntoView()");
		this.browser.screenshot("narrow-map");
		this.browser.one(".column button").click();
		this.browser.until("the plan is there", () -> !this.browser.one("#plan-analyze").getText().isEmpty());
		assertFits("plan");
		this.browser.run("document.querySelector('#plan').close()");

		this.browser.view("evaluation");
		this.browser.until("the names were looked up",
				() -> this.browser.one("#golden-sets").getText().contains("1 of 2 documents"));
		this.browser.one(".missing summary").click();
		assertFits("golden questions");
		this.browser.one("#run-start").click();
		this.browser.until("the run has ended", () -> !this.browser.all(".outcomes tbody tr").isEmpty());
		assertFits("evaluation");
		this.browser.run("document.querySelector('#run-part').scrollIntoView()");
		this.browser.screenshot("narrow-run");
		this.browser.one("#runs tbody button").click();
		assertFits("evaluation, deletion");
		this.browser.one("#confirmation [value=keep]").click();

		this.browser.run("location.hash = '#/operations/default/" + LONG + "'");
		this.browser.until("the version is there", () -> this.browser.one("#version").getText().contains("Version 2")
				&& this.browser.one("#jobs").getText().contains("failed"));
		assertFits("operations");
		this.browser.run("document.querySelector('#table-part').scrollIntoView()");
		this.browser.screenshot("narrow-table");
		this.browser.run("document.querySelector('#jobs').scrollIntoView()");
		this.browser.screenshot("narrow-jobs");
		this.browser.all("#versions a").get(1).click();
		this.browser.until("it can be restored", () -> !this.browser.all("#restore-version").isEmpty());
		this.browser.one("#restore-version").click();
		assertFits("operations, restore");
		this.browser.one("#confirmation [value=keep]").click();
		assertThat(this.browser.complaints()).isEmpty();
	}

	/** Nothing is wider than the page but what scrolls in a frame of its own. */
	private void assertFits(String what) {
		this.browser.screenshot("narrow-" + what.replaceAll("[^a-z]+", "-"));
		assertThat(this.browser.run("""
				return [document.documentElement, document.querySelector('main')]
				  .every((each) => each.scrollWidth <= each.clientWidth + 1);""")).as(what).isEqualTo(true);
		assertThat(this.browser
			.run("""
					return [...document.querySelectorAll('body *')].filter((each) => each.checkVisibility()
					  && !each.closest('.unseen, .skip, .sheet-scroll, .grid-scroll, .columns, .views, .plan-text, svg')
					  && (each.getBoundingClientRect().right > innerWidth + 0.5 || each.getBoundingClientRect().left < -0.5))
					  .map((each) => `${each.tagName}.${each.className}#${each.id}`);"""))
			.as(what)
			.isEqualTo(List.of());
		assertThat(this.browser.accessibilityProblems()).as(what).isEmpty();
	}

	private void fill() {
		String id = created(this.client.post("/api/collections", "application/json",
				"{\"name\": \"" + COLLECTION + "\", \"function\": \"all-minilm-l6-v2\"}"));
		this.client.ingest(LONG + ".md", "# " + LONG + "\n\nThe ferry leaves the harbour at noon. " + LONG + "\n");
		this.client.awaitJob(upload("/api/documents?collection=" + id, LONG + ".pdf", "%PDF-1.7 and then nothing"));
		created(upload("/api/evaluation/sets", LONG + ".jsonl",
				"{\"question\": \"Ferry " + LONG + "?\", \"relevant\": [\"" + LONG + ".md\", \"" + LONG + ".txt\"]}"));
		this.database.createTable(LONG, new Schema(List.of(Field.notNullable("id", new ArrowType.Int(32, true)),
				Field.nullable(LONG, ArrowType.Utf8.INSTANCE))));
		this.database.openTable(LONG).add(List.of(Map.of("id", 1, LONG, LONG + LONG)));
	}

	private AppClient.Reply upload(String path, String name, String content) {
		return this.client.multipart(path,
				List.of(new AppClient.Part("file", name, content.getBytes(StandardCharsets.UTF_8))));
	}

	private static String created(AppClient.Reply reply) {
		assertThat(reply.status()).as(reply.body()).isEqualTo(201);
		return Objects.requireNonNull(reply.json().get("id")).asString();
	}

}
