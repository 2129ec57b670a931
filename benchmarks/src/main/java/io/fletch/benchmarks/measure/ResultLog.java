package io.fletch.benchmarks.measure;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.fletch.benchmarks.files.JsonLines;

/**
 * A file of results, one line of JSON each. A run adds to it what it measures, so that
 * several runs can be summed up.
 */
public final class ResultLog implements ResultSink {

	private final Path file;

	private final PrintWriter screen;

	/**
	 * Adds to a file, making it if absent.
	 * @param file the file
	 * @param screen where to show each result too
	 * @throws IOException if the folder of the file cannot be made
	 */
	public ResultLog(Path file, PrintWriter screen) throws IOException {
		this.file = file.toAbsolutePath();
		this.screen = screen;
		Files.createDirectories(this.file.resolveSibling(""));
	}

	@Override
	public void add(Result result) throws IOException {
		String line = JsonLines.write(result);
		this.screen.println(line);
		this.screen.flush();
		Files.writeString(this.file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE,
				StandardOpenOption.APPEND);
	}

	/**
	 * Reads a file of results.
	 * @param file the file
	 * @return the results in the order of the lines
	 * @throws IOException if the file cannot be read
	 */
	public static List<Result> read(Path file) throws IOException {
		return JsonLines.read(file, Result.class);
	}

}
