package io.fletch.store.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Rows for tests.
 */
public final class Rows {

	private Rows() {
	}

	/**
	 * Makes a row of names and values in turn.
	 * @param namesAndValues the names and values
	 * @return the row
	 */
	public static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			row.put((String) namesAndValues[i], namesAndValues[i + 1]);
		}
		return row;
	}

	/**
	 * Reads all rows of a source and closes it.
	 * @param batches the source
	 * @return the values of each row
	 * @throws IOException if the source throws it
	 */
	public static List<List<@Nullable Object>> all(RowBatches batches) throws IOException {
		List<List<@Nullable Object>> rows = new ArrayList<>();
		try (batches) {
			for (List<@Nullable Object[]> batch = batches.next(); batch != null; batch = batches.next()) {
				batch.forEach((row) -> rows.add(Arrays.asList(row)));
			}
		}
		return rows;
	}

}
