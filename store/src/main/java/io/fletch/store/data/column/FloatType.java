package io.fletch.store.data.column;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.Numbers;

/**
 * Binary floating-point numbers of 16, 32 or 64 bits. The Java form is Float, and Double
 * for float64. A floating-point number that is given is rounded to the nearest of the
 * type; a whole number or a decimal must be representable.
 */
public final class FloatType extends FixedWidthType {

	static final float MAX_FLOAT16 = 65504;

	FloatType(int bits) {
		super("float" + bits, bits / Byte.SIZE);
	}

	@Override
	public Object take(Object value) {
		double number = switch (value) {
			case Double real -> real;
			case Float real -> real;
			default -> exact(value);
		};
		double rounded = round(number);
		boolean overflows = Double.isInfinite(rounded) && !Double.isInfinite(number);
		if (overflows || (rounded != number && !(value instanceof Double || value instanceof Float)
				&& !isShortestText(value, rounded))) {
			throw MisfitException.ofType(value, label());
		}
		return (width() == Double.BYTES) ? (Object) rounded : (Object) (float) rounded;
	}

	private double exact(Object value) {
		BigDecimal decimal = Numbers.decimal(value);
		if (decimal == null) {
			throw MisfitException.ofType(value, label());
		}
		double number = decimal.doubleValue();
		if (!Double.isFinite(number)
				|| (new BigDecimal(number).compareTo(decimal) != 0 && !isShortestText(value, round(number)))) {
			throw MisfitException.ofType(value, label());
		}
		return number;
	}

	/**
	 * Tells whether a decimal such as 0.1 is what the number's own text says.
	 */
	private boolean isShortestText(Object value, double number) {
		BigDecimal decimal = Numbers.decimal(value);
		String text = (width() == Double.BYTES) ? Double.toString(number) : Float.toString((float) number);
		return decimal != null && decimal.scale() > 0 && Double.isFinite(number)
				&& new BigDecimal(text).compareTo(decimal) == 0;
	}

	private double round(double number) {
		return switch (width()) {
			case Short.BYTES -> Float.float16ToFloat(toFloat16(number));
			case Float.BYTES -> (float) number;
			default -> number;
		};
	}

	static short toFloat16(double number) {
		return Float.floatToFloat16((float) number);
	}

	@Override
	public void put(BufferBuilder target, Object value) {
		switch (width()) {
			case Short.BYTES -> target.putShort(Float.floatToFloat16((Float) value));
			case Float.BYTES -> target.putInt(Float.floatToRawIntBits((Float) value));
			default -> target.putLong(Double.doubleToRawLongBits((Double) value));
		}
	}

	@Override
	Object read(MemorySegment data, int row) {
		double number = doubleAt(data, row);
		return (width() == Double.BYTES) ? (Object) number : (Object) (float) number;
	}

	@Override
	long longAt(MemorySegment data, int row) {
		throw new UnsupportedOperationException("Values of the type " + label() + " are no longs");
	}

	@Override
	double doubleAt(MemorySegment data, int row) {
		return switch (width()) {
			case Short.BYTES ->
				Float.float16ToFloat(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, (long) row * Short.BYTES));
			case Float.BYTES -> data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) row * Float.BYTES);
			default -> data.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, (long) row * Double.BYTES);
		};
	}

}
