package io.fletch.sample.page;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What all views have in common: how one gets there, colours, sizes, and who can use
 * them.
 */
class ViewsPageIntegrationTests extends RunningPage {

	private static final String DARK = "rgba(23, 22, 20, 1)";

	private static final String LIGHT = "rgba(250, 248, 244, 1)";

	ViewsPageIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	@Test
	void goesFromViewToViewAndBack() {
		assertThat(current()).isEqualTo("Chat");
		this.browser.view("playground");
		assertThat(current()).isEqualTo("Playground");
		assertThat(this.browser.run("return document.title")).isEqualTo("Fletch: playground");
		assertThat(this.browser.focused().getText()).as("the focus is on the heading").isEqualTo("Playground");
		assertThat(this.browser.one("#chat-view").isDisplayed()).isFalse();
		this.browser.view("operations");
		assertThat(this.browser.focused().getText()).isEqualTo("Operations");
		this.browser.back();
		this.browser.until("back at the playground", () -> current().equals("Playground"));
		assertThat(this.browser.focused().getText()).isEqualTo("Playground");
		this.browser.back();
		this.browser.until("back at the chat", () -> current().equals("Chat"));
		assertThat(this.browser.run("return document.title")).isEqualTo("Fletch: ask your documents");
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void opensAtEveryAddress() {
		this.browser.address("#/operations");
		assertThat(current()).isEqualTo("Operations");
		assertThat(this.browser.run("return document.activeElement === document.body"))
			.as("nobody's focus is taken at the start")
			.isEqualTo(true);
		for (String odd : List.of("#/nowhere", "#/__proto__", "#/operations/%zz", "#message", "#/<img src=x>")) {
			this.browser.address(odd);
			assertThat(this.browser.all(".view:not([hidden])")).as(odd).hasSize(1);
			assertThat(this.browser.all("main img, main script")).isEmpty();
		}
	}

	@Test
	void canBeGoneThroughByKeyboard() {
		this.browser.tabTo("[data-view-link=playground]");
		this.browser.press(Keys.ENTER);
		this.browser.until("the playground", () -> current().equals("Playground"));
		this.browser.press(Keys.TAB);
		assertThat(this.browser.focused().getDomAttribute("id")).isEqualTo("trial-question");
		this.browser.tabTo(".skip");
		this.browser.press(Keys.ENTER);
		assertThat(this.browser.focused().getDomAttribute("id")).isEqualTo("content");
	}

	@Test
	void keepsTheColoursThatWereChosen() {
		this.browser.colours("light");
		assertThat(background()).isEqualTo(LIGHT);
		WebElement button = this.browser.one("#colours");
		assertThat(button.getDomAttribute("aria-label")).isEqualTo("Colours: as the system");
		button.click();
		button.click();
		assertThat(button.getDomAttribute("aria-label")).isEqualTo("Colours: dark");
		assertThat(background()).isEqualTo(DARK);
		this.browser.open();
		assertThat(background()).as("kept").isEqualTo(DARK);
		this.browser.one("#colours").click();
		assertThat(background()).as("as the system").isEqualTo(LIGHT);
		this.browser.colours("dark");
		assertThat(background()).isEqualTo(DARK);
		this.browser.open();
		assertThat(background()).isEqualTo(DARK);
	}

	@ParameterizedTest
	@CsvSource({ "320, 640", "360, 740", "768, 1024", "1280, 800", "2560, 1440" })
	void fitsEverySize(int width, int height) {
		this.browser.size(width, height);
		for (String view : List.of("playground", "evaluation", "pictures", "operations", "chat")) {
			this.browser.view(view);
			assertThat(this.browser.run("return document.documentElement.scrollWidth <= innerWidth")).as(view)
				.isEqualTo(true);
			assertThat(this.browser.run("""
					return [...document.querySelectorAll('main, .view:not([hidden])')]
					  .every((each) => each.scrollWidth <= each.clientWidth);""")).as(view).isEqualTo(true);
		}
	}

	@ParameterizedTest
	@CsvSource({ "light, 1280, 800", "dark, 1280, 800", "light, 360, 740" })
	void isAccessible(String colours, int width, int height) throws IOException {
		Path file = bakery();
		this.browser.choose(file);
		this.browser.awaitReady("bakery.md");
		this.browser.size(width, height);
		this.browser.colours(colours);
		this.browser.ask("When does the village bakery open?");
		assertAccessible("chat, " + colours);
		this.browser.one(".turn .cite").click();
		assertAccessible("passage, " + colours);
		this.browser.press(Keys.ESCAPE);
		this.browser.view("playground");
		assertAccessible("playground before, " + colours);
		this.browser.compare("When does the village bakery open?", "prize > 1");
		assertAccessible("playground with a problem, " + colours);
		this.browser.compare("When does the village bakery open?", "");
		this.browser.until("the question is on the map", () -> !this.browser.all(".asked").isEmpty());
		this.browser.one("#trial-filter").sendKeys(Keys.chord(Keys.CONTROL, " "));
		assertAccessible("playground, " + colours);
		this.browser.one("#trial-filter").sendKeys(Keys.ESCAPE);
		this.browser.one(".column button").click();
		this.browser.until("the plan is there", () -> !this.browser.one("#plan-analyze").getText().isEmpty());
		assertAccessible("plan, " + colours);
		this.browser.press(Keys.ESCAPE);
		this.browser.view("pictures");
		this.browser.until("it says what to set", () -> this.browser.one(".pictures-setup").isDisplayed());
		assertAccessible("pictures without a model, " + colours);
		this.browser.screenshot("pictures-setup-" + colours + "-" + width);
		this.browser.address("#/operations/default/passages/1");
		this.browser.until("the version is there", () -> !this.browser.all("#restore-version").isEmpty());
		assertAccessible("operations, " + colours);
		this.browser.one("#restore-version").click();
		assertAccessible("restore, " + colours);
		this.browser.press(Keys.ESCAPE);
	}

	private void assertAccessible(String what) {
		assertThat(this.browser.accessibilityProblems()).as(what).isEmpty();
	}

	private String current() {
		List<WebElement> current = this.browser.all(".views [aria-current=page]");
		assertThat(current).hasSize(1);
		return current.getFirst().getText();
	}

	private String background() {
		return this.browser.one("body").getCssValue("background-color");
	}

}
