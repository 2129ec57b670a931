package io.fletch.store.ingest;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * About how many bytes a row takes in memory and on disk.
 */
public final class RowSize {

	/** As deep as JSON may be; other values are less deep by their schema. */
	private static final int MAX_DEPTH = 500;

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
			bytes += of(value, 1);
		}
		return bytes;
	}

	private static long of(@Nullable Object value, int depth) {
		return switch (value) {
			case CharSequence text -> text.length();
			case float[] floats -> (long) floats.length * Float.BYTES;
			case byte[] bytes -> bytes.length;
			case double[] doubles -> (long) doubles.length * Double.BYTES;
			case Collection<?> list -> of(list, depth);
			case Map<?, ?> map -> of(map.values(), depth);
			case null, default -> Long.BYTES;
		};
	}

	private static long of(Collection<?> list, int depth) {
		if (depth > MAX_DEPTH) {
			throw new InvalidInputException("A row has lists or maps more than " + MAX_DEPTH
					+ " levels deep, or one that contains itself; flatten it");
		}
		long bytes = 0;
		for (Object value : list) {
			bytes += of(value, depth + 1);
		}
		return bytes;
	}

}
