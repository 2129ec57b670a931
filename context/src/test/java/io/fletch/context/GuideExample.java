package io.fletch.context;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first example of a guide, compiled and run as it stands there.
 */
final class GuideExample {

	private GuideExample() {
	}

	static List<String> run(String guide, String className, Path folder, String... arguments) throws Exception {
		Matcher example = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/" + guide)));
		assertThat(example.find()).isTrue();
		compile(Files.writeString(folder.resolve(className + ".java"), example.group(1)), folder);
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				folder + System.getProperty("path.separator") + System.getProperty("java.class.path"), className));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(printed).isZero();
		return printed.lines().toList();
	}

	private static void compile(Path source, Path folder) throws IOException {
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		int status = ToolProvider.getSystemJavaCompiler()
			.run(null, errors, errors, "-proc:none", "-cp", System.getProperty("java.class.path"), "-d",
					folder.toString(), source.toString());
		assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
	}

}
