package io.fletch.store.data.column;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.Numbers;

/**
 * Whole numbers of 8 to 64 bits. The Java form is Integer up to 32 bits (uint32: Long),
 * Long for int64, BigInteger for uint64.
 */
public final class IntegerType extends FixedWidthType {

	private final boolean isSigned;

	private final long min;

	private final long max;

	IntegerType(int bits, boolean isSigned) {
		super((isSigned ? "int" : "uint") + bits, bits / Byte.SIZE);
		this.isSigned = isSigned;
		this.min = isSigned ? -1L << (bits - 1) : 0;
		this.max = isSigned ? ~this.min : (bits < Long.SIZE) ? (1L << bits) - 1 : -1;
	}

	boolean isSigned() {
		return this.isSigned;
	}

	private boolean isUnsignedLong() {
		return !this.isSigned && width() == Long.BYTES;
	}

	@Override
	public Object take(Object value) {
		if (isUnsignedLong()) {
			BigInteger number = Numbers.integer(value);
			if (number == null || number.signum() < 0 || number.bitLength() > Long.SIZE) {
				throw MisfitException.ofType(value, label());
			}
			return number;
		}
		Long number = toLong(value);
		if (number == null || number < this.min || number > this.max) {
			throw MisfitException.ofType(value, label());
		}
		return javaForm(number);
	}

	private static @Nullable Long toLong(Object value) {
		return switch (value) {
			case Long number -> number;
			case Integer number -> number.longValue();
			case Short number -> number.longValue();
			case Byte number -> number.longValue();
			default -> {
				BigInteger number = Numbers.integer(value);
				yield (number != null && number.bitLength() < Long.SIZE) ? (Long) number.longValue() : null;
			}
		};
	}

	private Object javaForm(long number) {
		if (width() < Integer.BYTES || (width() == Integer.BYTES && this.isSigned)) {
			return (int) number;
		}
		return number;
	}

	@Override
	public void put(BufferBuilder target, Object value) {
		long number = ((Number) value).longValue();
		switch (width()) {
			case Byte.BYTES -> target.putByte((int) number);
			case Short.BYTES -> target.putShort((int) number);
			case Integer.BYTES -> target.putInt((int) number);
			default -> target.putLong(number);
		}
	}

	@Override
	Object read(MemorySegment data, int row) {
		long number = longAt(data, row);
		return isUnsignedLong() ? Numbers.unsigned(number) : javaForm(number);
	}

	@Override
	long longAt(MemorySegment data, int row) {
		long number = super.longAt(data, row);
		return this.isSigned ? number : number & this.max;
	}

	@Override
	double doubleAt(MemorySegment data, int row) {
		long number = longAt(data, row);
		return (number < 0 && !this.isSigned) ? Numbers.unsigned(number).doubleValue() : number;
	}

}
