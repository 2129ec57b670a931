package io.fletch.store.expression;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.apache.arrow.vector.types.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Points in time as numbers of Arrow's units since 1970.
 */
public final class TimeUnits {

	private TimeUnits() {
	}

	public static ChronoUnit chrono(TimeUnit unit) {
		return switch (unit) {
			case SECOND -> ChronoUnit.SECONDS;
			case MILLISECOND -> ChronoUnit.MILLIS;
			case MICROSECOND -> ChronoUnit.MICROS;
			case NANOSECOND -> ChronoUnit.NANOS;
		};
	}

	public static long nanos(TimeUnit unit) {
		return chrono(unit).getDuration().toNanos();
	}

	static Instant instant(long number, TimeUnit unit) {
		long perSecond = 1_000_000_000L / nanos(unit);
		return Instant.ofEpochSecond(Math.floorDiv(number, perSecond), Math.floorMod(number, perSecond) * nanos(unit));
	}

	/**
	 * Returns the number of a point in time, or {@code null} if the unit is too coarse or
	 * the number too large for it.
	 * @param instant the time
	 * @param unit the unit
	 * @return the number, or {@code null} if an int64 does not hold it
	 */
	public static @Nullable Long number(Instant instant, TimeUnit unit) {
		long perSecond = 1_000_000_000L / nanos(unit);
		if (instant.getNano() % nanos(unit) != 0
				|| Math.abs(instant.getEpochSecond()) >= Long.MAX_VALUE / perSecond - 1) {
			return null;
		}
		return instant.getEpochSecond() * perSecond + instant.getNano() / nanos(unit);
	}

}
