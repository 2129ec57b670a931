package io.fletch.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of a guide with some class, compiled and run as it stands there.
 */
final class GuideExample {

	private GuideExample() {
	}

	static List<String> run(String guide, String className, Path folder, String argument) throws Exception {
		Matcher example = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/" + guide)));
		String simpleName = className.replaceAll(".*\\.", "");
		String code = example.results()
			.map((found) -> found.group(1))
			.filter((found) -> found.contains("class " + simpleName))
			.findFirst()
			.orElseThrow();
		Path source = Files.writeString(folder.resolve(simpleName + ".java"), code);
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		String classPath = System.getProperty("java.class.path");
		int status = ToolProvider.getSystemJavaCompiler()
			.run(null, errors, errors, "-proc:none", "-parameters", "-cp", classPath, "-d", folder.toString(),
					source.toString());
		assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				folder + System.getProperty("path.separator") + classPath, className, argument)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(printed).isZero();
		return printed.lines().toList();
	}

}
