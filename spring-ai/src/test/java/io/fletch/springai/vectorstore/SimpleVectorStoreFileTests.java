package io.fletch.springai.vectorstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.Table;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * Files as Spring AI's own store saves them.
 */
class SimpleVectorStoreFileTests extends OpenStore {

	@TempDir
	private Path other;

	private Path saved(List<Document> documents) {
		SimpleVectorStore simple = SimpleVectorStore.builder(MODEL).build();
		simple.add(documents);
		Path file = this.other.resolve("saved.json");
		simple.save(file.toFile());
		return file;
	}

	private Path written(String json) throws IOException {
		return Files.writeString(this.other.resolve("written.json"), json);
	}

	private static List<EmbeddedDocument> all(Path file) throws IOException {
		try (Stream<EmbeddedDocument> documents = SimpleVectorStoreFile.read(file)) {
			return documents.toList();
		}
	}

	@Test
	void readsWhatSimpleVectorStoreSaves() throws IOException {
		Map<String, Object> metadata = Map.of("year", 2016, "big", 1L << 40, "price", 1.5, "tags", List.of("a", "b"),
				"draft", false, "embedding", "no vector", "place", Map.of("text", "here"));
		Path file = saved(List.of(new Document("1", "Lions sleep – \"quietly\" ✓", metadata),
				new Document("2", "Ships sail", Map.of())));
		List<EmbeddedDocument> documents = all(file);
		assertThat(documents).extracting((each) -> each.document().getId()).containsExactlyInAnyOrder("1", "2");
		EmbeddedDocument lions = documents.stream()
			.filter((each) -> each.document().getId().equals("1"))
			.findFirst()
			.get();
		assertThat(lions.document().getText()).isEqualTo("Lions sleep – \"quietly\" ✓");
		assertThat(lions.document().getMetadata()).isEqualTo(metadata);
		assertThat(lions.vector()).containsExactly(MODEL.embed("Lions sleep – \"quietly\" ✓"));
	}

	@Test
	void findsTheSameWithTheSameScores() throws IOException {
		List<Document> documents = IntStream.range(0, 2500)
			.mapToObj((i) -> new Document("d" + i, "lions " + i % 7 + " sleep " + i % 11 + " " + i, Map.of("n", i)))
			.toList();
		Path file = saved(documents);
		SimpleVectorStore simple = SimpleVectorStore.builder(MODEL).build();
		simple.load(file.toFile());
		try (Stream<EmbeddedDocument> saved = SimpleVectorStoreFile.read(file)) {
			assertThat(this.store.addEmbedded(saved)).isEqualTo(2500);
		}
		SearchRequest request = SearchRequest.builder().query("lions 3 sleep 10").topK(1).build();
		Document expected = simple.similaritySearch(request).getFirst();
		Document found = this.store.similaritySearch(request).getFirst();
		assertThat(found.getId()).isEqualTo(expected.getId());
		assertThat(found.getScore()).isCloseTo(expected.getScore(), within(1e-5));
		assertThat(this.store.<Table>getNativeClient().orElseThrow().version()).isLessThan(10);
	}

	@Test
	void asksNoModelAndReplacesWhatIsThere() {
		FletchVectorStore mute = FletchVectorStore.builder(this.database, new FletchEmbeddingModel(new Mute()))
			.tableName("mute")
			.build();
		long added = mute
			.addEmbedded(Stream.of(given("a", "old", 1, 0), given("b", "other", 0, 1), given("a", "new", 0, 1)));
		assertThat(added).isEqualTo(2).isEqualTo(mute.count());
		mute.addEmbedded(Stream.of(given("b", "replaced", 1, 1)));
		assertThat(mute.addEmbedded(Stream.of())).isZero();
		assertThat(mute.list(null, 0, 10)).extracting(Document::getText).containsExactlyInAnyOrder("new", "replaced");
	}

	@Test
	void aTableThatMakesItsVectorsKeepsThoseThatAreGiven() {
		FletchVectorStore own = FletchVectorStore.builder(this.database).tableName("own").build();
		float[] vector = MODEL.embed("lions");
		own.addEmbedded(Stream.of(new EmbeddedDocument(new Document("a", "something else", Map.of()), vector)));
		assertThat(own.similaritySearch("lions").getFirst().getScore()).isCloseTo(1, within(1e-6));
	}

	@Test
	void refusesAVectorOfAnotherLengthAndNamesTheDocument() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.store.addEmbedded(Stream.of(given("a", "text", 1, 2))))
			.withMessageContaining("the document 'a' has one of 2")
			.withMessageContaining("256 numbers");
		assertThat(this.store.count()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "[] | does not begin with an object",
			"`` | does not begin with an object", "{\"a\": 1} | 'a' is no object",
			"{\"a\": {\"text\": \"x\"}} | the document 'a' has no embedding",
			"{\"a\": {\"embedding\": [1]}} | the document 'a' has no text",
			"{\"a\": {\"text\": null, \"embedding\": [1]}} | the document 'a' has no text",
			"{\"a\": {\"text\": \"x\", \"embedding\": [1, \"2\"]}} | the embedding of 'a' holds other than numbers",
			"{\"a\": {\"text\": \"x\", \"embedding\": [1, | Unexpected end-of-input",
			"{\"a\": {\"text\": \"x\", \"embedding\": [1]} | Unexpected end-of-input", "{'a' | Unexpected character" })
	void saysWhatIsWrongWithAFile(String json, String message) throws IOException {
		Path file = written(json);
		assertThatIllegalArgumentException().isThrownBy(() -> all(file))
			.withMessageStartingWith("The file written.json is none that SimpleVectorStore saved, or it is damaged: ")
			.withMessageContaining(message);
	}

	@Test
	void passesOverWhatItDoesNotKnow() throws IOException {
		Path file = written("""
				{"a": {"score": 1, "more": {"text": "no", "list": [[1], {}]}, "metadata": {"x": null, "y": 1},
				 "embedding": [1, 2.5e-1, -0], "text": ""}}""");
		EmbeddedDocument only = all(file).getFirst();
		assertThat(only.vector()).containsExactly(1, 0.25F, 0);
		assertThat(only.document().getMetadata()).isEqualTo(Map.of("y", 1));
	}

	@Test
	void saysThatThereIsNoFile() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> SimpleVectorStoreFile.read(this.other.resolve("none.json")))
			.withMessageContaining("none.json");
	}

	private static EmbeddedDocument given(String id, String text, float... vector) {
		return new EmbeddedDocument(new Document(id, text, Map.of()), vector);
	}

	/**
	 * A model that must not be asked.
	 */
	private static final class Mute implements EmbeddingFunction {

		@Override
		public String name() {
			return "mute";
		}

		@Override
		public int dimensions() {
			return 2;
		}

		@Override
		public ModelDescription description() {
			return new ModelDescription("mute", Map.of());
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			throw new AssertionError("The model was asked");
		}

		@Override
		public float[] embedQuery(String query) {
			throw new AssertionError("The model was asked");
		}

	}

}
