package io.fletch.store.data.column;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;

import org.apache.arrow.vector.types.TimeUnit;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.value.MisfitException;
import io.fletch.store.data.value.Temporal;

/**
 * Points in time. With a zone the Java form is Instant; without one it is LocalDateTime.
 * What is shorter than the unit is cut off.
 */
public final class TimestampType extends FixedWidthType {

	private final TimeUnit unit;

	private final boolean hasZone;

	TimestampType(TimeUnit unit, @Nullable String zone) {
		super("timestamp[" + Temporal.symbol(unit) + ((zone != null) ? ", " + zone : "") + "]", Long.BYTES);
		this.unit = unit;
		this.hasZone = zone != null;
	}

	public TimeUnit unit() {
		return this.unit;
	}

	@Override
	public Object take(Object value) {
		return Temporal.take(value, label(), () -> javaForm(count(this.hasZone ? instant(value) : local(value))));
	}

	private Instant instant(Object value) {
		return switch (value) {
			case Instant instant -> instant;
			case OffsetDateTime time -> time.toInstant();
			case ZonedDateTime time -> time.toInstant();
			case Date date -> date.toInstant();
			case CharSequence text -> DateTimeFormatter.ISO_DATE_TIME.parse(text, Instant::from);
			default -> throw MisfitException.ofType(value, label());
		};
	}

	private Instant local(Object value) {
		LocalDateTime time = switch (value) {
			case LocalDateTime given -> given;
			case CharSequence text -> LocalDateTime.parse(text);
			default -> throw MisfitException.ofType(value, label());
		};
		return time.toInstant(ZoneOffset.UTC);
	}

	private long count(Instant instant) {
		return Temporal.count(instant.getEpochSecond(), instant.getNano(), this.unit);
	}

	@Override
	public void put(BufferBuilder target, Object value) {
		target.putLong(count(
				(value instanceof Instant instant) ? instant : ((LocalDateTime) value).toInstant(ZoneOffset.UTC)));
	}

	@Override
	Object read(MemorySegment data, int row) {
		long count = longAt(data, row);
		return Temporal.read(label(), count, () -> javaForm(count));
	}

	private Object javaForm(long count) {
		long seconds = Temporal.seconds(count, this.unit);
		int nanos = Temporal.nanos(count, this.unit);
		return this.hasZone ? (Object) Instant.ofEpochSecond(seconds, nanos)
				: LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
	}

}
