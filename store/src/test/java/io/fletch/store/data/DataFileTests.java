package io.fletch.store.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.SeededRandom;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SeededRandom.class)
class DataFileTests {

	private static final Schema SCHEMA = new Schema(
			List.of(new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null),
					new Field("text", FieldType.nullable(new ArrowType.Utf8()), null),
					new Field("vector", FieldType.nullable(new ArrowType.FixedSizeList(3)), List.of(new Field("item",
							FieldType.notNullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)), null))),
					new Field("tags", FieldType.nullable(new ArrowType.List()),
							List.of(new Field("item", FieldType.nullable(new ArrowType.Utf8()), null)))));

	@TempDir
	private Path folder;

	@Test
	void isReadByArrowsOwnReader(Random random) throws IOException {
		List<Object[]> rows = rows(random, 9000);
		Storage storage = new LocalStorage(this.folder);
		DataFile.write(storage, "rows.arrow", SCHEMA, rows);
		List<Object[]> read = new ArrayList<>();
		try (BufferAllocator allocator = new RootAllocator();
				FileChannel channel = FileChannel.open(this.folder.resolve("rows.arrow"));
				ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
			assertThat(reader.getVectorSchemaRoot().getSchema()).isEqualTo(SCHEMA);
			while (reader.loadNextBatch()) {
				VectorSchemaRoot root = reader.getVectorSchemaRoot();
				for (int row = 0; row < root.getRowCount(); row++) {
					read.add(new Object[] { root.getVector(0).getObject(row), text(root.getVector(1).getObject(row)),
							floats((List<?>) root.getVector(2).getObject(row)),
							texts((List<?>) root.getVector(3).getObject(row)) });
				}
			}
		}
		assertThat(read.stream().map(Arrays::deepToString))
			.containsExactlyElementsOf(rows.stream().map(Arrays::deepToString).toList());
	}

	@Test
	void readsBackWhatItWrote(Random random) throws IOException {
		List<Object[]> rows = rows(random, 5000);
		Storage storage = new LocalStorage(this.folder);
		DataFile file = DataFile.write(storage, "rows.arrow", SCHEMA, rows);
		List<Object[]> read = new ArrayList<>();
		for (RowBatch batch : file.read(storage, SCHEMA)) {
			for (int row = 0; row < batch.rowCount(); row++) {
				read.add(batch.row(row));
			}
		}
		assertThat(read.stream().map(Arrays::deepToString))
			.containsExactlyElementsOf(rows.stream().map(Arrays::deepToString).toList());
	}

	@Test
	void everyBodyBeginsAtAMultipleOf64Bytes(Random random) throws IOException {
		Storage storage = new LocalStorage(this.folder);
		DataFile file = DataFile.write(storage, "rows.arrow", SCHEMA, rows(random, 100));
		RowBatch batch = file.read(storage, SCHEMA).get(0);
		ColumnReader.Vectors vectors = (ColumnReader.Vectors) batch.columns().get(2);
		assertThat(vectors.data().address() % 64).isZero();
	}

	@Test
	void neverReadsOutsideADamagedFile(Random random) throws IOException {
		Storage storage = new LocalStorage(this.folder);
		DataFile file = DataFile.write(storage, "rows.arrow", SCHEMA, rows(random, 20));
		byte[] whole = Files.readAllBytes(this.folder.resolve("rows.arrow"));
		int refused = 0;
		for (int round = 0; round < 2000; round++) {
			byte[] damaged = whole.clone();
			damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
			Files.write(this.folder.resolve("rows.arrow"), damaged);
			refused += readsOrRefuses(file, storage) ? 0 : 1;
		}
		assertThat(refused).isBetween(100, 1999);
	}

	private static boolean readsOrRefuses(DataFile file, Storage storage) throws IOException {
		try {
			for (RowBatch batch : file.read(storage, SCHEMA)) {
				for (int row = 0; row < batch.rowCount(); row++) {
					batch.row(row);
				}
			}
			return true;
		}
		catch (CorruptTableException | InvalidInputException ex) {
			return false;
		}
	}

	@Test
	void refusesAFileThatIsCutShort(Random random) throws IOException {
		Storage storage = new LocalStorage(this.folder);
		DataFile file = DataFile.write(storage, "rows.arrow", SCHEMA, rows(random, 20));
		byte[] whole = Files.readAllBytes(this.folder.resolve("rows.arrow"));
		Files.write(this.folder.resolve("rows.arrow"), Arrays.copyOf(whole, whole.length - 1));
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> file.read(storage, SCHEMA))
			.withMessage("The data file rows.arrow is damaged: its length is %d, not %d", whole.length - 1,
					whole.length);
	}

	private static List<Object[]> rows(Random random, int count) {
		List<Object[]> rows = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String text = (random.nextInt(5) == 0) ? null : "text " + random.nextInt() + " ü✓";
			float[] vector = (random.nextInt(5) == 0) ? null
					: new float[] { random.nextFloat(), random.nextFloat(), random.nextFloat() };
			List<String> tags = new ArrayList<>();
			for (int tag = random.nextInt(4); tag > 0; tag--) {
				tags.add(random.nextBoolean() ? "t" + tag : null);
			}
			rows.add(new Object[] { random.nextLong(), text, vector, (random.nextInt(5) == 0) ? null : tags });
		}
		return rows;
	}

	private static String text(Object value) {
		return (value instanceof Text text) ? text.toString() : null;
	}

	private static float[] floats(List<?> values) {
		if (values == null) {
			return null;
		}
		float[] floats = new float[values.size()];
		for (int i = 0; i < floats.length; i++) {
			floats[i] = (Float) values.get(i);
		}
		return floats;
	}

	private static List<String> texts(List<?> values) {
		return (values != null) ? values.stream().map(DataFileTests::text).toList() : null;
	}

}
