package io.fletch.store;

import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowChecker;
import io.fletch.store.table.Manifest;

/**
 * Rows from outside, ready to be written with the schema of one version: vectors that an
 * embedding function can make are filled in, and every value is checked.
 *
 * @param schema the schema, whose fields carry their ids
 * @param rows the values of each row in the order of the fields
 */
record RowPreparation(Schema schema, List<@Nullable Object[]> rows) {

	static RowPreparation of(OpenTable table, Source source) {
		Manifest latest = table.latest();
		SchemaView view = table.view(latest.schema());
		List<@Nullable Object[]> rows = source.rows(view.schema());
		ComputedColumns.requireNone(view.schema(), rows);
		new VectorFiller(view.schema(), table.functions(), true).fill(rows);
		new RowChecker(view.schema()).check(rows);
		return new RowPreparation(latest.schema(), rows);
	}

	/**
	 * Arranges rows by the columns of a schema.
	 */
	@FunctionalInterface
	interface Source {

		List<@Nullable Object[]> rows(Schema schema);

	}

}
