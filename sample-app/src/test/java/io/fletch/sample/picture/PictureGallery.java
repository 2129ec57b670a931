package io.fletch.sample.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pictures of a running application, over HTTP.
 *
 * @param client talks to it
 */
public record PictureGallery(AppClient client) {

	/** Some pictures, by their names. */
	public static final Map<String, BufferedImage> SOME = Map.of("barn.png", halves(Color.RED, Color.RED), "meadow.png",
			halves(Color.GREEN, Color.GREEN), "lake.png", halves(Color.BLUE, Color.BLUE), "barn on meadow.png",
			halves(Color.RED, Color.GREEN), "barn at the lake.png", halves(Color.RED, Color.BLUE));

	private static BufferedImage halves(Color left, Color right) {
		return Drawing.halves(120, 80, left, right);
	}

	public Reply add(String name, byte[] file) {
		return this.client.multipart("/api/pictures", List.of(new Part("file", name, file)));
	}

	public Reply like(byte[] file) {
		return this.client.multipart("/api/pictures/search?limit=10", List.of(new Part("file", "by.png", file)));
	}

	/** Adds a picture, and returns its id. */
	public String added(String name, byte[] file) {
		Reply reply = add(name, file);
		assertThat(reply.status()).as(name + ": " + reply.body()).isEqualTo(201);
		return reply.json().at("/picture/id").asString();
	}

	public void addSome() {
		SOME.forEach((name, image) -> added(name, Drawing.file("png", image)));
	}

	public static List<String> names(JsonNode found) {
		return StreamSupport.stream(found.get("pictures").spliterator(), false)
			.map((each) -> each.path("picture").isMissingNode() ? each.get("name").asString()
					: each.at("/picture/name").asString())
			.toList();
	}

	public void clear() {
		JsonNode all = this.client.get("/api/pictures?limit=100").json();
		all.get("pictures").forEach((picture) -> this.client.delete("/api/pictures/" + picture.get("id").asString()));
	}

}
