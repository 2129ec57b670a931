package io.fletch.sample.web;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application as it runs, and what its answers are made of. All tests of it share one
 * context.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "fletch.sample.corpus=false", "spring.servlet.multipart.max-file-size=1MB" })
@ExtendWith(OutputCaptureExtension.class)
abstract class RunningApi {

	static final Path data = DataFolders.fresh();

	final AppClient client;

	RunningApi(int port) {
		this.client = new AppClient(port);
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	Reply ask(String body) {
		return this.client.post("/api/chat", "application/json", body);
	}

	static JsonNode find(JsonNode list, String key, String value) {
		return StreamSupport.stream(list.spliterator(), false)
			.filter((each) -> each.get(key).asString().equals(value))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No " + key + " " + value + " in " + list));
	}

	static void assertProblem(Reply reply, int status, String field, String... words) {
		assertThat(reply.status()).as(reply.body()).isEqualTo(status);
		assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
		assertThat(reply.json().path("field").asString()).as(reply.body()).isEqualTo(field);
		assertThat(reply.json().get("status").asInt()).isEqualTo(status);
		assertThat(reply.json().get("detail").asString()).contains(words);
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
