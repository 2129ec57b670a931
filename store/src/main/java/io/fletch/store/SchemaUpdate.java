package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.mapping.RecordMapping;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.Operation;

/**
 * Gives a table the columns, the fields of structs and the full-text columns that it
 * lacks of a record: all in one version, or none if the record would not fit then. What
 * somebody else added meanwhile is not added again.
 */
final class SchemaUpdate implements SchemaChange.Edit {

	private final RecordMapping<?> mapping;

	private final Schema wanted;

	private final EmbeddingFunctionRegistry functions;

	private final Set<String> fullText;

	private final boolean hasRows;

	private AddColumns columns = new AddColumns(Map.of());

	private boolean isForNoRows;

	/**
	 * Looks at a record.
	 * @param mapping the record
	 * @param wanted the schema of a new table for it
	 * @param functions where its vectors find their functions
	 * @param fullText the columns of the table that an index searches by words
	 * @param hasRows whether the table has rows, for which a column that cannot be null
	 * has no values
	 */
	SchemaUpdate(RecordMapping<?> mapping, Schema wanted, EmbeddingFunctionRegistry functions, Set<String> fullText,
			boolean hasRows) {
		this.mapping = mapping;
		this.wanted = wanted;
		this.functions = functions;
		this.fullText = fullText;
		this.hasRows = hasRows;
	}

	@Override
	public Operation operation() {
		return Operation.ADD_COLUMNS;
	}

	@Override
	public Schema schema(Schema latest) {
		this.isForNoRows = false;
		Schema extended = new Schema(latest.getFields().stream().map(this::extended).toList(),
				latest.getCustomMetadata());
		Map<String, AddColumns.Source> missing = new LinkedHashMap<>();
		for (Field field : this.wanted.getFields()) {
			AddColumns.Source source = (find(field.getName(), latest.getFields()) == null) ? source(field) : null;
			if (source != null) {
				missing.put(field.getName(), source);
			}
		}
		this.columns = new AddColumns(missing, (schema) -> FunctionMetadata.ofNewColumns(schema,
				(field) -> missing.containsKey(field.getName()), this.functions));
		Schema changed = this.columns.schema(extended);
		this.mapping.requireServes(FieldIds.strip(changed), this.fullText);
		return changed;
	}

	private Field extended(Field column) {
		Field field = find(column.getName(), this.wanted.getFields());
		if (field == null) {
			return column;
		}
		boolean becomesFullText = field.getMetadata().containsKey(ColumnRoles.FULL_TEXT)
				&& !this.fullText.contains(column.getName()) && column.getType().equals(field.getType());
		return becomesFullText ? FunctionMetadata.with(column, ColumnRoles.FULL_TEXT, ColumnRoles.ENGLISH)
				: extended(column, field);
	}

	private Field extended(Field present, Field field) {
		if (!(present.getType() instanceof ArrowType.Struct && field.getType() instanceof ArrowType.Struct)) {
			return present;
		}
		List<Field> children = new ArrayList<>();
		for (Field child : present.getChildren()) {
			Field other = find(child.getName(), field.getChildren());
			children.add((other != null) ? extended(child, other) : child);
		}
		for (Field child : field.getChildren()) {
			boolean isNew = find(child.getName(), present.getChildren()) == null;
			if (isNew && (child.isNullable() || !this.hasRows)) {
				children.add(child);
				this.isForNoRows |= !child.isNullable();
			}
		}
		return new Field(present.getName(), present.getFieldType(), children);
	}

	/**
	 * Returns what fills a new column, or {@code null} if nothing can.
	 */
	private AddColumns.@Nullable Source source(Field field) {
		String zero = this.mapping.primitives().contains(field.getName()) ? zero(field.getType()) : null;
		if (zero != null && this.hasRows) {
			return (present, name) -> new AddColumns.Values(field,
					new ExpressionColumn(zero).on(present, name).computation());
		}
		return (field.isNullable() || !this.hasRows) ? (present, name) -> new AddColumns.Values(field, null) : null;
	}

	private static @Nullable Field find(String name, List<Field> fields) {
		return fields.stream().filter((field) -> field.getName().equals(name)).findFirst().orElse(null);
	}

	/**
	 * Returns what stands for no value in a primitive component, as an expression that is
	 * never null.
	 */
	private static @Nullable String zero(ArrowType type) {
		return switch (type) {
			case ArrowType.Bool bool -> "false";
			case ArrowType.Int integer -> "CAST(0 AS int" + integer.getBitWidth() + ")";
			case ArrowType.FloatingPoint real ->
				(real.getPrecision() == FloatingPointPrecision.DOUBLE) ? "CAST(0 AS double)" : "CAST(0 AS float)";
			default -> null;
		};
	}

	@Override
	public boolean readsRows() {
		return this.isForNoRows || this.columns.readsRows();
	}

	@Override
	public List<String> stored() {
		return this.columns.stored();
	}

	@Override
	public List<@Nullable Object[]> values(RowBatch batch, IntPredicate deleted) throws IOException {
		if (this.isForNoRows && batch.rowCount() > 0) {
			throw new InvalidInputException("The record has fields in structs that cannot be null, and the rows of the "
					+ "table have no values for them; make them nullable");
		}
		return this.columns.values(batch, deleted);
	}

}
