package io.fletch.store.ingest.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Turns the values of a primitive column into their Java forms. Those of a dictionary are
 * made once.
 */
final class PrimitiveValues extends PrimitiveConverter {

	private static final long NANOS = 1_000_000_000;

	private static final int JULIAN_EPOCH_DAY = 2_440_588;

	private final PrimitiveType.PrimitiveTypeName type;

	private final Consumer<@Nullable Object> sink;

	private final LongFunction<Object> whole;

	private final Function<Binary, Object> binary;

	private Object[] dictionary = new Object[0];

	private PrimitiveValues(PrimitiveType.PrimitiveTypeName type, Consumer<@Nullable Object> sink,
			LongFunction<Object> whole, Function<Binary, Object> binary) {
		this.type = type;
		this.sink = sink;
		this.whole = whole;
		this.binary = binary;
	}

	static PrimitiveValues of(PrimitiveType type, Consumer<@Nullable Object> sink) {
		LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
		boolean narrow = type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT32;
		LongFunction<Object> whole = (logical != null) ? whole(logical, narrow) : plain(narrow);
		Function<Binary, Object> binary = (type.getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.INT96)
				? PrimitiveValues::int96 : binary(logical);
		return new PrimitiveValues(type.getPrimitiveTypeName(), sink, whole, binary);
	}

	private static LongFunction<Object> plain(boolean narrow) {
		return narrow ? (value) -> (int) value : (value) -> value;
	}

	private static LongFunction<Object> whole(LogicalTypeAnnotation logical, boolean narrow) {
		return switch (logical) {
			case LogicalTypeAnnotation.IntLogicalTypeAnnotation integer when !integer.isSigned() ->
				unsigned(integer.getBitWidth());
			case LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal ->
				(value) -> BigDecimal.valueOf(value, decimal.getScale());
			case LogicalTypeAnnotation.DateLogicalTypeAnnotation date -> LocalDate::ofEpochDay;
			case LogicalTypeAnnotation.TimeLogicalTypeAnnotation time -> {
				long nanos = NANOS / perSecond(time.getUnit());
				yield (value) -> LocalTime.ofNanoOfDay(Math.multiplyExact(value, nanos));
			}
			case LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp ->
				timestamp(perSecond(timestamp.getUnit()), timestamp.isAdjustedToUTC());
			default -> plain(narrow);
		};
	}

	private static LongFunction<Object> unsigned(int bits) {
		return switch (bits) {
			case Integer.SIZE -> (value) -> Integer.toUnsignedLong((int) value);
			case Long.SIZE -> (value) -> new BigInteger(Long.toUnsignedString(value));
			default -> (value) -> (int) value;
		};
	}

	private static LongFunction<Object> timestamp(long perSecond, boolean utc) {
		long nanos = NANOS / perSecond;
		return (value) -> {
			long second = Math.floorDiv(value, perSecond);
			long nano = Math.floorMod(value, perSecond) * nanos;
			return utc ? Instant.ofEpochSecond(second, nano)
					: LocalDateTime.ofEpochSecond(second, (int) nano, ZoneOffset.UTC);
		};
	}

	private static long perSecond(LogicalTypeAnnotation.TimeUnit unit) {
		return switch (unit) {
			case MILLIS -> 1_000;
			case MICROS -> 1_000_000;
			case NANOS -> NANOS;
		};
	}

	private static Function<Binary, Object> binary(@Nullable LogicalTypeAnnotation logical) {
		return switch (logical) {
			case LogicalTypeAnnotation.StringLogicalTypeAnnotation text -> Binary::toStringUsingUTF8;
			case LogicalTypeAnnotation.EnumLogicalTypeAnnotation constant -> Binary::toStringUsingUTF8;
			case LogicalTypeAnnotation.JsonLogicalTypeAnnotation json -> Binary::toStringUsingUTF8;
			case LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal ->
				(value) -> new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale());
			case LogicalTypeAnnotation.UUIDLogicalTypeAnnotation uuid -> (value) -> {
				ByteBuffer bytes = value.toByteBuffer();
				return new UUID(bytes.getLong(), bytes.getLong()).toString();
			};
			case LogicalTypeAnnotation.Float16LogicalTypeAnnotation real ->
				(value) -> Float.float16ToFloat(value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getShort());
			case null, default -> Binary::getBytes;
		};
	}

	/**
	 * Reads the timestamps of old writers: the nanosecond of a day and its Julian number.
	 */
	private static Object int96(Binary value) {
		ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
		long nanos = bytes.getLong();
		return LocalDate.ofEpochDay(bytes.getInt() - (long) JULIAN_EPOCH_DAY).atStartOfDay().plusNanos(nanos);
	}

	@Override
	public boolean hasDictionarySupport() {
		return true;
	}

	@Override
	public void setDictionary(Dictionary values) {
		this.dictionary = new Object[values.getMaxId() + 1];
		for (int i = 0; i < this.dictionary.length; i++) {
			this.dictionary[i] = decode(values, i);
		}
	}

	private Object decode(Dictionary values, int id) {
		return switch (this.type) {
			case INT32 -> this.whole.apply(values.decodeToInt(id));
			case INT64 -> this.whole.apply(values.decodeToLong(id));
			case FLOAT -> values.decodeToFloat(id);
			case DOUBLE -> values.decodeToDouble(id);
			case BOOLEAN -> values.decodeToBoolean(id);
			case INT96, BINARY, FIXED_LEN_BYTE_ARRAY -> this.binary.apply(values.decodeToBinary(id));
		};
	}

	@Override
	public void addValueFromDictionary(int dictionaryId) {
		this.sink.accept(this.dictionary[dictionaryId]);
	}

	@Override
	public void addBinary(Binary value) {
		this.sink.accept(this.binary.apply(value));
	}

	@Override
	public void addBoolean(boolean value) {
		this.sink.accept(value);
	}

	@Override
	public void addDouble(double value) {
		this.sink.accept(value);
	}

	@Override
	public void addFloat(float value) {
		this.sink.accept(value);
	}

	@Override
	public void addInt(int value) {
		this.sink.accept(this.whole.apply(value));
	}

	@Override
	public void addLong(long value) {
		this.sink.accept(this.whole.apply(value));
	}

}
