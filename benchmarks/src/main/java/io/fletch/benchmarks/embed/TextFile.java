package io.fletch.benchmarks.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Texts to embed, one a line: plain, or JSON with {@code title} and {@code text}.
 */
public final class TextFile {

	private TextFile() {
	}

	/**
	 * Reads texts.
	 * @param file the file
	 * @param limit how many at most
	 * @return the texts that are not blank
	 * @throws IOException if the file cannot be read
	 */
	public static List<String> read(Path file, int limit) throws IOException {
		return Files.readAllLines(file)
			.stream()
			.map(TextFile::text)
			.filter((text) -> !text.isBlank())
			.limit(limit)
			.toList();
	}

	private static String text(String line) {
		if (!line.startsWith("{")) {
			return line;
		}
		JsonNode document = JsonMapper.shared().readTree(line);
		String title = document.path("title").asString("");
		return (title.isEmpty() ? "" : title + " ") + document.path("text").asString("");
	}

}
