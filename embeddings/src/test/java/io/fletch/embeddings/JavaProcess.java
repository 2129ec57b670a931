package io.fletch.embeddings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs a program in a process of its own.
 */
final class JavaProcess {

	private JavaProcess() {
	}

	/**
	 * Returns the lines that a program prints.
	 * @param program the name of its class
	 * @param classes where its class is, beside the class path of the tests
	 * @param arguments its arguments
	 */
	static List<String> output(String program, Path classes, String... arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
				"--enable-native-access=ALL-UNNAMED", "-cp",
				System.getProperty("java.class.path") + System.getProperty("path.separator") + classes, program));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(printed).isZero();
		return printed.lines().toList();
	}

}
