package io.fletch.benchmarks.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DatasetFilesTests {

	@TempDir
	private Path folder;

	@Test
	void readsVectors() throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
		bytes.putInt(2).putFloat(1.5F).putFloat(-2).putInt(2).putFloat(0).putFloat(7);
		List<float[]> vectors = DatasetFiles.vectors(write(bytes.array()));
		assertThat(vectors).containsExactly(new float[] { 1.5F, -2 }, new float[] { 0, 7 });
	}

	@Test
	void refusesAFileThatEndsInAVector() throws IOException {
		Path file = write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(2).putFloat(1).array());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> DatasetFiles.vectors(file))
			.withMessageContaining("vector 0 has the length 2, but 4 bytes are left");
	}

	@Test
	void readsDocuments() throws IOException {
		String line = "{\"id\": 3, \"cat\": \"c07\", \"num\": 11, \"price\": 0.5, \"text\": \"a plant\"}\n";
		List<Document> documents = DatasetFiles.documents(write(line.getBytes(StandardCharsets.UTF_8)));
		assertThat(documents).containsExactly(new Document(3, "c07", 11, 0.5, "a plant"));
	}

	private Path write(byte[] bytes) throws IOException {
		return Files.write(this.folder.resolve("file"), bytes);
	}

}
