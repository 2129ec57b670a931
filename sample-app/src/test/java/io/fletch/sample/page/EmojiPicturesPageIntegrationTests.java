package io.fletch.sample.page;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.sample.AppClient;
import io.fletch.sample.Assets;
import io.fletch.sample.DataFolders;
import io.fletch.sample.picture.PictureGallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The gallery with a small model of the kind {@code clip}, which knows emojis.
 */
@ExtendWith(ChromiumCondition.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "fletch.embedding.functions.pictures.type=clip" })
class EmojiPicturesPageIntegrationTests {

	private static final Path data = DataFolders.fresh();

	private static final Optional<Path> model = Assets.find("models/emoji-clip");

	private static final Optional<Path> emojis = Assets.find("images/emoji-fluent-flat-64px");

	private static final int HOW_MANY = 240;

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
		registry.add("fletch.embedding.functions.pictures.options.model",
				() -> model.map(Path::toString).orElse("absent"));
	}

	@Test
	void findsEmojisByWordsAndByThemselves(@LocalServerPort int port) throws Exception {
		assumeTrue(model.isPresent() && emojis.isPresent(), "No emoji-clip in the folder named by FLETCH_ASSETS");
		AppClient client = new AppClient(port);
		Map<String, Path> pictures = pictures(emojis.orElseThrow());
		addAll(new PictureGallery(client), pictures);
		PictureGallery gallery = new PictureGallery(client);
		assertThat(share(pictures,
				(name) -> client
					.get("/api/pictures/search?limit=5&q=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
					.json()))
			.as("found by their names among the first five")
			.isGreaterThan(0.6);
		assertThat(PictureGallery.names(client.get("/api/pictures/search?q=red+heart&limit=10").json()))
			.allMatch((name) -> name.contains("heart"))
			.contains("red heart.png");
		for (String name : List.copyOf(pictures.keySet()).subList(0, 20)) {
			JsonNode same = gallery.like(Files.readAllBytes(pictures.get(name))).json();
			assertThat(PictureGallery.names(same)).as(name).first().isEqualTo(name + ".png");
			assertThat(same.at("/pictures/0/score").asDouble()).isGreaterThan(0.999);
		}
		look(port);
	}

	private static double share(Map<String, Path> pictures, Function<String, JsonNode> search) {
		return pictures.keySet()
			.stream()
			.filter((name) -> PictureGallery.names(search.apply(name)).contains(name + ".png"))
			.count() / (double) pictures.size();
	}

	private static void look(int port) {
		try (Browser browser = new Browser(port)) {
			browser.size(1280, 1000);
			browser.address("#/pictures/find/red%20heart");
			browser.until("hearts", () -> browser.one("#gallery-title").getText().contains("red heart"));
			loaded(browser);
			for (String colours : List.of("light", "dark")) {
				browser.colours(colours);
				browser.screenshot("pictures-" + colours);
			}
			browser.one(".gallery .open").sendKeys(Keys.ENTER);
			browser.until("similar ones", () -> browser.all(".similar li").size() == 8);
			loaded(browser);
			browser.screenshot("pictures-large");
			browser.press(Keys.ESCAPE);
			browser.size(390, 844);
			browser.colours("light");
			browser.address("#/pictures");
			browser.until("all", () -> browser.one("#gallery-title").getText().equals("All pictures"));
			browser.run("document.querySelector('.gallery-head').scrollIntoView()");
			loaded(browser);
			browser.screenshot("pictures-phone");
		}
	}

	private static void loaded(Browser browser) {
		browser.until("the pictures are loaded", () -> Boolean.TRUE.equals(browser.run("""
				return [...document.querySelectorAll('#pictures-view img, dialog[open] img')]
				  .filter((each) => each.getBoundingClientRect().top < innerHeight)
				  .every((each) => each.complete && each.naturalWidth > 0);""")));
	}

	private static void addAll(PictureGallery gallery, Map<String, Path> pictures) throws Exception {
		try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
			List<Callable<String>> calls = new ArrayList<>();
			pictures.forEach((name, file) -> calls.add(() -> gallery.added(name + ".png", Files.readAllBytes(file))));
			for (Future<String> added : clients.invokeAll(calls)) {
				assertThat(added.get()).hasSize(64);
			}
		}
	}

	/** Every so manieth emoji, and the heart, by their names. */
	private static Map<String, Path> pictures(Path folder) throws IOException {
		Map<String, Path> all = new TreeMap<>();
		for (String line : Files.readAllLines(folder.resolveSibling("emoji.jsonl"))) {
			JsonNode emoji = JsonMapper.shared().readTree(line);
			Path file = folder.resolve(emoji.path("id").asString() + ".png");
			if (Files.exists(file)) {
				all.put(emoji.path("name").asString().replace(":", ","), file);
			}
		}
		Map<String, Path> some = new TreeMap<>();
		List<String> names = List.copyOf(all.keySet());
		for (int i = 0; i < names.size(); i += Math.ceilDiv(names.size(), HOW_MANY)) {
			some.put(names.get(i), all.get(names.get(i)));
		}
		names.stream().filter((name) -> name.contains("heart")).forEach((name) -> some.put(name, all.get(name)));
		return some;
	}

}
