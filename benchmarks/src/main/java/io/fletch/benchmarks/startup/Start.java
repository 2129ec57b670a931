package io.fletch.benchmarks.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.fletch.benchmarks.files.UnusableFileException;

/**
 * One start of an application.
 *
 * @param millis from the start of the process until Spring Boot says that the application
 * has started
 * @param cpuMillis the processor time that it took until then
 */
record Start(double millis, double cpuMillis) {

	private static final Pattern STARTED = Pattern.compile("Started \\S+ in [0-9.,]+ seconds");

	private static final int LINES_TO_TELL = 20;

	private static final long SECONDS_TO_END = 30;

	private static final double NANOS = 1e6;

	/**
	 * Starts an application and waits until it ends.
	 * @param jar its runnable jar
	 * @param folder the folder of its database
	 */
	static Start of(Path jar, Path folder) throws IOException, InterruptedException {
		long begin = System.nanoTime();
		Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-jar", jar.toString(), "--fletch.uri=" + folder))
			.redirectErrorStream(true)
			.start();
		try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
			awaitStart(lines, jar);
			double millis = (System.nanoTime() - begin) / NANOS;
			double cpu = process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS;
			String line = lines.readLine();
			while (line != null) {
				line = lines.readLine();
			}
			return new Start(millis, cpu);
		}
		finally {
			if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		}
	}

	private static void awaitStart(BufferedReader lines, Path jar) throws IOException {
		Deque<String> last = new ArrayDeque<>();
		String line = lines.readLine();
		while (line != null && !STARTED.matcher(line).find()) {
			last.add(line);
			if (last.size() > LINES_TO_TELL) {
				last.remove();
			}
			line = lines.readLine();
		}
		if (line == null) {
			throw new UnusableFileException("The application " + jar
					+ " ended without having said 'Started ... in ... seconds'; it said at last:\n"
					+ String.join("\n", last));
		}
	}

}
