package io.fletch.benchmarks.files;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TemporaryFolderTests {

	@Test
	void goesWithWhatIsInItWhenItIsClosed() throws IOException {
		Path path;
		try (TemporaryFolder folder = TemporaryFolder.create("test")) {
			path = fill(folder);
			assertThat(path.resolve("deep/file")).hasContent("x");
		}
		assertThat(path).doesNotExist();
	}

	@Test
	void goesWhenTheProcessIsInterrupted() throws Exception {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("java.class.path"), Waiting.class.getName())
			.start();
		try (BufferedReader output = process.inputReader()) {
			Path path = Path.of(output.readLine());
			assertThat(path.resolve("deep/file")).hasContent("x");
			process.destroy();
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(path).doesNotExist();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Path fill(TemporaryFolder folder) throws IOException {
		Files.writeString(Files.createDirectory(folder.path().resolve("deep")).resolve("file"), "x");
		return folder.path();
	}

	/**
	 * Holds a folder until it is killed.
	 */
	static final class Waiting {

		private Waiting() {
		}

		/**
		 * Tells where the folder is, and waits for what never comes.
		 */
		static void main(String[] arguments) throws IOException {
			Path path = fill(TemporaryFolder.create("test"));
			new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).println(path);
			System.in.read();
		}

	}

}
