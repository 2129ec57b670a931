package app;

import java.time.Duration;
import java.util.List;

import io.fletch.springai.vectorstore.FletchVectorStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = "fletch.uri=./data-spring-ai")
@AutoConfigureMockMvc
@Import(SpringAiTests.Model.class)
class SpringAiTests {

    @Autowired
    private MockMvcTester http;

    @Autowired
    private VectorStore vectorStore;

    @Autowired
    private DocumentRetriever retriever;

    @Test
    void answersByTheModelWithVerifiedCitations() {
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(
                    this.http.get().uri("/chat/spring-ai?question={q}", "How long may I return a lamp?"))
                .bodyJson()
                .extractingPath("$.sources[0].sentence")
                .isEqualTo("A lamp may be returned within thirty days."));
        assertThat(this.retriever).isNotNull();
    }

    @Test
    void hasAVectorStore() {
        assertThat(this.vectorStore).isInstanceOf(FletchVectorStore.class);
        this.vectorStore.add(List.of(new Document("Lions sleep in the shade.")));
        assertThat(this.vectorStore.similaritySearch("big cats")).extracting(Document::getText)
            .contains("Lions sleep in the shade.");
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Model {

        @Bean
        @Primary
        ChatModel readingModel() {
            return (prompt) -> new ChatResponse(List.of(new Generation(new AssistantMessage(
                    prompt.getContents().contains("[1]") ? "A lamp may be returned within thirty days [1]. It is blue [2]."
                            : "I do not know."))));
        }

    }

}
