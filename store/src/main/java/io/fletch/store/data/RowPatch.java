package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;

/**
 * New values of some columns for rows that are copied. Its first row belongs to the first
 * row that is copied, and so on.
 */
public final class RowPatch {

	private final @Nullable ColumnReader[] columns;

	private RowPatch(@Nullable ColumnReader[] columns) {
		this.columns = columns;
	}

	/**
	 * Makes a patch of columns.
	 * @param schema the schema of the rows that are copied
	 * @param positions for each new column its position in the schema
	 * @param values the values
	 * @return the patch
	 */
	public static RowPatch of(Schema schema, int[] positions, RowBatch values) {
		@Nullable ColumnReader[] columns = new @Nullable ColumnReader[schema.getFields().size()];
		for (int i = 0; i < positions.length; i++) {
			columns[positions[i]] = values.columns().get(i);
		}
		return new RowPatch(columns);
	}

	/**
	 * Makes a patch of values.
	 * @param schema the schema of the rows that are copied
	 * @param positions for each new column its position in the schema
	 * @param rows the new values of each row, checked by {@link RowChecker}
	 * @return the patch
	 */
	public static RowPatch of(Schema schema, int[] positions, List<@Nullable Object[]> rows) {
		Schema patched = new Schema(Arrays.stream(positions).mapToObj(schema.getFields()::get).toList());
		return of(schema, positions,
				RowBatch.decode(patched, MemorySegment.ofArray(new BatchEncoder(patched).encode(rows).toByteArray())));
	}

	@Nullable ColumnReader column(int position) {
		return this.columns[position];
	}

}
