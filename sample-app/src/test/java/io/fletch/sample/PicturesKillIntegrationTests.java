package io.fletch.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.picture.PictureGallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The application as a process of its own, killed while pictures are added.
 */
class PicturesKillIntegrationTests {

	private static final int PICTURES = 80;

	private final List<AppProcess> processes = new ArrayList<>();

	@TempDir
	private Path folder;

	@AfterEach
	void stop() {
		this.processes.forEach(AppProcess::close);
	}

	@Test
	void keepsWholePicturesOrNone() throws IOException {
		Optional<Path> model = Assets.find("models/emoji-clip");
		Optional<Path> emojis = Assets.find("images/emoji-noto-64px");
		assumeTrue(model.isPresent() && emojis.isPresent(), "No emoji-clip in the folder named by FLETCH_ASSETS");
		List<Path> files = files(emojis.orElseThrow());
		Set<String> kept = ConcurrentHashMap.newKeySet();
		AppClient first = start(model.orElseThrow());
		first.get("/api/pictures");
		try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
			files.forEach((file) -> clients.submit(() -> addUnlessKilled(first, file, kept)));
			await().until(() -> kept.size() >= PICTURES / 4);
			this.processes.getFirst().kill();
		}
		assertThat(kept).as("killed on the way").hasSizeLessThan(PICTURES);

		AppClient second = start(model.orElseThrow());
		JsonNode all = second.get("/api/pictures?limit=100").json();
		List<String> ids = new ArrayList<>();
		for (JsonNode picture : all.get("pictures")) {
			String id = picture.get("id").asString();
			ids.add(id);
			assertThat(second.bytes("/api/pictures/" + id + "/content").body()).hasSize(picture.get("size").asInt());
			assertThat(second.bytes("/api/pictures/" + id + "/thumbnail").statusCode()).isEqualTo(200);
			JsonNode similar = second.get("/api/pictures/" + id + "/similar?limit=100").json().get("pictures");
			assertThat(similar.size()).as("each has a vector").isEqualTo(all.get("total").asInt() - 1);
		}
		assertThat(ids).as("what was said to be kept").containsAll(kept);
		PictureGallery gallery = new PictureGallery(second);
		for (Path file : files) {
			gallery.added(file.getFileName().toString(), Files.readAllBytes(file));
		}
		assertThat(second.get("/api/pictures").json().get("total").asInt()).isEqualTo(PICTURES);
	}

	private static boolean addUnlessKilled(AppClient client, Path file, Set<String> kept) throws IOException {
		try {
			Reply reply = new PictureGallery(client).add(file.getFileName().toString(), Files.readAllBytes(file));
			return reply.status() == 201 && kept.add(reply.json().at("/picture/id").asString());
		}
		catch (AssertionError ex) {
			// No answer: the application was killed.
			return false;
		}
	}

	private static List<Path> files(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".png")).sorted().limit(PICTURES).toList();
		}
	}

	private AppClient start(Path model) throws IOException {
		AppProcess started = AppProcess.start(
				AppLaunch
					.of("--fletch.uri=" + this.folder.resolve("data"), "--fletch.sample.corpus=false",
							"--fletch.embedding.functions.pictures.type=clip",
							"--fletch.embedding.functions.pictures.options.model=" + model)
					.shortLived()
					.process());
		this.processes.add(started);
		return started.client();
	}

}
