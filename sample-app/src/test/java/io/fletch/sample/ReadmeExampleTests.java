package io.fletch.sample;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of the README, compiled and run as it stands there.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReadmeExampleTests {

	private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	@Test
	void compilesAndPrintsTheNearestArticle(@TempDir Path folder, CapturedOutput output) throws Exception {
		Path source = folder.resolve("Example.java");
		Files.writeString(source, example());
		int errors = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-cp", System.getProperty("java.class.path"), "-d", folder.toString(),
					source.toString());
		assertThat(errors).as(output.getErr()).isZero();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { folder.toUri().toURL() },
				getClass().getClassLoader())) {
			loader.loadClass("Example")
				.getMethod("main", String[].class)
				.invoke(null, (Object) new String[] { folder.resolve("data").toString() });
		}
		assertThat(output.getOut()).contains("Arrow is a columnar memory format. 0.03").doesNotContain("Lions");
	}

	private static String example() throws IOException {
		Path readme = Stream.iterate(Path.of("").toAbsolutePath(), (path) -> path != null, Path::getParent)
			.map((path) -> path.resolve("README.md"))
			.filter(Files::exists)
			.findFirst()
			.orElseThrow();
		Matcher matcher = EXAMPLE.matcher(Files.readString(readme));
		assertThat(matcher.find()).as("README.md has an example in Java").isTrue();
		return matcher.group(1);
	}

}
