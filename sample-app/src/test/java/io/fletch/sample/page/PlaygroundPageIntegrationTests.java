package io.fletch.sample.page;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

class PlaygroundPageIntegrationTests extends RunningPage {

	private static final String QUESTION = "Which tree keeps its needles in winter?";

	PlaygroundPageIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	@BeforeEach
	void enter() throws IOException {
		if (!this.browser.hasRow("trees.md")) {
			this.browser.choose(Files.writeString(this.files.resolve("trees.md"), """
					# Spruce

					The spruce keeps its needles in winter. <b onclick="x">Its cones</b> hang.

					# Larch

					The larch is a conifer that sheds all that is green on it before the frost.

					# Oak

					An oak keeps its brown leaves until spring drives them off.
					"""));
			this.browser.awaitReady("trees.md");
		}
		this.browser.view("playground");
		this.browser.until("the rankings can be chosen", () -> !this.browser.all(".chip").isEmpty());
	}

	@Test
	void showsTheRankingsSideBySide() {
		this.browser.compare(QUESTION, "");
		assertThat(headings()).containsExactly("Vector", "Words", "Hybrid", "linear", "mmr", "mrr");
		WebElement best = column("text").findElement(By.cssSelector(".hit"));
		assertThat(best.getText()).startsWith("1").contains("trees.md", "score", "words #1");
		assertThat(best.findElements(By.cssSelector("mark")).stream().map(WebElement::getText)).contains("needles",
				"winter");
		assertThat(column("vector").getText()).containsPattern("\\d ms");
		assertThat(column("vector").findElements(By.cssSelector("mark"))).as("the store marks words only").isEmpty();
		assertThat(column("vector").findElement(By.cssSelector(".move")).getText()).isNotBlank();
		assertThat(column("hybrid").findElements(By.cssSelector(".move"))).as("what others are told against").isEmpty();
		assertThat(this.browser.one("#trial-status").getText()).startsWith("6 of 6 rankings");
		assertThat(this.browser.all(".columns b[onclick]")).as("text stays text").isEmpty();
		assertThat(this.browser.complaints()).isEmpty();
		this.browser.screenshot("playground");
	}

	@Test
	void asksOnlyWhatIsChosen() {
		this.browser.all(".chip input:checked").stream().skip(2).forEach((box) -> click(box));
		this.browser.fill("#trial-limit", "2");
		this.browser.compare(QUESTION, "");
		assertThat(headings()).containsExactly("Vector", "Words");
		assertThat(column("vector").findElements(By.cssSelector(".hit"))).hasSizeLessThanOrEqualTo(2);
		this.browser.address("#/playground");
		this.browser.until("the rankings can be chosen", () -> !this.browser.all(".chip").isEmpty());
		assertThat(this.browser.all(".chip input:checked")).as("kept").hasSize(2);
		this.browser.all(".chip input:checked").forEach((box) -> click(box));
		this.browser.fill("#trial-question", QUESTION);
		this.browser.one("#trial-run").click();
		assertThat(this.browser.one("#trial-problem").getText()).isEqualTo("Choose at least one ranking.");
	}

	@Test
	void marksAPassageWhereverItStands() {
		this.browser.compare(QUESTION, "");
		this.browser.until("the question is on the map", () -> !this.browser.all(".asked").isEmpty());
		WebElement first = column("hybrid").findElement(By.cssSelector(".hit"));
		this.browser.run("arguments[0].focus()", first);
		String id = first.getDomAttribute("data-passage");
		assertThat(this.browser.all(".hit.same")).hasSizeGreaterThan(1)
			.allSatisfy((hit) -> assertThat(hit.getDomAttribute("data-passage")).isEqualTo(id));
		assertThat(this.browser.all(".point.same")).hasSize(1);
		this.browser.press(Keys.ENTER);
		assertThat(this.browser.one("#passage-name").getText()).isEqualTo("trees.md");
		assertThat(this.browser.all("#passage-text mark")).extracting(WebElement::getText)
			.contains("needles", "winter");
	}

	@Test
	void tellsThePlanOnDemand() {
		this.browser.compare(QUESTION, "ordinal < 9");
		column("hybrid").findElement(By.cssSelector("button.quiet")).click();
		this.browser.until("the plan is there", () -> !this.browser.one("#plan-analyze").getText().isEmpty());
		assertThat(this.browser.one("#plan-explain").getText()).contains("- filter:", "- vector:", "- text:");
		assertThat(this.browser.one("#plan-analyze").getText()).contains(" ms");
		this.browser.screenshot("playground-plan");
	}

	@Test
	void completesTheFilterByKeyboard() {
		WebElement filter = this.browser.one("#trial-filter");
		filter.sendKeys("ord");
		assertThat(options()).containsExactly("ordinal int32");
		assertThat(filter.getDomAttribute("aria-expanded")).isEqualTo("true");
		filter.sendKeys(Keys.ARROW_DOWN);
		assertThat(filter.getDomAttribute("aria-activedescendant")).isEqualTo("filter-option-0");
		filter.sendKeys(Keys.ENTER, "< 9 AND conta");
		assertThat(filter.getDomProperty("value")).isEqualTo("ordinal < 9 AND conta");
		assertThat(options()).first().asString().startsWith("contains(text, part)");
		filter.sendKeys(Keys.ARROW_DOWN, Keys.ENTER, "text, 'spr");
		assertThat(options()).as("nothing is completed inside of a text").isEmpty();
		filter.sendKeys("uce') AND en", Keys.ARROW_DOWN, Keys.ENTER);
		assertThat(filter.getDomProperty("value")).endsWith("AND end ");
		filter.sendKeys("> 0 AND ");
		assertThat(options()).isEmpty();
		filter.sendKeys(Keys.chord(Keys.CONTROL, " "));
		assertThat(options()).contains("tags string[]", "vector float[384]");
		filter.sendKeys(Keys.ESCAPE);
		assertThat(options()).isEmpty();
		this.browser.fill("#trial-question", QUESTION);
		filter.sendKeys("true", Keys.ESCAPE, Keys.ENTER);
		this.browser.until("the rankings are there", () -> !this.browser.all(".column .hit").isEmpty());
		assertThat(this.browser.all(".column .hit")).allSatisfy((hit) -> assertThat(hit.getText()).contains("spruce"));
	}

	@Test
	void completesNothingWhereTheCaretIsNoLonger() {
		WebElement filter = this.browser.one("#trial-filter");
		filter.sendKeys("text = 'spruce' AND ord");
		assertThat(options()).contains("ordinal int32");
		this.browser.run("const box = document.getElementById('trial-filter'); box.setSelectionRange(9, 9);");
		this.browser.until("the list is closed", () -> options().isEmpty());
		filter.sendKeys(Keys.ARROW_DOWN, Keys.ENTER);
		assertThat(this.browser.run("return document.getElementById('trial-filter').value"))
			.isEqualTo("text = 'spruce' AND ord");
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void showsWhereAFilterIsWrong() {
		this.browser.compare(QUESTION, "ordinal < 9 AND prize > 1");
		assertThat(this.browser.one("#filter-problem").getText()).contains("no column 'prize'", "^");
		assertThat(this.browser.focused().getDomAttribute("id")).isEqualTo("trial-filter");
		assertThat(this.browser.run("return getSelection().toString()")).isEqualTo("prize");
		assertThat(this.browser.one("#trial-filter").getDomAttribute("aria-invalid")).isEqualTo("true");
		this.browser.screenshot("playground-problem");
		this.browser.compare(QUESTION, "ordinal < 9");
		assertThat(this.browser.one("#filter-problem").getText()).isEmpty();
		assertThat(this.browser.all(".column .hit")).isNotEmpty();
	}

	@Test
	void saysWhatIsWrongInItsPlace() {
		this.browser.one("#trial-run").click();
		assertThat(this.browser.one("#trial-problem").getText()).isEqualTo("Write a question first.");
		this.browser.fill("#trial-limit", "99");
		this.browser.fill("#trial-question", QUESTION);
		this.browser.one("#trial-run").click();
		assertThat(this.browser.one("#trial-problem").getText()).contains("1 to 50");
		this.browser.fill("#trial-limit", "5");
		click(this.browser.one(".chip input[value='rerank:cross-encoder']"));
		this.browser.compare(QUESTION, "");
		assertThat(column("rerank:cross-encoder").getText()).contains("cannot be made");
		assertThat(column("vector").findElements(By.cssSelector(".hit"))).as("the others stay").isNotEmpty();
		this.browser.compare(QUESTION, "ordinal < 0");
		assertThat(column("vector").getText()).contains("Finds no passage.");
	}

	@Test
	void drawsAMapThatCanBeWalkedByKeyboard() {
		this.browser.until("the map is there", () -> !this.browser.all(".point").isEmpty());
		assertThat(this.browser.one("#map-legend").getText()).contains("trees.md");
		assertThat(this.browser.all(".point[tabindex='0']")).hasSize(1);
		this.browser.tabTo(".point[tabindex='0']");
		assertThat(this.browser.one(".tip").isDisplayed()).isTrue();
		String before = this.browser.focused().getDomAttribute("data-passage");
		for (Keys key : List.of(Keys.ARROW_RIGHT, Keys.ARROW_LEFT, Keys.ARROW_UP, Keys.ARROW_DOWN)) {
			this.browser.press(key);
		}
		this.browser.press(Keys.ARROW_RIGHT);
		this.browser.press(Keys.ARROW_UP);
		assertThat(this.browser.focused().getDomAttribute("aria-label")).isNotBlank();
		assertThat(before).isNotNull();
		this.browser.press(Keys.ENTER);
		this.browser.until("the passage is there", () -> !this.browser.all("#passage[open]").isEmpty());
		assertThat(this.browser.one("#passage-text").getText()).isNotBlank();
		this.browser.press(Keys.ESCAPE);
		this.browser.compare(QUESTION, "");
		this.browser.until("the question is on the map", () -> !this.browser.all(".asked").isEmpty());
		assertThat(this.browser.all(".hit-point")).isNotEmpty();
		this.browser.screenshot("playground-map");
	}

	private void click(WebElement box) {
		box.sendKeys(Keys.SPACE);
	}

	private WebElement column(String ranking) {
		return this.browser.one(".column[data-ranking='" + ranking + "']");
	}

	private List<String> headings() {
		return this.browser.all(".column h3").stream().map(WebElement::getText).toList();
	}

	private List<String> options() {
		return this.browser.all("#filter-options li")
			.stream()
			.filter(WebElement::isDisplayed)
			.map((option) -> option.getText().replace('\n', ' '))
			.toList();
	}

}
