package io.fletch.store.ingest.parquet;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.RowBatches;
import io.fletch.store.ingest.Rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ParquetRowsTests {

	@TempDir
	private Path folder;

	@Test
	void readsEveryNumber() throws IOException {
		Path file = write(
				"optional boolean b; optional int32 i; optional int64 l; optional float f; optional double d; "
						+ "optional int32 i8 (INTEGER(8,true)); optional int32 u32 (INTEGER(32,false)); "
						+ "optional int64 u64 (INTEGER(64,false)); optional int32 d32 (DECIMAL(9,2)); "
						+ "optional int64 d64 (DECIMAL(18,2)); optional fixed_len_byte_array(16) d128 (DECIMAL(38,2)); "
						+ "optional fixed_len_byte_array(2) half (FLOAT16)",
				(row) -> row.append("b", true)
					.append("i", -7)
					.append("l", Long.MIN_VALUE)
					.append("f", 0.1F)
					.append("d", 0.1)
					.append("i8", -8)
					.append("u32", -1)
					.append("u64", -1L)
					.append("d32", -125)
					.append("d64", 125L)
					.append("d128", Binary.fromConstantByteArray(padded(new BigInteger("-1234567890123456789012"))))
					.append("half",
							Binary.fromConstantByteArray(ByteBuffer.allocate(2)
								.order(ByteOrder.LITTLE_ENDIAN)
								.putShort(Float.floatToFloat16(1.5F))
								.array())));
		assertThat(firstRow(file)).containsExactly(true, -7, Long.MIN_VALUE, 0.1F, 0.1, -8, 4294967295L,
				new BigInteger("18446744073709551615"), new BigDecimal("-1.25"), new BigDecimal("1.25"),
				new BigDecimal("-12345678901234567890.12"), 1.5F);
		assertThat(types(file)).containsExactly("Bool", "Int(32, true)", "Int(64, true)", "FloatingPoint(SINGLE)",
				"FloatingPoint(DOUBLE)", "Int(8, true)", "Int(32, false)", "Int(64, false)", "Decimal(9, 2, 128)",
				"Decimal(18, 2, 128)", "Decimal(38, 2, 128)", "FloatingPoint(HALF)");
	}

	@Test
	void readsEveryTime() throws IOException {
		Path file = write(
				"optional int32 date (DATE); optional int32 ms (TIME(MILLIS,true)); "
						+ "optional int64 us (TIME(MICROS,true)); optional int64 ns (TIME(NANOS,false)); "
						+ "optional int64 utc (TIMESTAMP(MICROS,true)); optional int64 local (TIMESTAMP(NANOS,false)); "
						+ "optional int96 old",
				(row) -> row.append("date", -1)
					.append("ms", 1)
					.append("us", 1L)
					.append("ns", 1L)
					.append("utc", -1L)
					.append("local", -1L)
					.append("old", new NanoTime(2440588, 5)));
		assertThat(firstRow(file)).containsExactly(LocalDate.of(1969, 12, 31), LocalTime.ofNanoOfDay(1_000_000),
				LocalTime.ofNanoOfDay(1000), LocalTime.ofNanoOfDay(1), Instant.parse("1969-12-31T23:59:59.999999Z"),
				LocalDateTime.parse("1969-12-31T23:59:59.999999999"),
				LocalDateTime.parse("1970-01-01T00:00:00.000000005"));
		assertThat(types(file)).containsExactly("Date(DAY)", "Time(MILLISECOND, 32)", "Time(MICROSECOND, 64)",
				"Time(NANOSECOND, 64)", "Timestamp(MICROSECOND, UTC)", "Timestamp(NANOSECOND, null)",
				"Timestamp(NANOSECOND, null)");
	}

	@Test
	void readsTextsAndBytes() throws IOException {
		UUID uuid = new UUID(1, 2);
		byte[] uuidBytes = ByteBuffer.allocate(16).putLong(1).putLong(2).array();
		Path file = write(
				"required binary s (STRING); optional binary e (ENUM); optional binary j (JSON); "
						+ "optional binary raw; optional fixed_len_byte_array(16) id (UUID)",
				(row) -> row.append("s", "größer ✓")
					.append("e", "RED")
					.append("j", "{}")
					.append("raw", Binary.fromConstantByteArray(new byte[] { 1, -1 }))
					.append("id", Binary.fromConstantByteArray(uuidBytes)));
		assertThat(firstRow(file)).containsExactly("größer ✓", "RED", "{}", new byte[] { 1, -1 }, uuid.toString());
		try (RowBatches rows = ParquetRows.open(file)) {
			assertThat(rows.schema().getFields()).extracting(Field::isNullable)
				.containsExactly(false, true, true, true, true);
		}
	}

	@Test
	void readsListsStructsAndMapsWithNulls() throws IOException {
		String type = "optional group tags (LIST) { repeated group list { optional int32 element; } } "
				+ "optional group old (LIST) { repeated int32 array; } optional group who { optional int32 age; "
				+ "optional group pets (LIST) { repeated group list { optional group element { required int32 legs; } } } } "
				+ "optional group m (MAP) { repeated group key_value { required int32 key; optional int32 value; } } "
				+ "repeated int32 loose;";
		Path file = write(type, this::nested, (row) -> {
		}, (row) -> row.addGroup("tags"));
		Map<Integer, @Nullable Integer> map = new LinkedHashMap<>();
		map.put(1, 10);
		map.put(2, null);
		Map<String, @Nullable Object> who = Rows.row("age", null, "pets", Arrays.asList(null, Map.of("legs", 4)));
		List<List<@Nullable Object>> rows = Rows.all(ParquetRows.open(file));
		assertThat(rows.get(0)).containsExactly(Arrays.asList(1, null, 3), List.of(7, 8), who, map, List.of(5, 6));
		assertThat(rows.get(1)).containsExactly(null, null, null, null, List.of());
		assertThat(rows.get(2)).containsExactly(List.of(), null, null, null, List.of());
		try (RowBatches batches = ParquetRows.open(file)) {
			assertThat(batches.schema()).hasToString("Schema<tags: List<item: Int(32, true)>, "
					+ "old: List<item: Int(32, true) not null>, who: Struct<age: Int(32, true), "
					+ "pets: List<item: Struct<legs: Int(32, true) not null>>>, m: Map(false)<entries: "
					+ "Struct<key: Int(32, true) not null, value: Int(32, true)> not null>, "
					+ "loose: List<item: Int(32, true) not null> not null>");
		}
	}

	private void nested(Group row) {
		Group tags = row.addGroup("tags");
		tags.addGroup("list").append("element", 1);
		tags.addGroup("list");
		tags.addGroup("list").append("element", 3);
		row.addGroup("old").append("array", 7).append("array", 8);
		Group pets = row.addGroup("who").addGroup("pets");
		pets.addGroup("list");
		pets.addGroup("list").addGroup("element").append("legs", 4);
		Group map = row.addGroup("m");
		map.addGroup("key_value").append("key", 1).append("value", 10);
		map.addGroup("key_value").append("key", 2);
		row.append("loose", 5).append("loose", 6);
	}

	@ParameterizedTest
	@EnumSource(names = { "UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW" })
	void readsEveryUsualCompression(CompressionCodecName codec) throws IOException {
		Path file = this.folder.resolve("rows.parquet");
		MessageType type = MessageTypeParser.parseMessageType("message t { required binary s (STRING); }");
		try (ParquetWriter<Group> writer = writer(file, type, codec)) {
			for (int i = 0; i < 5000; i++) {
				SimpleGroup row = new SimpleGroup(type);
				row.add("s", "text " + i % 10);
				writer.write(row);
			}
		}
		List<List<@Nullable Object>> rows = Rows.all(ParquetRows.open(file));
		assertThat(rows).hasSize(5000);
		assertThat(rows.get(4999)).containsExactly("text 9");
	}

	@Test
	void saysThatAFileIsNoParquet() throws IOException {
		Path file = Files.writeString(this.folder.resolve("x.parquet"), "this is no Parquet file at all");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ParquetRows.open(file))
			.withMessageStartingWith("The file x.parquet is no Parquet file, or it is damaged");
	}

	@Test
	void saysThatAFileIsCutOff() throws IOException {
		Path file = write("required int32 i", (row) -> row.append("i", 1));
		byte[] whole = Files.readAllBytes(file);
		Files.write(file, Arrays.copyOf(whole, whole.length - 9));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ParquetRows.open(file))
			.withMessageContaining("damaged");
	}

	@Test
	void saysThatThereIsNoFile() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> ParquetRows.open(this.folder.resolve("none.parquet")))
			.withMessageContaining("none.parquet");
	}

	private List<@Nullable Object> firstRow(Path file) throws IOException {
		return Rows.all(ParquetRows.open(file)).get(0);
	}

	private static List<String> types(Path file) throws IOException {
		try (RowBatches rows = ParquetRows.open(file)) {
			return rows.schema().getFields().stream().map((field) -> field.getType().toString()).toList();
		}
	}

	@SafeVarargs
	private Path write(String fields, Consumer<Group>... rows) throws IOException {
		Path file = this.folder.resolve("rows.parquet");
		String body = (fields.endsWith(";")) ? fields : fields + ";";
		MessageType type = MessageTypeParser.parseMessageType("message t { " + body + " }");
		try (ParquetWriter<Group> writer = writer(file, type, CompressionCodecName.UNCOMPRESSED)) {
			for (Consumer<Group> row : rows) {
				SimpleGroup group = new SimpleGroup(type);
				row.accept(group);
				writer.write(group);
			}
		}
		return file;
	}

	private static ParquetWriter<Group> writer(Path file, MessageType type, CompressionCodecName codec)
			throws IOException {
		return ExampleParquetWriter.builder(new LocalOutputFile(file))
			.withConf(new PlainParquetConfiguration())
			.withType(type)
			.withCompressionCodec(codec)
			.withCodecFactory(new GzipCodecs())
			.build();
	}

	private static byte[] padded(BigInteger number) {
		byte[] bytes = new byte[16];
		Arrays.fill(bytes, (byte) ((number.signum() < 0) ? -1 : 0));
		byte[] digits = number.toByteArray();
		System.arraycopy(digits, 0, bytes, bytes.length - digits.length, digits.length);
		return bytes;
	}

}
