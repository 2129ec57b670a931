package io.fletch.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.embeddings.remote.RemoteEmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

import static org.assertj.core.api.Assertions.assertThat;

class FletchMetricsAutoConfigurationTests {

	private static final String ANSWER = """
			{"data": [{"index": 0, "embedding": [1, 0]}], "model": "mine", "usage": {"prompt_tokens": 3}}
			""";

	@TempDir
	private Path folder;

	private HttpServer server;

	private ApplicationContextRunner runner;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", FletchMetricsAutoConfigurationTests::answer);
		this.server.start();
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class,
					FletchEmbeddingCacheAutoConfiguration.class, FletchMetricsAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder.resolve("data"), "fletch.embedding.cache.enabled=true",
					"fletch.embedding.functions.mine.type=openai", "fletch.embedding.functions.mine.options.model=mine",
					"fletch.embedding.functions.mine.options.api-key=none",
					"fletch.embedding.functions.mine.options.base-url=http://localhost:"
							+ this.server.getAddress().getPort() + "/v1");
	}

	@AfterEach
	void stopServer() {
		this.server.stop(0);
	}

	private static void answer(HttpExchange exchange) throws IOException {
		byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	@Test
	void countsWhatFunctionsUseAndWhatTheCacheSaves() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			context.getBean(MeterBinder.class).bindTo(meters);
			EmbeddingFunction function = context.getBean(EmbeddingFunctionRegistry.class).get("mine");
			function.embedSources(List.of("a walk"));
			function.embedSources(List.of("a walk"));
			assertThat(count(meters, "fletch.embedding.texts")).isPositive();
			assertThat(count(meters, "fletch.embedding.requests")).isEqualTo(count(meters, "fletch.embedding.texts"));
			assertThat(count(meters, "fletch.embedding.tokens"))
				.isEqualTo(3 * count(meters, "fletch.embedding.requests"));
			assertThat(count(meters, "fletch.embedding.retries")).isZero();
			assertThat(meters.get("fletch.embedding.cache.hits").functionCounter().count()).isEqualTo(1);
			assertThat(meters.get("fletch.embedding.cache.entries").gauge().value()).isEqualTo(1);
		});
	}

	@Test
	void describesEveryMeter() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			context.getBean(MeterBinder.class).bindTo(meters);
			context.getBean(EmbeddingFunctionRegistry.class).get("mine");
			assertThat(meters.getMeters()).hasSize(9)
				.allSatisfy(
						(meter) -> assertThat(meter.getId().getDescription()).as(meter.getId().getName()).isNotBlank());
		});
	}

	@Test
	void backsOffForTheMetersOfTheApplication() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("fletchEmbeddingUsageMeters", EmbeddingFunctionRegistryCustomizer.class, () -> (registry) -> {
			})
			.withBean("fletchEmbeddingCacheMeters", MeterBinder.class, () -> (meters) -> {
			})
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				context.getBean(MeterBinder.class).bindTo(meters);
				context.getBean(EmbeddingFunctionRegistry.class).get("mine");
				assertThat(meters.getMeters()).isEmpty();
			});
	}

	private static double count(MeterRegistry meters, String name) {
		return meters.get(name).tag("function", "mine").functionCounter().count();
	}

	@Test
	void backsOffWithoutMetersOrRemoteFunctions() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(FletchMetricsAutoConfiguration.class));
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withClassLoader(new FilteredClassLoader(RemoteEmbeddingFunction.class))
			.run((context) -> assertThat(context).doesNotHaveBean(FletchMetricsAutoConfiguration.class));
	}

}
