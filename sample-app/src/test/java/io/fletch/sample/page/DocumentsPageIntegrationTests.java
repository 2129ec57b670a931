package io.fletch.sample.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.fletch.sample.AppClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Folders, many files, and what becomes of those that do not arrive.
 */
class DocumentsPageIntegrationTests extends RunningPage {

	private final AppClient client;

	DocumentsPageIntegrationTests(@LocalServerPort int port) {
		super(port);
		this.client = new AppClient(port);
	}

	@BeforeEach
	void begin() {
		StreamSupport.stream(this.client.get("/api/documents").json().spliterator(), false)
			.forEach((document) -> this.client.delete("/api/documents/" + document.get("id").asString()));
		this.browser.open();
	}

	@Test
	void takesAFolderWithEverythingReadableInIt() throws IOException {
		this.browser.chooseFolder(coast());
		this.browser.awaitReady("coast/north/notes.txt");
		this.browser.awaitReady("coast/south/notes.txt");
		awaitBatch("Done with 2 files");
		assertThat(text(".batch")).contains("2 of 2 uploaded", "2 ready");
		assertThat(text(".batch .skipped summary")).contains("5 files left out", "2 hidden",
				"1 of a kind that cannot be read", "1 empty", "1 larger than 1 MB");
		this.browser.one(".batch .skipped summary").click();
		assertThat(text(".batch .skipped ul")).contains("coast/north/program.exe", "coast/.git/config.txt");
		this.browser.screenshot("documents-folder");
		this.browser.colours("dark");
		this.browser.screenshot("documents-folder-dark");
		this.browser.one(".batch-head button[aria-label='Close the summary']").click();
		this.browser.until("the summary is closed", () -> !this.browser.one("#batch").isDisplayed());
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void takesFoldersThatAreDropped() throws IOException {
		Path alone = Files.writeString(this.files.resolve("alone.txt"), "The dinghy is alone.");
		this.browser.dropPaths(coast(), alone);
		this.browser.awaitReady("coast/north/notes.txt");
		this.browser.awaitReady("coast/south/notes.txt");
		this.browser.awaitReady("alone.txt");
		awaitBatch("Done with 3 files");
		assertThat(text(".batch .skipped summary")).contains("5 files left out", "2 hidden");
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void staysUsableWithHundredsOfFiles() throws IOException {
		Path folder = Files.createDirectory(this.files.resolve("parcels"));
		for (int i = 0; i < 300; i++) {
			Files.writeString(folder.resolve(i + ".txt"), "Parcel number " + i + " waits on quay " + i % 7 + ".");
		}
		this.browser.chooseFolder(folder);
		this.browser.until("some are ready", () -> text("#batch").contains(" ready"));
		assertThat(text("#batch")).contains("Adding 300 files", "of 300 uploaded");
		assertThat(this.browser.all("#rows .row").size()).isLessThan(200);
		this.browser.screenshot("documents-many");
		awaitBatch("Done with 300 files");
		assertThat(text("#batch")).contains("300 of 300 uploaded · 300 ready");
		this.browser.until("one page is shown", () -> this.browser.all("#rows .row").size() == 50);
		assertThat(text("#summary")).isEqualTo("300 of 300 ready, 300 passages");
		assertThat(text("#document-pages")).contains("1 to 50 of 300");
		this.browser.run("document.querySelector('#document-pages [aria-label^=Older]').click()");
		this.browser.until("the next page is there", () -> text("#document-pages").contains("51 to 100 of 300"));
		this.browser.screenshot("documents-page-2");
		this.browser.one("#find-document").sendKeys("parcels/29");
		this.browser.until("they are found", () -> this.browser.all("#rows .row").size() == 11);
		assertThat(this.browser.hasRow("parcels/299.txt")).isTrue();
		this.browser.one("#find-document").sendKeys("nothing");
		this.browser.until("none is found", () -> this.browser.one("#empty").isDisplayed());
		assertThat(text("#empty")).isEqualTo("No document of this name or tag.");
		this.browser.fill("#find-document", "");
		this.browser.dropPaths(folder);
		this.browser.until("none is ingested again", () -> text("#batch").contains("300 unchanged"));
		assertThat(text("#summary")).isEqualTo("300 of 300 ready, 300 passages");
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	@SuppressWarnings("unchecked")
	void takesNoMoreFilesThanItCanBear() {
		Map<String, Object> found = (Map<String, Object>) this.browser.run("""
				return import('/app/selection.js').then(({ chosen }) => {
				  const files = Array.from({ length: 2002 }, (each, i) => Object.defineProperty(
				    new File(['text'], `${i}.txt`), 'webkitRelativePath', { value: `all/${i}.txt` }));
				  const limits = { extensions: ['txt'], maxFileBytes: 1000 };
				  const most = chosen(files.slice(2), limits);
				  const more = chosen(files, limits);
				  return { most: most.files.length, isCut: most.cut, more: more.files.length, isMoreCut: more.cut };
				});""");
		assertThat(found).isEqualTo(Map.of("most", 2000L, "isCut", false, "more", 2000L, "isMoreCut", true));
	}

	@Test
	void cancelsManyFilesAtOnce() throws IOException {
		Path folder = Files.createDirectory(this.files.resolve("charts"));
		for (int i = 0; i < 60; i++) {
			Files.write(folder.resolve(i + ".txt"), slow("Chart" + i, 400));
		}
		this.browser.chooseFolder(folder);
		this.browser.until("some are uploaded", () -> text("#batch").matches("(?s).*[1-9]\\d* of 60 uploaded.*"));
		this.browser.one(".batch-head button").click();
		awaitBatch("Done with 60 files");
		assertThat(text("#batch")).containsPattern("\\d+ cancelled");
		assertThat(this.browser.focused().getDomAttribute("aria-label")).isEqualTo("Close the summary");
		this.browser.until("nothing is on its way",
				() -> this.client.get("/api/documents/overview").json().get("pending").asInt() == 0);
	}

	@Test
	void cancelsADocumentAndTriesItAgain() throws IOException {
		Path atlas = Files.write(this.files.resolve("atlas.txt"), slow("Fathom", 5000));
		this.browser.choose(atlas);
		this.browser.until("it is worked on", () -> this.browser.hasRow("atlas.txt")
				&& List.of("QUEUED", "RUNNING").contains(this.browser.state("atlas.txt")));
		this.browser.screenshot("documents-running");
		press("atlas.txt", "Cancel");
		this.browser.until("it is cancelled", () -> this.browser.state("atlas.txt").equals("FAILED"));
		assertThat(this.browser.row("atlas.txt").getText()).contains("was cancelled");
		assertThat(text("#dead-letters")).contains("Could not be read (1)");
		press("atlas.txt", "Retry");
		this.browser.until("it is on its way again",
				() -> List.of("QUEUED", "RUNNING").contains(this.browser.state("atlas.txt")));
		press("atlas.txt", "Cancel");
		this.browser.until("it is cancelled", () -> this.browser.state("atlas.txt").equals("FAILED"));
		delete("atlas.txt");
		this.browser.until("no dead letter is left", () -> !this.browser.one("#dead-letters").isDisplayed());
	}

	@Test
	void cancelsAnUploadOnItsWay() throws IOException {
		Path slow = Files.write(this.files.resolve("slow.txt"), slow("Knot", 5000));
		this.browser.uploadSpeed(20_000);
		this.browser.choose(slow);
		this.browser.until("it is uploading", () -> this.browser.hasRow("slow.txt"));
		assertThat(this.browser.state("slow.txt")).isEqualTo("UPLOADING");
		press("slow.txt", "Cancel");
		this.browser.until("the row is gone", () -> !this.browser.hasRow("slow.txt"));
		assertThat(this.browser.focused().getDomAttribute("id")).isEqualTo("drop");
		assertThat(this.client.get("/api/documents?name=slow.txt").json().size()).isZero();
	}

	@Test
	void sendsAnUploadThatDidNotArriveWhenTheServerIsBack() throws IOException {
		this.browser.offline(true);
		this.browser.choose(bakery());
		this.browser.until("it waits", () -> text("#batch").contains("Waiting. The server cannot be reached."));
		assertThat(this.browser.state("bakery.md")).isEqualTo("UPLOADING");
		assertThat(this.browser.row("bakery.md").getText()).contains("waiting");
		this.browser.offline(false);
		this.browser.awaitReady("bakery.md");
		this.browser.until("nothing is told any more", () -> !this.browser.one("#batch").isDisplayed());
		delete("bakery.md");
	}

	@Test
	void tellsWhyDocumentsCouldNotBeReadUntilTheyAreDiscarded() throws IOException {
		for (int i = 0; i < 12; i++) {
			assertThat(
					this.client.ingest("torn-" + i + ".pdf", "%PDF-1.7 and then nothing " + i).get("state").asString())
				.isEqualTo("FAILED");
		}
		this.client.ingest("blank.md", "   \n\n   \n");
		this.browser.open();
		assertThat(text("#dead-letters")).isEqualTo("Could not be read (13)");
		this.browser.one("#dead-letters summary").click();
		this.browser.until("they are listed", () -> this.browser.all(".letter").size() == 10);
		assertThat(text(".letters")).contains("blank.md", "Without text", "torn-11.pdf", "Damaged", "tried once",
				"Open it in its own program");
		this.browser.screenshot("documents-dead-letters");
		assertThat(this.browser.accessibilityProblems()).isEmpty();
		next();
		this.browser.until("the rest is listed", () -> this.browser.all(".letter").size() == 3);
		this.browser.one(".letter-actions select").sendKeys("Without");
		this.browser.until("one is left", () -> this.browser.all(".letter").size() == 1);
		click(".letter [data-does=retry]");
		this.browser.until("it failed again", () -> this.browser.all(".letter").size() == 1
				&& text("#dead-letters summary").equals("Could not be read (13)"));
		click(".letter [data-does=discard]");
		assertThat(text("#confirmation-question")).isEqualTo("Discard blank.md?");
		this.browser.one("#confirmation-act").click();
		this.browser.until("it is gone", () -> text("#dead-letters summary").equals("Could not be read (12)"));
		this.browser.one(".letter-actions button:last-child").click();
		assertThat(text("#confirmation-question")).isEqualTo("Discard 12 documents that could not be read?");
		this.browser.screenshot("documents-discard");
		this.browser.one("#confirmation-act").click();
		this.browser.until("all are gone", () -> !this.browser.one("#dead-letters").isDisplayed());
		assertThat(this.browser.hasRow("torn-3.pdf")).isFalse();
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void tellsWhatIsUnchangedAndWhatIsThereTwice() throws IOException {
		Path file = bakery();
		this.browser.choose(file);
		this.browser.awaitReady("bakery.md");
		this.browser.choose(file);
		this.browser.until("it says so", () -> this.browser.row("bakery.md").getText().contains("Unchanged"));
		assertThat(this.browser.row("bakery.md").getText()).contains("nothing was done");
		this.browser.choose(Files.copy(file, this.files.resolve("copy of bakery.md")));
		this.browser.awaitReady("copy of bakery.md");
		this.browser.until("it says so",
				() -> this.browser.row("copy of bakery.md").getText().contains("same content as bakery.md"));
		assertThat(this.browser.row("bakery.md").getText()).doesNotContain("same content");
		this.browser.screenshot("documents-twice");
	}

	@ParameterizedTest
	@CsvSource({ "light, 1280, 1040", "dark, 1280, 1040", "light, 360, 740", "dark, 360, 740" })
	void isAccessibleInEveryPart(String colours, int width, int height) throws IOException {
		this.client.ingest("fields.md",
				IntStream.range(0, 13)
					.mapToObj((i) -> "# Field " + i + "\n\nThe field number " + i + " of Oxvik lies fallow.")
					.collect(Collectors.joining("\n\n")));
		this.client.ingest("torn.pdf", "%PDF-1.7 and then nothing");
		this.browser.size(width, height);
		this.browser.colours(colours);
		this.browser.open();
		this.browser.ask("Which field of Oxvik lies fallow?");
		this.browser.one("#show-conversations").click();
		this.browser.until("the conversations are there", () -> !this.browser.all(".conversation").isEmpty());
		assertAccessible("conversations");
		this.browser.one(".conversation .row-actions button").click();
		assertAccessible("renaming a conversation");
		this.browser.press(Keys.ESCAPE);
		if (!this.browser.all("dialog[open]").isEmpty()) {
			this.browser.press(Keys.ESCAPE);
		}
		this.browser.one(".cite").click();
		assertAccessible("passage");
		this.browser.press(Keys.ESCAPE);
		if (width < 600) {
			this.browser.one("[data-shows=documents]").click();
		}
		this.browser.chooseFolder(coast());
		awaitBatch("Done with 2 files");
		this.browser.one(".batch .skipped summary").click();
		this.browser.one("#dead-letters summary").click();
		this.browser.until("they are listed", () -> !this.browser.all(".letter").isEmpty());
		this.browser.assertNoHorizontalScroll();
		assertAccessible("documents");
		this.browser.screenshot("documents-" + colours + "-" + width);
		this.browser.one(".letter [data-does=discard]").click();
		assertAccessible("discarding");
		this.browser.press(Keys.ESCAPE);
		this.browser.row("fields.md").findElement(By.cssSelector(".passages")).click();
		this.browser.until("the passages are there", () -> this.browser.all("#passages li").size() == 10);
		assertAccessible("passages");
		next("#passages");
		this.browser.until("the last page is there", () -> this.browser.all("#passages li").size() == 3);
		assertAccessible("the last page of passages");
		this.browser.press(Keys.ESCAPE);
		this.browser.row("fields.md").findElement(By.cssSelector(".edit-tags")).click();
		assertAccessible("tag editor");
		this.browser.press(Keys.ESCAPE);
		this.browser.row("fields.md").findElement(By.cssSelector(".remove")).click();
		assertAccessible("deleting");
		this.browser.press(Keys.ESCAPE);
		assertThat(this.browser.complaints()).isEmpty();
	}

	private void assertAccessible(String what) {
		assertThat(this.browser.accessibilityProblems()).as(what).isEmpty();
	}

	private void awaitBatch(String title) {
		this.browser.until(title, () -> text(".batch-title").equals(title));
	}

	private void next() {
		next("#dead-letters .pages");
	}

	private void next(String css) {
		List<WebElement> buttons = this.browser.all(css + " button");
		buttons.getLast().click();
	}

	/** Lists are made anew when they change, so what was found may be gone. */
	private void click(String css) {
		this.browser.until(css + " is clicked", () -> {
			this.browser.one(css).click();
			return true;
		});
	}

	private void press(String row, String button) {
		this.browser.row(row)
			.findElements(By.cssSelector(".row-actions button"))
			.stream()
			.filter((each) -> each.getText().equals(button))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No button " + button + " in " + row))
			.click();
	}

	private String text(String css) {
		return this.browser.one(css).getText();
	}

	/** Two readable files of one name, and what folders have besides. */
	private Path coast() throws IOException {
		Path coast = Files.createDirectories(this.files.resolve("coast"));
		for (String side : List.of("north", "south")) {
			Path folder = Files.createDirectories(coast.resolve(side));
			Files.writeString(folder.resolve("notes.txt"), "The " + side + " tower is made of stone.");
		}
		Files.writeString(coast.resolve("north/program.exe"), "MZ");
		Files.writeString(coast.resolve("north/empty.txt"), "");
		Files.write(coast.resolve("south/big.txt"), new byte[1024 * 1024 + 1]);
		Files.writeString(coast.resolve(".DS_Store"), "hidden");
		Files.writeString(Files.createDirectories(coast.resolve(".git")).resolve("config.txt"), "hidden");
		return coast;
	}

	/** Takes its time to be ingested. */
	private static byte[] slow(String word, int lines) {
		return IntStream.range(0, lines)
			.mapToObj((i) -> word + " number " + i + " of the chart is " + i * 7 + " paces from the quay.\n\n")
			.collect(Collectors.joining())
			.getBytes(StandardCharsets.UTF_8);
	}

}
