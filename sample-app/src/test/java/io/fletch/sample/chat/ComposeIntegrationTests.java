package io.fletch.sample.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppLaunch;
import io.fletch.sample.AppProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application with the profile {@code ollama}, which starts Ollama by
 * {@code docker-compose.yml}. A script is in the place of Docker.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is one of a shell")
class ComposeIntegrationTests {

	@TempDir
	Path folder;

	@Test
	@Timeout(240)
	void startsOllamaAndAsksItForAnswersAndVectors() throws IOException, InterruptedException {
		Path root = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
			.filter((path) -> Files.exists(path.resolve("docker-compose.yml")))
			.findFirst()
			.orElseThrow();
		Map<String, Map<String, Map<String, Object>>> compose = new Yaml()
			.load(Files.readString(root.resolve("docker-compose.yml")));
		try (ModelServer model = new ModelServer()) {
			FakeDocker docker = new FakeDocker(this.folder.resolve("bin"), model.url(),
					compose.get("services").get("ollama").get("image").toString(),
					labels(compose.get("services").get("prometheus")));
			ProcessBuilder builder = AppLaunch
				.of("--spring.profiles.active=ollama", "--spring.ai.ollama.init.pull-model-strategy=never",
						"--fletch.uri=" + this.folder.resolve("data"), "--fletch.sample.corpus=false",
						"--fletch.embedding.functions.remote.type=ollama",
						"--fletch.embedding.functions.remote.options.model=letters",
						"--fletch.embedding.default-function=remote")
				.process()
				.directory(root.toFile());
			builder.environment().compute("PATH", (name, others) -> docker.pathBefore(others));
			try (AppProcess app = AppProcess.start(builder)) {
				app.client().ingest("skerry.md", "The lighthouse of Skerry Point was built in 1871.");
				model.says("Since 1871 [1].");
				assertThat(AppClient.textOf(app.client().ask("Since when is there a lighthouse?", null)))
					.isEqualTo("Since 1871 [1].");
				assertThat(model.nextRequest().get("model").asString()).isEqualTo("llama3.2:3b");
				app.stop();
			}
			assertThat(docker.told()).anyMatch((told) -> told.contains("--profile ollama") && told.contains(" up "))
				.anyMatch((told) -> told.contains(" stop"));
		}
	}

	private static String labels(Map<String, Object> service) {
		return ((Map<?, ?>) service.get("labels")).entrySet()
			.stream()
			.map((label) -> "\"" + label.getKey() + "\":\"" + label.getValue() + "\"")
			.collect(Collectors.joining(","));
	}

}
