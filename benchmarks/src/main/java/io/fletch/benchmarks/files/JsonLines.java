package io.fletch.benchmarks.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files with a value in JSON on every line.
 */
public final class JsonLines {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private JsonLines() {
	}

	/**
	 * Reads a file. Lines without a letter are passed over.
	 * @param file the file
	 * @param type the type of the values
	 * @param <T> the type of the values
	 * @return the values in order
	 * @throws UnusableFileException if there is no such file, or a line is no such value
	 * @throws IOException if the file cannot be read
	 */
	public static <T> List<T> read(Path file, Class<T> type) throws IOException {
		UnusableFileException.requireThere(file);
		List<T> values = new ArrayList<>();
		try (BufferedReader reader = Files.newBufferedReader(file)) {
			int number = 1;
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (!line.isBlank()) {
					values.add(value(file, number, line, type));
				}
				number++;
			}
		}
		return values;
	}

	private static <T> T value(Path file, int number, String line, Class<T> type) throws UnusableFileException {
		try {
			return MAPPER.readValue(line, type);
		}
		catch (JacksonException ex) {
			throw new UnusableFileException(
					"The file " + file.toAbsolutePath() + " has no " + type.getSimpleName().toLowerCase(Locale.ROOT)
							+ " in line " + number + ": " + ex.getOriginalMessage(),
					ex);
		}
	}

	/**
	 * Writes a value.
	 * @param value the value
	 * @return one line of JSON, without the end of the line
	 */
	public static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

}
