package io.fletch.store.data.column;

import java.lang.foreign.MemorySegment;
import java.time.Duration;

import org.apache.arrow.vector.types.TimeUnit;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.Temporal;

/**
 * Lengths of time. The Java form is Duration; what is shorter than the unit is cut off.
 */
final class DurationType extends FixedWidthType {

	private final TimeUnit unit;

	DurationType(TimeUnit unit) {
		super("duration[" + Temporal.symbol(unit) + "]", Long.BYTES);
		this.unit = unit;
	}

	@Override
	public Object take(Object value) {
		return Temporal.take(value, label(), () -> {
			Duration duration = switch (value) {
				case Duration given -> given;
				case CharSequence text -> Duration.parse(text);
				default -> throw MisfitException.ofType(value, label());
			};
			return javaForm(count(duration));
		});
	}

	@Override
	public void put(BufferBuilder target, Object value) {
		target.putLong(count((Duration) value));
	}

	@Override
	Object read(MemorySegment data, int row) {
		return javaForm(longAt(data, row));
	}

	private long count(Duration duration) {
		return Temporal.count(duration.getSeconds(), duration.getNano(), this.unit);
	}

	private Duration javaForm(long count) {
		return Duration.ofSeconds(Temporal.seconds(count, this.unit), Temporal.nanos(count, this.unit));
	}

}
