package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowChecker;
import io.fletch.store.error.StoreException;
import io.fletch.store.ingest.Arrangement;
import io.fletch.store.ingest.RowBatches;

/**
 * The rows of a source for a merge-insert. They are read once, when they are first
 * needed, and stay in memory, so that the merge-insert can begin anew.
 */
final class MergeRows implements MergeSource.Given.Reading {

	private final RowSource source;

	private final List<@Nullable Object[]> rows = new ArrayList<>();

	private @Nullable Schema given;

	MergeRows(RowSource source) {
		this.source = source;
	}

	@Override
	public MergeSource.Given rows(Schema table) {
		Schema named = this.given;
		if (named == null) {
			named = read(table);
			this.given = named;
		}
		return arrange(named, table);
	}

	/**
	 * Reads the rows, with only those columns that they name.
	 */
	private Schema read(Schema table) {
		try (RowBatches batches = this.source.open(table)) {
			List<@Nullable Object[]> read = new ArrayList<>();
			for (List<@Nullable Object[]> batch = batches.next(); batch != null; batch = batches.next()) {
				read.addAll(batch);
			}
			BitSet named = read.isEmpty() ? all(batches.schema()) : batches.named();
			int[] columns = named.stream().toArray();
			read.forEach((row) -> this.rows.add(projected(row, columns)));
			return new Schema(named.stream().mapToObj(batches.schema().getFields()::get).toList());
		}
		catch (IOException ex) {
			throw new StoreException("The source rows of the merge-insert cannot be read: " + ex, ex);
		}
	}

	private static BitSet all(Schema schema) {
		BitSet all = new BitSet();
		all.set(0, schema.getFields().size());
		return all;
	}

	private static @Nullable Object[] projected(@Nullable Object[] row, int[] columns) {
		@Nullable Object[] values = new @Nullable Object[columns.length];
		for (int i = 0; i < columns.length; i++) {
			values[i] = row[columns[i]];
		}
		return values;
	}

	private MergeSource.Given arrange(Schema named, Schema table) {
		List<String> names = table.getFields().stream().map(Field::getName).toList();
		BitSet columns = new BitSet();
		for (Field field : named.getFields()) {
			int column = names.indexOf(field.getName());
			if (column < 0) {
				throw RowChecker.unknown("The source rows of the merge-insert have",
						named.getFields().stream().map(Field::getName).toList(), names);
			}
			columns.set(column);
		}
		int[] positions = columns.stream().toArray();
		Schema common = new Schema(columns.stream().mapToObj(table.getFields()::get).toList());
		List<@Nullable Object[]> whole = new ArrayList<>(this.rows.size());
		for (@Nullable
		Object[] row : Arrangement.of(named, common).apply(this.rows)) {
			@Nullable Object[] values = new @Nullable Object[names.size()];
			for (int i = 0; i < positions.length; i++) {
				values[positions[i]] = row[i];
			}
			whole.add(values);
		}
		return new MergeSource.Given(whole, columns);
	}

}
