package io.fletch.store.expression.evaluate;

import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;

/**
 * A row of every kind of value, and one that is null but for its number.
 */
public final class SampleRows {

	public static final Schema SCHEMA = new Schema(List.of(field("n", new ArrowType.Int(64, true)),
			field("small", new ArrowType.Int(8, true)), field("byte", new ArrowType.Int(8, false)),
			field("f", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
			field("d", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
			field("price", new ArrowType.Decimal(8, 2, 128)), field("s", new ArrowType.Utf8()),
			field("ok", new ArrowType.Bool()), field("bin", new ArrowType.Binary()),
			field("day", new ArrowType.Date(DateUnit.DAY)),
			field("at", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
			field("local", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
			list("tags", new ArrowType.List(), new ArrowType.Utf8()),
			list("nums", new ArrowType.List(), new ArrowType.Int(64, true)),
			list("v", new ArrowType.FixedSizeList(2), new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
			new Field("meta-data", FieldType.nullable(new ArrowType.Struct()),
					List.of(field("user-id", new ArrowType.Int(64, true)), field("City", new ArrowType.Utf8()))),
			map("m"),
			new Field("j",
					new FieldType(true, new ArrowType.Utf8(), null, Map.of("ARROW:extension:name", "arrow.json")),
					null)));

	public static final @Nullable Object[] FULL = { 7L, -3, 200, 0.1f, 2.5, new BigDecimal("12.50"), "Hello Wörld",
			true, new byte[] { 1, 2 }, LocalDate.of(2024, 2, 29), Instant.parse("2024-02-29T13:45:30.123456Z"),
			LocalDateTime.parse("2024-02-29T13:45:30.123"), List.of("red", "green"), Arrays.asList(1L, null, 3L),
			new float[] { 1, 2 }, Map.of("user-id", 42L, "City", "Graz"), Map.of("k", 5L),
			"{\"a\":[{\"b\":\"x\"},2.5],\"n\":3,\"t\":true,\"z\":null,\"s\":\"a\\\"b\"}" };

	static final @Nullable Object[] EMPTY = new @Nullable Object[FULL.length];

	static final RowBatch BATCH = RowBatch.decode(SCHEMA,
			MemorySegment.ofArray(new BatchEncoder(SCHEMA).encode(List.of(FULL, EMPTY)).toByteArray()));

	private SampleRows() {
	}

	public static Field field(String name, ArrowType type) {
		return new Field(name, FieldType.nullable(type), null);
	}

	private static Field list(String name, ArrowType type, ArrowType element) {
		return new Field(name, FieldType.nullable(type), List.of(field("item", element)));
	}

	private static Field map(String name) {
		Field entries = new Field("entries", FieldType.notNullable(new ArrowType.Struct()),
				List.of(new Field("key", FieldType.notNullable(new ArrowType.Utf8()), null),
						field("value", new ArrowType.Int(64, true))));
		return new Field(name, FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
	}

}
