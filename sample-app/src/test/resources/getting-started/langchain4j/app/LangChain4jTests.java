package app;

import java.time.Duration;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.store.embedding.EmbeddingStore;
import io.fletch.langchain4j.FletchEmbeddingStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = "fletch.uri=./data-langchain4j")
@AutoConfigureMockMvc
class LangChain4jTests {

    @Autowired
    private MockMvcTester http;

    @Autowired
    private EmbeddingStore<TextSegment> store;

    @Autowired
    private ContentRetriever retriever;

    @Test
    void answersByTheModelWithVerifiedCitations() {
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(
                    this.http.get().uri("/chat/langchain4j?question={q}", "How long may I return a lamp?"))
                .bodyJson()
                .extractingPath("$.sources[0].sentence")
                .isEqualTo("A lamp may be returned within thirty days."));
    }

    @Test
    void hasAStoreAndARetriever() {
        assertThat(this.store).isInstanceOf(FletchEmbeddingStore.class);
        assertThat(this.retriever).isNotNull();
    }

}
