package io.fletch.store.data.column;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.Numbers;

/**
 * Decimals of 128 or 256 bits. The Java form is BigDecimal of exactly the field's scale.
 */
final class DecimalType extends FixedWidthType {

	private final int precision;

	private final int scale;

	DecimalType(int precision, int scale, int bits) {
		super("decimal" + bits + "(" + precision + ", " + scale + ")", bits / Byte.SIZE);
		this.precision = precision;
		this.scale = scale;
	}

	@Override
	public Object take(Object value) {
		BigDecimal number = Numbers.decimal(value);
		if (number == null || number.stripTrailingZeros().scale() > this.scale) {
			throw MisfitException.ofType(value, label());
		}
		BigDecimal scaled = number.setScale(this.scale);
		if (scaled.precision() > this.precision) {
			throw MisfitException.ofType(value, label());
		}
		return scaled;
	}

	@Override
	public void put(BufferBuilder target, Object value) {
		byte[] bigEndian = ((BigDecimal) value).unscaledValue().toByteArray();
		for (int i = bigEndian.length - 1; i >= 0; i--) {
			target.putByte(bigEndian[i]);
		}
		for (int i = bigEndian.length; i < width(); i++) {
			target.putByte(bigEndian[0] >> 7);
		}
	}

	@Override
	Object read(MemorySegment data, int row) {
		byte[] bigEndian = new byte[width()];
		long end = (row + 1L) * width();
		for (int i = 0; i < bigEndian.length; i++) {
			bigEndian[i] = data.get(ValueLayout.JAVA_BYTE, end - 1 - i);
		}
		return new BigDecimal(new BigInteger(bigEndian), this.scale);
	}

	@Override
	double doubleAt(MemorySegment data, int row) {
		return ((BigDecimal) read(data, row)).doubleValue();
	}

}
