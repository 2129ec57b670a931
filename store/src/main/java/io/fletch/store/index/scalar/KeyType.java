package io.fletch.store.index.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.column.BlobType;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.expression.Kind;
import io.fletch.store.expression.TimeUnits;
import io.fletch.store.expression.Values;

/**
 * How the values of a column become keys: longs, or bytes, in the order in which
 * {@link Values#compare} puts the values.
 *
 * @param form the form of the keys
 * @param parameter the scale of decimals, the unit of dates and times, or 0
 * @param kind what the keys stand for
 */
record KeyType(Form form, int parameter, Kind kind) {

	private static final long MILLIS_PER_DAY = 86_400_000;

	/** Decimals of both widths are stored in this many bytes. */
	private static final int DECIMAL_LENGTH = 32;

	static @Nullable KeyType of(Field field) {
		if (BlobType.isBlob(field)) {
			return null;
		}
		ArrowType type = field.getType();
		Kind kind = Kind.of(type);
		return switch (type) {
			case ArrowType.Bool bool -> new KeyType(Form.BOOLEAN, 0, kind);
			case ArrowType.Int integer -> new KeyType((kind == Kind.DECIMAL) ? Form.UINT64 : Form.INTEGER, 0, kind);
			case ArrowType.FloatingPoint real -> new KeyType(Form.FLOAT, 0, kind);
			case ArrowType.Decimal decimal -> new KeyType(Form.DECIMAL, decimal.getScale(), kind);
			case ArrowType.Utf8 text -> new KeyType(Form.TEXT, 0, kind);
			case ArrowType.LargeUtf8 text -> new KeyType(Form.TEXT, 0, kind);
			case ArrowType.Binary binary -> new KeyType(Form.BINARY, 0, kind);
			case ArrowType.LargeBinary binary -> new KeyType(Form.BINARY, 0, kind);
			case ArrowType.FixedSizeBinary binary -> new KeyType(Form.BINARY, 0, kind);
			case ArrowType.Date date -> new KeyType(Form.DATE, date.getUnit().ordinal(), kind);
			case ArrowType.Time time -> new KeyType(Form.TIME, time.getUnit().ordinal(), kind);
			case ArrowType.Timestamp time ->
				new KeyType((kind == Kind.TIMESTAMP) ? Form.TIMESTAMP : Form.DATETIME, time.getUnit().ordinal(), kind);
			case ArrowType.Duration time -> new KeyType(Form.DURATION, time.getUnit().ordinal(), kind);
			default -> null;
		};
	}

	boolean isLong() {
		return this.form.isLong;
	}

	/**
	 * Returns the key of a value that is not null, where keys are longs.
	 */
	long longKey(ColumnReader column, int row) {
		return switch (this.form) {
			case BOOLEAN -> ((ColumnReader.Bits) column).booleanValue(row) ? 1 : 0;
			case FLOAT -> ordered(((ColumnReader.FixedWidth) column).doubleValue(row));
			case UINT64 -> ((ColumnReader.FixedWidth) column).longValue(row) ^ Long.MIN_VALUE;
			default -> ((ColumnReader.FixedWidth) column).longValue(row);
		};
	}

	/**
	 * Returns a long for a double in the order of {@link Values#compareDoubles}: both
	 * zeros are one, and so is whatever is no number.
	 */
	private static long ordered(double value) {
		return flipped(Double.doubleToLongBits(value + 0.0));
	}

	private static long flipped(long bits) {
		return bits ^ ((bits >> 63) & Long.MAX_VALUE);
	}

	/**
	 * Adds the key of a value that is not null to a buffer, where keys are bytes.
	 */
	void putBytes(ColumnReader column, int row, BufferBuilder target) {
		switch (column) {
			case ColumnReader.Text text -> put(text.utf8(row), target);
			case ColumnReader.Binary binary -> put(binary.values().slice(row), target);
			case ColumnReader.FixedWidth fixed when this.form == Form.DECIMAL -> putDecimal(fixed, row, target);
			case ColumnReader.FixedWidth fixed -> put(slice(fixed, row), target);
			default -> throw new IllegalStateException("No bytes in a column of the kind " + column.getClass());
		}
	}

	private static MemorySegment slice(ColumnReader.FixedWidth column, int row) {
		int width = column.type().width();
		return column.data().asSlice((long) row * width, width);
	}

	private static void put(MemorySegment bytes, BufferBuilder target) {
		target.putSegment(bytes, 0, bytes.byteSize());
	}

	/**
	 * Writes the most significant byte first, and the sign so that negative numbers come
	 * first.
	 */
	private static void putDecimal(ColumnReader.FixedWidth column, int row, BufferBuilder target) {
		MemorySegment number = slice(column, row);
		int width = (int) number.byteSize();
		int sign = number.get(ValueLayout.JAVA_BYTE, width - 1) >> 7;
		for (int i = DECIMAL_LENGTH - 1; i >= 0; i--) {
			int value = (i < width) ? number.get(ValueLayout.JAVA_BYTE, i) : sign;
			target.putByte((i == DECIMAL_LENGTH - 1) ? value ^ 0x80 : value);
		}
	}

	/**
	 * Returns the value of a key in the form of its {@link Kind}.
	 */
	Object value(MemorySegment keys, long offset, long length) {
		if (this.form.isLong) {
			return value(keys.get(PageLayout.LONG, offset));
		}
		byte[] bytes = keys.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
		return switch (this.form) {
			case TEXT -> new String(bytes, StandardCharsets.UTF_8);
			case DECIMAL -> {
				bytes[0] ^= (byte) 0x80;
				yield new BigDecimal(new BigInteger(bytes), this.parameter);
			}
			default -> bytes;
		};
	}

	private Object value(long key) {
		return switch (this.form) {
			case BOOLEAN -> key != 0;
			case FLOAT -> Double.longBitsToDouble(flipped(key));
			case UINT64 -> new BigDecimal(new BigInteger(Long.toUnsignedString(key ^ Long.MIN_VALUE)));
			case DATE -> LocalDate.ofEpochDay((this.parameter == 0) ? key : Math.floorDiv(key, MILLIS_PER_DAY));
			case TIME -> LocalTime.ofNanoOfDay(Math.multiplyExact(key, TimeUnits.nanos(unit())));
			case TIMESTAMP -> Instant.ofEpochSecond(seconds(key), nanos(key));
			case DATETIME -> LocalDateTime.ofEpochSecond(seconds(key), (int) nanos(key), ZoneOffset.UTC);
			case DURATION -> Duration.ofSeconds(seconds(key), nanos(key));
			default -> key;
		};
	}

	private TimeUnit unit() {
		return TimeUnit.values()[this.parameter];
	}

	private long seconds(long count) {
		return Math.floorDiv(count, 1_000_000_000 / TimeUnits.nanos(unit()));
	}

	private long nanos(long count) {
		long nanos = TimeUnits.nanos(unit());
		return Math.floorMod(count, 1_000_000_000 / nanos) * nanos;
	}

	/**
	 * The forms of keys; their numbers stand in files.
	 */
	enum Form {

		BOOLEAN(1, true), INTEGER(2, true), UINT64(3, true), FLOAT(4, true), DATE(5, true), TIME(6, true),
		TIMESTAMP(7, true), DATETIME(8, true), DURATION(9, true), DECIMAL(10, false), TEXT(11, false),
		BINARY(12, false);

		private final int code;

		private final boolean isLong;

		Form(int code, boolean isLong) {
			this.code = code;
			this.isLong = isLong;
		}

		int code() {
			return this.code;
		}

	}

}
