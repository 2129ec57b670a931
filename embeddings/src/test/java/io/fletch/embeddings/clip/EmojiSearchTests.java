package io.fletch.embeddings.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.embeddings.Assets;
import io.fletch.store.embedding.ImageSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The quality of a small model of pictures and text: how often the picture of an emoji is
 * among the ten that are nearest to its name. The pictures were no part of its training.
 */
class EmojiSearchTests {

	@Test
	void findsPicturesByWordsAsOftenAsTheModelIsKnownTo() throws IOException {
		Path images = Assets.requireFile("images/emoji-fluent-flat-64px").getParent();
		List<String> names = new ArrayList<>();
		List<ImageSource> pictures = new ArrayList<>();
		for (String line : Files.readAllLines(images.resolve("emoji.jsonl"))) {
			JsonNode emoji = JsonMapper.shared().readTree(line);
			Path file = images.resolve("emoji-fluent-flat-64px").resolve(emoji.path("id").asString() + ".png");
			if (Files.exists(file)) {
				names.add(emoji.path("name").asString());
				pictures.add(new ImageSource.Content(Files.readAllBytes(file)));
			}
		}
		try (ClipFunction function = ClipFunction.ofFolder("emoji", Assets.requireFile("models/emoji-clip"))) {
			List<float[]> vectors = function.embedImages(pictures);
			List<float[]> questions = function.embedSources(names);
			assertThat(recall(questions, vectors, 10)).isCloseTo(0.57, within(0.02));
			assertThat(recall(questions, vectors, 1)).isCloseTo(0.215, within(0.02));
		}
	}

	private static double recall(List<float[]> questions, List<float[]> pictures, int depth) {
		int found = 0;
		for (int i = 0; i < questions.size(); i++) {
			float[] question = questions.get(i);
			double own = dot(question, pictures.get(i));
			long nearer = pictures.stream().filter((picture) -> dot(question, picture) > own).count();
			found += (nearer < depth) ? 1 : 0;
		}
		return (double) found / questions.size();
	}

	private static double dot(float[] a, float[] b) {
		double dot = 0;
		for (int i = 0; i < a.length; i++) {
			dot += a[i] * b[i];
		}
		return dot;
	}

}
