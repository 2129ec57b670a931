package io.fletch.store.expression.evaluate;

import java.math.BigDecimal;
import java.nio.ByteBuffer;

import io.fletch.store.expression.Kind;

/**
 * Keys of hash sets: two values are equal if their keys are.
 */
final class InKeys {

	private InKeys() {
	}

	static Object key(Object value) {
		return switch (value) {
			case Double number -> number(number);
			case BigDecimal number -> number(number);
			case byte[] bytes -> ByteBuffer.wrap(bytes);
			default -> value;
		};
	}

	static boolean hasKey(Kind kind) {
		return kind != Kind.LIST && kind != Kind.STRUCT && kind != Kind.MAP && kind != Kind.OTHER;
	}

	private static Object number(double number) {
		boolean integral = number == Math.rint(number) && number >= -0x1p63 && number < 0x1p63;
		if (integral) {
			return (long) number;
		}
		return Double.isFinite(number) ? (Object) number(BigDecimal.valueOf(number)) : (Object) number;
	}

	private static Object number(BigDecimal number) {
		BigDecimal stripped = number.stripTrailingZeros();
		boolean integral = stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 19
				&& stripped.toBigInteger().bitLength() < Long.SIZE;
		return integral ? (Object) stripped.longValueExact() : (Object) stripped;
	}

}
