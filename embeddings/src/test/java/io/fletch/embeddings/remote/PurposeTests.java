package io.fletch.embeddings.remote;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.embeddings.http.VirtualTiming;

import static org.assertj.core.api.Assertions.assertThat;

class PurposeTests {

	@ParameterizedTest
	@CsvSource({ "COHERE, \"input_type\":\"search_query\", \"input_type\":\"search_document\"",
			"VOYAGE, \"input_type\":\"query\", \"input_type\":\"document\"",
			"JINA, \"task\":\"retrieval.query\", \"task\":\"retrieval.passage\"" })
	void isToldToProvidersThatAsk(Dialect dialect, String query, String source) throws IOException {
		try (ProviderServer server = new ProviderServer(dialect);
				RemoteEmbeddingFunction function = dialect.function(server.address(), new VirtualTiming())) {
			function.embedQuery("why?");
			function.embedSources(List.of("so"));
			assertThat(server.requests().getFirst().toString()).contains(query);
			assertThat(server.requests().getLast().toString()).contains(source);
		}
	}

	@ParameterizedTest
	@CsvSource({ "text-matching, \"task\":\"text-matching\"", "code, \"task\":\"code.query\"" })
	void isForJinaPartOfTheTask(String task, String expected) throws IOException {
		try (ProviderServer server = new ProviderServer(Dialect.JINA);
				RemoteEmbeddingFunction function = Dialect.JINA.function(server.address(), new VirtualTiming(), "task",
						task)) {
			function.embedQuery("why?");
			assertThat(server.requests().getFirst().toString()).contains(expected);
			assertThat(function.description().settings()).containsEntry("task", task);
		}
	}

}
