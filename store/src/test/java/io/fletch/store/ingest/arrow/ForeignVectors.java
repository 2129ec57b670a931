package io.fletch.store.ingest.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of every Arrow type that can be read, filled by Arrow's own writers, with the
 * values that they must be read as: two values of each, with a null between them.
 */
final class ForeignVectors {

	static final int ROWS = 3;

	private final Map<Field, List<@Nullable Object>> columns = new LinkedHashMap<>();

	ForeignVectors() {
		plain();
		numbers();
		times();
		nested();
	}

	private void plain() {
		add("bool", new ArrowType.Bool(), true, false);
		add("utf8", new ArrowType.Utf8(), "größer ✓ 🚀 than twelve bytes", "");
		add("large_utf8", new ArrowType.LargeUtf8(), "a", "größer");
		add("utf8_view", new ArrowType.Utf8View(), "größer ✓ 🚀 than twelve bytes", "short");
		add("binary", new ArrowType.Binary(), new byte[] { 1, -1 }, new byte[0]);
		add("large_binary", new ArrowType.LargeBinary(), new byte[] { 1, -1 }, new byte[0]);
		add("binary_view", new ArrowType.BinaryView(), new byte[] { 1, -1 }, new byte[20]);
		add("fixed_binary", new ArrowType.FixedSizeBinary(2), new byte[] { 1, -1 }, new byte[] { 0, 7 });
		add("nothing", new ArrowType.Null(), null, null);
	}

	private void numbers() {
		add("int8", new ArrowType.Int(8, true), -128, 127);
		add("int16", new ArrowType.Int(16, true), -32768, 32767);
		add("int32", new ArrowType.Int(32, true), Integer.MIN_VALUE, 7);
		add("int64", new ArrowType.Int(64, true), Long.MIN_VALUE, 7L);
		add("uint8", new ArrowType.Int(8, false), 255, 0);
		add("uint16", new ArrowType.Int(16, false), 65535, 0);
		add("uint32", new ArrowType.Int(32, false), 4294967295L, 0L);
		add("uint64", new ArrowType.Int(64, false), new BigInteger("18446744073709551615"), BigInteger.ZERO);
		add("float16", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF), 1.5F, -2F);
		add("float32", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), 0.1F, -0F);
		add("float64", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), 0.1, Double.MIN_VALUE);
		add("decimal", new ArrowType.Decimal(38, 2, 128), new BigDecimal("-12345678901234567890.12"),
				new BigDecimal("0.01"));
		add("decimal256", new ArrowType.Decimal(50, 0, 256), new BigDecimal("-12345678901234567890123456789012345"),
				new BigDecimal("1"));
	}

	private void times() {
		LocalDateTime local = LocalDateTime.parse("1969-12-31T23:59:59.5");
		Instant instant = Instant.parse("1969-12-31T23:59:59.5Z");
		add("date_day", new ArrowType.Date(DateUnit.DAY), LocalDate.of(1900, 2, 28), LocalDate.EPOCH);
		add("date_milli", new ArrowType.Date(DateUnit.MILLISECOND), LocalDate.of(1900, 2, 28), LocalDate.EPOCH);
		add("time_s", new ArrowType.Time(TimeUnit.SECOND, 32), LocalTime.of(23, 59, 59), LocalTime.MIDNIGHT);
		add("time_ms", new ArrowType.Time(TimeUnit.MILLISECOND, 32), LocalTime.of(1, 2, 3, 4_000_000),
				LocalTime.MIDNIGHT);
		add("time_us", new ArrowType.Time(TimeUnit.MICROSECOND, 64), LocalTime.of(1, 2, 3, 4_000), LocalTime.MIDNIGHT);
		add("time_ns", new ArrowType.Time(TimeUnit.NANOSECOND, 64), LocalTime.of(1, 2, 3, 4), LocalTime.MIDNIGHT);
		for (TimeUnit unit : TimeUnit.values()) {
			int nanos = (unit == TimeUnit.SECOND) ? 0 : 500_000_000;
			add("timestamp_" + unit, new ArrowType.Timestamp(unit, null), local.withNano(nanos),
					LocalDateTime.of(2026, 1, 1, 0, 0));
			add("instant_" + unit, new ArrowType.Timestamp(unit, "UTC"),
					(nanos == 0) ? instant.minusMillis(500) : instant, Instant.EPOCH);
			add("duration_" + unit, new ArrowType.Duration(unit), Duration.ofSeconds(-5), Duration.ofDays(2));
		}
	}

	private void nested() {
		Field integer = Field.nullable("item", new ArrowType.Int(32, true));
		add("list", new ArrowType.List(), List.of(integer), Arrays.asList(1, null, 3), List.of());
		add("large_list", new ArrowType.LargeList(), List.of(integer), Arrays.asList(1, null, 3), List.of());
		add("vector", new ArrowType.FixedSizeList(2),
				List.of(Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))),
				new float[] { 1, -2 }, Arrays.asList(null, 3F));
		add("doubles", new ArrowType.FixedSizeList(2),
				List.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))),
				new double[] { 1, -2 }, new double[] { 0.1, 5 });
		add("bytes", new ArrowType.FixedSizeList(2), List.of(Field.nullable("item", new ArrowType.Int(8, false))),
				new byte[] { 1, -1 }, new byte[] { 2, 0 });
		add("struct", new ArrowType.Struct(),
				List.of(Field.nullable("a", new ArrowType.Utf8()),
						new Field("b", FieldType.nullable(new ArrowType.List()), List.of(integer))),
				struct("x", List.of(1, 2)), struct(null, null));
		Field entries = new Field("entries", FieldType.notNullable(new ArrowType.Struct()), List
			.of(Field.notNullable("key", new ArrowType.Utf8()), Field.nullable("value", new ArrowType.Int(32, true))));
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("k", 1);
		map.put("l", null);
		add("map", new ArrowType.Map(false), List.of(entries), map, Map.of());
	}

	private static Map<String, @Nullable Object> struct(@Nullable Object a, @Nullable Object b) {
		Map<String, @Nullable Object> struct = new LinkedHashMap<>();
		struct.put("a", a);
		struct.put("b", b);
		return struct;
	}

	private void add(String name, ArrowType type, @Nullable Object first, @Nullable Object last) {
		add(name, type, List.of(), first, last);
	}

	private void add(String name, ArrowType type, List<Field> children, @Nullable Object first, @Nullable Object last) {
		this.columns.put(new Field(name, FieldType.nullable(type), children), Arrays.asList(first, null, last));
	}

	Schema schema() {
		return new Schema(this.columns.keySet());
	}

	/**
	 * Returns the rows that must be read.
	 */
	List<List<@Nullable Object>> rows() {
		return IntStream.range(0, ROWS)
			.mapToObj((row) -> this.columns.values().stream().map((values) -> values.get(row)).toList())
			.toList();
	}

	VectorSchemaRoot vectors(BufferAllocator allocator) {
		VectorSchemaRoot root = VectorSchemaRoot.create(schema(), allocator);
		root.allocateNew();
		for (FieldVector vector : root.getFieldVectors()) {
			List<@Nullable Object> values = this.columns.get(schema().findField(vector.getName()));
			for (int row = 0; row < ROWS; row++) {
				VectorFilling.set(vector, row, values.get(row));
			}
			vector.setValueCount(ROWS);
		}
		root.setRowCount(ROWS);
		return root;
	}

	static byte[] utf8(Object text) {
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

}
