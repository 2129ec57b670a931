package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Numbers and timestamps: values side by side in one buffer, little-endian.
 */
final class FixedWidthType extends ColumnType {

	static final FixedWidthType INT32 = new FixedWidthType("int32", Integer.BYTES, FixedWidthType::toInt,
			(buffer, value) -> buffer.putInt((Integer) value),
			(data, row) -> data.get(ValueLayout.JAVA_INT_UNALIGNED, row * Integer.BYTES));

	static final FixedWidthType INT64 = new FixedWidthType("int64", Long.BYTES, FixedWidthType::toLong,
			(buffer, value) -> buffer.putLong((Long) value),
			(data, row) -> data.get(ValueLayout.JAVA_LONG_UNALIGNED, row * Long.BYTES));

	static final FixedWidthType FLOAT32 = new FixedWidthType("float32", Float.BYTES,
			(value) -> (value instanceof Number number) ? (Object) number.floatValue() : null,
			(buffer, value) -> buffer.putFloat((Float) value),
			(data, row) -> data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, row * Float.BYTES));

	static final FixedWidthType FLOAT64 = new FixedWidthType("float64", Double.BYTES,
			(value) -> (value instanceof Number number) ? (Object) number.doubleValue() : null,
			(buffer, value) -> buffer.putDouble((Double) value),
			(data, row) -> data.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, row * Double.BYTES));

	static final FixedWidthType TIMESTAMP = new FixedWidthType("timestamp[us, UTC]", Long.BYTES,
			FixedWidthType::toMicrosecond, (buffer, value) -> buffer.putLong(micros((Instant) value)),
			(data, row) -> instant(data.get(ValueLayout.JAVA_LONG_UNALIGNED, row * Long.BYTES)));

	private static final long MICROS = 1_000_000;

	private final String label;

	private final int width;

	private final Function<Object, @Nullable Object> coercion;

	private final BiConsumer<ByteBuffer, Object> writer;

	private final ValueReader reader;

	private FixedWidthType(String label, int width, Function<Object, @Nullable Object> coercion,
			BiConsumer<ByteBuffer, Object> writer, ValueReader reader) {
		this.label = label;
		this.width = width;
		this.coercion = coercion;
		this.writer = writer;
		this.reader = reader;
	}

	@Override
	public String label() {
		return this.label;
	}

	@Override
	public @Nullable Object coerce(Object value) {
		return this.coercion.apply(value);
	}

	@Override
	void encode(List<? extends @Nullable Object> values, BufferSink sink) {
		sink.node(values);
		ByteBuffer buffer = ByteBuffer.allocate(values.size() * this.width).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < values.size(); i++) {
			Object value = values.get(i);
			buffer.position(i * this.width);
			if (value != null) {
				this.writer.accept(buffer, value);
			}
		}
		sink.buffer(buffer.array());
	}

	@Override
	ColumnReader decode(BufferSource source) {
		BufferSource.Node node = source.node();
		MemorySegment data = source.buffer((long) node.length() * this.width);
		return new ColumnReader.FixedWidth(node.validity(), data, this.reader);
	}

	private static @Nullable Object toInt(Object value) {
		Long number = integral(value);
		return (number != null && number.intValue() == number) ? (Object) number.intValue() : null;
	}

	private static @Nullable Object toLong(Object value) {
		return integral(value);
	}

	private static @Nullable Long integral(Object value) {
		return switch (value) {
			case Long number -> number;
			case Integer number -> number.longValue();
			case Short number -> number.longValue();
			case Byte number -> number.longValue();
			default -> null;
		};
	}

	private static @Nullable Object toMicrosecond(Object value) {
		if (!(value instanceof Instant instant)) {
			return null;
		}
		long limit = Long.MAX_VALUE / MICROS - 1;
		return (Math.abs(instant.getEpochSecond()) < limit) ? instant.truncatedTo(ChronoUnit.MICROS) : null;
	}

	private static long micros(Instant instant) {
		return instant.getEpochSecond() * MICROS + instant.getNano() / 1000;
	}

	private static Instant instant(long micros) {
		return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
	}

	/**
	 * Reads the value of a row.
	 */
	@FunctionalInterface
	interface ValueReader {

		Object read(MemorySegment data, long row);

	}

}
