package io.fletch.store.ingest;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.ingest.arrow.ArrowRows;
import io.fletch.store.ingest.parquet.ParquetRows;

import static org.assertj.core.api.Assertions.assertThat;

class WithoutFlagsTests {

	@TempDir
	private Path folder;

	@Test
	void readsArrowAndParquetInAProcessWithoutFlags() throws Exception {
		writeArrow();
		writeParquet();
		String classPath = System.getProperty("java.class.path");
		assertThat(run(classPath)).isEqualTo("file [[1], [2]]\nstream [[1], [2]]\nparquet [[1], [2]]\n");
	}

	@Test
	void namesTheArtifactWhenParquetIsNotThere() throws Exception {
		writeArrow();
		writeParquet();
		String classPath = String.join(System.getProperty("path.separator"),
				Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
					.filter((entry) -> !entry.contains("parquet"))
					.toList());
		assertThat(run(classPath)).startsWith("file [[1], [2]]\nstream [[1], [2]]\n")
			.contains("add the dependency blue.strategic.parquet:parquet-floor");
	}

	private String run(String classPath) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				classPath, Reader.class.getName(), this.folder.toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try (InputStream output = process.getInputStream()) {
			return new String(output.readAllBytes(), StandardCharsets.UTF_8);
		}
		finally {
			process.waitFor();
		}
	}

	private void writeArrow() throws IOException {
		try (RootAllocator allocator = new RootAllocator(); IntVector numbers = new IntVector("n", allocator)) {
			numbers.setSafe(0, 1);
			numbers.setSafe(1, 2);
			numbers.setValueCount(2);
			VectorSchemaRoot root = VectorSchemaRoot.of(numbers);
			ByteArrayOutputStream stream = new ByteArrayOutputStream();
			try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, stream)) {
				writer.writeBatch();
			}
			Files.write(this.folder.resolve("stream"), stream.toByteArray());
			try (ArrowFileWriter writer = new ArrowFileWriter(root, null, Files
				.newByteChannel(this.folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE))) {
				writer.writeBatch();
			}
		}
	}

	private void writeParquet() throws IOException {
		MessageType type = MessageTypeParser.parseMessageType("message t { required int32 n; }");
		try (ParquetWriter<Group> writer = ExampleParquetWriter
			.builder(new LocalOutputFile(this.folder.resolve("parquet")))
			.withConf(new PlainParquetConfiguration())
			.withType(type)
			.build()) {
			for (int i = 1; i <= 2; i++) {
				SimpleGroup row = new SimpleGroup(type);
				row.add("n", i);
				writer.write(row);
			}
		}
	}

	/**
	 * Reads what the test wrote, in a process of its own.
	 */
	public static final class Reader {

		private Reader() {
		}

		public static void main(String[] args) throws IOException {
			Path folder = Path.of(args[0]);
			try (PrintStream output = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
					StandardCharsets.UTF_8); InputStream stream = Files.newInputStream(folder.resolve("stream"))) {
				print(output, "file", ArrowRows.file(folder.resolve("file")));
				print(output, "stream", ArrowRows.stream(stream));
				try {
					print(output, "parquet", ParquetRows.open(folder.resolve("parquet")));
				}
				catch (RuntimeException ex) {
					output.print(ex.getMessage());
				}
			}
		}

		private static void print(PrintStream output, String name, RowBatches rows) throws IOException {
			output.print(name + " " + Rows.all(rows) + "\n");
		}

	}

}
