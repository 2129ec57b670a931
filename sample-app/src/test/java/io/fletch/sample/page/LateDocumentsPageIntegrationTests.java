package io.fletch.sample.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.fletch.sample.AppClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page does when answers come late, in another order, or not at all.
 */
class LateDocumentsPageIntegrationTests extends RunningPage {

	private final AppClient client;

	LateDocumentsPageIntegrationTests(@LocalServerPort int port) {
		super(port);
		this.client = new AppClient(port);
	}

	@BeforeEach
	@AfterEach
	void empty() {
		this.client.deleteCollectionsAndDocuments();
	}

	@Test
	void deletesNothingInACollectionThatWasNotAskedAbout() throws IOException {
		this.browser.choose(bakery());
		this.browser.awaitReady("bakery.md");
		createCollection("Other");
		this.browser.choose(bakery());
		this.browser.awaitReady("bakery.md");
		this.browser.row("bakery.md").findElement(By.cssSelector(".remove")).click();
		this.client.delete("/api/collections/other");
		this.browser.until("the default one is shown", () -> chosenCollection().equals("Documents"));
		assertThat(this.browser.all("dialog[open]")).as("the question was about the other one").isEmpty();
		this.browser.awaitReady("bakery.md");
		Answers answers = new Answers(this.browser);
		createCollection("Another");
		this.browser.choose(bakery());
		this.browser.awaitReady("bakery.md");
		answers.asked();
		delete("bakery.md");
		assertThat(answers.asked()).anyMatch((each) -> each.matches("DELETE /api/documents/.*collection=another"));
		chooseCollection("Documents");
		this.browser.awaitReady("bakery.md");
	}

	@Test
	void takesAQuestionBackThatAnotherViewCovers() throws IOException {
		this.browser.choose(bakery());
		this.browser.awaitReady("bakery.md");
		this.browser.view("operations");
		this.browser.view("chat");
		this.browser.row("bakery.md").findElement(By.cssSelector(".remove")).click();
		this.browser.back();
		this.browser.until("the question is taken back", () -> this.browser.all("dialog[open]").isEmpty());
	}

	@Test
	void waitsWithManyFilesWhileTheServerTakesNone() throws IOException {
		Answers answers = new Answers(this.browser);
		answers.answer("POST /api/documents", 401, "{}");
		this.browser.choose(IntStream.range(0, 40).mapToObj(this::parcel).toArray(Path[]::new));
		this.browser.until("it waits", () -> text("#batch").contains("You are not logged in any more."));
		answers.answer("POST /api/documents", 503, "{}");
		this.browser.until("it tries now and then, and waits", () -> text("#batch").contains("answered 503"));
		assertThat(text("#batch")).contains("Adding 40 files", "0 of 40 uploaded").doesNotContain("failed");
		assertThat(this.browser.all("#rows .row").size()).isLessThanOrEqualTo(22);
		assertThat(this.browser
			.run("""
					return [...document.querySelectorAll('#documents [role=alert]')].filter((each) => each.textContent).length"""))
			.as("said once")
			.isEqualTo(1L);
		assertThat(answers.asked()).filteredOn("POST /api/documents"::equals).hasSizeLessThan(12);
		assertThat(this.browser.accessibilityProblems()).isEmpty();
		this.browser.screenshot("documents-held");
		answers.freeAll();
		this.browser.until("it goes on by itself", () -> text("#batch").contains("40 of 40 uploaded · 40 ready"));
		assertThat(text("#batch")).doesNotContain("Waiting.");
	}

	@Test
	void triesFailedFilesAgainTogether() {
		Answers answers = new Answers(this.browser);
		answers.refuse("POST /api/documents", 500, "The disk is full.");
		this.browser.choose(IntStream.range(0, 30).mapToObj(this::parcel).toArray(Path[]::new));
		this.browser.until("all failed", () -> text("#batch").contains("30 failed"));
		assertThat(this.browser.all("#rows .row")).hasSize(20);
		answers.freeAll();
		button("#batch", "Retry failed").click();
		this.browser.until("all are there", () -> text("#batch").contains("30 of 30 uploaded · 30 ready"));
		assertThat(this.browser.focused().getText()).isIn("Cancel all", "Close");
	}

	@Test
	void keepsTheRowOfAnUploadWhileAnotherCollectionIsShown() {
		createCollection("Other");
		chooseCollection("Documents");
		Answers answers = new Answers(this.browser);
		answers.hold("POST /api/documents");
		this.browser.drop("program.exe", "MZ");
		answers.awaitHeld("POST /api/documents", 1);
		chooseCollection("Other");
		this.browser.until("no row", () -> !this.browser.hasRow("program.exe"));
		chooseCollection("Documents");
		assertThat(this.browser.state("program.exe")).isEqualTo("UPLOADING");
		assertThat(button("#rows .row", "Cancel").isDisplayed()).isTrue();
		chooseCollection("Other");
		answers.freeAll();
		this.browser.until("nothing is on its way", () -> Objects
			.equals(this.browser.run("return dispatchEvent(new Event('beforeunload', { cancelable: true }))"), true));
		for (int i = 0; i < 2; i++) {
			chooseCollection("Documents");
			assertThat(this.browser.state("program.exe")).isEqualTo("REFUSED");
			assertThat(this.browser.row("program.exe").findElement(By.cssSelector(".problem")).getText())
				.contains("No reader for 'program.exe'. Readable are files ending in csv, ");
			this.browser.until("it is summed up", () -> text("#batch").contains("1 file not uploaded"));
			chooseCollection("Other");
		}
		chooseCollection("Documents");
		this.browser.row("program.exe").findElement(By.cssSelector(".remove")).click();
		this.browser.until("no summary is left", () -> !this.browser.one("#batch").isDisplayed());
	}

	@Test
	void asksNowAndThenForADocumentWithoutAJob() {
		Answers answers = new Answers(this.browser);
		answers.answer("GET /api/jobs", 200, "[]");
		answers.answer("GET /api/documents?", 200, """
				[{"id": "abc", "name": "lost.txt", "state": "PENDING", "passages": 0, "sizeBytes": 5, "tags": []}]""");
		this.browser.until("it is listed", () -> this.browser.hasRow("lost.txt"));
		answers.asked();
		pass(7000);
		assertThat(answers.asked()).filteredOn((each) -> each.startsWith("GET /api/jobs")).hasSizeBetween(1, 3);
		answers.answer("GET /api/documents?", 200, "[]");
	}

	@Test
	void asksAServerThatHangsOnce() {
		Answers answers = new Answers(this.browser);
		answers.hold("GET /api/documents");
		answers.awaitHeld("GET /api/documents", 2);
		pass(6000);
		answers.awaitHeld("GET /api/documents", 2);
		answers.freeAll();
	}

	@Test
	void showsTheConversationThatWasChosenLast() throws IOException {
		this.browser.choose(bakery());
		this.browser.awaitReady("bakery.md");
		this.browser.ask("When does the village bakery open?");
		this.browser.one("#new-chat").click();
		this.browser.ask("What does the bakery sell?");
		this.browser.one("#new-chat").click();
		this.browser.one("#show-conversations").click();
		this.browser.until("they are listed", () -> this.browser.all(".conversation").size() >= 2);
		List<WebElement> choices = this.browser.all(".conversation .open");
		Answers answers = new Answers(this.browser);
		String slow = "GET /api/conversations/"
				+ this.browser.all(".conversation").getFirst().getDomAttribute("data-id");
		answers.hold(slow);
		choices.getFirst().click();
		answers.awaitHeld(slow, 1);
		choices.get(1).click();
		this.browser.until("the second one",
				() -> text(".turn .question").equals("When does the village bakery open?"));
		answers.freeAll();
		this.browser.one("#message").sendKeys("What is sold?", Keys.ENTER);
		this.browser.until("the answer is complete", () -> this.browser.all(".turn[aria-busy=false]").size() == 2);
		assertThat(text(".turn .question")).isEqualTo("When does the village bakery open?");
		assertThat(text(".conversation-title")).isEqualTo("When does the village bakery open?");
	}

	@Test
	void leavesAnAnswerAloneWhileItGrows() {
		this.browser.run("""
				const real = window.fetch;
				window.fetch = (path, options) => path !== '/api/chat' ? real(path, options)
				  : Promise.resolve(new Response(new ReadableStream({ start(controller) {
				    window.tell = (name, data) => controller.enqueue(
				      new TextEncoder().encode(`event:${name}\\ndata:${JSON.stringify(data)}\\n\\n`));
				  } })));""");
		this.browser.one("#message").sendKeys("When?", Keys.ENTER);
		this.browser.run("""
				tell('sources', { conversationId: 'c', sources: [{ number: 1, documentId: 'd', documentName: 'd.txt',
				  passageId: 'p', text: 'It opens at six.', collection: 'default' }] });
				tell('token', { text: 'It opens at six. [1]', citation: { number: 1, start: 0, end: 16 } });""");
		this.browser.until("the number", () -> !this.browser.all(".cite").isEmpty());
		WebElement cite = this.browser.one(".cite");
		this.browser.run("""
				arguments[0].focus();
				getSelection().selectAllChildren(document.querySelector('.answer'));
				window.marked = String(getSelection());
				for (const text of [' And', ' it', ' closes', ' at', ' noon', ' [1', ']', '.']) {
				  tell('token', { text });
				}""", cite);
		this.browser.until("the end", () -> text(".answer").endsWith("."));
		assertThat(this.browser.all(".cite")).hasSize(2).first().isEqualTo(cite);
		assertThat(this.browser.run("return document.activeElement === arguments[0]", cite)).isEqualTo(true);
		assertThat(this.browser.run("return String(getSelection()).startsWith(window.marked.trim())")).isEqualTo(true);
		cite.click();
		assertThat(text("#passage-text mark")).isEqualTo("It opens at six.");
	}

	@Test
	void doesNotMoveToACollectionThatIsNotWantedAnyMore() {
		Answers answers = new Answers(this.browser);
		answers.hold("POST /api/collections");
		this.browser.one("#new-collection").click();
		this.browser.fill("dialog[open] input", "Other");
		this.browser.press(Keys.ENTER);
		answers.awaitHeld("POST /api/collections", 1);
		this.browser.press(Keys.ESCAPE);
		answers.freeAll();
		this.browser.until("it is there", () -> this.browser.all("#collection option").size() == 2);
		assertThat(chosenCollection()).isEqualTo("Documents");
		chooseCollection("Other");
		answers.refuse("GET /api/collections", 503, "Not now.");
		this.browser.one("#delete-collection").click();
		this.browser.until("it is told",
				() -> this.browser.all("#documents > .problem")
					.stream()
					.anyMatch((each) -> each.getText().equals("Not now.")));
	}

	/** Lets time pass in the page, for what must not happen in it. */
	private void pass(int milliseconds) {
		this.browser.run("window.passed = false; setTimeout(() => { window.passed = true; }, arguments[0]);",
				milliseconds);
		this.browser.until("the time has passed", () -> Boolean.TRUE.equals(this.browser.run("return window.passed")));
	}

	private WebElement button(String css, String text) {
		return this.browser.one(css)
			.findElements(By.tagName("button"))
			.stream()
			.filter((each) -> each.getText().equals(text))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No button " + text));
	}

	private Path parcel(int number) {
		try {
			return Files.writeString(this.files.resolve("parcel-" + number + ".txt"), "Parcel " + number + " waits.");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String text(String css) {
		return this.browser.one(css).getText();
	}

}
