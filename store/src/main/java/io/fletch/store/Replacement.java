package io.fletch.store;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnReader;

/**
 * New values of one column of some rows.
 *
 * @param position the position of the column in the schema
 * @param values the value of each row, checked
 */
record Replacement(int position, @Nullable Object[] values) {

	/**
	 * Puts columns in the place of others.
	 */
	static RowBatch in(RowBatch rows, Schema schema, List<Replacement> replacements) {
		Schema replaced = new Schema(
				replacements.stream().map((one) -> schema.getFields().get(one.position())).toList());
		List<@Nullable Object[]> values = new ArrayList<>(rows.rowCount());
		for (int row = 0; row < rows.rowCount(); row++) {
			@Nullable Object[] of = new @Nullable Object[replacements.size()];
			for (int i = 0; i < of.length; i++) {
				of[i] = replacements.get(i).values()[row];
			}
			values.add(of);
		}
		RowBatch encoded = RowBatch.decode(replaced,
				MemorySegment.ofArray(new BatchEncoder(replaced).encode(values).toByteArray()));
		List<ColumnReader> columns = new ArrayList<>(rows.columns());
		for (int i = 0; i < replacements.size(); i++) {
			columns.set(replacements.get(i).position(), encoded.columns().get(i));
		}
		return new RowBatch(rows.rowCount(), columns);
	}

}
