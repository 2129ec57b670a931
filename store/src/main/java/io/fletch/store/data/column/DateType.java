package io.fletch.store.data.column;

import java.lang.foreign.MemorySegment;
import java.time.LocalDate;

import org.apache.arrow.vector.types.DateUnit;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.Temporal;

/**
 * Days: date32 counts days, date64 the milliseconds of days. The Java form is LocalDate.
 */
public final class DateType extends FixedWidthType {

	static final long MILLIS_PER_DAY = 86_400_000;

	private final DateUnit unit;

	DateType(DateUnit unit) {
		super((unit == DateUnit.DAY) ? "date32" : "date64", (unit == DateUnit.DAY) ? Integer.BYTES : Long.BYTES);
		this.unit = unit;
	}

	@Override
	public Object take(Object value) {
		return Temporal.take(value, label(), () -> {
			LocalDate date = switch (value) {
				case LocalDate given -> given;
				case CharSequence text -> LocalDate.parse(text);
				default -> throw MisfitException.ofType(value, label());
			};
			long count = (this.unit == DateUnit.DAY) ? Math.toIntExact(date.toEpochDay())
					: Math.multiplyExact(date.toEpochDay(), MILLIS_PER_DAY);
			return dateOf(count);
		});
	}

	@Override
	public void put(BufferBuilder target, Object value) {
		long day = ((LocalDate) value).toEpochDay();
		if (this.unit == DateUnit.DAY) {
			target.putInt((int) day);
		}
		else {
			target.putLong(day * MILLIS_PER_DAY);
		}
	}

	@Override
	Object read(MemorySegment data, int row) {
		return dateOf(longAt(data, row));
	}

	private LocalDate dateOf(long count) {
		long day = (this.unit == DateUnit.DAY) ? count : Math.floorDiv(count, MILLIS_PER_DAY);
		return LocalDate.ofEpochDay(day);
	}

}
