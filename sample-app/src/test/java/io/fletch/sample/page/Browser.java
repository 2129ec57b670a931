package io.fletch.sample.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.Point;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a headless Chromium, in the words of its user.
 */
final class Browser implements AutoCloseable {

	static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	static final Path CHROMEDRIVER = Path.of("/usr/bin/chromedriver");

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final Duration LONG = Duration.ofSeconds(90);

	/** The accessibility checker. */
	private static final String AXE = script("/axe.min.js");

	private final ChromeDriver driver;

	private final String url;

	Browser(int port) {
		this.url = "http://localhost:" + port + "/";
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM.toString());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-quic", "--hide-scrollbars");
		System.setProperty(ChromeDriverService.CHROME_DRIVER_EXE_PROPERTY, CHROMEDRIVER.toString());
		this.driver = new ChromeDriver(options);
		this.driver.manage().timeouts().scriptTimeout(LONG);
		size(1280, 800);
	}

	void size(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	void colours(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	void open() {
		this.driver.get(this.url);
		until("the page has started", () -> !this.driver.findElements(By.cssSelector("body[data-started]")).isEmpty());
	}

	/** Goes to a view by its link, as a user does. */
	void view(String name) {
		one("[data-view-link=" + name + "]").click();
		until("the view is shown", () -> one("#" + name + "-view").isDisplayed());
	}

	/** Opens an address, for example {@code #/operations}, anew. */
	void address(String hash) {
		this.driver.get("about:blank");
		this.driver.get(this.url + hash);
		until("the page has started", () -> !this.driver.findElements(By.cssSelector("body[data-started]")).isEmpty());
	}

	/** Opens a place of the application that need not be the page itself. */
	void visit(String place) {
		this.driver.get("about:blank");
		this.driver.get(this.url + place);
	}

	String path() {
		return Objects.requireNonNull(this.driver.getCurrentUrl()).substring(this.url.length());
	}

	void forgetCookies() {
		this.driver.manage().deleteAllCookies();
	}

	void back() {
		this.driver.navigate().back();
	}

	/** Compares a question in the playground, and waits for the end. */
	void compare(String question, String filter) {
		fill("#trial-question", question);
		fill("#trial-filter", filter);
		one("#trial-filter").sendKeys(Keys.ESCAPE);
		one("#trial-run").click();
		until("the rankings are there", () -> List.of("done", "refused")
			.contains(Objects.requireNonNullElse(one("#trial-columns").getDomAttribute("data-state"), "")));
	}

	void fill(String css, String text) {
		one(css).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
		one(css).sendKeys(text);
	}

	/** What the accessibility checker says of the page as it stands: rule, element. */
	List<String> accessibilityProblems() {
		run(AXE);
		Object violations = this.driver.executeAsyncScript(
				"""
						const done = arguments[arguments.length - 1];
						axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => done(violations.flatMap((rule) =>
						  rule.nodes.map((node) => `${rule.impact} ${rule.id}: ${node.target} ${node.failureSummary}`))), (failure) => done([`${failure}`]));
						""");
		return ((List<?>) violations).stream().map(Object::toString).toList();
	}

	private static String script(String resource) {
		try (InputStream script = Browser.class.getResourceAsStream(resource)) {
			return new String(Objects.requireNonNull(script, resource).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	WebElement one(String css) {
		return this.driver.findElement(By.cssSelector(css));
	}

	List<WebElement> all(String css) {
		return this.driver.findElements(By.cssSelector(css));
	}

	void choose(Path... files) {
		one("#files").sendKeys(
				String.join("\n", List.of(files).stream().map((file) -> file.toAbsolutePath().toString()).toList()));
	}

	/** Drops a file made on the spot onto the page, as the operating system would. */
	void drop(String name, String content) {
		run("""
				const carried = new DataTransfer();
				carried.items.add(new File([arguments[1]], arguments[0]));
				for (const type of ['dragenter', 'dragover', 'drop']) {
				  document.querySelector('#drop').dispatchEvent(
				    new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
				}""", name, content);
	}

	void chooseFolder(Path folder) {
		one("#folder").sendKeys(folder.toAbsolutePath().toString());
	}

	/** Drops files and folders onto the page, as the operating system does. */
	void dropPaths(Path... paths) {
		Map<String, Object> data = Map.of("items", List.of(), "files",
				List.of(paths).stream().map((path) -> path.toAbsolutePath().toString()).toList(), "dragOperationsMask",
				1);
		Point at = one("#drop").getRect().getPoint();
		for (String type : List.of("dragEnter", "dragOver", "drop")) {
			this.driver.executeCdpCommand("Input.dispatchDragEvent",
					Map.of("type", type, "x", at.getX() + 20, "y", at.getY() + 20, "data", data));
		}
	}

	/** How fast the network takes uploads. */
	void uploadSpeed(int bytesPerSecond) {
		network(false, bytesPerSecond);
	}

	void offline(boolean offline) {
		network(offline, -1);
	}

	private void network(boolean offline, int uploadThroughput) {
		this.driver.executeCdpCommand("Network.enable", Map.of());
		this.driver.executeCdpCommand("Network.emulateNetworkConditions", Map.of("offline", offline, "latency", 0,
				"downloadThroughput", -1, "uploadThroughput", uploadThroughput));
	}

	WebElement row(String name) {
		return this.driver.findElements(By.cssSelector("#rows .row"))
			.stream()
			.filter((row) -> name.equals(row.getDomAttribute("data-name")))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No row for " + name));
	}

	boolean hasRow(String name) {
		return all("#rows .row").stream().anyMatch((row) -> name.equals(row.getDomAttribute("data-name")));
	}

	String state(String name) {
		return Objects.requireNonNullElse(row(name).getDomAttribute("data-state"), "");
	}

	void awaitReady(String name) {
		until(name + " is ready", () -> hasRow(name) && state(name).equals("READY"));
	}

	/** Asks with the keyboard, and waits for the end of the answer. */
	WebElement ask(String question) {
		int before = all(".turn").size();
		one("#message").sendKeys(question, Keys.ENTER);
		return awaitAnswer(before);
	}

	WebElement awaitAnswer(int turnsBefore) {
		until("the answer is complete", () -> all(".turn[aria-busy=false]").size() == turnsBefore + 1);
		return all(".turn").get(turnsBefore);
	}

	/** The number that follows a sentence of the last answer. */
	WebElement citationAfter(String sentence) {
		Object found = run("""
				return [...document.querySelectorAll('.turn:last-child .cite')]
				  .find((each) => each.previousSibling.textContent.trim().endsWith(arguments[0]));""", sentence);
		assertThat(found).as("a citation after '" + sentence + "'").isInstanceOf(WebElement.class);
		return (WebElement) found;
	}

	/** Goes to a tab, counted from 0 in the order in which they were opened. */
	void tab(int place) {
		until("there is such a tab", () -> this.driver.getWindowHandles().size() > place);
		this.driver.switchTo().window(List.copyOf(this.driver.getWindowHandles()).get(place));
	}

	void doubleClick(String css) {
		new Actions(this.driver).doubleClick(one(css)).perform();
	}

	WebElement focused() {
		return this.driver.switchTo().activeElement();
	}

	void press(CharSequence... keys) {
		focused().sendKeys(keys);
	}

	/** Presses Tab until an element has the focus. */
	void tabTo(String css) {
		for (int i = 0; i < 60; i++) {
			if (Boolean.TRUE.equals(run("return document.activeElement.matches(arguments[0])", css))) {
				return;
			}
			press(Keys.TAB);
		}
		throw new AssertionError(css + " cannot be reached by Tab");
	}

	Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	void assertNoHorizontalScroll() {
		assertThat(run("""
				return [...document.querySelectorAll('body *')]
				  .filter((each) => !each.closest('.unseen, .skip') && each.checkVisibility()
				    && each.getBoundingClientRect().right > innerWidth + 0.5)
				  .map((each) => each.tagName + '.' + each.className);""")).isEqualTo(List.of());
		assertThat(run("return document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
	}

	/** Tables may scroll inside their frames; the page itself must not. */
	void assertNoHorizontalScrollBeyondTables() {
		assertThat(
				run("""
						return [...document.querySelectorAll('main, .view:not([hidden]), .view:not([hidden]) .part')]
						  .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.id || each.className);"""))
			.isEqualTo(List.of());
		assertThat(run("return document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
	}

	void until(String what, BooleanSupplier condition) {
		new WebDriverWait(this.driver, LONG, Duration.ofMillis(50)).withMessage(what)
			.ignoring(StaleElementReferenceException.class)
			.until((ignored) -> condition.getAsBoolean());
	}

	/** What the browser complained about, for example a breach of the content policy. */
	List<String> complaints() {
		return this.driver.manage().logs().get("browser").getAll().stream().map(Object::toString).toList();
	}

	void screenshot(String name) {
		new Actions(this.driver).moveToLocation(1, 1).perform();
		try {
			Files.createDirectories(SCREENSHOTS);
			Files.write(SCREENSHOTS.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
