package io.fletch.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.model.ollama.autoconfigure.OllamaConnectionDetails;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.embeddings.remote.OllamaEmbeddings;
import io.fletch.rerankers.RerankerRegistry;
import io.fletch.store.Database;
import io.fletch.store.RowSource;
import io.fletch.store.Table;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.query.QueryKind;

import static org.assertj.core.api.Assertions.assertThat;

class FletchOllamaAutoConfigurationTests {

	@TempDir
	private Path folder;

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private HttpServer server;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/api/embed", (exchange) -> answer(exchange, "{\"embeddings\":[[1,2]]}"));
		this.server.createContext("/v1/chat/completions", (exchange) -> answer(exchange, """
				{"choices":[{"message":{"content":"{\\"scores\\":[{\\"index\\":0,\\"score\\":9}]}"}}]}"""));
		this.server.start();
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchOllamaAutoConfiguration.class, FletchAutoConfiguration.class,
					FletchRerankerAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder);
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private void answer(HttpExchange exchange, String json) throws IOException {
		try (exchange) {
			this.asked.add(exchange.getRequestURI().getPath());
			exchange.getRequestBody().readAllBytes();
			byte[] body = json.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private String url() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	private ApplicationContextRunner withDetails() {
		return this.runner.withBean(OllamaConnectionDetails.class, () -> this::url);
	}

	@Test
	void functionsWithoutAnAddressAskTheServiceOfTheConnectionDetails() {
		withDetails()
			.withPropertyValues("fletch.embedding.functions.notes.type=ollama",
					"fletch.embedding.functions.notes.options.model=small")
			.run((context) -> {
				EmbeddingFunctionRegistry functions = context.getBean(EmbeddingFunctionRegistry.class);
				assertThat(functions.get("notes").embedQuery("a")).containsExactly(1, 2);
				assertThat(functions.get("ollama").embedQuery("a")).containsExactly(1, 2);
				assertThat(this.asked).containsOnly("/api/embed");
			});
	}

	@Test
	void theVariableOfTheEnvironmentStandsAgainstADefaultOnly() {
		ApplicationContextRunner named = this.runner.withPropertyValues("OLLAMA_BASE_URL=http://gpu:11434");
		named.withBean(OllamaConnectionDetails.class, () -> () -> "http://localhost:11434")
			.run((context) -> assertThat(context.getBean(ServiceAddress.class).address())
				.isEqualTo("http://gpu:11434"));
		named.withBean(OllamaConnectionDetails.class, () -> () -> "http://compose:32768")
			.run((context) -> assertThat(context.getBean(ServiceAddress.class).address())
				.isEqualTo("http://compose:32768"));
	}

	@Test
	void tablesDoNotKeepWhereItWas() {
		withDetails()
			.withPropertyValues("fletch.embedding.functions.notes.type=ollama",
					"fletch.embedding.functions.notes.options.model=small")
			.run((context) -> assertThat(context.getBean(EmbeddingFunctionRegistry.class).define("notes").options())
				.containsExactly(Map.entry("model", "small")));
	}

	@Test
	void rerankersCanNameItByTheVariable() {
		withDetails()
			.withPropertyValues("fletch.rerankers.judge.type=openai",
					"fletch.rerankers.judge.options.base-url=${OLLAMA_BASE_URL}/v1",
					"fletch.rerankers.judge.options.api-key=none", "fletch.rerankers.judge.options.model=small",
					"fletch.rerankers.judge.options.column=text")
			.run((context) -> {
				Table table = context.getBean(Database.class)
					.createTable("t", RowSource.maps(List.of(Map.of("text", "a long walk"))));
				table.indexes().create(IndexDefinition.fullText("text"));
				assertThat(table.search("walk")
					.kind(QueryKind.TEXT)
					.rerank(context.getBean(RerankerRegistry.class).get("judge"))
					.hits()).hasSize(1);
				assertThat(this.asked).containsExactly("/v1/chat/completions");
			});
	}

	@Test
	void anAddressInTheOptionsGoesBefore() {
		this.runner.withBean(OllamaConnectionDetails.class, () -> () -> "http://localhost:1")
			.withPropertyValues("fletch.embedding.functions.notes.type=ollama",
					"fletch.embedding.functions.notes.options.model=small",
					"fletch.embedding.functions.notes.options.base-url=" + url())
			.run((context) -> assertThat(context.getBean(EmbeddingFunctionRegistry.class).get("notes").embedQuery("a"))
				.containsExactly(1, 2));
	}

	@Test
	void backsOff() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ServiceAddress.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FletchOllamaAutoConfiguration.class))
			.withBean(OllamaConnectionDetails.class, () -> this::url)
			.withClassLoader(new FilteredClassLoader(OllamaEmbeddings.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ServiceAddress.class));
		this.runner.withClassLoader(new FilteredClassLoader(OllamaConnectionDetails.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ServiceAddress.class));
		withDetails().withBean("other", OllamaConnectionDetails.class, () -> () -> "http://localhost:1")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ServiceAddress.class));
		withDetails().withBean("own", ServiceAddress.class, () -> new ServiceAddress("ELSEWHERE", "http://localhost:1"))
			.run((context) -> assertThat(context).doesNotHaveBean("fletchOllamaAddress"));
	}

}
