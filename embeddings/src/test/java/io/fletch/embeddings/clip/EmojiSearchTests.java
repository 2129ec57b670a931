package io.fletch.embeddings.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.embeddings.Assets;
import io.fletch.store.Database;
import io.fletch.store.Search;
import io.fletch.store.TypedTable;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.Hit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The quality of a small model of pictures and text in a table of pictures: how often the
 * picture of an emoji is among the ten that are nearest to its name. The pictures were no
 * part of its training.
 */
class EmojiSearchTests {

	@TempDir
	private Path folder;

	@Test
	void findsPicturesByWordsAndByPictures() throws IOException {
		Path model = Assets.requireFile("models/emoji-clip");
		List<Emoji> emojis = emojis(Assets.requireFile("images/emoji-fluent-flat-64px"));
		try (EmbeddingFunctionRegistry functions = EmbeddingFunctionRegistry.discovered()
			.register("pictures", "clip", Map.of("model", model.toString()));
				Database database = Database.open(this.folder, functions)) {
			TypedTable<Emoji> table = database.table(Emoji.class);
			table.add(emojis);
			List<Integer> ranks = emojis.stream().map((emoji) -> rank(table.search(emoji.name()), emoji)).toList();
			assertThat(share(ranks, 10)).isCloseTo(0.57, within(0.02));
			assertThat(share(ranks, 1)).isCloseTo(0.215, within(0.02));
			for (Emoji emoji : emojis.subList(0, 50)) {
				assertThat(rank(table.search(new ImageSource.Content(emoji.content())), emoji)).isZero();
			}
		}
	}

	private static List<Emoji> emojis(Path pictures) throws IOException {
		List<Emoji> emojis = new ArrayList<>();
		for (String line : Files.readAllLines(pictures.resolveSibling("emoji.jsonl"))) {
			JsonNode emoji = JsonMapper.shared().readTree(line);
			Path file = pictures.resolve(emoji.path("id").asString() + ".png");
			if (Files.exists(file)) {
				emojis.add(new Emoji(emoji.path("id").asString(), emoji.path("name").asString(),
						Files.readAllBytes(file), null));
			}
		}
		return emojis;
	}

	/**
	 * Returns how many pictures are nearer than that of the emoji, 10 if it is not among
	 * the ten nearest.
	 */
	private static int rank(Search<Emoji> search, Emoji emoji) {
		List<String> found = search.limit(10).hits().stream().map(Hit::row).map(Emoji::id).toList();
		int rank = found.indexOf(emoji.id());
		return (rank < 0) ? 10 : rank;
	}

	private static double share(List<Integer> ranks, int depth) {
		return (double) ranks.stream().filter((rank) -> rank < depth).count() / ranks.size();
	}

	@Table("emojis")
	record Emoji(@Id String id, String name, @SourceField byte[] content,
			@VectorField(function = "pictures") float @Nullable [] vector) {
	}

}
