package io.fletch.store.ingest;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * About how many bytes a row takes in memory and on disk.
 */
public final class RowSize {

	private RowSize() {
	}

	/**
	 * Estimates the size of a row.
	 * @param row the values of the row
	 * @return about how many bytes it takes
	 */
	public static long of(@Nullable Object[] row) {
		long bytes = 0;
		for (Object value : row) {
			bytes += of(value);
		}
		return bytes;
	}

	private static long of(@Nullable Object value) {
		return switch (value) {
			case CharSequence text -> text.length();
			case float[] floats -> (long) floats.length * Float.BYTES;
			case byte[] bytes -> bytes.length;
			case double[] doubles -> (long) doubles.length * Double.BYTES;
			case Collection<?> list -> of(list);
			case Map<?, ?> map -> of(map.values());
			case null, default -> Long.BYTES;
		};
	}

	private static long of(Collection<?> list) {
		long bytes = 0;
		for (Object value : list) {
			bytes += of(value);
		}
		return bytes;
	}

}
