package io.fletch.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.blob.Blob;

/**
 * The schema and the rows of the golden tables: two rows with values of every type,
 * others with nulls.
 */
final class GoldenRows {

	static final Schema SCHEMA;

	private static final List<String> NAMES = new ArrayList<>();

	private static final List<Object[]> VALUES = new ArrayList<>();

	static {
		List<Field> fields = new ArrayList<>();
		fields.add(new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null));
		numbers(fields);
		times(fields);
		texts(fields);
		nested(fields);
		SCHEMA = new Schema(fields);
	}

	private GoldenRows() {
	}

	private static void numbers(List<Field> fields) {
		add(fields, new ArrowType.Int(8, true), -128, 127);
		add(fields, new ArrowType.Int(16, true), -32768, 32767);
		add(fields, new ArrowType.Int(32, true), Integer.MIN_VALUE, 7);
		add(fields, new ArrowType.Int(64, true), Long.MIN_VALUE, Long.MAX_VALUE);
		add(fields, new ArrowType.Int(8, false), 0, 255);
		add(fields, new ArrowType.Int(16, false), 1, 65535);
		add(fields, new ArrowType.Int(32, false), 2L, 4294967295L);
		add(fields, new ArrowType.Int(64, false), BigInteger.TEN, new BigInteger("18446744073709551615"));
		add(fields, new ArrowType.FloatingPoint(FloatingPointPrecision.HALF), 0.5F, -65504F);
		add(fields, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), 0.1F, Float.NaN);
		add(fields, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), 0.1, Double.NEGATIVE_INFINITY);
		add(fields, new ArrowType.Decimal(38, 10, 128), new BigDecimal("-1.0000000001"),
				new BigDecimal("2.5000000000"));
		add(fields, new ArrowType.Decimal(76, 2, 256), new BigDecimal("99999999999999999999999999999999999999999.99"),
				new BigDecimal("-0.01"));
		add(fields, new ArrowType.Bool(), true, false);
		add(fields, new ArrowType.Null(), null, null);
	}

	private static void times(List<Field> fields) {
		add(fields, new ArrowType.Date(DateUnit.DAY), LocalDate.of(1969, 12, 31), LocalDate.of(2024, 2, 29));
		add(fields, new ArrowType.Date(DateUnit.MILLISECOND), LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31));
		add(fields, new ArrowType.Time(TimeUnit.SECOND, 32), LocalTime.of(23, 59, 59), LocalTime.MIDNIGHT);
		add(fields, new ArrowType.Time(TimeUnit.MILLISECOND, 32), LocalTime.ofNanoOfDay(1_000_000), LocalTime.NOON);
		add(fields, new ArrowType.Time(TimeUnit.MICROSECOND, 64), LocalTime.ofNanoOfDay(1000), LocalTime.NOON);
		add(fields, new ArrowType.Time(TimeUnit.NANOSECOND, 64), LocalTime.MAX, LocalTime.NOON);
		for (TimeUnit unit : TimeUnit.values()) {
			add(fields, new ArrowType.Timestamp(unit, "UTC"), Instant.ofEpochSecond(-1), Instant.ofEpochSecond(1));
			add(fields, new ArrowType.Timestamp(unit, null), LocalDateTime.of(1900, 1, 1, 1, 1),
					LocalDateTime.of(2200, 1, 1, 0, 0));
			add(fields, new ArrowType.Duration(unit), Duration.ofSeconds(-3), Duration.ofDays(1000));
		}
	}

	private static void texts(List<Field> fields) {
		add(fields, new ArrowType.Utf8(), "", "größer ✓ 🚀");
		add(fields, new ArrowType.LargeUtf8(), "one", "two");
		add(fields, new ArrowType.Binary(), new byte[0], new byte[] { -1, 0, 1 });
		add(fields, new ArrowType.LargeBinary(), new byte[] { 5 }, new byte[] { 6, 7 });
		add(fields, new ArrowType.FixedSizeBinary(3), new byte[] { 1, 2, 3 }, new byte[] { 4, 5, 6 });
		add(fields, new FieldType(true, new ArrowType.Utf8(), null, Map.of("ARROW:extension:name", "arrow.json")),
				List.of(), "{\"a\":[1,null]}", "true");
		add(fields, new FieldType(true, new ArrowType.Utf8(), new DictionaryEncoding(1, false, null)), List.of(), "red",
				"green");
		add(fields, new FieldType(true, new ArrowType.LargeBinary(), null, Map.of("fletch.blob", "true")), List.of(),
				Blob.of(new byte[] { 1, 2 }), Blob.of(new byte[0]));
	}

	private static void nested(List<Field> fields) {
		Field number = new Field("item", FieldType.nullable(new ArrowType.Int(32, true)), null);
		Field text = new Field("a", FieldType.nullable(new ArrowType.Utf8()), null);
		Field exact = new Field("item",
				FieldType.notNullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)), null);
		Field byteItem = new Field("item", FieldType.notNullable(new ArrowType.Int(8, false)), null);
		Field entries = new Field("entries", FieldType.notNullable(new ArrowType.Struct()),
				List.of(new Field("key", FieldType.notNullable(new ArrowType.Utf8()), null),
						new Field("value", FieldType.nullable(new ArrowType.Int(32, true)), null)));
		add(fields, FieldType.nullable(new ArrowType.List()), List.of(number), Arrays.asList(1, null, 3), List.of());
		add(fields, FieldType.nullable(new ArrowType.LargeList()), List.of(number), List.of(4), List.of(5, 6));
		add(fields, FieldType.nullable(new ArrowType.FixedSizeList(2)), List.of(exact), new float[] { 1, -0.5F },
				new float[] { 0, 3e38F });
		add(fields, FieldType.nullable(new ArrowType.FixedSizeList(2)), List.of(byteItem), new byte[] { 1, 2 },
				new byte[] { -1, 0 });
		add(fields, FieldType.nullable(new ArrowType.Struct()), List.of(text, number), struct("text", 1),
				struct(null, null));
		add(fields, FieldType.nullable(new ArrowType.Map(false)), List.of(entries), Map.of("k", 1), Map.of());
	}

	private static Map<String, Object> struct(String a, Integer item) {
		Map<String, Object> struct = new LinkedHashMap<>();
		struct.put("a", a);
		struct.put("item", item);
		return struct;
	}

	private static void add(List<Field> fields, ArrowType type, Object first, Object second) {
		add(fields, FieldType.nullable(type), List.of(), first, second);
	}

	private static void add(List<Field> fields, FieldType type, List<Field> children, Object first, Object second) {
		String name = "c" + fields.size();
		fields.add(new Field(name, type, children));
		NAMES.add(name);
		VALUES.add(new Object[] { first, second });
	}

	/**
	 * Returns a row of values, the first or the second, or of nulls.
	 */
	static Map<String, Object> row(long id, int variant) {
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("id", id);
		for (int i = 0; i < NAMES.size(); i++) {
			row.put(NAMES.get(i), (variant < 2) ? VALUES.get(i)[variant] : null);
		}
		return row;
	}

}
