package io.fletch.sample.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

class EvaluationPageIntegrationTests extends RunningPage {

	private static final String GOLDEN = """
			{"id": "opens", "question": "When does the village bakery open?", "relevant": ["bakery.md"]}
			{"id": "buns", "question": "Which buns are sold?", "relevant": {"bakery.md": 2, "market.md": 1}}
			{"id": "boats", "question": "When do the fishing boats come back?", "relevant": ["harbour.md"]}
			{"id": "weather", "question": "What is the wind like on <b>Skerry</b>?", "relevant": ["lost <i>.md"]}
			{"id": "fish", "question": "Where is fresh fish sold?", "relevant": ["market.md"]}
			{"id": "noon", "question": "What closes at noon?", "relevant": ["market.md", "harbour.md"]}
			""";

	EvaluationPageIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	/** Other tests share the application. */
	@BeforeEach
	void fill() throws IOException {
		clear();
		this.browser.choose(bakery(), write("harbour.md",
				"# Harbour\n\nThe fishing boats come back at four. The office of the harbour closes at noon.\n"),
				write("market.md",
						"# Market\n\nOn the market fresh fish and rye bread are sold. It closes at noon on Sundays.\n"));
		for (String name : List.of("bakery.md", "harbour.md", "market.md")) {
			this.browser.awaitReady(name);
		}
		this.browser.view("evaluation");
	}

	@AfterEach
	void clear() {
		this.browser.run("""
				window.clearedAll = false;
				const all = async (kind) => (await (await fetch(`/api/evaluation/${kind}?limit=100`)).json())[kind];
				window.cleared = (async () => {
				  for (const run of (await all('runs')).filter(({ state }) => state === 'RUNNING')) {
				    await fetch(`/api/evaluation/runs/${run.id}/cancel`, { method: 'POST' });
				  }
				  while ((await all('runs')).some(({ state }) => state === 'RUNNING')) {
				    await new Promise((resolve) => setTimeout(resolve, 50));
				  }
				  for (const kind of ['runs', 'sets']) {
				    for (const { id } of await all(kind)) {
				      await fetch(`/api/evaluation/${kind}/${id}`, { method: 'DELETE' });
				    }
				  }
				  window.clearedAll = true;
				})();""");
		this.browser.until("all is cleared", () -> Boolean.TRUE.equals(this.browser.run("return window.clearedAll")));
	}

	@Test
	void runsWhatWasUploadedAndShowsHowRankingsDid() throws IOException {
		this.browser.until("no sets", () -> this.browser.one("#golden-sets").getText().contains("No golden questions"));
		assertThat(this.browser.one("#evaluation-run-part").isDisplayed()).isFalse();
		upload("golden <b>.jsonl", GOLDEN);
		this.browser.until("the names were looked up",
				() -> this.browser.one("#golden-sets").getText().contains("3 of 4 documents"));
		this.browser.one(".missing summary").click();
		assertThat(this.browser.one(".missing").getText()).contains("Line 4", "lost <i>.md");
		run();
		assertThat(this.browser.focused().getDomAttribute("id")).as("the focus is on the run").isEqualTo("run-title");
		assertThat(this.browser.one("#run-title").getText()).startsWith("golden <b>.jsonl");
		assertThat(this.browser.one("#run-state").getText()).startsWith("Done after");
		assertThat(rows("#run-results > .sheet-scroll tbody tr")).hasSizeGreaterThanOrEqualTo(3);
		assertThat(this.browser.one("#run-results thead").getText()).contains("nDCG@10", "MRR@10", "recall@5",
				"Mean time");
		assertThat(this.browser.all("#run-results .best")).isNotEmpty();
		assertThat(this.browser.one("#run-results tbody tr:nth-child(2) .change").getText()).contains("p ");
		assertThat(this.browser.all(".curves polyline").size()).isEqualTo(rows(".values tbody tr").size());
		assertThat(this.browser.one(".curves svg[role=img]").getDomAttribute("aria-label")).contains("recall",
				"Hybrid");
		assertThat(this.browser.one(".outcomes tbody tr").getText()).contains("<b>Skerry</b>", "not found");
		assertThat(this.browser.all("main b:not(.tip b), main i")).isEmpty();
		this.browser.size(1280, 1000);
		this.browser.run("document.querySelector('#run-part').scrollIntoView()");
		this.browser.screenshot("evaluation");
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void survivesReloadsAndLeadsToThePlayground() throws IOException {
		upload("golden.jsonl", GOLDEN);
		run();
		String hash = (String) this.browser.run("return location.hash");
		assertThat(hash).startsWith("#/evaluation/");
		this.browser.address(hash);
		this.browser.until("the results are there again", () -> !this.browser.all(".outcomes tbody tr").isEmpty());
		assertThat(this.browser.all("#runs tr[aria-current=true]")).hasSize(1);
		new Select(this.browser.one("#question-metric")).selectByVisibleText("MRR@5");
		this.browser.until("the questions are ordered anew",
				() -> this.browser.one(".outcomes thead").getText().contains("MRR@5"));
		this.browser.all("input[name=curve-metric]").get(1).sendKeys(Keys.SPACE);
		assertThat(this.browser.one(".curves svg[role=img]").getDomAttribute("aria-label")).startsWith("nDCG by");
		this.browser.one(".outcomes tbody a").click();
		this.browser.until("the playground compares it",
				() -> Objects.equals(this.browser.one("#trial-columns").getDomAttribute("data-state"), "done"));
		assertThat(this.browser.one("#trial-question").getDomProperty("value"))
			.isEqualTo("What is the wind like on <b>Skerry</b>?");
		this.browser.back();
		this.browser.until("back at the run", () -> this.browser.one("#run-part").isDisplayed());
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void followsARunAndCancelsIt() throws IOException {
		upload("many.jsonl", many());
		this.browser.one("#run-start").click();
		this.browser.until("the run is shown",
				() -> !this.browser.all("#run-results progress").isEmpty() && done() > 10);
		assertThat(this.browser.one("#run-state").getText()).startsWith("Asking Hybrid, ranking 1 of");
		this.browser.screenshot("evaluation-running");
		String hash = (String) this.browser.run("return location.hash");
		this.browser.address(hash);
		this.browser.until("the progress is there after a reload", () -> !this.browser.all("#run-cancel").isEmpty());
		assertThat(this.browser.one("#runs tr[data-state=RUNNING]").getText()).contains("running", "%");
		this.browser.one("#run-start").click();
		this.browser.until("a second run is refused",
				() -> this.browser.one("#run-problem").getText().contains("is running"));
		this.browser.one("#run-cancel").click();
		this.browser.until("it is cancelled", () -> this.browser.one("#run-state").getText().startsWith("Cancelled"));
		this.browser.until("the list says so, too", () -> this.browser.one("#runs").getText().contains("cancelled"));
	}

	@Test
	void saysWhatIsWrongWithAFile() throws IOException {
		choose("bad.jsonl", "{\"question\": \"a\", \"relevant\": [\"a.md\"]}\nnonsense\n{\"question\": \"<b>\"}\n");
		this.browser.until("the lines are told", () -> this.browser.all(".line-errors li").size() == 2);
		assertThat(this.browser.one(".line-errors").getText()).contains("bad.jsonl", "Line 2", "Line 3", "relevant");
		assertThat(this.browser.one("#golden-sets").getText()).contains("No golden questions");
		upload("golden.jsonl", GOLDEN);
		assertThat(this.browser.one(".line-errors").getText()).isEmpty();
		this.browser.all("#run-cutoffs input").get(0).sendKeys(Keys.SPACE);
		this.browser.all("#run-cutoffs input").get(1).sendKeys(Keys.SPACE);
		this.browser.all("#run-cutoffs input").get(4).sendKeys(Keys.SPACE);
		this.browser.one("#run-start").click();
		assertThat(this.browser.one("#run-problem").getText()).contains("one to 4");
		this.browser.all("#run-cutoffs input").get(4).sendKeys(Keys.SPACE);
		this.browser.fill("#run-filter", "prize > 1");
		this.browser.one("#run-filter").sendKeys(Keys.ESCAPE);
		this.browser.one("#run-start").click();
		this.browser.until("the filter is refused",
				() -> this.browser.one("#run-filter-problem").getText().contains("prize"));
	}

	@Test
	void comparesTwoRunsAndDeletes() throws IOException {
		upload("golden.jsonl", GOLDEN);
		run();
		this.browser.one("[data-view-link=evaluation]").click();
		this.browser.until("the run is left", () -> !this.browser.one("#run-part").isDisplayed());
		this.browser.fill("#run-filter", "contains(text, 'noon')");
		this.browser.one("#run-filter").sendKeys(Keys.ESCAPE);
		run();
		new Select(this.browser.one("#compare-with")).selectByIndex(1);
		this.browser.until("both are compared", () -> !this.browser.all(".comparison tbody tr").isEmpty());
		assertThat(this.browser.one(".comparison thead").getText()).contains("This run", "The other", "Better");
		String hash = (String) this.browser.run("return location.hash");
		this.browser.address(hash);
		this.browser.until("the comparison is there after a reload",
				() -> !this.browser.all(".comparison tbody tr").isEmpty());
		this.browser.size(1280, 1000);
		this.browser.run("document.querySelector('.comparison').scrollIntoView({ block: 'center' })");
		this.browser.screenshot("evaluation-comparison");
		for (String table : List.of("#runs", "#runs", "#golden-sets")) {
			int before = rows(table + " tbody tr").size();
			this.browser.one(table + " tbody button").click();
			this.browser.one("#confirmation-act").click();
			this.browser.until("one fewer in " + table, () -> rows(table + " tbody tr").size() == before - 1);
		}
		assertThat(this.browser.one("#golden-sets").getText()).contains("No golden questions");
	}

	@Test
	void tellsARefusedDeletionWhereItWasAsked() throws IOException {
		upload("golden.jsonl", GOLDEN);
		run();
		Object hash = this.browser.run("return location.hash");
		Answers answers = new Answers(this.browser);
		answers.refuse("DELETE /api/evaluation", 503, "The store is out of order.");
		for (String table : List.of("#runs", "#golden-sets")) {
			this.browser.one(table + " tbody button").click();
			this.browser.one("#confirmation-act").click();
			this.browser.until("it is told",
					() -> this.browser.one("#confirmation .problem").getText().equals("The store is out of order."));
			this.browser.press(Keys.ESCAPE);
			this.browser.until("the question is gone", () -> this.browser.all("dialog[open]").isEmpty());
		}
		answers.settle();
		assertThat(this.browser.run("return location.hash")).as("the run is still shown").isEqualTo(hash);
		assertThat(rows("#runs tbody tr")).hasSize(1);
		assertThat(rows("#golden-sets tbody tr")).hasSize(1);
		assertThat(this.browser.all(".outcomes tbody tr")).isNotEmpty();
	}

	@Test
	void comparesWithTheRunThatWasChosenLast() throws IOException {
		upload("golden.jsonl", GOLDEN);
		for (String filter : List.of("", "contains(text, 'noon')", "contains(text, 'bread')")) {
			this.browser.one("[data-view-link=evaluation]").click();
			this.browser.until("the run is left", () -> !this.browser.one("#run-part").isDisplayed());
			this.browser.fill("#run-filter", filter);
			this.browser.one("#run-filter").sendKeys(Keys.ESCAPE);
			run();
		}
		Answers answers = new Answers(this.browser);
		Select choice = new Select(this.browser.one("#compare-with"));
		String late = "comparison?with=" + choice.getOptions().get(1).getDomProperty("value");
		answers.hold(late);
		choice.selectByIndex(1);
		answers.awaitRequest(late);
		choice.selectByIndex(2);
		this.browser.until("both are compared", () -> !this.browser.all(".comparison tbody tr").isEmpty());
		String shown = this.browser.one(".comparison tbody").getText();
		this.browser.run("window.shown = document.querySelector('.comparison tbody')");
		answers.free(late);
		answers.settle();
		assertThat(this.browser.one(".comparison tbody").getText()).isEqualTo(shown);
		assertThat(this.browser.run("return window.shown.isConnected")).isEqualTo(true);
	}

	@Test
	void leavesTheFocusInTheListWhileARunGoesOn() throws IOException {
		upload("golden.jsonl", GOLDEN);
		run();
		upload("many.jsonl", many());
		this.browser.one("#run-start").click();
		this.browser.until("it has begun", () -> !this.browser.all("#run-results progress").isEmpty() && done() > 10);
		WebElement delete = this.browser.one("#runs tr[data-state=DONE] button");
		this.browser.run("arguments[0].focus(); window.pressed = arguments[0];", delete);
		String before = this.browser.one("#runs tr[data-state=RUNNING]").getText();
		this.browser.until("it went on", () -> !this.browser.one("#runs tr[data-run]").getText().equals(before));
		assertThat(this.browser.run("return document.activeElement === window.pressed")).isEqualTo(true);
		this.browser.one("#run-cancel").click();
	}

	@Test
	void saysWhatIsNotKnownAndLearnsItLater() throws IOException {
		upload("golden.jsonl", GOLDEN);
		this.browser.address("#/chat");
		Answers answers = new Answers(this.browser);
		answers.refuse("GET /api/playground", 503, "The rankings are out of order.");
		this.browser.view("evaluation");
		this.browser.until("it is told", () -> this.browser.one("#evaluation-problem").getText().contains("rankings"));
		answers.settle();
		assertThat(this.browser.one("#evaluation-problem").getText()).as("other parts leave it alone")
			.isEqualTo("The rankings are out of order.");
		this.browser.one("#run-start").click();
		this.browser.until("nothing can be run",
				() -> this.browser.one("#run-problem").getText().equals("What can be run is not known."));
		answers.free("GET /api/playground");
		this.browser.one("#run-start").click();
		this.browser.until("it can be chosen", () -> !this.browser.all("#run-rankings input").isEmpty());
		assertThat(this.browser.one("#evaluation-problem").getText()).isEmpty();
		run();
	}

	@ParameterizedTest
	@CsvSource({ "light, 1280, 1000", "dark, 1280, 1000", "light, 360, 740", "dark, 360, 740" })
	void isAccessibleAndFits(String colours, int width, int height) throws IOException {
		this.browser.size(width, height);
		this.browser.colours(colours);
		assertAccessible("empty");
		choose("bad.jsonl", "nonsense\n{\"question\": \"a\"}\n");
		this.browser.until("the lines are told", () -> this.browser.all(".line-errors li").size() == 2);
		assertAccessible("errors");
		upload("golden.jsonl", GOLDEN);
		this.browser.until("the names were looked up", () -> !this.browser.all(".missing").isEmpty());
		this.browser.screenshot("evaluation-start-" + colours + "-" + width);
		run();
		for (WebElement summary : this.browser.all("#evaluation-view summary")) {
			this.browser.run("arguments[0].scrollIntoView({ block: 'center' })", summary);
			summary.click();
		}
		assertAccessible("results");
		this.browser.assertNoHorizontalScrollBeyondTables();
		this.browser.run("document.querySelector('#run-part').scrollIntoView()");
		this.browser.screenshot("evaluation-results-" + colours + "-" + width);
		this.browser.run("document.querySelector('.curves').scrollIntoView()");
		this.browser.screenshot("evaluation-plot-" + colours + "-" + width);
		this.browser.run("document.querySelector('.outcomes').scrollIntoView()");
		this.browser.screenshot("evaluation-questions-" + colours + "-" + width);
	}

	private void assertAccessible(String what) {
		assertThat(this.browser.accessibilityProblems()).as(what).isEmpty();
	}

	private void run() {
		this.browser.until("what can be run is known", () -> !this.browser.all("#run-rankings input").isEmpty());
		this.browser.one("#run-start").click();
		this.browser.until("the run has ended",
				() -> this.browser.one("#run-part").isDisplayed() && !this.browser.all(".outcomes tbody tr").isEmpty());
	}

	private void upload(String name, String lines) throws IOException {
		int before = rows("#golden-sets tbody tr").size();
		choose(name, lines);
		this.browser.until(name + " is there and looked up", () -> rows("#golden-sets tbody tr").size() == before + 1
				&& this.browser.one("#golden-sets tbody tr").getText().contains(" of "));
	}

	private void choose(String name, String lines) throws IOException {
		this.browser.one("#golden-file").sendKeys(write(name, lines).toAbsolutePath().toString());
	}

	private Path write(String name, String content) throws IOException {
		return Files.writeString(this.files.resolve(name), content);
	}

	private List<WebElement> rows(String css) {
		return this.browser.all(css);
	}

	private double done() {
		return Double.parseDouble(String.valueOf(this.browser.one("#run-results progress").getDomProperty("value")));
	}

	private static String many() {
		return IntStream.range(0, 3000)
			.mapToObj((i) -> "{\"question\": \"When does bakery " + i + " open?\", \"relevant\": [\"bakery.md\"]}")
			.collect(Collectors.joining("\n"));
	}

}
