package io.fletch.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

import io.fletch.sample.AppClient.Event;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application after {@code process-aot}: prepared ahead of time, compiled, and run
 * from what was generated.
 */
class AheadOfTimeIntegrationTests {

	@TempDir
	Path folder;

	@Test
	@Timeout(240)
	void ingestsAndAnswersFromWhatWasGenerated() throws IOException, InterruptedException {
		AppLaunch launch = AppLaunch.of("--fletch.uri=" + this.folder.resolve("data"), "--fletch.sample.corpus=false");
		Path classes = prepare(launch);
		try (AppProcess app = AppProcess
			.start(launch.behind(classes).withOption("-Dspring.aot.enabled=true").process())) {
			assertThat(app.log()).contains("Starting AOT-processed SampleApplication");
			app.client()
				.ingest("skerry.md", "The lighthouse of Skerry Point was built in 1871. Its keeper is Ottilie.");
			List<Event> events = app.client().ask("When was the lighthouse built?", null);
			assertThat(AppClient.textOf(events)).contains("1871");
			assertThat(app.client().get("/actuator/health").json().get("status").asString()).isEqualTo("UP");
		}
	}

	private Path prepare(AppLaunch launch) throws IOException, InterruptedException {
		Path sources = this.folder.resolve("sources");
		Path classes = this.folder.resolve("classes");
		Process processing = launch
			.java(SpringApplicationAotProcessor.class.getName(),
					List.of(SampleApplication.class.getName(), sources.toString(), classes.toString(),
							classes.toString(), "io.fletch", "fletch-sample-app", "--fletch.sample.corpus=false"))
			.start();
		String printed = new String(processing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(processing.waitFor()).as(printed).isZero();
		compile(sources, launch.classPath(), classes);
		return classes;
	}

	private static void compile(Path sources, String classPath, Path classes) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-cp",
				classes + AppLaunch.SEPARATOR + classPath, "-proc:none", "-nowarn"));
		try (Stream<Path> files = Files.walk(sources)) {
			files.filter((file) -> file.toString().endsWith(".java")).map(Path::toString).forEach(arguments::add);
		}
		int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
		assertThat(failed).isZero();
	}

}
