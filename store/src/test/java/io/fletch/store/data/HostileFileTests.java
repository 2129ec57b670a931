package io.fletch.store.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import com.google.flatbuffers.FlatBufferBuilder;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.store.SeededRandom;
import io.fletch.store.data.blob.Blob;
import io.fletch.store.data.blob.BlobSource;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.data.schema.SchemaBytes;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.Checksum;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Files that somebody damaged, by accident or on purpose: a typed error, never another,
 * never memory or time without bounds.
 */
@ExtendWith(SeededRandom.class)
class HostileFileTests {

	private static final long FUZZ_NANOS = 5_000_000_000L;

	@TempDir
	private Path folder;

	private Storage storage;

	private Schema schema;

	private byte[] whole;

	@BeforeEach
	void write(Random random) throws IOException {
		this.storage = new LocalStorage(this.folder);
		RandomData data = new RandomData(random);
		List<Field> fields = new ArrayList<>(data.everyType().getFields());
		fields.addAll(List.of(Fields.blob("blob"), Fields.json("json"), Fields.dictionary("dictionary")));
		this.schema = FieldIds.assign(new Schema(fields), 0);
		DataFile.write(this.storage, "rows.arrow", this.schema, data.rows(this.schema, 20));
		this.whole = Files.readAllBytes(this.folder.resolve("rows.arrow"));
	}

	@Test
	void everyTruncationIsRefused() throws IOException {
		Schema small = Fields.schema(Fields.nullable("text", Fields.UTF8));
		DataFile.write(this.storage, "small.arrow", small, List.<Object[]>of(new Object[] { "a" }));
		byte[] bytes = Files.readAllBytes(this.folder.resolve("small.arrow"));
		for (int length = 0; length < bytes.length; length++) {
			byte[] cut = Arrays.copyOf(bytes, length);
			assertThatExceptionOfType(CorruptTableException.class).as("length %d", length)
				.isThrownBy(() -> FileLayout.of(MemorySegment.ofArray(cut)));
		}
	}

	@Test
	void noFlippedBitGivesAnotherRow(Random random) throws IOException {
		DataFile file = new DataFile("rows.arrow", this.whole.length, 0);
		List<Object[]> expected = Shown.rows(file.read(this.storage, this.schema));
		int refused = 0;
		for (int round = 0; round < 2000; round++) {
			byte[] damaged = this.whole.clone();
			int at = random.nextInt(damaged.length);
			damaged[at] ^= (byte) (1 << random.nextInt(8));
			Files.write(this.folder.resolve("rows.arrow"), damaged);
			try {
				List<Object[]> rows = Shown.rows(file.read(this.storage, this.schema));
				assertThat(Shown.difference(rows, expected)).as("byte %d", at).isEmpty();
			}
			catch (CorruptTableException ex) {
				refused++;
			}
		}
		assertThat(refused).isGreaterThan(1000);
	}

	@Test
	void aDamagedValueIsFoundWhenItsColumnIsReadAndOnlyThen() throws IOException {
		Schema two = Fields.schema(Fields.nullable("first", Fields.UTF8), Fields.nullable("second", Fields.UTF8));
		DataFile file = DataFile.write(this.storage, "two.arrow", two,
				List.<Object[]>of(new Object[] { "mmmm", "wwww" }));
		byte[] bytes = Files.readAllBytes(this.folder.resolve("two.arrow"));
		int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("wwww");
		bytes[at] ^= 1;
		Files.write(this.folder.resolve("two.arrow"), bytes);
		List<ColumnReader> columns = file.read(this.storage, two).getFirst().columns();
		assertThat(columns.getFirst().get(0)).isEqualTo("mmmm");
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> columns.get(1))
			.withMessageMatching("The data file two.arrow is damaged: the checksum of the column 'second' does not "
					+ "hold in batch 0, which has it in 128 bytes at \\d+; restore the file from a backup");
	}

	@Test
	void flippedBitsGiveATypedErrorOrValues(Random random) throws IOException {
		int refused = 0;
		for (int round = 0; round < 2000; round++) {
			byte[] damaged = this.whole.clone();
			damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
			refused += readsOrRefuses(damaged) ? 0 : 1;
		}
		assertThat(refused).isBetween(30, 2999);
	}

	@Test
	void everyFlippedBitIsFoundByAVerification(Random random) throws IOException {
		DataFile file = new DataFile("rows.arrow", this.whole.length, Checksum.of(MemorySegment.ofArray(this.whole)));
		assertThatNoException().isThrownBy(() -> file.verify(this.storage));
		for (int round = 0; round < 100; round++) {
			byte[] damaged = this.whole.clone();
			damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
			Files.write(this.folder.resolve("rows.arrow"), damaged);
			assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> file.verify(this.storage))
				.withMessage("The data file rows.arrow is damaged: its checksum does not hold");
		}
	}

	@Test
	void mutationsOfEveryKindGiveATypedErrorOrValues(Random random) throws IOException {
		long end = System.nanoTime() + FUZZ_NANOS;
		int rounds = 0;
		for (; System.nanoTime() < end; rounds++) {
			byte[] damaged = this.whole.clone();
			for (int mutations = random.nextInt(1, 6); mutations > 0; mutations--) {
				mutate(damaged, random);
			}
			readsOrRefuses(damaged);
		}
		assertThat(rounds).isGreaterThan(100);
	}

	private static void mutate(byte[] bytes, Random random) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		// The metadata stands at the ends of the file; half of the mutations go there.
		int near = random.nextInt(Math.min(bytes.length, 6000) - 8);
		int at = random.nextBoolean() ? random.nextInt(bytes.length - 8)
				: (random.nextBoolean() ? near : bytes.length - 8 - near);
		switch (random.nextInt(5)) {
			case 0 -> buffer.putInt(at, Integer.MAX_VALUE);
			case 1 -> buffer.putInt(at, -random.nextInt(100));
			case 2 -> buffer.putInt(at, buffer.getInt(at) + random.nextInt(-64, 64));
			case 3 -> buffer.putLong(at & -8, random.nextLong());
			default -> System.arraycopy(bytes, random.nextInt(bytes.length - 8), bytes, at, 8);
		}
	}

	private boolean readsOrRefuses(byte[] damaged) {
		try {
			FileLayout layout = FileLayout.of(MemorySegment.ofArray(damaged));
			BatchDecoder decoder = new BatchDecoder(layout.schema(), this.schema, new BlobSource(this.storage));
			for (MemorySegment message : layout.messages()) {
				RowBatch batch = decoder.decode(message, PartCheck.NONE);
				for (int row = 0; row < Math.min(100, batch.rowCount()); row++) {
					readAll(batch.row(row));
				}
			}
			return true;
		}
		catch (StoreException ex) {
			return false;
		}
	}

	private static void readAll(Object[] row) {
		for (Object value : row) {
			if (value instanceof Blob blob) {
				blob.bytes();
			}
		}
	}

	@Test
	void aClaimedNumberOfRowsOrNullsHasBounds() {
		Schema nulls = Fields.schema(Fields.nullable("nothing", new ArrowType.Null()));
		byte[] message = new BatchEncoder(nulls).encode(List.<Object[]>of(new Object[] { null })).toByteArray();
		ByteBuffer buffer = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
		for (int at = 0; at <= message.length - 8; at += 4) {
			if (buffer.getLong(at) == 1) {
				buffer.putLong(at, Integer.MAX_VALUE - 1);
			}
		}
		assertThatExceptionOfType(CorruptTableException.class)
			.isThrownBy(() -> RowBatch.decode(nulls, MemorySegment.ofArray(message)))
			.withMessageStartingWith("A record batch is damaged: 2147483646 rows");
	}

	@Test
	void aSchemaThatHoldsOnePartManyTimesIsRefused() {
		FlatBufferBuilder builder = new FlatBufferBuilder();
		Utf8.startUtf8(builder);
		int type = Utf8.endUtf8(builder);
		int field = field(builder, Type.Utf8, type, new int[0]);
		for (int level = 0; level < 30; level++) {
			int[] children = new int[50];
			Arrays.fill(children, field);
			field = field(builder, Type.Struct_, type, children);
		}
		byte[] bytes = schema(builder, field);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> SchemaBytes.decode(bytes))
			.withMessage("A schema is damaged: it has more fields than bytes");
	}

	@ParameterizedTest
	@CsvSource({ Type.Map + ",0", Type.Map + ",1", Type.List + ",0", Type.FixedSizeList + ",2", Type.Utf8 + ",1" })
	void aSchemaOfAFieldWithoutItsChildrenIsRefused(byte typeCode, int count) {
		FlatBufferBuilder builder = new FlatBufferBuilder();
		Utf8.startUtf8(builder);
		int type = Utf8.endUtf8(builder);
		int[] children = new int[count];
		Arrays.fill(children, field(builder, Type.Utf8, type, new int[0]));
		byte[] bytes = schema(builder, field(builder, typeCode, type, children));
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> SchemaBytes.decode(bytes))
			.withMessage(
					"A schema is damaged: a field of the type of code " + typeCode + " has " + count + " children");
	}

	private static int field(FlatBufferBuilder builder, byte typeCode, int type, int[] children) {
		int name = builder.createString("f");
		int vector = org.apache.arrow.flatbuf.Field.createChildrenVector(builder, children);
		return org.apache.arrow.flatbuf.Field.createField(builder, name, true, typeCode, type, 0, vector, 0);
	}

	private static byte[] schema(FlatBufferBuilder builder, int field) {
		int fields = org.apache.arrow.flatbuf.Schema.createFieldsVector(builder, new int[] { field });
		int schema = org.apache.arrow.flatbuf.Schema.createSchema(builder, (short) 0, fields, 0, 0);
		builder.finish(Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, schema, 0, 0));
		return builder.sizedByteArray();
	}

	@Test
	void aSchemaThatIsNestedWithoutEndIsRefused() {
		FlatBufferBuilder builder = new FlatBufferBuilder();
		Utf8.startUtf8(builder);
		int type = Utf8.endUtf8(builder);
		int field = field(builder, Type.Utf8, type, new int[0]);
		for (int level = 0; level < 100; level++) {
			field = field(builder, Type.List, type, new int[] { field });
		}
		byte[] bytes = schema(builder, field);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> SchemaBytes.decode(bytes))
			.withMessage("A schema is damaged: fields that are nested more than 64 levels deep");
	}

	@Test
	void batchesThatLieOverOneAnotherAreRefused() throws IOException {
		int footerLength = ByteBuffer.wrap(this.whole).order(ByteOrder.LITTLE_ENDIAN).getInt(this.whole.length - 10);
		byte[] head = Arrays.copyOf(this.whole, this.whole.length - 10 - footerLength - 8);
		FileLayout.BatchBlock block = new FileLayout.BatchBlock(64, 64, 64,
				new int[1 + this.schema.getFields().size()]);
		byte[] tail = FileLayout.tail(this.schema, List.of(block, block));
		byte[] bytes = ByteBuffer.allocate(head.length + tail.length).put(head).put(tail).array();
		assertThatExceptionOfType(CorruptTableException.class)
			.isThrownBy(() -> FileLayout.of(MemorySegment.ofArray(bytes)))
			.withMessage("a batch lies at 64");
	}

	@Test
	void aDamagedFileIsNamed() throws IOException {
		DataFile file = new DataFile("rows.arrow", this.whole.length, 0);
		byte[] damaged = this.whole.clone();
		damaged[0] = 'X';
		Files.write(this.folder.resolve("rows.arrow"), damaged);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> file.read(this.storage, this.schema))
			.withMessage("The data file rows.arrow is damaged: it is no Arrow file");
	}

}
