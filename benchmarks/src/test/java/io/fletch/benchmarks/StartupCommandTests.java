package io.fletch.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.fletch.benchmarks.measure.Result;
import io.fletch.benchmarks.measure.ResultLog;

import static org.assertj.core.api.Assertions.assertThat;

class StartupCommandTests {

	@TempDir
	private Path folder;

	private final StringWriter errors = new StringWriter();

	private int run(String... options) {
		return Benchmarks.commandLine()
			.setOut(new PrintWriter(new StringWriter()))
			.setErr(new PrintWriter(this.errors, true))
			.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
			.execute(options);
	}

	private Path jar(Class<?> main) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
		Path jar = this.folder.resolve(main.getSimpleName() + ".jar");
		String name = main.getName().replace('.', '/') + ".class";
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream entries = new JarOutputStream(file, manifest);
				InputStream bytes = main.getResourceAsStream("/" + name)) {
			entries.putNextEntry(new JarEntry(name));
			bytes.transferTo(entries);
		}
		return jar;
	}

	@Test
	void measuresBothApplicationsAndTheirDifference() throws IOException {
		String jar = jar(StartedApplication.class).toString();
		Path json = this.folder.resolve("results.jsonl");
		assertThat(run("startup", "--empty", jar, "--starter", jar, "--runs", "2", "--json", json.toString())).isZero();
		List<Result> results = ResultLog.read(json);
		assertThat(results).extracting((result) -> result.config() + " " + result.metric())
			.containsExactly("empty application ms", "empty application cpu_ms", "with the starter ms",
					"with the starter cpu_ms", "added by the starter ms", "added by the starter cpu_ms");
		assertThat(results).allSatisfy((result) -> assertThat(result.reps()).isEqualTo(2));
		assertThat(results.getFirst().min()).isPositive();
	}

	@Test
	void tellsWhatAnApplicationSaidThatDidNotStart() throws IOException {
		Path broken = this.folder.resolve("broken.jar");
		Files.writeString(broken, "no jar");
		assertThat(run("startup", "--empty", broken.toString(), "--starter", broken.toString(), "--json",
				this.folder.resolve("r.jsonl").toString()))
			.isEqualTo(CommandLine.ExitCode.SOFTWARE);
		assertThat(this.errors.toString()).startsWith("The application " + broken + " ended without having said")
			.contains("Invalid or corrupt jarfile");
	}

	@Test
	void saysHowToMakeAJarThatIsNotThere() {
		assertThat(run("startup", "--empty", "none.jar", "--json", this.folder.resolve("r.jsonl").toString()))
			.isEqualTo(CommandLine.ExitCode.SOFTWARE);
		assertThat(this.errors.toString()).startsWith("There is no file none.jar; make it by mvn -f");
	}

}
