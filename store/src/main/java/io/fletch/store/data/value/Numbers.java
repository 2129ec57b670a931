package io.fletch.store.data.value;

import java.math.BigDecimal;
import java.math.BigInteger;

import org.jspecify.annotations.Nullable;

/**
 * Numbers of any Java class, exactly.
 */
public final class Numbers {

	/** No decimal of Arrow has more digits before or behind its point. */
	private static final int MAX_EXPONENT = 1100;

	private Numbers() {
	}

	public static BigInteger unsigned(long bits) {
		BigInteger number = BigInteger.valueOf(bits);
		return (bits < 0) ? number.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : number;
	}

	/**
	 * Returns a number as a whole one.
	 * @param value the value
	 * @return the number, or {@code null} if it is none or not whole
	 */
	public static @Nullable BigInteger integer(Object value) {
		if (value instanceof BigInteger integer) {
			return integer;
		}
		BigDecimal number = (value instanceof Double || value instanceof Float) ? exact(((Number) value).doubleValue())
				: decimal(value);
		if (number == null || (number.scale() > 0 && number.stripTrailingZeros().scale() > 0)) {
			return null;
		}
		return number.toBigInteger();
	}

	private static @Nullable BigDecimal exact(double number) {
		return Double.isFinite(number) ? new BigDecimal(number) : null;
	}

	/**
	 * Returns a number as a decimal: for a binary floating-point number, the one that its
	 * text says.
	 * @param value the value
	 * @return the number, or {@code null} if it is none, not finite, or absurdly long
	 */
	public static @Nullable BigDecimal decimal(Object value) {
		BigDecimal number = switch (value) {
			case BigDecimal decimal -> decimal;
			case BigInteger integer -> new BigDecimal(integer);
			case Long integer -> BigDecimal.valueOf(integer);
			case Integer integer -> BigDecimal.valueOf(integer);
			case Number other -> parse(other.toString());
			default -> null;
		};
		return (number != null && Math.abs((long) number.scale()) <= MAX_EXPONENT) ? number : null;
	}

	private static @Nullable BigDecimal parse(String text) {
		try {
			return new BigDecimal(text);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
