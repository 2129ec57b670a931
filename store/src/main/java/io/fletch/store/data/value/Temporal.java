package io.fletch.store.data.value;

import java.time.DateTimeException;
import java.util.function.Supplier;

import org.apache.arrow.vector.types.TimeUnit;

import io.fletch.store.error.CorruptTableException;

/**
 * Times as counts of a unit since some beginning.
 */
public final class Temporal {

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	private Temporal() {
	}

	public static long perSecond(TimeUnit unit) {
		return switch (unit) {
			case SECOND -> 1;
			case MILLISECOND -> 1000;
			case MICROSECOND -> 1_000_000;
			case NANOSECOND -> NANOS_PER_SECOND;
		};
	}

	public static String symbol(TimeUnit unit) {
		return switch (unit) {
			case SECOND -> "s";
			case MILLISECOND -> "ms";
			case MICROSECOND -> "us";
			case NANOSECOND -> "ns";
		};
	}

	/**
	 * Counts units; what is shorter than one is cut off.
	 * @param seconds whole seconds
	 * @param nanos what is left of a second
	 * @param unit the unit
	 * @return the count
	 * @throws ArithmeticException if there are more than an int64 holds
	 */
	public static long count(long seconds, int nanos, TimeUnit unit) {
		long perSecond = perSecond(unit);
		long fraction = nanos / (NANOS_PER_SECOND / perSecond);
		if (seconds < 0 && fraction > 0) {
			return Math.addExact(Math.multiplyExact(seconds + 1, perSecond), fraction - perSecond);
		}
		return Math.addExact(Math.multiplyExact(seconds, perSecond), fraction);
	}

	public static long seconds(long count, TimeUnit unit) {
		return Math.floorDiv(count, perSecond(unit));
	}

	public static int nanos(long count, TimeUnit unit) {
		long perSecond = perSecond(unit);
		return (int) (Math.floorMod(count, perSecond) * (NANOS_PER_SECOND / perSecond));
	}

	/**
	 * Reads a time that a damaged file may have put outside of what Java's classes hold.
	 * @param label the name of the type
	 * @param count the count of its unit
	 * @param reading reads it
	 * @return the value
	 */
	public static Object read(String label, long count, Supplier<Object> reading) {
		try {
			return reading.get();
		}
		catch (DateTimeException | ArithmeticException ex) {
			throw new CorruptTableException("A value of the type " + label + " is damaged: " + count, ex);
		}
	}

	/**
	 * Brings a value into its Java form, of which the parts can fail in several ways.
	 * @param value the value
	 * @param label the name of the type
	 * @param taking brings it into its form
	 * @return the value in its form
	 */
	public static Object take(Object value, String label, Supplier<Object> taking) {
		try {
			return taking.get();
		}
		catch (DateTimeException | ArithmeticException | UnsupportedOperationException ex) {
			throw MisfitException.ofType(value, label);
		}
	}

}
