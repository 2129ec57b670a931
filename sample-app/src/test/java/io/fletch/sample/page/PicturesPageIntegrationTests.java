package io.fletch.sample.page;

import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.sample.AppClient;
import io.fletch.sample.DataFolders;
import io.fletch.sample.picture.ColourModel;
import io.fletch.sample.picture.Drawing;
import io.fletch.sample.picture.PictureGallery;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gallery with a model that knows colours.
 */
@ExtendWith(ChromiumCondition.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "fletch.embedding.functions.pictures.type=colours" })
@Import(ColourModel.class)
class PicturesPageIntegrationTests {

	private static final Path data = DataFolders.fresh();

	private static final String CARRIED = """
			const carried = new DataTransfer();
			const bytes = Uint8Array.from(atob(arguments[1]), (each) => each.charCodeAt(0));
			carried.items.add(new File([bytes], arguments[0], { type: 'image/png' }));
			""";

	@TempDir
	private Path files;

	private final int port;

	private final PictureGallery gallery;

	private Browser browser;

	PicturesPageIntegrationTests(@LocalServerPort int port) {
		this.port = port;
		this.gallery = new PictureGallery(new AppClient(port));
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@BeforeEach
	void open() {
		this.browser = new Browser(this.port);
	}

	@AfterEach
	void close() {
		this.browser.close();
		this.gallery.clear();
	}

	@Test
	void addsManyPicturesAndTellsWhatFailed() throws IOException {
		this.browser.address("#/pictures");
		until("there is none", () -> this.browser.one("#pictures-view .nothing").getText().contains("No pictures yet"));
		this.browser.screenshot("pictures-empty");
		byte[] red = Drawing.png(Color.RED);
		choose("#picture-files", file("red.png", red), file("green.png", Drawing.png(Color.GREEN)),
				file("same.png", red), file("text.png", "A text".getBytes(StandardCharsets.UTF_8)),
				file("<img src=x onerror=alert(1)>.png", Drawing.png(Color.BLUE)));
		until("all are told of", () -> this.browser.one("#picture-uploads-status").getText().contains("failed"));
		assertThat(this.browser.one("#picture-uploads-status").getText())
			.isEqualTo("3 added, 1 there already, 1 failed");
		until("all are shown", () -> this.browser.all(".gallery .picture").size() == 3);
		String outcomes = this.browser.one(".upload-outcomes").getText();
		assertThat(outcomes).contains("text.png", "not a picture", "Is there already, as");
		assertThat(this.browser.all("main img[src=x]")).isEmpty();
		assertLoaded();
		this.browser.screenshot("pictures-added");
		choose("#picture-files", file("yellow.png", Drawing.png(Color.YELLOW)));
		until("one more", () -> this.browser.all(".gallery .picture").size() == 4);
		assertThat(names()).startsWith("yellow.png");
		drop("#picture-drop", "white.png", Drawing.png(Color.WHITE));
		until("one more", () -> this.browser.all(".gallery .picture").size() == 5);
		this.browser.view("chat");
		assertThat(this.browser.all("#rows .row")).as("no documents").isEmpty();
		assertThat(this.browser.complaints()).filteredOn((each) -> !each.contains("422")).isEmpty();
	}

	@Test
	void searchesByWordsByPicturesAndBack() throws IOException {
		this.gallery.addSome();
		this.browser.address("#/pictures");
		until("the pictures are there", () -> names().size() == 5);
		this.browser.fill("#picture-words", "something red");
		this.browser.press(Keys.ENTER);
		until("red is found", () -> title().equals("Nearest to “something red”"));
		assertThat(names()).startsWith("barn.png");
		assertThat(this.browser.one(".gallery .score").getText()).isEqualTo("1.000");
		assertThat(this.browser.run("return location.hash")).isEqualTo("#/pictures/find/something%20red");
		this.browser.one(".gallery .open").click();
		this.browser.one("#more-like-this").click();
		until("like the barn", () -> title().equals("Like barn.png"));
		assertThat(names()).hasSize(4).doesNotContain("barn.png");
		assertThat(this.browser.focused().getText()).isEqualTo("Like barn.png");
		this.browser.back();
		until("red again", () -> title().contains("something red"));
		this.browser.back();
		until("all again", () -> title().equals("All pictures"));
		choose("#picture-by", file("asked.png", Drawing.png(Color.BLUE)));
		until("like the file", () -> title().equals("Like asked.png"));
		assertThat(names()).startsWith("lake.png");
		this.browser.one(".gallery-head .link").click();
		until("all again", () -> title().equals("All pictures"));
		assertThat(names()).as("not kept").hasSize(5);
		paste("pasted.png", Drawing.png(Color.GREEN));
		until("like the pasted one", () -> title().equals("Like pasted.png"));
		assertThat(names()).startsWith("meadow.png");
		this.browser.address("#/pictures/find/%3Cimg%20src%3Dx%3E");
		until("odd words", () -> title().contains("<img src=x>"));
		assertThat(this.browser.all("main img[src=x]")).isEmpty();
		this.browser.address("#/pictures/like/nothing");
		until("a problem", () -> this.browser.one("#pictures-problem").getText().contains("nothing"));
		this.browser.address("#/pictures");
		this.browser.fill("#picture-name", "LAKE");
		until("two", () -> names().size() == 2);
		this.browser.fill("#picture-name", "ship");
		until("none",
				() -> this.browser.one("#pictures-view .nothing").getText().equals("No picture has such a name."));
	}

	@Test
	void showsAPictureLargeByKeyboard() {
		this.gallery.addSome();
		this.browser.address("#/pictures");
		until("the pictures are there", () -> names().size() == 5);
		List<String> names = names();
		this.browser.tabTo(".gallery .open");
		this.browser.press(Keys.ENTER);
		until("similar ones", () -> this.browser.all(".similar li").size() == 4);
		assertThat(this.browser.one("#picture-title").getText()).isEqualTo(names.getFirst());
		assertThat(this.browser.one("#picture .place").getText()).contains("120 × 80 pixels", "bytes", "added");
		this.browser.press(Keys.ARROW_RIGHT);
		assertThat(this.browser.one("#picture-title").getText()).isEqualTo(names.get(1));
		this.browser.press(Keys.ARROW_LEFT);
		this.browser.press(Keys.ARROW_LEFT);
		assertThat(this.browser.one("#picture-title").getText()).as("the first stays").isEqualTo(names.getFirst());
		this.browser.press(Keys.ESCAPE);
		assertThat(this.browser.focused().getDomAttribute("aria-label")).isEqualTo("Open " + names.getFirst());
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void deletesOnlyWhenToldTwice() {
		this.gallery.addSome();
		this.browser.address("#/pictures");
		until("the pictures are there", () -> names().size() == 5);
		List<WebElement> boxes = this.browser.all(".gallery input");
		boxes.get(0).click();
		boxes.get(2).click();
		assertThat(this.browser.one(".chosen-bar p").getText()).isEqualTo("2 pictures chosen");
		this.browser.one("#delete-chosen").click();
		assertThat(this.browser.one("#confirmation-question").getText()).isEqualTo("Delete 2 pictures?");
		this.browser.press(Keys.ESCAPE);
		assertThat(names()).hasSize(5);
		this.browser.one("#delete-chosen").click();
		this.browser.one("#confirmation-act").click();
		until("two are gone", () -> names().size() == 3);
		assertThat(this.browser.one(".chosen-bar").isDisplayed()).isFalse();
		this.browser.one(".gallery .open").click();
		this.browser.doubleClick("#delete-picture");
		assertThat(this.browser.one("#confirmation-question").getText())
			.isEqualTo("Delete " + names().getFirst() + "?");
		assertThat(names()).hasSize(3);
		this.browser.one("#confirmation-act").click();
		until("one more is gone", () -> names().size() == 2);
		assertThat(this.browser.all("dialog[open]")).isEmpty();
		assertThat(this.browser.focused().getText()).isEqualTo("All pictures");
	}

	@Test
	void findsByWordsAfterASearchByAFile() throws IOException {
		this.gallery.addSome();
		this.browser.address("#/pictures");
		this.browser.fill("#picture-words", "something red");
		this.browser.press(Keys.ENTER);
		until("red is found", () -> title().equals("Nearest to “something red”"));
		choose("#picture-by", file("asked.png", Drawing.png(Color.BLUE)));
		until("like the file", () -> title().equals("Like asked.png"));
		assertThat(this.browser.one("#picture-words").getDomProperty("value")).isEmpty();
		this.browser.fill("#picture-words", "something red");
		this.browser.press(Keys.ENTER);
		until("red is found again", () -> title().equals("Nearest to “something red”"));
	}

	@Test
	void takesAFolderWithFilesThatAreNoPictures() throws IOException {
		Path folder = Files.createDirectory(this.files.resolve("holiday"));
		Files.write(folder.resolve("beach.png"), Drawing.png(Color.YELLOW));
		Files.writeString(folder.resolve("notes.txt"), "No picture.");
		this.browser.address("#/pictures");
		until("there is none", () -> this.browser.one("#pictures-view .nothing").isDisplayed());
		this.browser.one("#picture-folder").sendKeys(folder.toAbsolutePath().toString());
		until("one is shown", () -> names().equals(List.of("beach.png")));
		assertThat(this.browser.one(".upload-outcomes").getText())
			.isEqualTo("1 file left out: 1 of a kind that cannot be read.");
		assertThat(this.browser.complaints()).isEmpty();
		this.browser.offline(true);
		choose("#picture-files", file("one.png", Drawing.png(Color.RED)), file("two.png", Drawing.png(Color.GREEN)));
		until("they wait", () -> this.browser.one(".picture-uploads .held").getText().contains("cannot be reached"));
		assertThat(this.browser.run("return dispatchEvent(new Event('beforeunload', { cancelable: true }))"))
			.as("may be left")
			.isEqualTo(false);
		this.browser.offline(false);
		until("they are added", () -> names().size() == 3);
	}

	@Test
	void showsMoreWhenAsked() {
		for (int i = 0; i < 45; i++) {
			this.gallery.added("p" + i + ".png", Drawing.png(new Color(i, 100, 200)));
		}
		this.browser.address("#/pictures");
		until("the first are there", () -> names().size() == 40);
		Answers answers = new Answers(this.browser);
		answers.hold("GET /api/pictures?offset=40");
		this.browser.one(".gallery-more").click();
		answers.awaitHeld("GET /api/pictures?offset=40", 1);
		this.browser.fill("#picture-words", "blue");
		this.browser.press(Keys.ENTER);
		until("found", () -> title().contains("blue"));
		answers.freeAll();
		this.browser.one(".gallery-head .link").click();
		until("all again", () -> title().equals("All pictures"));
		assertThat(names()).as("nothing was added to what was found").hasSize(40);
		assertThat(this.browser.one("#gallery-status").getText()).isEqualTo("40 of 45 pictures, newest first");
		this.browser.one(".gallery-more").click();
		until("all are there", () -> names().size() == 45);
		assertThat(this.browser.focused().getDomAttribute("aria-label")).isEqualTo("Open p4.png");
		assertThat(this.browser.one(".gallery-more").isDisplayed()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "light, 1280, 800", "dark, 1280, 800", "light, 360, 740" })
	void isAccessible(String colours, int width, int height) throws IOException {
		this.gallery.addSome();
		this.browser.size(width, height);
		this.browser.colours(colours);
		this.browser.address("#/pictures");
		until("the pictures are there", () -> names().size() == 5);
		choose("#picture-files", file("text.png", "A text".getBytes(StandardCharsets.UTF_8)));
		until("it is told", () -> this.browser.one("#picture-uploads-status").getText().contains("1 failed"));
		this.browser.all(".gallery input").getFirst().click();
		assertAccessible("gallery, " + colours);
		this.browser.assertNoHorizontalScroll();
		this.browser.one("#delete-chosen").click();
		assertAccessible("deletion, " + colours);
		this.browser.press(Keys.ESCAPE);
		this.browser.fill("#picture-words", "green");
		this.browser.press(Keys.ENTER);
		until("found", () -> title().contains("green"));
		assertAccessible("found, " + colours);
		this.browser.screenshot("pictures-found-" + colours + "-" + width);
		this.browser.one(".gallery .open").click();
		until("similar ones", () -> this.browser.all(".similar li").size() == 4);
		assertAccessible("large, " + colours);
		this.browser.screenshot("pictures-large-" + colours + "-" + width);
	}

	private void assertAccessible(String what) {
		assertThat(this.browser.accessibilityProblems()).as(what).isEmpty();
	}

	private void assertLoaded() {
		until("the thumbnails are loaded", () -> Boolean.TRUE.equals(this.browser.run("""
				return [...document.querySelectorAll('.gallery img')]
				  .every((each) => each.complete && each.naturalWidth > 0);""")));
	}

	private String title() {
		return this.browser.one("#gallery-title").getText();
	}

	private List<String> names() {
		return this.browser.all(".gallery .picture .name").stream().map(WebElement::getText).toList();
	}

	private void until(String what, BooleanSupplier condition) {
		this.browser.until(what, condition);
	}

	private Path file(String name, byte[] content) throws IOException {
		return Files.write(this.files.resolve(name), content);
	}

	private void choose(String input, Path... chosen) {
		this.browser.one(input)
			.sendKeys(String.join("\n",
					List.of(chosen).stream().map((file) -> file.toAbsolutePath().toString()).toList()));
	}

	private void drop(String target, String name, byte[] content) {
		this.browser.run(CARRIED + """
				for (const type of ['dragenter', 'dragover', 'drop']) {
				  document.querySelector(arguments[2]).dispatchEvent(
				    new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
				}""", name, Base64.getEncoder().encodeToString(content), target);
	}

	private void paste(String name, byte[] content) {
		this.browser.run(CARRIED + """
				document.body.dispatchEvent(
				  new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));""", name,
				Base64.getEncoder().encodeToString(content));
	}

}
