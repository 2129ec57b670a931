package io.fletch.benchmarks.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * By code that was written for the record.
 */
final class WrittenRows implements RowCodec {

	@Override
	public List<@Nullable Object[]> toRows(List<Reading> records) {
		List<@Nullable Object[]> rows = new ArrayList<>(records.size());
		for (Reading source : records) {
			rows.add(new @Nullable Object[] { source.id(), source.sensor(), source.value(), source.year(),
					source.valid(), source.note(), source.taken(), source.vector() });
		}
		return rows;
	}

	@Override
	public Reading toRecord(@Nullable Object[] row) {
		return new Reading((long) given(row[0]), (String) given(row[1]), (double) given(row[2]), (int) given(row[3]),
				(boolean) given(row[4]), (String) row[5], (Instant) given(row[6]), (float[]) given(row[7]));
	}

	private static Object given(@Nullable Object value) {
		return Objects.requireNonNull(value, "value");
	}

}
