package io.fletch.store;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;

/**
 * The indexes that a record says its table has.
 */
final class DeclaredIndexes {

	private final Table table;

	DeclaredIndexes(Table table) {
		this.table = table;
	}

	/**
	 * Returns the columns that an index searches by words.
	 */
	Set<String> fullText() {
		return this.table.indexes()
			.list()
			.stream()
			.filter((index) -> index.type() == IndexType.FTS)
			.flatMap((index) -> index.columns().stream())
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Creates the scalar and vector indexes that the table has not.
	 */
	void create(List<String> columns) {
		for (String column : columns) {
			if (!has(column)) {
				create(column);
			}
		}
	}

	private void create(String column) {
		IndexDefinition definition = IndexDefinition.on(column);
		try {
			this.table.indexes().create(isEnumeration(column) ? definition.type(IndexType.BITMAP) : definition);
		}
		catch (InvalidInputException ex) {
			// Another process that starts at the same time may have been faster.
			if (!has(column)) {
				throw ex;
			}
		}
	}

	private boolean has(String column) {
		return this.table.indexes()
			.list()
			.stream()
			.anyMatch((index) -> index.type() != IndexType.FTS && index.columns().equals(List.of(column)));
	}

	private boolean isEnumeration(String column) {
		Schema schema = this.table.schema();
		FieldPath path = ColumnName.path(column, schema);
		Field field = path.isNested() ? path.in(schema) : schema.findField(column);
		return field.getDictionary() != null;
	}

}
