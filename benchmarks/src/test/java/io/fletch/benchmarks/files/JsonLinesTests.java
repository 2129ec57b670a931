package io.fletch.benchmarks.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonLinesTests {

	@TempDir
	private Path folder;

	@Test
	void readsAValueFromEveryLine() throws IOException {
		Path file = write("{\"id\": 3, \"text\": \"a plant\", \"more\": 1}\n\n{\"id\": 4, \"text\": \"a tree\"}\n");
		assertThat(JsonLines.read(file, Row.class)).containsExactly(new Row(3, "a plant"), new Row(4, "a tree"));
	}

	@Test
	void namesTheLineThatIsDamaged() throws IOException {
		Path file = write("{\"id\": 3, \"text\": \"a plant\"}\n\n{\"id\": 4,");
		assertThatExceptionOfType(UnusableFileException.class).isThrownBy(() -> JsonLines.read(file, Row.class))
			.withMessageStartingWith("The file " + file + " has no row in line 3: ");
	}

	@Test
	void namesTheFileThatIsNotThere() {
		Path file = this.folder.resolve("absent.jsonl");
		assertThatExceptionOfType(UnusableFileException.class).isThrownBy(() -> JsonLines.read(file, Row.class))
			.withMessage("There is no file " + file);
	}

	private Path write(String lines) throws IOException {
		return Files.writeString(this.folder.resolve("rows.jsonl"), lines);
	}

	record Row(long id, String text) {
	}

}
