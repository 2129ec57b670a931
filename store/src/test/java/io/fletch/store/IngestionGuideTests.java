package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.ingest.BadVectors;
import io.fletch.store.ingest.SchemaInference;

import static org.assertj.core.api.Assertions.assertThat;

class IngestionGuideTests {

	@TempDir
	private Path folder;

	private final List<Long> reported = new ArrayList<>();

	@Test
	void theExamplesWork() throws IOException {
		List<Map<String, Object>> rows = List.of(Map.of("id", "1", "vector", new float[] { 1, 2 }));
		Schema schema = SchemaInference.infer(rows);
		try (Database database = Database.open(this.folder)) {
			Table table = database.createTable("notes", schema);
			AddResult result = table.add(RowSource.maps(List.of(Map.of("id", "1", "vector", List.of(0.1, 0.2)))));
			assertThat(result).isEqualTo(new AddResult(2, 1, 0));
			table.add(RowSource.records(Stream.of(new Note("2", new float[] { 1, 2 }))));
			RowSource source = RowSource.maps(List.of(Map.of("id", "3", "vector", List.of(1))));
			table.add(source, AddOptions.DEFAULT.withBadVectors(BadVectors.FILL).withFillValue(0.5F));
			assertThat(table.scan().rows()).last()
				.extracting((row) -> row.get("vector"))
				.isEqualTo(new float[] { 1, 0.5F });
		}
	}

	@Test
	void theExamplesOnFilesAndProgressWork() throws IOException {
		List<Map<String, Integer>> rows = Stream.iterate(0, (i) -> i + 1)
			.limit(2000)
			.map((i) -> Map.of("n", i))
			.toList();
		try (Database database = Database.open(this.folder)) {
			Table table = database.createTable("numbers", SchemaInference.infer(rows));
			RowSource source = RowSource.maps(rows);
			table.add(source,
					AddOptions.DEFAULT.withProgress((progress) -> report(progress.rows(), progress.totalRows())));
			assertThat(this.reported).containsExactly(1024L, 2000L, 2000L, 2000L, 2000L, 2000L);
			Path file = dataFile();
			table.add(RowSource.arrowFile(file));
			assertThat(table.countRows()).isEqualTo(4000);
		}
	}

	private void report(long rows, long totalRows) {
		this.reported.add(rows);
		this.reported.add(totalRows);
	}

	private Path dataFile() throws IOException {
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.filter((file) -> file.toString().endsWith(".arrow")).findFirst().orElseThrow();
		}
	}

	@Test
	void everyExampleOfTheGuideStandsInTheseTests() throws IOException {
		String tests = plain(Files.readString(Path.of("src/test/java/io/fletch/store/IngestionGuideTests.java")));
		String guide = Files.readString(Path.of("../docs/ingestion.md"));
		String[] parts = guide.split("```");
		assertThat(parts.length).isGreaterThan(10);
		for (int i = 1; i < parts.length; i += 2) {
			parts[i].lines().skip(1).forEach((line) -> assertThat(tests).contains(plain(line)));
		}
	}

	private static String plain(String code) {
		return code.replaceAll("\\s+", "");
	}

	record Note(String id, float[] vector) {
	}

}
