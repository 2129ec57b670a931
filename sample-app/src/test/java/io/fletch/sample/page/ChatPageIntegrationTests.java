package io.fletch.sample.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.context.answer.Citation;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.Retriever;
import io.fletch.sample.AppClient;
import io.fletch.sample.DataFolders;
import io.fletch.sample.conversation.Conversations;
import io.fletch.sample.conversation.Exchange;
import io.fletch.sample.conversation.Source;
import io.fletch.store.error.CancelledException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conversations, figures, tags and passages on the page.
 */
@ExtendWith(ChromiumCondition.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "fletch.sample.corpus=false")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatPageIntegrationTests {

	private static final String BUILT = "The mill of Oxvik was built in 1744.";

	private static final Path data = DataFolders.fresh();

	@TempDir
	Path files;

	private final AppClient client;

	private final int port;

	private final Conversations conversations;

	private Browser browser;

	ChatPageIntegrationTests(@LocalServerPort int port, @Autowired Conversations conversations) {
		this.port = port;
		this.conversations = conversations;
		this.client = new AppClient(port);
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@BeforeEach
	void open() {
		this.client.ingest("mill.md", BUILT + " Its wheel has 24 paddles of oak. It grinds oats and rye.");
		this.browser = new Browser(this.port);
		this.browser.open();
	}

	@AfterEach
	void close() {
		this.browser.close();
		this.client.get("/api/conversations?limit=100")
			.json()
			.get("conversations")
			.forEach((each) -> this.client.delete("/api/conversations/" + each.get("id").asString()));
	}

	@Test
	void opensAConversationAgainAndGoesOnWithIt() {
		this.browser.ask("When was the mill of Oxvik built?");
		WebElement second = this.browser.ask("How many paddles does its wheel have?");
		assertThat(second.findElement(By.cssSelector(".answer")).getText()).contains("24 paddles");
		this.browser.until("the title is there",
				() -> this.browser.one(".conversation-title").getText().equals("When was the mill of Oxvik built?"));
		this.browser.one("#new-chat").click();
		assertThat(this.browser.all(".turn")).isEmpty();
		assertThat(this.browser.one(".conversation-title").getText()).isEmpty();
		this.browser.open();

		showConversations(1);
		this.browser.screenshot("conversations");
		this.browser.one(".conversation .open").click();
		this.browser.until("both turns are there", () -> this.browser.all(".turn").size() == 2);
		this.browser.until("the dialog is closed", () -> this.browser.all("dialog[open]").isEmpty());
		assertThat(this.browser.one("#welcome").isDisplayed()).isFalse();
		assertThat(this.browser.all(".turn .question")).extracting(WebElement::getText)
			.containsExactly("When was the mill of Oxvik built?", "How many paddles does its wheel have?");
		this.browser.all(".turn").getFirst().findElement(By.cssSelector(".answer .cite")).click();
		assertThat(this.browser.one("#passage-text mark").getText()).isEqualTo(BUILT);
		this.browser.press(Keys.ESCAPE);
		this.browser.screenshot("conversation-opened");
		this.browser.ask("What does it grind?");
		assertThat(this.client.get("/api/conversations").json().get("conversations").get(0).get("turns").asInt())
			.isEqualTo(3);
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void showsTheCitedSentenceBesideItsSource() {
		WebElement turn = this.browser.ask("How many paddles does the wheel of the mill of Oxvik have?");
		assertThat(turn.findElements(By.cssSelector(".sources > ul .source mark"))).extracting(WebElement::getText)
			.contains("Its wheel has 24 paddles of oak.");
	}

	@Test
	void linksOnlyNumbersThatAreBorneOut() {
		Source source = new Source(1, "d", "mill.md", "d-0", BUILT, null, null, "default", 0.5);
		Source other = new Source(2, "d", "mill.md", "d-1", "Its wheel has 24 paddles of oak.", null, null, "default",
				0.4);
		String answer = "It is red [1]. It was built in 1744 [1, 2, 7].";
		int at = answer.indexOf("[1, 2");
		this.conversations.append("marks-1", false,
				new Exchange("When?", answer, true, "Extractive", List.of("When?"), List.of(), List.of(source, other),
						List.of(new Citation(1, "d-0", 0, BUILT.length()), new Citation(2, "d-1", 0, 9)),
						List.of(at, at), List.of("default")));
		showConversations(1);
		this.browser.one(".conversation .open").click();
		this.browser.until("the answer is there", () -> this.browser.all(".answer .cite").size() == 2);
		assertThat(this.browser.one(".answer").getText()).isEqualTo("It is red [1]. It was built in 1744 [1][2][7].");
		assertThat(this.browser.all(".answer .cite")).extracting(WebElement::getText).containsExactly("[1]", "[2]");
		this.browser.all(".answer .cite").getFirst().click();
		assertThat(this.browser.one("#passage-text mark").getText()).isEqualTo(BUILT);
		this.browser.press(Keys.ESCAPE);
	}

	@Test
	void renamesAndDeletesConversations() {
		this.browser.ask("When was the mill of Oxvik built?");
		this.browser.one("#new-chat").click();
		this.browser.ask("What does the mill of Oxvik grind?");
		showConversations(2);
		WebElement first = this.browser.all(".conversation").getFirst();
		assertThat(first.findElement(By.cssSelector(".open")).getDomAttribute("aria-current")).isEqualTo("true");
		first.findElement(By.cssSelector(".rename")).click();
		this.browser.press(Keys.chord(Keys.CONTROL, "a"), "   ", Keys.ENTER);
		this.browser.until("a name is wanted",
				() -> this.browser.one("#conversations .problem").getText().contains("blank"));
		this.browser.press(Keys.chord(Keys.CONTROL, "a"), "<b>Oats</b>", Keys.ENTER);
		this.browser.until("it is renamed",
				() -> this.browser.all("#conversations .name").getFirst().getText().equals("<b>Oats</b>"));
		assertThat(this.browser.one(".conversation-title").getText()).isEqualTo("<b>Oats</b>");
		assertThat(this.browser.focused().getDomAttribute("class")).contains("rename");
		this.browser.press(Keys.ENTER);
		this.browser.press("other", Keys.ESCAPE);
		assertThat(this.browser.all("#conversations .name").getFirst().getText()).isEqualTo("<b>Oats</b>");

		WebElement renamed = this.browser.all(".conversation").getFirst();
		renamed.findElement(By.cssSelector(".delete")).click();
		assertThat(this.browser.focused().getText()).isEqualTo("Keep it");
		this.browser.screenshot("conversation-delete");
		this.browser.press(Keys.ENTER);
		assertThat(this.browser.all(".conversation")).hasSize(2);
		renamed.findElement(By.cssSelector(".delete")).click();
		renamed.findElement(By.cssSelector(".danger")).click();
		this.browser.until("it is gone", () -> this.browser.all(".conversation").size() == 1);
		this.browser.press(Keys.ESCAPE);
		assertThat(this.browser.all(".turn")).as("the page left it").isEmpty();
		assertThat(this.browser.one("#welcome").isDisplayed()).isTrue();
	}

	@Test
	void readsLongListsAndLongConversationsInParts() {
		for (int i = 0; i < 25; i++) {
			this.client.ask("When was the mill of Oxvik built, part " + i + "?", "long-1");
			this.client.ask("When was the mill of Oxvik built?", "many-" + i);
		}
		showConversations(20);
		this.browser.all("#conversations > .quiet").getFirst().click();
		this.browser.until("all are there", () -> this.browser.all(".conversation").size() == 26);
		assertThat(this.browser.all("#conversations > .quiet").getFirst().isDisplayed()).isFalse();
		this.browser.one(".conversation[data-id='long-1'] .open").click();
		this.browser.until("the end is there", () -> this.browser.all(".turn").size() == 20);
		this.browser.run("document.querySelector('.log').scrollTop = 0");
		this.browser.one("div.earlier button").click();
		this.browser.until("all turns are there", () -> this.browser.all(".turn").size() == 25);
		assertThat(this.browser.all(".turn .question").getFirst().getText()).contains("part 0?");
		assertThat(this.browser.all("div.earlier")).isEmpty();
	}

	@Test
	void showsWhatEachStageTook() {
		WebElement turn = this.browser.ask("When was the mill of Oxvik built?");
		WebElement figures = turn.findElement(By.cssSelector("details.figures"));
		assertThat(figures.findElement(By.cssSelector("table")).isDisplayed()).isFalse();
		figures.findElement(By.cssSelector("summary")).click();
		assertThat(figures.findElements(By.cssSelector("tbody tr")))
			.extracting((row) -> row.getDomAttribute("data-stage"))
			.containsExactly("rewrite", "retrieve", "generate");
		assertThat(figures.getText()).contains("Searched for: “When was the mill of Oxvik built?”")
			.containsPattern("Search \\d+(\\.\\d+)? ms");
		this.browser.screenshot("figures");
	}

	@Test
	void saysWhatWasLookedForInVain() {
		WebElement turn = this.browser.ask("What is the boiling point of tungsten hexafluoride?");
		assertThat(turn.findElement(By.cssSelector(".answer")).getText()).isEqualTo("Not in the documents.");
		assertThat(turn.findElement(By.cssSelector(".looked-for")).getText())
			.isEqualTo("Looked for “What is the boiling point of tungsten hexafluoride?” in all documents. "
					+ "The nearest passages do not answer it.");
		assertThat(turn.findElement(By.cssSelector(".sources .source")).isDisplayed()).as("what is nearest").isTrue();
		this.browser.screenshot("not-in-the-documents");
	}

	@Test
	void stopsTheWorkOnTheServer() throws InterruptedException {
		this.browser.one("#message").sendKeys("What takes forever?", Keys.ENTER);
		assertThat(SlowRetriever.asked.await(20, TimeUnit.SECONDS)).isTrue();
		this.browser.one("#stop").click();
		this.browser.until("it says so", () -> this.browser.all(".turn .stopped").size() == 1);
		assertThat(SlowRetriever.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.browser.one("#send").isDisplayed()).isTrue();
		assertThat(this.client.get("/api/conversations").json().get("total").asInt()).isZero();
		assertThat(this.browser.ask("When was the mill of Oxvik built?").getText()).contains("1744");
	}

	@Test
	void tagsDocumentsAndFiltersByThem() throws IOException {
		Path barn = Files.writeString(this.files.resolve("barn.txt"), "The barn of Lervik is red.");
		this.browser.one("#new-tags").sendKeys("lervik, farms");
		this.browser.choose(barn);
		this.browser.awaitReady("barn.txt");
		this.browser.until("its tags are there", () -> tags("barn.txt").equals(List.of("lervik", "farms")));
		WebElement mill = this.browser.row("mill.md");
		mill.findElement(By.cssSelector(".edit-tags")).click();
		this.browser.press("oxvik, farms", Keys.ENTER);
		this.browser.until("it is tagged", () -> tags("mill.md").equals(List.of("oxvik", "farms")));

		this.browser.one("[data-filter=list] summary").click();
		chip("list", "lervik").click();
		this.browser.until("the other is left out", () -> !this.browser.hasRow("mill.md"));
		assertThat(this.browser.row("barn.txt").isDisplayed()).isTrue();
		this.browser.screenshot("documents-by-tag");
		chip("list", "lervik").click();
		this.browser.until("it is there again", () -> this.browser.hasRow("mill.md"));

		this.browser.one("[data-filter=chat] summary").click();
		chip("chat", "lervik").click();
		assertThat(this.browser.one("[data-filter=chat] summary").getText()).isEqualTo("Documents searched: lervik");
		WebElement turn = this.browser.ask("What is the boiling point of tungsten hexafluoride?");
		assertThat(turn.findElement(By.cssSelector(".answer")).getText()).isEqualTo("Not in the documents.");
		assertThat(turn.findElement(By.cssSelector(".looked-for")).getText()).contains("in documents tagged lervik.");
		this.browser.screenshot("chat-by-tag");
		String built = "When was the mill of Oxvik built?";
		assertThat(this.browser.ask(built).findElement(By.cssSelector(".answer")).getText()).doesNotContain("1744");
		chip("chat", "farms").click();
		assertThat(this.browser.ask(built).findElement(By.cssSelector(".answer")).getText()).contains("1744");
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void showsThePassagesOfADocumentPageByPage() {
		this.client.ingest("fields.md",
				IntStream.range(0, 23)
					.mapToObj((i) -> "# Field " + i + "\n\nThe field number " + i + " of <i>Oxvik</i> lies fallow.")
					.collect(Collectors.joining("\n\n")));
		this.browser.open();
		this.browser.awaitReady("fields.md");
		this.browser.row("fields.md").findElement(By.cssSelector(".passages")).click();
		this.browser.until("the first page is there", () -> this.browser.all("#passages li").size() == 10);
		assertThat(this.browser.one("#passages .place").getText()).isEqualTo("Passages 1 to 10 of 23");
		assertThat(this.browser.all("#passages li").getFirst().getText()).contains("Field 0", "lies fallow.");
		this.browser.screenshot("passages");
		WebElement next = this.browser.all("#passages .choices button").getLast();
		next.click();
		next.click();
		this.browser.until("the last page is there",
				() -> this.browser.one("#passages .place").getText().equals("Passages 21 to 23 of 23"));
		assertThat(next.isEnabled()).isFalse();
		assertThat(this.browser.all("#passages li")).hasSize(3);
	}

	@Test
	void fitsAPhone() {
		this.browser.size(360, 740);
		this.browser.open();
		this.browser
			.ask("When was the mill of Oxvik built, which has a name " + "without-any-place-to-break-it".repeat(5));
		this.browser.one("details.figures summary").click();
		this.browser.assertNoHorizontalScroll();
		this.browser.screenshot("phone-chat");
		showConversations(1);
		this.browser.assertNoHorizontalScroll();
		this.browser.screenshot("phone-conversations");
	}

	private void showConversations(int count) {
		this.browser.one("#show-conversations").click();
		this.browser.until("the conversations are there", () -> this.browser.all(".conversation").size() == count);
	}

	private List<String> tags(String name) {
		return this.browser.row(name).findElements(By.cssSelector(".tag")).stream().map(WebElement::getText).toList();
	}

	private WebElement chip(String filter, String tag) {
		return this.browser.all("[data-filter=" + filter + "] .tag-chip")
			.stream()
			.filter((chip) -> chip.getText().equals(tag))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No tag " + tag));
	}

	@TestConfiguration
	static class Slow {

		@Bean
		Retriever slowRetriever() {
			return new SlowRetriever();
		}

	}

	/**
	 * Finds nothing, and some questions occupy it until it is interrupted.
	 */
	static final class SlowRetriever implements Retriever {

		static final CountDownLatch asked = new CountDownLatch(1);

		static final CountDownLatch interrupted = new CountDownLatch(1);

		@Override
		public List<RetrievedPassage> retrieve(RetrievalQuery query) {
			if (!query.question().contains("forever")) {
				return List.of();
			}
			asked.countDown();
			try {
				interrupted.await();
				return List.of();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				interrupted.countDown();
				throw new CancelledException("The search was interrupted", ex);
			}
		}

	}

}
