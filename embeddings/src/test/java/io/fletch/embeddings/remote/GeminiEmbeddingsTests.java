package io.fletch.embeddings.remote;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.embeddings.http.VirtualTiming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GeminiEmbeddingsTests {

	private ProviderServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = new ProviderServer(Dialect.GEMINI);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private RemoteEmbeddingFunction function(String... options) {
		return Dialect.GEMINI.function(this.server.address(), new VirtualTiming(), options);
	}

	@Test
	void bringsShortenedVectorsToLengthOne() {
		try (RemoteEmbeddingFunction function = function("dimensions", "4")) {
			double squares = 0;
			for (float value : function.embedQuery("why?")) {
				squares += value * value;
			}
			assertThat(squares).isCloseTo(1, within(1e-6));
		}
	}

	@Test
	void tellsWhatATextIsForByATask() {
		try (RemoteEmbeddingFunction function = function()) {
			function.embedQuery("why?");
			function.embedSources(List.of("so"));
		}
		assertThat(this.server.requests().toString()).contains("\"text\":\"why?\"", "RETRIEVAL_QUERY",
				"\"text\":\"so\"", "RETRIEVAL_DOCUMENT");
	}

	@Test
	void tellsNewerModelsWhatATextIsForByWords() {
		this.server.always(this.server.vectors((vectors) -> vectors));
		try (RemoteEmbeddingFunction function = function("model", "gemini-embedding-2", "dimensions", "4")) {
			function.embedQuery("why?");
			function.embedSources(List.of("so"));
		}
		assertThat(this.server.requests().toString())
			.contains("\"task: search result | query: why?\"", "\"title: none | text: so\"")
			.doesNotContain("taskType");
	}

}
