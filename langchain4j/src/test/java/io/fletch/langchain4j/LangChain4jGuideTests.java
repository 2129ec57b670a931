package io.fletch.langchain4j;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.memory.chat.ChatMemoryProvider;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.retrieval.Condition;
import io.fletch.store.Database;
import io.fletch.store.query.Reranker;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/langchain4j.md}: the first is compiled and run as it stands
 * there, the others stand here.
 */
class LangChain4jGuideTests {

	private static final Path GUIDE = Path.of("../docs/langchain4j.md");

	@TempDir
	private Path folder;

	private final Database database = Database.open("memory:");

	@AfterEach
	void close() {
		this.database.close();
	}

	static List<String> examples() throws IOException {
		return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(GUIDE))
			.results()
			.map((MatchResult example) -> example.group(1))
			.toList();
	}

	static List<String> fragments() throws IOException {
		return examples().subList(1, examples().size());
	}

	@ParameterizedTest
	@MethodSource("fragments")
	void everyOtherExampleStandsHere(String example) throws IOException {
		String source = squeezed(
				Files.readString(Path.of("src/test/java/io/fletch/langchain4j/LangChain4jGuideTests.java"))
					.replace("this.", ""));
		assertThat(source).contains(squeezed(example));
	}

	private static String squeezed(String text) {
		return text.replaceAll("\\s+", "");
	}

	@Test
	void theFirstExampleRuns() throws Exception {
		Path source = Files.writeString(this.folder.resolve("Notes.java"), examples().getFirst());
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		String path = System.getProperty("java.class.path");
		int status = ToolProvider.getSystemJavaCompiler()
			.run(null, errors, errors, "-proc:none", "-cp", path, "-d", this.folder.toString(), source.toString());
		assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				this.folder + System.getProperty("path.separator") + path, "Notes",
				this.folder.resolve("data").toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(printed).isZero();
		assertThat(printed.lines()).containsExactly("Pears are green in May.", "Apples are red in autumn.", "1");
	}

	@Test
	void retrievesWhatBelongsToTheUser() {
		FletchEmbeddingStore store = FletchEmbeddingStore.builder(this.database).build();
		FletchEmbeddingModel model = new FletchEmbeddingModel(new HashedWordsFunction());
		for (String owner : List.of("anna", "bob")) {
			TextSegment segment = TextSegment.from("Pears of " + owner,
					dev.langchain4j.data.document.Metadata.metadata("owner", owner));
			store.add(model.embed(segment).content(), segment);
		}
		RetrievalPipeline pipeline = RetrievalPipeline.over(new SegmentRetriever(store, model));
		ContentRetriever retriever = FletchContentRetriever.over(pipeline)
			.limit(5)
			.where((query) -> (query.metadata() == null) ? new Condition("strings['owner'] IS NULL")
					: new Condition("strings['owner'] = :owner", Map.of("owner", query.metadata().chatMemoryId())));
		assertThat(retriever.retrieve(Query.from("pears", Metadata.from(UserMessage.from("pears"), "bob", List.of()))))
			.extracting((content) -> content.textSegment().text())
			.containsExactly("Pears of bob");
		assertThat(retriever.retrieve(Query.from("pears"))).isEmpty();
	}

	@Test
	void remembersConversations() {
		Database database = this.database;
		ChatMemoryProvider provider = (id) -> MessageWindowChatMemory.builder()
			.id(id)
			.maxMessages(20)
			.chatMemoryStore(new FletchChatMemoryStore(database))
			.build();
		provider.get("anna").add(UserMessage.from("Hi"));
		assertThat(provider.get("anna").messages()).containsExactly(UserMessage.from("Hi"));
		assertThat(provider.get("bob").messages()).isEmpty();
	}

	@Test
	void scoresBothWays() {
		ScoringModel model = (segments, query) -> Response
			.from(segments.stream().map((segment) -> (double) segment.text().length()).toList());
		Reranker judging = new ScoringModelReranker("judging", model);
		ScoringModel back = new FletchScoringModel(judging);
		assertThat(back.score("abc", "?").content()).isEqualTo(3);
	}

	@Test
	void movesWhatTheStoreInMemoryHolds() {
		InMemoryEmbeddingStore<TextSegment> before = new InMemoryEmbeddingStore<>();
		Embedding any = Embedding.from(new float[] { 1, 0 });
		before.add("a", any, TextSegment.from("text", new dev.langchain4j.data.document.Metadata().put("year", 2020)));
		before.add("b", Embedding.from(new float[] { 0, 1 }));
		Path file = this.folder.resolve("old.json");
		before.serializeToFile(file);
		FletchEmbeddingStore store = FletchEmbeddingStore.builder(this.database).build();
		InMemoryEmbeddingStore<TextSegment> old = InMemoryEmbeddingStore.fromFile(file);
		List<EmbeddingMatch<TextSegment>> all = old
			.search(EmbeddingSearchRequest.builder().queryEmbedding(any).maxResults(Integer.MAX_VALUE).build())
			.matches();
		store.addAll(all.stream().map(EmbeddingMatch::embeddingId).toList(),
				all.stream().map(EmbeddingMatch::embedding).toList(),
				all.stream().map(EmbeddingMatch::embedded).toList());
		assertThat(
				store.search(EmbeddingSearchRequest.builder().queryEmbedding(any).maxResults(Integer.MAX_VALUE).build())
					.matches())
			.isEqualTo(all);
	}

}
