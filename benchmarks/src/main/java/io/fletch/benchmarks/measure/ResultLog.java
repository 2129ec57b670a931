package io.fletch.benchmarks.measure;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of results, one line of JSON each. A run adds to it what it measures, so that
 * several runs can be summed up.
 */
public final class ResultLog implements ResultSink {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

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
		String line = MAPPER.writeValueAsString(result);
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
		return Files.readAllLines(file)
			.stream()
			.filter((line) -> !line.isBlank())
			.map((line) -> MAPPER.readValue(line, Result.class))
			.toList();
	}

}
