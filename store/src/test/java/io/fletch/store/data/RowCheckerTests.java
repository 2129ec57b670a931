package io.fletch.store.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RowCheckerTests {

	private static final ArrowType STRUCT = new ArrowType.Struct();

	private static final Field INT8 = Fields.nullable("a", new ArrowType.Int(8, true));

	private static final Field FLOAT = Fields.nullable("a", Fields.FLOAT32);

	private static final Field DOUBLE = Fields.nullable("a", Fields.FLOAT64);

	private static final Field ZONED = Fields.nullable("a", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));

	private static final Field LOCAL = Fields.nullable("a", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null));

	private static final Field DECIMAL = Fields.nullable("a", new ArrowType.Decimal(5, 2, 128));

	private static final Field UUID_BYTES = Fields.nullable("a", new ArrowType.FixedSizeBinary(16));

	private static Field vector(ArrowType element, boolean isNullable) {
		Field item = isNullable ? Fields.nullable("item", element) : Fields.required("item", element);
		return Fields.nullable("a", new ArrowType.FixedSizeList(3), item);
	}

	private static Object check(Field field, Object value) {
		List<Object[]> rows = new ArrayList<>();
		rows.add(new Object[] { value });
		new RowChecker(Fields.schema(field)).check(rows);
		return rows.get(0)[0];
	}

	static Stream<Arguments> taken() {
		Instant time = Instant.parse("2026-01-31T12:00:00.123456Z");
		UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
		Field uint64 = Fields.nullable("a", new ArrowType.Int(64, false));
		Field date = Fields.nullable("a", new ArrowType.Date(DateUnit.DAY));
		Field text = Fields.nullable("a", Fields.UTF8);
		Field list = Fields.nullable("a", new ArrowType.List(), Fields.nullable("item", Fields.INT64));
		Field author = Fields.nullable("a", STRUCT, Fields.nullable("name", Fields.UTF8),
				Fields.nullable("age", Fields.INT64));
		Map<String, Object> ada = new LinkedHashMap<>();
		ada.put("name", "Ada");
		ada.put("age", 36L);
		Map<String, Object> nobody = new LinkedHashMap<>();
		nobody.put("name", null);
		nobody.put("age", null);
		return Stream.of(Arguments.of(INT8, 127L, 127), Arguments.of(INT8, 3.0, 3),
				Arguments.of(INT8, new BigDecimal("5.00"), 5), Arguments.of(INT8, (byte) -1, -1),
				Arguments.of(uint64, 1, BigInteger.ONE), Arguments.of(FLOAT, 0.1, 0.1F),
				Arguments.of(FLOAT, 16777216, 16777216F), Arguments.of(FLOAT, Double.NaN, Float.NaN),
				Arguments.of(DOUBLE, 0.1F, (double) 0.1F), Arguments.of(DOUBLE, 1L << 53, 9007199254740992.0),
				Arguments.of(DOUBLE, new BigDecimal("0.1"), 0.1), Arguments.of(DECIMAL, 7, new BigDecimal("7.00")),
				Arguments.of(DECIMAL, 0.1, new BigDecimal("0.10")), Arguments.of(ZONED, time, time),
				Arguments.of(ZONED, time.plusNanos(1), time),
				Arguments.of(ZONED, Date.from(Instant.ofEpochMilli(-1)), Instant.ofEpochMilli(-1)),
				Arguments.of(ZONED, OffsetDateTime.parse("2026-01-31T13:00:00.123456+01:00"), time),
				Arguments.of(ZONED, ZonedDateTime.ofInstant(time, ZoneId.of("Asia/Tokyo")), time),
				Arguments.of(ZONED, "2026-01-31T12:00:00.123456Z", time),
				Arguments.of(ZONED, "2026-01-31T13:00:00.123456+01:00", time),
				Arguments.of(LOCAL, "1969-12-31T23:59:59.9999", LocalDateTime.parse("1969-12-31T23:59:59.999")),
				Arguments.of(date, "2026-01-31", LocalDate.of(2026, 1, 31)),
				Arguments.of(Fields.nullable("a", new ArrowType.Time(TimeUnit.SECOND, 32)), "12:34:56.7",
						LocalTime.of(12, 34, 56)),
				Arguments.of(Fields.nullable("a", new ArrowType.Duration(TimeUnit.MILLISECOND)), "PT1.5S",
						Duration.ofMillis(1500)),
				Arguments.of(text, new StringBuilder("x"), "x"), Arguments.of(text, Color.RED, "RED"),
				Arguments.of(text, uuid, uuid.toString()), Arguments.of(Fields.dictionary("a"), Color.RED, "RED"),
				Arguments.of(UUID_BYTES, uuid,
						ByteBuffer.allocate(16).putLong(0x0011223344556677L).putLong(0x8899aabbccddeeffL).array()),
				Arguments.of(Fields.nullable("a", new ArrowType.Binary()),
						ByteBuffer.wrap(new byte[] { 1, 2, 3 }, 1, 2), new byte[] { 2, 3 }),
				Arguments.of(list, new int[] { 1, 2 }, List.of(1L, 2L)), Arguments.of(list, Set.of(3), List.of(3L)),
				Arguments.of(list, new Integer[] { 1, null }, Arrays.asList(1L, null)),
				Arguments.of(vector(Fields.FLOAT32, false), new double[] { 0.1, 2, 3 }, new float[] { 0.1F, 2, 3 }),
				Arguments.of(vector(Fields.FLOAT32, false), List.of(1, 2L, 3.0), new float[] { 1, 2, 3 }),
				Arguments.of(vector(Fields.FLOAT32, true), Arrays.asList(1, null, 3), Arrays.asList(1F, null, 3F)),
				Arguments.of(vector(Fields.FLOAT64, false), new float[] { 1, 2, 3 }, new double[] { 1, 2, 3 }),
				Arguments.of(vector(new ArrowType.FloatingPoint(FloatingPointPrecision.HALF), false),
						new float[] { 1, 0.1F, 3 }, new float[] { 1, 0.099975586F, 3 }),
				Arguments.of(vector(new ArrowType.Int(8, false), false), new int[] { 0, 128, 255 },
						new byte[] { 0, -128, -1 }),
				Arguments.of(author, new Author("Ada", 36), ada),
				Arguments.of(author, Map.of("age", 36, "name", "Ada"), ada), Arguments.of(author, Map.of(), nobody),
				Arguments.of(Fields.map("a", Fields.nullable("value", Fields.INT64)), Map.of("k", 1), Map.of("k", 1L)),
				Arguments.of(Fields.json("a"), " {\"a\": [1, 2]}", " {\"a\": [1, 2]}"),
				Arguments.of(Fields.json("a"), List.of(1, true, "x\"", Map.of("k", 0.5)),
						"[1,true,\"x\\\"\",{\"k\":0.5}]"),
				Arguments.of(Fields.json("a"), 7, "7"),
				Arguments.of(Fields.blob("a"), new byte[] { 1 }, Blob.of(new byte[] { 1 })));
	}

	@ParameterizedTest
	@MethodSource("taken")
	void takesWhatFitsAndBringsItIntoOneForm(Field field, Object given, Object expected) {
		assertThat(Shown.value(check(field, given))).isEqualTo(Shown.value(expected));
	}

	static Stream<Arguments> refusedScalars() {
		return Stream.of(
				Arguments.of(INT8, 300, "Row 0 has the number 300 (Integer) in the column 'a', which takes int8"),
				Arguments.of(INT8, 1.5, "Row 0 has the number 1.5 (Double) in the column 'a', which takes int8"),
				Arguments.of(INT8, "1", "Row 0 has the string '1' in the column 'a', which takes int8"),
				Arguments.of(Fields.nullable("a", new ArrowType.Int(64, false)), -1,
						"Row 0 has the number -1 (Integer) in the column 'a', which takes uint64"),
				Arguments.of(Fields.nullable("a", Fields.UTF8), "x\uD83D",
						"Row 0 has a string with half a surrogate pair at position 1 in the column 'a', which takes utf8"),
				Arguments.of(DOUBLE, (1L << 53) + 1,
						"Row 0 has the number 9007199254740993 (Long) in the column 'a', which takes float64"),
				Arguments.of(FLOAT, 16777217,
						"Row 0 has the number 16777217 (Integer) in the column 'a', which takes float32"),
				Arguments.of(FLOAT, 1e300,
						"Row 0 has the number 1.0E300 (Double) in the column 'a', which takes float32"),
				Arguments.of(DECIMAL, new BigDecimal("1.234"),
						"Row 0 has the number 1.234 (BigDecimal) in the column 'a', which takes decimal128(5, 2)"),
				Arguments.of(DECIMAL, 1000,
						"Row 0 has the number 1000 (Integer) in the column 'a', which takes decimal128(5, 2)"),
				Arguments.of(DECIMAL, new BigDecimal("1e999999999"),
						"Row 0 has the number 1E+999999999 (BigDecimal) in the column 'a', which takes decimal128(5, 2)"),
				Arguments.of(ZONED, LocalDateTime.of(2026, 1, 1, 0, 0),
						"Row 0 has a LocalDateTime (2026-01-01T00:00) in the column 'a', which takes timestamp[us, UTC]"),
				Arguments.of(ZONED, "yesterday",
						"Row 0 has the string 'yesterday' in the column 'a', which takes timestamp[us, UTC]"),
				Arguments.of(ZONED, Instant.MAX,
						"Row 0 has an Instant (+1000000000-12-31T23:59:59.999999999Z) in the column 'a', which takes "
								+ "timestamp[us, UTC]"),
				Arguments.of(UUID_BYTES, new byte[15],
						"Row 0 has binary data of 15 bytes in the column 'a', which takes fixed_size_binary(16)"));
	}

	static Stream<Arguments> refusedNested() {
		Field tags = Fields.nullable("tags", new ArrowType.List(), Fields.required("item", Fields.UTF8));
		Field author = Fields.nullable("author", STRUCT, Fields.required("name", Fields.UTF8),
				Fields.nullable("age", new ArrowType.Int(8, true)));
		Field attributes = Fields.map("attributes", Fields.required("value", Fields.INT32));
		Field nested = Fields.nullable("books", new ArrowType.List(),
				Fields.nullable("item", STRUCT, tags, attributes));
		Map<String, Object> nullValue = new LinkedHashMap<>();
		nullValue.put("k", null);
		Map<Object, Object> nullKey = new LinkedHashMap<>();
		nullKey.put(null, 1);
		return Stream.of(
				Arguments.of(Fields.required("a", Fields.UTF8), null,
						"Row 0 has no value for the column 'a', which cannot be null"),
				Arguments.of(tags, Arrays.asList("x", "y", null),
						"Row 0 has no value for the column 'tags[2]', which cannot be null"),
				Arguments.of(author, Map.of("age", 3),
						"Row 0 has no value for the column 'author.name', which cannot be null"),
				Arguments.of(author, Map.of("name", "Ada", "age", 300),
						"Row 0 has the number 300 (Integer) in the column 'author.age', which takes int8"),
				Arguments.of(author, Map.of("name", "Ada", "nme", 300),
						"Row 0 has the unknown field 'nme' in the column 'author', which takes struct of [name, age]"),
				Arguments.of(attributes, nullValue,
						"Row 0 has no value for the column 'attributes['k']', which cannot be null"),
				Arguments.of(attributes, nullKey,
						"Row 0 has a null key in the column 'attributes['null']', which takes map of utf8 to int32"),
				Arguments.of(nested, List.of(Map.of(), Map.of("attributes", Map.of("k", "x"))),
						"Row 0 has the string 'x' in the column 'books[1].attributes['k']', which takes int32"),
				Arguments.of(vector(Fields.FLOAT32, false), new float[] { 1, 2 },
						"Row 0 has a vector of 2 dimensions in the column 'a', which takes vector of 3 float32"),
				Arguments.of(vector(Fields.FLOAT32, false), new float[] { 1, Float.NaN, 2 },
						"Row 0 has a vector of 3 dimensions with NaN at position 1 in the column 'a', which takes a vector "
								+ "of 3 float32, all finite"),
				Arguments.of(vector(Fields.FLOAT32, false), Arrays.asList(1, 2, null),
						"Row 0 has no value for the column 'a[2]', which cannot be null"),
				Arguments.of(vector(new ArrowType.Int(8, false), false), new int[] { 0, 256, 1 },
						"Row 0 has the number 256 (Integer) in the column 'a[1]', which takes uint8"),
				Arguments.of(Fields.nullable("a", new ArrowType.Null()), 1,
						"Row 0 has the number 1 (Integer) in the column 'a', which takes null"));
	}

	@ParameterizedTest
	@MethodSource({ "refusedScalars", "refusedNested" })
	void namesTheRowThePathTheValueAndWhatIsTaken(Field field, Object given, String message) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> check(field, given))
			.withMessage(message);
	}

	@Test
	void refusesWhatIsNoJson() {
		for (String bad : new String[] { "", "{", "{\"a\": 1} 2", "'x'", "nul", "[1,]" }) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> check(Fields.json("a"), bad))
				.withMessageStartingWith("Row 0 has the string '" + bad + "'")
				.withMessageEndingWith("in the column 'a', which takes JSON");
		}
	}

	@Test
	void namesAColumnThatTheTableDoesNotHave() {
		RowChecker checker = new RowChecker(Fields.schema(INT8));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> checker.arrange(List.of(Map.of("a", 1), Map.of("b", 1))))
			.withMessage("Row 1 has a column 'b' that the table does not have; its columns are [a]");
	}

	enum Color {

		RED

	}

	record Author(String name, Integer age) {
	}

}
