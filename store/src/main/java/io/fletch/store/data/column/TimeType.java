package io.fletch.store.data.column;

import java.lang.foreign.MemorySegment;
import java.time.LocalTime;

import org.apache.arrow.vector.types.TimeUnit;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.Temporal;

/**
 * Times of day: time32 in seconds or milliseconds, time64 in micro- or nanoseconds. The
 * Java form is LocalTime; what is shorter than the unit is cut off.
 */
public final class TimeType extends FixedWidthType {

	private final TimeUnit unit;

	private final long nanosPerUnit;

	TimeType(TimeUnit unit, int bits) {
		super("time" + bits + "[" + Temporal.symbol(unit) + "]", bits / Byte.SIZE);
		this.unit = unit;
		this.nanosPerUnit = Temporal.perSecond(TimeUnit.NANOSECOND) / Temporal.perSecond(unit);
	}

	static int bits(TimeUnit unit) {
		return switch (unit) {
			case SECOND, MILLISECOND -> Integer.SIZE;
			case MICROSECOND, NANOSECOND -> Long.SIZE;
		};
	}

	@Override
	public Object take(Object value) {
		return Temporal.take(value, label(), () -> {
			LocalTime time = switch (value) {
				case LocalTime given -> given;
				case CharSequence text -> LocalTime.parse(text);
				default -> throw MisfitException.ofType(value, label());
			};
			return LocalTime.ofNanoOfDay(time.toNanoOfDay() / this.nanosPerUnit * this.nanosPerUnit);
		});
	}

	@Override
	public void put(BufferBuilder target, Object value) {
		long count = ((LocalTime) value).toNanoOfDay() / this.nanosPerUnit;
		if (width() == Integer.BYTES) {
			target.putInt((int) count);
		}
		else {
			target.putLong(count);
		}
	}

	@Override
	Object read(MemorySegment data, int row) {
		long count = longAt(data, row);
		return Temporal.read(label(), count, () -> LocalTime.ofSecondOfDay(Temporal.seconds(count, this.unit))
			.withNano(Temporal.nanos(count, this.unit)));
	}

}
