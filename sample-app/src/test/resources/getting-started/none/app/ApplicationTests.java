package app;

import java.time.Duration;
import java.nio.file.Path;

import io.fletch.store.Database;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureMockMvc
class ApplicationTests {

    @Autowired
    private MockMvcTester http;

    @Autowired
    private Database database;

    @Test
    void savesAndFindsNotes() {
        for (String text : new String[] { "Lions sleep in the shade.", "Arrow is a columnar memory format." }) {
            assertThat(this.http.post()
                .uri("/notes")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"text\": \"" + text + "\", \"lang\": \"en\"}")).hasStatusOk();
        }
        assertThat(this.http.get().uri("/search?question={q}&lang=en", "Where do big cats rest")).hasStatusOk()
            .bodyJson()
            .extractingPath("$[0]")
            .isEqualTo("Lions sleep in the shade.");
        assertThat(this.database.directory()).isEqualTo(Path.of("data").toAbsolutePath());
    }

    @Test
    void answersWithCitations() {
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(
                    this.http.get().uri("/ask?question={q}", "How long may I return a lamp?"))
                .bodyJson()
                .extractingPath("$.text")
                .asString()
                .contains("A lamp may be returned within thirty days. [1]"));
        assertThat(this.http.get().uri("/ask?question={q}", "How long may I return a lamp?")).bodyJson()
            .extractingPath("$.sources[0].document")
            .isEqualTo("returns.md");
    }

    @Test
    void saysWhereNothingIsFound() {
        assertThat(this.http.get().uri("/ask?question={q}", "Wer malte die Decke der Kapelle?")).bodyJson()
            .extractingPath("$.text")
            .isEqualTo("Not in the documents.");
    }

}
