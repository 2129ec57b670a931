package io.fletch.sample.web;

import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.DataFolders;
import io.fletch.sample.picture.ColourModel;
import io.fletch.sample.picture.Drawing;
import io.fletch.sample.picture.PictureGallery;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gallery with a model that knows colours.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "fletch.embedding.functions.pictures.type=colours" })
@Import(ColourModel.class)
class PicturesIntegrationTests {

	private static final Path data = DataFolders.fresh();

	private final AppClient client;

	private final PictureGallery gallery;

	private final Database database;

	PicturesIntegrationTests(@LocalServerPort int port, @Autowired Database database) {
		this.client = new AppClient(port);
		this.gallery = new PictureGallery(this.client);
		this.database = database;
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@AfterEach
	void clear() {
		ColourModel.fail(false);
		this.gallery.clear();
	}

	@Test
	void findsPicturesByWordsAndByPictures() {
		this.gallery.addSome();
		JsonNode red = this.client.get("/api/pictures/search?q=something+red&limit=3").json();
		assertThat(PictureGallery.names(red).getFirst()).isEqualTo("barn.png");
		assertThat(PictureGallery.names(red).subList(1, 3)).containsExactlyInAnyOrder("barn on meadow.png",
				"barn at the lake.png");
		assertThat(red.at("/pictures/0/score").asDouble()).isGreaterThan(red.at("/pictures/1/score").asDouble());
		Reply blue = this.gallery.like(Drawing.png(Color.BLUE));
		assertThat(blue.status()).as(blue.body()).isEqualTo(200);
		assertThat(PictureGallery.names(blue.json())).startsWith("lake.png", "barn at the lake.png");
		assertThat(this.client.get("/api/pictures").json().get("total").asInt()).as("not kept").isEqualTo(5);
		String id = blue.json().at("/pictures/0/picture/id").asString();
		List<String> similar = PictureGallery.names(this.client.get("/api/pictures/" + id + "/similar").json());
		assertThat(similar).hasSize(4).startsWith("barn at the lake.png").doesNotContain("lake.png");
		RunningApi.assertProblem(this.client.get("/api/pictures/search?q=+"), 400, "q", "0 characters", "words");
		RunningApi.assertProblem(this.client.get("/api/pictures/search"), 400, "q", "missing");
		RunningApi.assertProblem(this.client.get("/api/pictures/search?q=" + "a".repeat(1001)), 400, "q", "1001");
		RunningApi.assertProblem(this.client.get("/api/pictures/search?q=red&limit=101"), 400, "limit", "1 to 100");
		RunningApi.assertProblem(this.gallery.like(RunningApi.bytes("no picture")), 422, "file", "PNG");
	}

	@Test
	void listsNewestFirstByPagesAndNames() {
		for (int i = 0; i < 7; i++) {
			this.gallery.added("Boat " + i + ".png", Drawing.png(new Color(i, i, i)));
		}
		JsonNode page = this.client.get("/api/pictures?offset=2&limit=3").json();
		assertThat(page.get("configured").asBoolean()).isTrue();
		assertThat(page.get("total").asInt()).isEqualTo(7);
		assertThat(PictureGallery.names(page)).containsExactly("Boat 4.png", "Boat 3.png", "Boat 2.png");
		JsonNode named = this.client.get("/api/pictures?name=bOAT+5").json();
		assertThat(PictureGallery.names(named)).containsExactly("Boat 5.png");
		assertThat(named.get("total").asInt()).isEqualTo(1);
		assertThat(PictureGallery.names(this.client.get("/api/pictures?name=%25").json())).isEmpty();
		assertThat(PictureGallery.names(this.client.get("/api/pictures?name=')+OR+true+--").json())).isEmpty();
		RunningApi.assertProblem(this.client.get("/api/pictures?offset=-1"), 400, "offset", "0 or more");
		RunningApi.assertProblem(this.client.get("/api/pictures?limit=0"), 400, "limit", "1 to 100");
		RunningApi.assertProblem(this.client.get("/api/pictures?name=" + "a".repeat(201)), 400, "name", "201");
	}

	@Test
	void keepsTheSameFileOnce() {
		byte[] file = Drawing.png(Color.YELLOW);
		String id = this.gallery.added("sun.png", file);
		Reply again = this.gallery.add("star.png", file);
		assertThat(again.status()).isEqualTo(201);
		assertThat(again.json().get("isNew").asBoolean()).isFalse();
		assertThat(again.json().at("/picture/id").asString()).isEqualTo(id);
		assertThat(again.json().at("/picture/name").asString()).isEqualTo("sun.png");
		assertThat(this.client.get("/api/pictures").json().get("total").asInt()).isEqualTo(1);
	}

	@Test
	void takesManyAtOnce() throws Exception {
		try (ExecutorService clients = Executors.newFixedThreadPool(12)) {
			List<Callable<Reply>> calls = IntStream.range(0, 60)
				.<Callable<Reply>>mapToObj(
						(i) -> () -> (i % 10 == 3) ? this.gallery.add("bad.png", RunningApi.bytes("bad " + i))
								: this.gallery.add("p" + i + ".png", Drawing.png(new Color(i / 2, 0, 0))))
				.toList();
			int isNew = 0;
			for (Future<Reply> reply : clients.invokeAll(calls)) {
				assertThat(reply.get().status()).as(reply.get().body()).isIn(201, 422);
				isNew += reply.get().json().path("isNew").asBoolean() ? 1 : 0;
			}
			long total = this.client.get("/api/pictures").json().get("total").asLong();
			assertThat(total).isEqualTo(30).isEqualTo(isNew);
			assertThat(this.database.openTable("pictures").countRows("vector IS NULL")).isZero();
		}
	}

	@Test
	void servesPixelsAlone() {
		byte[] file = Drawing.ofCamera(Drawing.halves(2000, 1000, Color.RED, Color.BLUE), 6, "Oxvik 57.1 N");
		String id = this.gallery.added("Été \"1\"; x.jpeg", file);
		for (String what : List.of("content", "thumbnail")) {
			var served = this.client.bytes("/api/pictures/" + id + "/" + what);
			assertThat(served.statusCode()).isEqualTo(200);
			assertThat(served.headers().firstValue("Content-Type"))
				.hasValue("content".equals(what) ? "image/jpeg" : "image/png");
			assertThat(served.headers().allValues("Cache-Control")).hasSize(1)
				.first()
				.asString()
				.contains("private", "max-age", "immutable");
			assertThat(served.headers().firstValue("ETag")).hasValue("\"" + id + "\"");
			assertThat(served.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
			assertThat(served.headers().firstValue("Content-Disposition").orElse("")).startsWith("inline")
				.contains(
						"filename*=UTF-8''%C3%89t%C3%A9%20%221%22%3B%20x." + ("content".equals(what) ? "jpg" : "png"));
			assertThat(served.headers().firstValue("Content-Security-Policy").orElse("")).contains("img-src 'self';");
			assertThat(new String(served.body(), java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("Oxvik",
					"Exif");
		}
		JsonNode info = this.client.get("/api/pictures/" + id).json();
		assertThat(info.get("width").asInt()).isEqualTo(800);
		assertThat(info.get("height").asInt()).isEqualTo(1600);
	}

	@Test
	void deletesOneAndSeveral() {
		String one = this.gallery.added("one.png", Drawing.png(Color.RED));
		String two = this.gallery.added("two.png", Drawing.png(Color.GREEN));
		String three = this.gallery.added("three.png", Drawing.png(Color.BLUE));
		assertThat(this.client.delete("/api/pictures/" + one).status()).isEqualTo(204);
		RunningApi.assertProblem(this.client.delete("/api/pictures/" + one), 404, "id", one);
		RunningApi.assertProblem(this.client.get("/api/pictures/" + one + "/content"), 404, "id", one);
		RunningApi.assertProblem(this.client.get("/api/pictures/" + one + "/similar"), 404, "id", one);
		Reply several = this.client.post("/api/pictures/delete", "application/json",
				"{\"ids\":[\"" + one + "\",\"" + two + "\",\"" + three + "\"]}");
		assertThat(several.json().get("deleted").asInt()).as(several.body()).isEqualTo(2);
		assertThat(this.client.get("/api/pictures").json().get("total").asInt()).isZero();
		long version = this.database.openTable("pictures").version();
		RunningApi.assertProblem(this.client.delete("/api/pictures/" + two), 404, "id", two);
		assertThat(this.database.openTable("pictures").version()).as("nothing was written").isEqualTo(version);
	}

	@Test
	void refusesWhatIsNoPicture() {
		byte[] png = Drawing.png(Color.RED);
		RunningApi.assertProblem(this.gallery.add("text.png", RunningApi.bytes("A text")), 422, "file", "not a picture",
				"PNG");
		RunningApi.assertProblem(this.gallery.add("cut.png", Arrays.copyOf(png, png.length / 2)), 422, "file",
				"damaged");
		RunningApi.assertProblem(this.gallery.add("bomb.png", Drawing.pngOfSize(20_000, 20_000)), 422, "file",
				"20000 x 20000", "smaller");
		RunningApi.assertProblem(
				this.gallery.add("script.svg",
						RunningApi.bytes("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>")),
				422, "file", "PNG");
		RunningApi.assertProblem(this.gallery.add("empty.png", new byte[0]), 400, "file", "empty");
		RunningApi.assertProblem(this.gallery.add("large.png", new byte[21_000_000]), 413, "file", "21000000",
				"smaller");
		RunningApi.assertProblem(this.gallery.add("larger.png", new byte[60_000_000]), 413, "file",
				"larger than 50 MB");
		RunningApi.assertProblem(this.client.multipart("/api/pictures", List.of(new Part("other", "a.png", png))), 400,
				"file", "missing");
		RunningApi.assertProblem(
				this.client.multipart("/api/pictures",
						List.of(new Part("file", "a.png", png), new Part("file", "b.png", png))),
				400, "file", "2 parts");
		RunningApi.assertProblem(this.client.post("/api/pictures", "image/png", "x"), 415, "Content-Type", "multipart");
		assertThat(this.client.get("/api/pictures").json().get("total").asInt()).isZero();
	}

	@Test
	void tellsAModelThatFailsFromAPictureThatItDoesNotTake() {
		RunningApi.assertProblem(this.gallery.add("magenta.png", Drawing.png(Color.MAGENTA)), 422, "file",
				"takes no such picture", "magenta");
		RunningApi.assertProblem(this.gallery.like(Drawing.png(Color.MAGENTA)), 422, "file", "magenta");
		String field = "fletch.embedding.functions.pictures";
		ColourModel.fail(true);
		RunningApi.assertProblem(this.gallery.add("red.png", Drawing.png(Color.RED)), 409, field, "The model fails",
				"run out");
		RunningApi.assertProblem(this.gallery.like(Drawing.png(Color.RED)), 409, field, "The model fails");
		RunningApi.assertProblem(this.client.get("/api/pictures/search?q=red"), 409, field, "The model fails");
		ColourModel.fail(false);
		this.gallery.added("red.png", Drawing.png(Color.RED));
	}

	@Test
	void takesOddNamesAndFormatsByTheirContent() {
		assertThat(this.gallery.add("no picture.txt", Drawing.png(Color.RED)).status()).isEqualTo(201);
		Reply path = this.gallery.add("../../etc/passwd", Drawing.png(Color.GREEN));
		assertThat(path.json().at("/picture/name").asString()).isEqualTo("passwd");
		Reply markup = this.gallery.add("<img src=x onerror=alert(1)>", Drawing.png(Color.BLUE));
		assertThat(markup.status()).as(markup.body()).isEqualTo(201);
		RunningApi.assertProblem(this.gallery.add("a".repeat(201), Drawing.png(Color.WHITE)), 400, "file", "200");
		RunningApi.assertProblem(this.gallery.add("..\\", Drawing.png(Color.WHITE)), 400, "file", "Rename");
		byte[] gif = Drawing.animation(Drawing.halves(20, 20, Color.RED, Color.RED),
				Drawing.halves(20, 20, Color.BLUE, Color.BLUE));
		assertThat(this.gallery.add("dance.gif", gif).json().at("/picture/type").asString()).isEqualTo("image/png");
		assertThat(this.gallery.add("cmyk.jpg", Drawing.cmyk(40, 30)).status()).isEqualTo(201);
		assertThat(this.gallery.add("lossy.webp", Drawing.lossyWebp()).status()).isEqualTo(201);
	}

	@Test
	void refusesOddIdsAndBodies() {
		for (String id : List.of("x", "..%2F..", "%27%20OR%201=1", "A".repeat(64), "a".repeat(64))) {
			for (String what : List.of("", "/content", "/thumbnail", "/similar")) {
				assertThat(this.client.get("/api/pictures/" + id + what).status()).as(id + what).isIn(400, 404);
			}
		}
		for (String body : List.of("{}", "{\"ids\":[]}", "{\"ids\":[null]}", "{\"ids\":[\"x\"]}", "{\"ids\":[1]}",
				"{\"ids\":\"x\"}")) {
			Reply reply = this.client.post("/api/pictures/delete", "application/json", body);
			assertThat(reply.status()).as(body + reply.body()).isEqualTo(400);
			assertThat(reply.json().get("field").asString().toLowerCase(Locale.ROOT)).isEqualTo("ids");
		}
		Reply elsewhere = this.client.send("/api/pictures/delete", "Sec-Fetch-Site", "cross-site");
		RunningApi.assertProblem(elsewhere, 403, "Sec-Fetch-Site", "another site");
	}

}
