package io.fletch.springai.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder;

import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.rerankers.ReciprocalRankFusion;
import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.springai.memory.FletchChatMemoryRepository;
import io.fletch.springai.rag.FletchDocumentRetriever;
import io.fletch.springai.rag.RerankingPostProcessor;
import io.fletch.springai.vectorstore.FletchVectorStore;
import io.fletch.store.Database;
import io.fletch.store.Table;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The examples of {@code docs/spring-ai.md}, as they stand there.
 */
class SpringAiGuideTests {

	private final EmbeddingModel embeddingModel = new FletchEmbeddingModel(new HashedWordsFunction());

	@TempDir
	private Path folder;

	private Database database;

	static List<String> examples() throws IOException {
		return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/spring-ai.md")))
			.results()
			.map(MatchResult::group)
			.toList();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void everyExampleOfTheGuideStandsHere(String example) throws IOException {
		String source = squeezed(
				Files.readString(Path.of("src/test/java/io/fletch/springai/guide/SpringAiGuideTests.java"))
					.replace("this.", ""));
		assertThat(source).contains(squeezed(example.replace("```java", "").replace("```", "")));
	}

	private static String squeezed(String text) {
		return text.replaceAll("\\s+", "");
	}

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void addsFindsListsAndDeletes() {
		FletchVectorStore store = FletchVectorStore.builder(this.database, this.embeddingModel).build();

		store.add(List.of(new Document("1", "Arrow is a columnar memory format.", Map.of("lang", "en", "year", 2016)),
				new Document("2", "Lions sleep in the shade.",
						Map.of("lang", "en", "year", 2023, "tags", List.of("animals")))));

		List<Document> found = store.similaritySearch(SearchRequest.builder()
			.query("Where do lions sleep?")
			.topK(4)
			.similarityThreshold(0.3)
			.filterExpression("lang == 'en' && year >= 2020")
			.build());
		assertThat(found).extracting(Document::getId).containsExactly("2");

		Optional<Document> one = store.findById("2");
		long animals = store.count(new FilterExpressionBuilder().eq("tags", "animals").build());
		List<Document> page = store.list(null, 0, 100);
		Table table = store.<Table>getNativeClient().orElseThrow();
		table.indexes().create(IndexDefinition.on("embedding"));
		assertThat(one).isPresent();
		assertThat(animals).isEqualTo(1);
		assertThat(page).hasSize(2);
		assertThat(table.countRows("json_get_int(metadata, 'year') > 2020")).isEqualTo(1);

		store.delete("year < 2020 OR lang NOT IN ['en', 'de']");
		store.delete(new FilterExpressionBuilder().eq("tags", "animals").build());
		store.delete(List.of("1", "2"));
		assertThat(store.count()).isZero();
	}

	@Test
	void findsByWordsAndMeaning() {
		FletchVectorStore.builder(this.database, this.embeddingModel)
			.build()
			.add(List.of(new Document("1", "Arrow is a columnar memory format.", Map.of())));

		FletchVectorStore hybrid = FletchVectorStore.builder(this.database, this.embeddingModel)
			.queryKind(QueryKind.HYBRID)
			.reranker(new ReciprocalRankFusion())
			.build();
		List<Document> both = hybrid.similaritySearch("columnar memory");
		List<Document> words = hybrid.search(SearchRequest.builder().query("columnar").build(), QueryKind.TEXT);
		assertThat(both).extracting(Document::getId).containsExactly("1");
		assertThat(both.getFirst().getScore()).isBetween(0.03, 0.04);
		assertThat(words).extracting(Document::getId).containsExactly("1");
	}

	@Test
	void answersFromWhatIsRetrieved() {
		RetrievalPipeline pipeline = RetrievalPipeline
			.over((query) -> List.of(new RetrievedPassage("notes", "7", "note", "Lions sleep in the shade.", 0.5)));
		Reranker reranker = new ReciprocalRankFusion();
		ChatModel chatModel = (prompt) -> new ChatResponse(List.of(new Generation(new AssistantMessage(
				prompt.getContents().contains("Lions sleep in the shade.") ? "In the shade." : "Nobody knows."))));

		RetrievalAugmentationAdvisor advisor = RetrievalAugmentationAdvisor.builder()
			.documentRetriever(FletchDocumentRetriever.over(pipeline).limit(20))
			.documentPostProcessors(new RerankingPostProcessor(reranker).limit(5))
			.build();
		String answer = ChatClient.builder(chatModel)
			.defaultAdvisors(advisor)
			.build()
			.prompt("Where do lions sleep?")
			.call()
			.content();
		assertThat(answer).isEqualTo("In the shade.");
	}

	@Test
	void keepsConversations() {
		ChatMemory memory = MessageWindowChatMemory.builder()
			.chatMemoryRepository(new FletchChatMemoryRepository(this.database))
			.maxMessages(20)
			.build();
		memory.add("talk", new UserMessage("Hello"));
		assertThat(memory.get("talk")).extracting(Message::getText).containsExactly("Hello");
	}

	@Test
	void statesHowAbsentValuesAndListsCompareInSpringAisOwnStore() {
		SimpleVectorStore simple = SimpleVectorStore.builder(this.embeddingModel).build();
		simple.add(List.of(new Document("1", "lions", Map.of("tags", List.of("a"))),
				new Document("2", "lions", Map.of("lang", "en"))));
		assertThat(found(simple, "lang != 'en'")).containsExactly("1");
		assertThatIllegalArgumentException().isThrownBy(() -> found(simple, "tags == 'a'"))
			.withMessageContaining("Cannot compare values of types");
	}

	private static List<String> found(SimpleVectorStore store, String filter) {
		return store.similaritySearch(SearchRequest.builder().query("lions").filterExpression(filter).build())
			.stream()
			.map(Document::getId)
			.toList();
	}

}
