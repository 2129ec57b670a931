package io.fletch.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.RowValues;

/**
 * Reads what rows hold, by the ids under which they are stored.
 *
 * @param snapshot the version of the table
 * @param asked the columns that the search asks by words
 * @param texts all full-text columns
 * @param vectors the column of vectors that the search compares with, or {@code null}
 * @param questionVectors what they are compared with, if they are
 */
record RowContent(TableHandle.Snapshot snapshot, List<String> asked, List<String> texts, @Nullable String vectors,
		List<float[]> questionVectors) implements RowValues {

	@Override
	public List<@Nullable Object> read(@Nullable String column, List<Long> rowIds) {
		List<@Nullable Object> values = new ArrayList<>(rowIds.size());
		try {
			RowValue reader = (column != null) ? values(column)
					: SearchedText.of(this.snapshot, this.asked, this.texts)::read;
			for (long rowId : rowIds) {
				CancelledException.throwIfInterrupted();
				values.add(reader.read(rowId));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return values;
	}

	private RowValue values(String column) {
		Schema schema = this.snapshot.view().schema();
		int position = position(schema, column);
		boolean[] columns = new boolean[schema.getFields().size()];
		columns[position] = true;
		return (rowId) -> this.snapshot.scanner().read(rowId, columns)[position];
	}

	@Override
	public List<@Nullable Object> readVectors(List<Long> rowIds) {
		if (this.vectors == null) {
			throw new InvalidInputException("A reranker wants the vectors of the rows of the table '"
					+ this.snapshot.table().name()
					+ "', but the search names no column of vectors, and the table has none, or several that no "
					+ "embedding function fills; tell the reranker the column");
		}
		return read(this.vectors, rowIds);
	}

	private static int position(Schema schema, String column) {
		List<String> names = schema.getFields().stream().map(Field::getName).toList();
		int position = names.indexOf(column);
		if (position < 0) {
			throw new InvalidInputException(
					"A reranker wants the column '" + column + "', but the columns are " + names);
		}
		return position;
	}

	/**
	 * Reads a value of a row.
	 */
	@FunctionalInterface
	private interface RowValue {

		@Nullable Object read(long rowId) throws IOException;

	}

}
