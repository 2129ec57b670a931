package io.fletch.sample.web;

import java.awt.Color;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.picture.Drawing;
import io.fletch.sample.picture.PictureGallery;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gallery where no model is configured for it.
 */
class NoPicturesIntegrationTests extends RunningApi {

	private static final String SETTING = "fletch.embedding.functions.pictures";

	private final Database database;

	NoPicturesIntegrationTests(@LocalServerPort int port, @Autowired Database database) {
		super(port);
		this.database = database;
	}

	@Test
	void saysWhatToSetAndMakesNothing() {
		JsonNode list = this.client.get("/api/pictures").json();
		assertThat(list.get("configured").asBoolean()).isFalse();
		assertThat(list.get("total").asInt()).isZero();
		assertProblem(new PictureGallery(this.client).add("red.png", Drawing.png(Color.RED)), 409, SETTING,
				SETTING + ".type to clip", "model");
		String id = "a".repeat(64);
		for (String path : List.of("search?q=red", id, id + "/similar", id + "/content", id + "/thumbnail")) {
			assertProblem(this.client.get("/api/pictures/" + path), 409, SETTING, "clip");
		}
		assertProblem(this.client.delete("/api/pictures/" + id), 409, SETTING, "clip");
		assertThat(this.database.tableNames()).doesNotContain("pictures");
	}

}
