package io.fletch.sample.page;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of an application with users.
 */
@ExtendWith(ChromiumCondition.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "sample.users.anna=rosebud and sled" })
class LoginPageIntegrationTests {

	private final int port;

	private Browser browser;

	LoginPageIntegrationTests(@LocalServerPort int port) {
		this.port = port;
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> DataFolders.fresh().toString());
	}

	@BeforeEach
	void open() {
		this.browser = new Browser(this.port);
	}

	@AfterEach
	void close() {
		this.browser.close();
	}

	@Test
	void asksWhoItIsAndGoesToTheViewThatWasWanted() {
		this.browser.visit("#/playground");
		this.browser.until("the login", () -> this.browser.path().equals("login#/playground"));
		assertThat(this.browser.focused().getDomAttribute("id")).isEqualTo("username");
		logIn("a wrong password");
		this.browser.until("it says no", () -> this.browser.path().equals("login?wrong#/playground"));
		assertThat(this.browser.one("#login-problem").getText()).contains("Name or password is wrong");
		logIn("rosebud and sled");
		this.browser.until("the view", () -> this.browser.path().equals("#/playground"));
		this.browser.until("the page has started", () -> !this.browser.all("body[data-started]").isEmpty());
		assertThat(this.browser.one("#playground-view").isDisplayed()).isTrue();
		assertThat(this.browser.one(".session-name").getText()).isEqualTo("anna");
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void worksWithALoginAsWithoutAndEndsByLogout() {
		enter();
		this.browser.drop("bakery.md", "The village bakery opens at six. It sells rye bread.");
		this.browser.awaitReady("bakery.md");
		assertThat(this.browser.ask("When does the village bakery open?").getText()).contains("opens at six");
		this.browser.row("bakery.md").findElement(By.cssSelector(".remove")).click();
		this.browser.one("#confirmation-act").click();
		this.browser.until("it is gone", () -> !this.browser.hasRow("bakery.md"));
		this.browser.tabTo("#logout");
		this.browser.press(Keys.ENTER);
		this.browser.until("logged out", () -> this.browser.path().equals("login?out"));
		assertThat(this.browser.one("[role=status]").getText()).isEqualTo("You are logged out.");
		this.browser.visit("");
		this.browser.until("the login again", () -> this.browser.path().equals("login"));
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void saysThatTheSessionHasEndedAndLeadsBack() {
		enter();
		this.browser.view("operations");
		this.browser.until("the tables", () -> !this.browser.all("#tables tr").isEmpty());
		this.browser.forgetCookies();
		this.browser.view("chat");
		this.browser.ask("When does the village bakery open?");
		this.browser.until("it is told", () -> !this.browser.all(".session-ended").isEmpty());
		assertThat(this.browser.one(".session-ended").getText()).contains("You are not logged in any more.");
		assertThat(this.browser.accessibilityProblems()).isEmpty();
		this.browser.screenshot("session-ended");
		this.browser.view("playground");
		this.browser.one(".session-ended a").click();
		this.browser.until("the login", () -> this.browser.path().equals("login#/playground"));
		logIn("rosebud and sled");
		this.browser.until("back", () -> this.browser.path().equals("#/playground"));
		assertThat(this.browser.all(".session-ended")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "1280, 800", "320, 640" })
	void losesNeitherFilesNorAQuestionWithTheSession(int width, int height) {
		this.browser.size(width, height);
		enter();
		this.browser.one("#message").sendKeys("When does the village");
		this.browser.forgetCookies();
		this.browser.drop("bakery.md", "The village bakery opens at six. It sells rye bread.");
		this.browser.until("it is told", () -> !this.browser.all(".session-ended a").isEmpty());
		this.browser.until("the file waits",
				() -> String.valueOf(this.browser.one("#batch .held").getDomProperty("textContent"))
					.startsWith("Waiting. You are not logged in any more."));
		assertThat(this.browser.accessibilityProblems()).isEmpty();
		this.browser.assertNoHorizontalScroll();
		this.browser.screenshot("session-ended-" + width);
		this.browser.one(".session-ended a").click();
		this.browser.tab(1);
		this.browser.until("the login in another tab", () -> this.browser.path().startsWith("login"));
		logIn("rosebud and sled");
		this.browser.until("the page has started", () -> !this.browser.all("body[data-started]").isEmpty());
		this.browser.tab(0);
		this.browser.until("it goes on", () -> this.browser.all(".session-ended").isEmpty());
		if (width < 600) {
			this.browser.one("[data-shows=documents]").click();
		}
		this.browser.awaitReady("bakery.md");
		assertThat(this.browser.one("#message").getDomProperty("value")).isEqualTo("When does the village");
		this.browser.row("bakery.md").findElement(By.cssSelector(".remove")).click();
		this.browser.one("#confirmation-act").click();
		this.browser.until("it is gone", () -> !this.browser.hasRow("bakery.md"));
	}

	@Test
	void keepsAHalfWrittenQuestionOverALogin() {
		enter();
		this.browser.one("#message").sendKeys("When does the village");
		this.browser.forgetCookies();
		this.browser.until("it is told", () -> !this.browser.all(".session-ended a").isEmpty());
		this.browser.one(".session-ended a").click();
		this.browser.until("the login", () -> this.browser.path().startsWith("login"));
		logIn("rosebud and sled");
		this.browser.until("the page has started", () -> !this.browser.all("body[data-started]").isEmpty());
		assertThat(this.browser.one("#message").getDomProperty("value")).isEqualTo("When does the village");
	}

	@ParameterizedTest
	@CsvSource({ "light, 1280, 800", "dark, 1280, 800", "light, 320, 640" })
	void isAccessible(String colours, int width, int height) {
		this.browser.size(width, height);
		this.browser.colours(colours);
		for (String place : List.of("login", "login?wrong", "login?wait", "login?out")) {
			this.browser.visit(place);
			assertThat(this.browser.accessibilityProblems()).as(place).isEmpty();
			this.browser.assertNoHorizontalScroll();
		}
		this.browser.visit("login?wrong");
		this.browser.screenshot("login-" + colours + "-" + width);
		enter();
		assertThat(this.browser.accessibilityProblems()).isEmpty();
		this.browser.assertNoHorizontalScroll();
		this.browser.screenshot("logged-in-" + colours + "-" + width);
	}

	private void enter() {
		this.browser.visit("login");
		logIn("rosebud and sled");
		this.browser.until("the page has started", () -> !this.browser.all("body[data-started]").isEmpty());
	}

	private void logIn(String password) {
		this.browser.one("#username").sendKeys("anna");
		this.browser.one("#password").sendKeys(password, Keys.ENTER);
	}

}
