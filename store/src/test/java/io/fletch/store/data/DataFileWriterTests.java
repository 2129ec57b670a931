package io.fletch.store.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.SeededRandom;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.io.Checksum;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SeededRandom.class)
class DataFileWriterTests {

	private static final Schema SCHEMA = Fields.schema(Fields.nullable("number", Fields.INT32));

	private static final Schema BINARY = Fields.schema(Fields.nullable("bytes", new ArrowType.Binary()));

	@TempDir
	private Path folder;

	private Storage storage;

	@BeforeEach
	void open() throws IOException {
		this.storage = new LocalStorage(this.folder);
	}

	private static List<Object[]> numbers(int count) {
		return IntStream.range(0, count).mapToObj((i) -> new Object[] { i }).toList();
	}

	private List<Integer> batchSizes(DataFile file, Schema schema) throws IOException {
		return file.read(this.storage, schema).stream().map(RowBatch::rowCount).toList();
	}

	@Test
	void cutsBatchesAtTheirNumberOfRows() throws IOException {
		try (DataFileWriter writer = DataFileWriter.create(this.storage, "a.arrow", SCHEMA)) {
			writer.write(numbers(3000));
			writer.write(numbers(6000));
			assertThat(writer.rowCount()).isEqualTo(9000);
			assertThat(batchSizes(writer.finish(), SCHEMA)).containsExactly(4096, 4096, 808);
		}
	}

	@Test
	void cutsBatchesAtTheirLength() throws IOException {
		List<Object[]> rows = IntStream.range(0, 40).mapToObj((i) -> new Object[] { new byte[1 << 20] }).toList();
		DataFile file = DataFile.write(this.storage, "a.arrow", BINARY, rows);
		assertThat(batchSizes(file, BINARY)).containsExactly(8, 8, 8, 8, 8);
	}

	@Test
	void theChecksumIsThatOfTheWholeFile(Random random) throws IOException {
		RandomData data = new RandomData(random);
		Schema schema = data.everyType();
		DataFile file = DataFile.write(this.storage, "a.arrow", schema, data.rows(schema, 50));
		byte[] bytes = Files.readAllBytes(this.folder.resolve("a.arrow"));
		assertThat(file.byteSize()).isEqualTo(bytes.length);
		assertThat(file.checksum()).isEqualTo(Checksum.of(MemorySegment.ofArray(bytes)));
	}

	@Test
	void aFileWithoutRowsIsAFileToo() throws IOException {
		DataFile file = DataFile.write(this.storage, "a.arrow", SCHEMA, List.of());
		assertThat(file.read(this.storage, SCHEMA)).isEmpty();
		assertThat(ArrowFiles.read(this.folder.resolve("a.arrow"))).isEmpty();
	}

	@Test
	void leavesNothingWithoutFinish() throws IOException {
		try (DataFileWriter writer = DataFileWriter.create(this.storage, "a.arrow", SCHEMA)) {
			writer.write(numbers(10_000));
		}
		try (Stream<Path> files = Files.list(this.folder)) {
			assertThat(files).isEmpty();
		}
	}

	@Test
	void alignedBatchesHaveTheGivenNumbersOfRows() throws IOException {
		int[] counts = { 3, 0, 4000, 5000, 1, 0 };
		try (DataFileWriter writer = DataFileWriter.createAligned(this.storage, "a.arrow", SCHEMA, counts)) {
			writer.write(numbers(9004));
			DataFile file = writer.finish();
			assertThat(batchSizes(file, SCHEMA)).containsExactly(3, 0, 4000, 5000, 1, 0);
			assertThat(Shown.difference(Shown.rows(file.read(this.storage, SCHEMA)), numbers(9004))).isEmpty();
		}
	}

	@Test
	void alignedBatchesAreCopiedAcrossTheirEdges() throws IOException {
		DataFile source = DataFile.write(this.storage, "a.arrow", SCHEMA, numbers(5000));
		try (DataFileWriter writer = DataFileWriter.createAligned(this.storage, "b.arrow", SCHEMA,
				new int[] { 10, 2000, 490 })) {
			for (RowBatch batch : source.read(this.storage, SCHEMA)) {
				BitSet even = new BitSet();
				IntStream.range(0, batch.rowCount()).filter((i) -> i % 2 == 0).forEach(even::set);
				writer.write(batch, even);
			}
			DataFile file = writer.finish();
			assertThat(batchSizes(file, SCHEMA)).containsExactly(10, 2000, 490);
			assertThat(Shown.rows(file.read(this.storage, SCHEMA)).get(2499)).containsExactly(4998);
		}
	}

	@Test
	void refusesMoreOrFewerRowsThanTheFileBesideHas() throws IOException {
		try (DataFileWriter writer = DataFileWriter.createAligned(this.storage, "a.arrow", SCHEMA, new int[] { 2 })) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> writer.write(numbers(3)))
				.withMessage("The file a.arrow takes 2 rows, as the file it stands beside has");
		}
		try (DataFileWriter writer = DataFileWriter.createAligned(this.storage, "a.arrow", SCHEMA, new int[] { 2 })) {
			writer.write(numbers(1));
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(writer::finish)
				.withMessage("The file a.arrow has 1 rows, fewer than the file it stands beside");
		}
	}

	@Test
	void memoryStaysBoundedWhateverTheLength() throws IOException {
		byte[] row = new byte[1000];
		long used = 0;
		try (DataFileWriter writer = DataFileWriter.create(this.storage, "a.arrow", BINARY)) {
			List<Object[]> rows = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				rows.add(new Object[] { row });
			}
			for (int i = 0; i < 100; i++) {
				writer.write(rows);
				used = Math.max(used, writer.bufferedBytes());
			}
		}
		assertThat(used).isBetween(1L << 20, 9L << 20);
	}

}
