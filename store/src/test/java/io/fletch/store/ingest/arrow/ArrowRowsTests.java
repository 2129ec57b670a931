package io.fletch.store.ingest.arrow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.google.flatbuffers.FlatBufferBuilder;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.SeededRandom;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.RowBatches;
import io.fletch.store.ingest.Rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SeededRandom.class)
class ArrowRowsTests {

	private final BufferAllocator allocator = new RootAllocator();

	private final ForeignVectors foreign = new ForeignVectors();

	@TempDir
	private Path folder;

	@AfterEach
	void everyBufferIsReleased() {
		this.allocator.close();
	}

	@Test
	void readsEveryTypeFromVectors() throws IOException {
		try (VectorSchemaRoot root = this.foreign.vectors(this.allocator)) {
			assertThat(Rows.all(ArrowRows.of(root))).usingRecursiveComparison().isEqualTo(this.foreign.rows());
		}
	}

	@Test
	void readsEveryTypeFromAFile() throws IOException {
		Path file = this.folder.resolve("foreign.arrow");
		Files.write(file, file(this.foreign));
		assertThat(Rows.all(ArrowRows.file(file))).usingRecursiveComparison().isEqualTo(this.foreign.rows());
	}

	@Test
	void readsEveryTypeFromAStream() throws IOException {
		assertThat(Rows.all(ArrowRows.stream(new ByteArrayInputStream(stream())))).usingRecursiveComparison()
			.isEqualTo(this.foreign.rows());
	}

	@Test
	void readsEveryBatchOfAReader() throws IOException {
		try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(stream()), this.allocator)) {
			assertThat(Rows.all(ArrowRows.of(reader))).usingRecursiveComparison().isEqualTo(this.foreign.rows());
		}
	}

	@Test
	void readsDictionaryEncodedColumnsFromEverywhere() throws IOException {
		List<List<@Nullable Object>> expected = List.of(List.of("red"), List.of("blue"), Arrays.asList((Object) null),
				List.of("red"));
		ByteArrayOutputStream stream = new ByteArrayOutputStream();
		Path file = this.folder.resolve("colours.arrow");
		try (Colours colours = new Colours(this.allocator)) {
			try (ArrowStreamWriter writer = new ArrowStreamWriter(colours.root, colours.provider, stream)) {
				writer.writeBatch();
			}
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (ArrowFileWriter writer = new ArrowFileWriter(colours.root, colours.provider,
					Channels.newChannel(bytes))) {
				writer.writeBatch();
			}
			Files.write(file, bytes.toByteArray());
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ArrowRows.of(colours.root))
				.withMessageContaining("'colour' is dictionary-encoded");
		}
		assertThat(Rows.all(ArrowRows.file(file))).isEqualTo(expected);
		assertThat(Rows.all(ArrowRows.stream(new ByteArrayInputStream(stream.toByteArray())))).isEqualTo(expected);
		try (ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(stream.toByteArray()),
				this.allocator)) {
			assertThat(Rows.all(ArrowRows.of(reader))).isEqualTo(expected);
		}
	}

	@Test
	void saysThatAFileIsCutOff() throws IOException {
		byte[] whole = file(this.foreign);
		Path file = this.folder.resolve("cut.arrow");
		Files.write(file, Arrays.copyOf(whole, whole.length / 2));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ArrowRows.file(file))
			.withMessageContaining("no Arrow IPC file, or was cut off");
	}

	@Test
	void saysThatAStreamIsCutOffWhereverItIs(Random random) throws IOException {
		byte[] whole = stream();
		for (int i = 0; i < 200; i++) {
			byte[] cut = Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 16));
			try {
				List<List<@Nullable Object>> rows = Rows.all(ArrowRows.stream(new ByteArrayInputStream(cut)));
				// A cut between messages is no damage that a stream without end marker
				// shows.
				assertThat(rows).hasSizeLessThanOrEqualTo(ForeignVectors.ROWS);
			}
			catch (InvalidInputException ex) {
				assertThat(ex).hasMessageStartingWith("The Arrow");
			}
		}
	}

	@Test
	void readsDamagedFilesWrongOrRefusesThemButNeverCrashes(Random random) throws IOException {
		byte[] whole = file(this.foreign);
		Path file = this.folder.resolve("damaged.arrow");
		for (int i = 0; i < 300; i++) {
			byte[] damaged = whole.clone();
			damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
			Files.write(file, damaged);
			try {
				Rows.all(ArrowRows.file(file));
			}
			catch (InvalidInputException ex) {
				assertThat(ex).hasMessageContaining("Arrow");
			}
		}
	}

	@Test
	void refusesCompressedDataAndSaysWhatToDo() throws IOException {
		FlatBufferBuilder builder = new FlatBufferBuilder();
		int compression = BodyCompression.createBodyCompression(builder, CompressionType.ZSTD,
				BodyCompressionMethod.BUFFER);
		RecordBatch.startRecordBatch(builder);
		RecordBatch.addCompression(builder, compression);
		builder.finish(RecordBatch.endRecordBatch(builder));
		RecordBatch batch = RecordBatch.getRootAsRecordBatch(builder.dataBuffer());
		IpcDecoder decoder = new IpcDecoder(this.foreign.schema());
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> decoder.batch(batch, MemorySegment.NULL))
			.withMessageContainingAll("compressed with ZSTD", "write it without compression");
	}

	@Test
	void splitsLongBatches() throws IOException {
		try (VarCharVector texts = new VarCharVector("text", this.allocator)) {
			texts.allocateNew();
			for (int i = 0; i < 2500; i++) {
				texts.setSafe(i, String.valueOf(i).getBytes(StandardCharsets.UTF_8));
			}
			texts.setValueCount(2500);
			VectorSchemaRoot root = VectorSchemaRoot.of(texts);
			try (RowBatches rows = ArrowRows.of(root)) {
				assertThat(rows.next()).hasSize(1024);
				assertThat(rows.next()).hasSize(1024);
				assertThat(rows.next()).hasSize(452);
				assertThat(rows.next()).isNull();
			}
		}
	}

	private byte[] file(ForeignVectors vectors) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (VectorSchemaRoot root = vectors.vectors(this.allocator);
				ArrowFileWriter writer = new ArrowFileWriter(root, null, Channels.newChannel(bytes))) {
			writer.writeBatch();
			writer.end();
		}
		return bytes.toByteArray();
	}

	private byte[] stream() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (VectorSchemaRoot root = this.foreign.vectors(this.allocator);
				ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
			writer.writeBatch();
			writer.end();
		}
		return bytes.toByteArray();
	}

	/**
	 * A dictionary-encoded column.
	 */
	private static final class Colours implements AutoCloseable {

		private final VarCharVector values;

		private final DictionaryProvider.MapDictionaryProvider provider = new DictionaryProvider.MapDictionaryProvider();

		private final VectorSchemaRoot root;

		Colours(BufferAllocator allocator) {
			this.values = texts("values", allocator, "blue", "red");
			Dictionary dictionary = new Dictionary(this.values, new DictionaryEncoding(7, false, null));
			this.provider.put(dictionary);
			try (VarCharVector plain = texts("colour", allocator, "red", "blue", null, "red")) {
				FieldVector encoded = (FieldVector) DictionaryEncoder.encode(plain, dictionary);
				this.root = new VectorSchemaRoot(List.<Field>of(encoded.getField()), List.of(encoded), 4);
			}
		}

		private static VarCharVector texts(String name, BufferAllocator allocator, @Nullable String... texts) {
			VarCharVector vector = new VarCharVector(name, allocator);
			vector.allocateNew();
			for (int i = 0; i < texts.length; i++) {
				if (texts[i] != null) {
					vector.setSafe(i, texts[i].getBytes(StandardCharsets.UTF_8));
				}
			}
			vector.setValueCount(texts.length);
			return vector;
		}

		@Override
		public void close() {
			this.root.close();
			this.values.close();
		}

	}

}
