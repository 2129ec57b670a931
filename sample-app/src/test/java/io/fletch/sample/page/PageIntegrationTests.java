package io.fletch.sample.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

class PageIntegrationTests extends RunningPage {

	private static final String KEEPER = "The keeper of the lighthouse since 1998 is Ottilie Brandvold.";

	private static final String QUESTION = "Who is the keeper of the lighthouse of Skerry Point?";

	PageIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	@Test
	void answersFromAnUploadedPdfUntilItIsDeleted() throws IOException {
		this.browser.choose(lighthousePdf("skerry-point.pdf"), bakery());
		Set<String> stages = watchStages("skerry-point.pdf");
		assertThat(stages).contains("Embedded: under way");
		this.browser.awaitReady("bakery.md");
		assertThat(this.browser.row("skerry-point.pdf").getText()).containsPattern("\\d+ passages");
		this.browser.screenshot("documents");

		WebElement turn = this.browser.ask(QUESTION);
		assertThat(turn.findElement(By.cssSelector(".answer")).getText()).contains(KEEPER);
		assertThat(turn.findElement(By.cssSelector(".source")).getText()).contains("skerry-point.pdf", "Page 2");
		assertThat(this.browser.one("#answerer").getText())
			.isEqualTo("Extractive answers: best sentences of your documents (no chat model configured)");
		this.browser.screenshot("answer");

		this.browser.citationAfter(KEEPER).click();
		assertThat(this.browser.one("#passage-name").getText()).isEqualTo("skerry-point.pdf");
		assertThat(this.browser.one("#passage-place").getText()).contains("Page 2");
		assertThat(this.browser.one("#passage-text mark").getText().replaceAll("\\s+", " ")).isEqualTo(KEEPER);
		this.browser.screenshot("passage");
		this.browser.press(Keys.ESCAPE);
		this.browser.until("the dialog is closed", () -> this.browser.all("dialog[open]").isEmpty());

		delete("skerry-point.pdf");
		turn = this.browser.ask(QUESTION);
		assertThat(turn.findElement(By.cssSelector(".answer")).getText()).isEqualTo("Not in the documents.");
		assertThat(turn.findElements(By.cssSelector(".cite"))).isEmpty();
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void worksByKeyboardAlone() throws IOException {
		this.browser.choose(lighthousePdf("keyboard.pdf"));
		this.browser.awaitReady("keyboard.pdf");
		this.browser.open();
		this.browser.tabTo(".skip");
		this.browser.press(Keys.ENTER);
		this.browser.tabTo("#message");
		this.browser.press(QUESTION, Keys.ENTER);
		this.browser.awaitAnswer(0);
		this.browser.run("document.querySelector('#log').focus()");
		this.browser.tabTo(".cite");
		this.browser.press(Keys.ENTER);
		assertThat(this.browser.one("dialog#passage").getDomAttribute("open")).isNotNull();
		for (int i = 0; i < 6; i++) {
			this.browser.press(Keys.TAB);
			assertThat(this.browser.run("return document.querySelector('#passage').contains(document.activeElement)"
					+ " || document.activeElement === document.body"))
				.as("the focus stays in the dialog")
				.isEqualTo(true);
		}
		this.browser.press(Keys.ESCAPE);
		assertThat(this.browser.all("dialog[open]")).isEmpty();
		assertThat(this.browser.focused().getDomAttribute("class")).as("the focus returns").isEqualTo("cite");
		this.browser.tabTo(".row[data-name='keyboard.pdf'] .remove");
		this.browser.press(Keys.ENTER);
		assertThat(this.browser.focused().getText()).isEqualTo("Keep it");
		this.browser.press(Keys.TAB);
		this.browser.press(Keys.ENTER);
		this.browser.until("the row is gone", () -> !this.browser.hasRow("keyboard.pdf"));
	}

	@Test
	void fitsAPhone() throws IOException {
		this.browser.size(360, 740);
		this.browser.open();
		this.browser.assertNoHorizontalScroll();
		this.browser.screenshot("phone-welcome");
		this.browser.one("[data-shows=documents]").click();
		String longName = "a-name-without-any-place-to-break-it-" + "x".repeat(80) + ".pdf";
		this.browser.choose(lighthousePdf(longName));
		this.browser.until("the row is there", () -> this.browser.hasRow(longName));
		this.browser.assertNoHorizontalScroll();
		this.browser.awaitReady(longName);
		this.browser.assertNoHorizontalScroll();
		this.browser.screenshot("phone-documents");
		this.browser.one("[data-shows=chat]").click();
		WebElement turn = this.browser.ask(QUESTION);
		this.browser.assertNoHorizontalScroll();
		this.browser.screenshot("phone-answer");
		turn.findElement(By.cssSelector(".cite")).click();
		this.browser.assertNoHorizontalScroll();
		this.browser.screenshot("phone-passage");
		this.browser.press(Keys.ESCAPE);
		this.browser.one("[data-shows=documents]").click();
		delete(longName);
	}

	@Test
	void showsHostileNamesAndWordsAsText() throws IOException {
		String name = "<img src=x onerror=document.title='taken'>.txt";
		this.browser.drop(name,
				"<script>document.title='taken'</script>\n\n" + "The zeppelin of Skerry Point is painted purple. "
						+ "Look: <img src=x onerror=document.title='taken'>.\n");
		this.browser.awaitReady(name);
		assertThat(this.browser.row(name).findElement(By.cssSelector(".name")).getText()).isEqualTo(name);
		WebElement turn = this.browser.ask("What colour is the zeppelin of Skerry Point?");
		assertThat(turn.findElement(By.cssSelector(".answer")).getText()).contains("is painted purple.");
		turn.findElement(By.cssSelector(".cite")).click();
		assertThat(this.browser.one("#passage-name").getText()).isEqualTo(name);
		assertThat(this.browser.one("#passage-text").getText()).contains("<script>document.title='taken'</script>");
		assertThat(this.browser.all("#passage-text img, #passage-text script, #rows img, .turn img, .turn b"))
			.isEmpty();
		assertThat(this.browser.run("return document.title")).isEqualTo("Fletch: ask your documents");
		this.browser.press(Keys.ESCAPE);
		delete(name);
	}

	@Test
	void showsWhatIsWrongInItsPlace() throws IOException {
		this.browser.one("#send").click();
		assertThat(this.browser.one("#ask-problem").getText()).isEqualTo("Write a question first.");
		Path program = Files.write(this.files.resolve("program.exe"), new byte[] { 'M', 'Z' });
		Path big = Files.write(this.files.resolve("big.txt"), new byte[1024 * 1024 + 1]);
		Path damaged = Files.writeString(this.files.resolve("damaged.pdf"), "%PDF-1.7 and then nothing");
		this.browser.choose(program, big, damaged);
		this.browser.until("the refusals are there",
				() -> this.browser.state("program.exe").equals("REFUSED")
						&& this.browser.state("big.txt").equals("REFUSED")
						&& this.browser.state("damaged.pdf").equals("FAILED"));
		assertThat(this.browser.row("program.exe").getText()).contains("No reader for 'program.exe'", "pdf");
		assertThat(this.browser.row("big.txt").getText()).contains("at most 1 MB");
		assertThat(this.browser.row("damaged.pdf").getText()).contains("damaged.pdf");
		this.browser.screenshot("problems");
		this.browser.row("program.exe").findElement(By.cssSelector(".remove")).click();
		assertThat(this.browser.hasRow("program.exe")).isFalse();
		delete("damaged.pdf");
	}

	@Test
	void keepsADocumentWhoseDeletionIsNotConfirmed() throws IOException {
		this.browser.choose(bakery());
		this.browser.awaitReady("bakery.md");
		this.browser.row("bakery.md").findElement(By.cssSelector(".remove")).click();
		this.browser.press(Keys.ESCAPE);
		this.browser.until("the dialog is closed", () -> this.browser.all("dialog[open]").isEmpty());
		assertThat(this.browser.hasRow("bakery.md")).isTrue();
		this.browser.open();
		this.browser.awaitReady("bakery.md");
	}

	@Test
	void followsTheColoursOfTheSystem() {
		this.browser.colours("dark");
		this.browser.open();
		assertThat(this.browser.one("body").getCssValue("background-color")).isEqualTo("rgba(23, 22, 20, 1)");
		this.browser.screenshot("dark-welcome");
		this.browser.colours("light");
		assertThat(this.browser.one("body").getCssValue("background-color")).isEqualTo("rgba(250, 248, 244, 1)");
		this.browser.screenshot("welcome");
	}

	private Set<String> watchStages(String name) {
		Set<String> seen = new LinkedHashSet<>();
		this.browser.until(name + " is ready", () -> {
			if (!this.browser.hasRow(name)) {
				return false;
			}
			this.browser.row(name)
				.findElements(By.cssSelector("[data-stage-state=active][aria-current=step]"))
				.forEach((stage) -> seen.add(stage.getText().replaceAll("\\s+:", ":")));
			return this.browser.state(name).equals("READY");
		});
		return seen;
	}

	/** Long enough to be watched on its way. */
	private Path lighthousePdf(String name) throws IOException {
		List<List<String>> pages = new ArrayList<>();
		pages.add(List.of("A guide to the coast", "This guide describes harbours, beacons and landing places."));
		pages.add(List.of("The lighthouse of Skerry Point was built in 1871 of grey granite.", KEEPER,
				"Visitors climb 212 steps to the gallery."));
		for (int page = 0; page < 20; page++) {
			List<String> lines = new ArrayList<>();
			for (int line = 0; line < 24; line++) {
				lines.add("Landing place " + page + "." + line + " has a pier of " + (line + 3)
						+ " metres and a depth of " + (page % 7 + 1) + " fathoms at low water.");
			}
			pages.add(lines);
		}
		return Pdf.write(this.files.resolve(name), pages);
	}

}
