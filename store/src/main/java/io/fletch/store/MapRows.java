package io.fletch.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.ingest.RowBatches;

/**
 * The rows of a source as maps by column name, one batch in memory at a time.
 */
final class MapRows implements Iterator<Map<String, @Nullable Object>> {

	private final RowBatches batches;

	private final List<String> columns;

	private Iterator<@Nullable Object[]> batch = Collections.emptyIterator();

	MapRows(RowBatches batches) {
		this.batches = batches;
		this.columns = batches.schema().getFields().stream().map(Field::getName).toList();
	}

	@Override
	public boolean hasNext() {
		while (!this.batch.hasNext()) {
			List<@Nullable Object[]> next = read();
			if (next == null) {
				return false;
			}
			this.batch = next.iterator();
		}
		return true;
	}

	private @Nullable List<@Nullable Object[]> read() {
		try {
			return this.batches.next();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public Map<String, @Nullable Object> next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		@Nullable Object[] values = this.batch.next();
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		for (int column = 0; column < values.length; column++) {
			row.put(this.columns.get(column), values[column]);
		}
		return row;
	}

	void close() {
		try {
			this.batches.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
