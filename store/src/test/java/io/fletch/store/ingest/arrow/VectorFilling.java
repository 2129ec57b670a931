package io.fletch.store.ingest.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * Puts Java values into Arrow's vectors by Arrow's own methods.
 */
final class VectorFilling {

	private VectorFilling() {
	}

	static void set(FieldVector vector, int row, @Nullable Object value) {
		switch (vector) {
			case BitVector bits when value != null -> bits.setSafe(row, (Boolean.TRUE.equals(value)) ? 1 : 0);
			case DecimalVector decimals when value != null -> decimals.setSafe(row, (BigDecimal) value);
			case Decimal256Vector decimals when value != null -> decimals.setSafe(row, (BigDecimal) value);
			case FixedSizeBinaryVector binary when value != null -> binary.setSafe(row, (byte[]) value);
			case BaseFixedWidthVector fixed when value != null -> fixed(fixed, row, value);
			case BaseVariableWidthVector text when value != null -> text.setSafe(row, bytes(value));
			case BaseLargeVariableWidthVector text when value != null -> text.setSafe(row, bytes(value));
			case BaseVariableWidthViewVector text when value != null -> text.setSafe(row, bytes(value));
			case LargeListVector list -> list(list, row, value);
			case FixedSizeListVector list -> fixedList(list, row, value);
			case ListVector list -> list(list, row, value);
			case StructVector struct -> struct(struct, row, value);
			default -> vector.setNull(row);
		}
	}

	private static byte[] bytes(Object value) {
		return (value instanceof byte[] bytes) ? bytes : ForeignVectors.utf8(value);
	}

	private static void fixed(BaseFixedWidthVector vector, int row, Object value) {
		while (row >= vector.getValueCapacity()) {
			vector.reAlloc();
		}
		BitVectorHelper.setBit(vector.getValidityBuffer(), row);
		long number = number(vector.getField().getType(), value);
		long at = (long) row * vector.getTypeWidth();
		switch (vector.getTypeWidth()) {
			case Byte.BYTES -> vector.getDataBuffer().setByte(at, (int) number);
			case Short.BYTES -> vector.getDataBuffer().setShort(at, (int) number);
			case Integer.BYTES -> vector.getDataBuffer().setInt(at, (int) number);
			default -> vector.getDataBuffer().setLong(at, number);
		}
	}

	private static long number(ArrowType type, Object value) {
		return switch (type) {
			case ArrowType.FloatingPoint real -> switch (real.getPrecision()) {
				case HALF -> Float.floatToFloat16((float) value);
				case SINGLE -> Float.floatToIntBits((float) value);
				case DOUBLE -> Double.doubleToLongBits((double) value);
			};
			case ArrowType.Date date ->
				((LocalDate) value).toEpochDay() * ((date.getUnit() == DateUnit.DAY) ? 1 : 86_400_000);
			case ArrowType.Time time -> ((LocalTime) value).toNanoOfDay() / (1_000_000_000 / perSecond(time.getUnit()));
			case ArrowType.Timestamp time -> {
				Instant instant = (value instanceof LocalDateTime local) ? local.toInstant(ZoneOffset.UTC)
						: (Instant) value;
				yield instant.getEpochSecond() * perSecond(time.getUnit())
						+ instant.getNano() / (1_000_000_000 / perSecond(time.getUnit()));
			}
			case ArrowType.Duration duration -> ((Duration) value).toSeconds() * perSecond(duration.getUnit());
			default -> (value instanceof BigInteger big) ? big.longValue() : ((Number) value).longValue();
		};
	}

	private static long perSecond(TimeUnit unit) {
		return switch (unit) {
			case SECOND -> 1;
			case MILLISECOND -> 1_000;
			case MICROSECOND -> 1_000_000;
			case NANOSECOND -> 1_000_000_000;
		};
	}

	private static void list(ListVector vector, int row, @Nullable Object value) {
		if (value == null) {
			vector.setNull(row);
			return;
		}
		List<?> elements = (value instanceof Map<?, ?> map) ? entries(map) : (List<?>) value;
		int start = vector.startNewValue(row);
		for (int i = 0; i < elements.size(); i++) {
			set(vector.getDataVector(), start + i, elements.get(i));
		}
		vector.endValue(row, elements.size());
		vector.getDataVector().setValueCount(start + elements.size());
	}

	private static List<?> entries(Map<?, ?> map) {
		return map.entrySet().stream().map((entry) -> {
			Map<String, @Nullable Object> pair = new HashMap<>();
			pair.put("key", entry.getKey());
			pair.put("value", entry.getValue());
			return pair;
		}).toList();
	}

	private static void list(LargeListVector vector, int row, @Nullable Object value) {
		if (value == null) {
			vector.setNull(row);
			return;
		}
		List<?> elements = (List<?>) value;
		long start = vector.startNewValue(row);
		for (int i = 0; i < elements.size(); i++) {
			set(vector.getDataVector(), (int) start + i, elements.get(i));
		}
		vector.endValue(row, elements.size());
		vector.getDataVector().setValueCount((int) start + elements.size());
	}

	private static void fixedList(FixedSizeListVector vector, int row, @Nullable Object value) {
		List<? extends @Nullable Object> elements = switch (value) {
			case float[] floats -> Arrays.asList(floats[0], floats[1]);
			case double[] doubles -> Arrays.asList(doubles[0], doubles[1]);
			case byte[] bytes -> Arrays.asList(bytes[0], bytes[1]);
			case List<?> list -> list;
			case null, default -> Arrays.asList(null, null);
		};
		for (int i = 0; i < elements.size(); i++) {
			set(vector.getDataVector(), row * elements.size() + i, elements.get(i));
		}
		vector.getDataVector().setValueCount((row + 1) * elements.size());
		if (value == null) {
			vector.setNull(row);
		}
		else {
			vector.setNotNull(row);
		}
	}

	private static void struct(StructVector vector, int row, @Nullable Object value) {
		for (FieldVector child : vector.getChildrenFromFields()) {
			set(child, row, (value != null) ? ((Map<?, ?>) value).get(child.getName()) : null);
		}
		if (value == null) {
			vector.setNull(row);
		}
		else {
			vector.setIndexDefined(row);
		}
	}

}
