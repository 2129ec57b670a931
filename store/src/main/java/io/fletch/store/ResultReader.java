package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.mapping.ResultMapping;

/**
 * Makes records of some columns, and of what a search tells of each row.
 *
 * @param type the type of the records
 * @param mapping which column is which component
 * @param names the names of the columns
 * @param <P> the type of the records
 */
record ResultReader<P extends Record>(Class<P> type, ResultMapping<P> mapping,
		List<String> names) implements RowReader<P> {

	/**
	 * Makes a reader.
	 * @param results the columns of the table, and what the search tells
	 * @param table the name of the table
	 */
	static <P extends Record> ResultReader<P> of(Class<P> type, Schema results, String table) {
		ResultMapping<P> mapping = ResultMapping.of(type);
		List<Field> all = new ArrayList<>(results.getFields());
		all.add(new Field(ReservedNames.ROW_ID, FieldType.notNullable(FieldTypes.INT64), null));
		mapping.requireFits(new Schema(all), "the table '" + table + "'");
		return new ResultReader<>(type, mapping, mapping.names());
	}

	@Override
	public P read(@Nullable Object[] values, Schema schema, Projection projection, long rowId,
			Map<String, @Nullable Object> computed) {
		Map<String, @Nullable Object> row = projection.toMap(values, schema, rowId, computed);
		return this.mapping.toRecord((component) -> row.get(this.names.get(component)));
	}

	@Override
	public void check(Projection projection) {
		throw new InvalidInputException("What is read is what the record " + this.type.getName()
				+ " has components for; leave select(...), flatten() and withRowId() out, and give it a component with "
				+ "@Column");
	}

}
