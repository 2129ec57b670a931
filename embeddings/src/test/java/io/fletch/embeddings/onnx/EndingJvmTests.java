package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EndingJvmTests {

	private static final int TERMINATED = 143;

	@TempDir
	private Path folder;

	@Test
	@Timeout(120)
	void textsAreEmbeddedForAsLongAsAGracefulStopTakes() throws IOException, InterruptedException {
		Path told = this.folder.resolve("told");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				EndingJvm.class.getName(), told.toString())
			.redirectErrorStream(true)
			.redirectOutput(Redirect.DISCARD)
			.start();
		try {
			while (!Files.exists(told) || !Files.readString(told).equals("ready")) {
				assertThat(process.isAlive()).as("the process that embeds").isTrue();
				TimeUnit.MILLISECONDS.sleep(20);
			}
			process.destroy();
			assertThat(process.waitFor()).isEqualTo(TERMINATED);
			assertThat(Long.parseLong(Files.readString(told))).isGreaterThan(1);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
