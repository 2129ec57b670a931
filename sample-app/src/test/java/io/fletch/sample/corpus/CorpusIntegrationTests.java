package io.fletch.sample.corpus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.sample.SampleApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class CorpusIntegrationTests {

	@TempDir
	Path data;

	@Test
	void ingestsOnceAndKeepsWhatTheUserChanged(CapturedOutput output) {
		int documents;
		String deleted;
		try (ConfigurableApplicationContext first = start()) {
			waitFor(output, "Bundled documents: \\d+ ready, \\d+ passages, in \\d+ ms");
			IngestionPipeline pipeline = first.getBean(IngestionPipeline.class);
			documents = pipeline.documents().size();
			assertThat(pipeline.documents()).isNotEmpty()
				.allSatisfy((document) -> assertThat(document.state()).isEqualTo(IndexedDocument.READY))
				.allSatisfy((document) -> assertThat(document.name()).startsWith("Fletch "));
			deleted = pipeline.documents().get(0).name();
			pipeline.delete(pipeline.documents().get(0).id());
			pipeline.tag(pipeline.documents().get(0).id(), List.of("mine"));
			assertThat(output).contains("Open http://localhost:", this.data.toString(), "Extractive answers");
		}
		try (ConfigurableApplicationContext second = start()) {
			waitFor(output, "all " + (documents - 1) + " unchanged, found in \\d+ ms");
			assertThat(output).contains(deleted + " was deleted by the user and is left out");
			assertThat(second.getBean(IngestionPipeline.class).documents()).hasSize(documents - 1)
				.noneSatisfy((document) -> assertThat(document.name()).isEqualTo(deleted));
			assertThat(second.getBean(IngestionPipeline.class).documents())
				.filteredOn((document) -> !document.tags().isEmpty())
				.as("the user's tags are kept")
				.hasSize(1);
		}
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(SampleApplication.class).run("--server.port=0",
				"--fletch.uri=" + this.data);
	}

	private static void waitFor(CapturedOutput output, String pattern) {
		await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(output.getAll()).containsPattern(pattern));
	}

}
