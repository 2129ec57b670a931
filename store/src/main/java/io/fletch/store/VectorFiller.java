package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.mapping.ColumnRoles;

/**
 * Fills the vectors that rows lack from their sources. A vector that is given is kept; a
 * row without source keeps a null vector.
 */
final class VectorFiller {

	private final TableFunctions functions;

	private final List<ColumnRoles.VectorColumn> columns;

	/** The columns that will soon be replaced, and may lack vectors until then. */
	private final Set<String> replaced;

	private final boolean isStrict;

	/**
	 * Prepares for rows of a schema.
	 * @param isStrict whether a bad vector of a function is refused, not passed on
	 */
	VectorFiller(Schema schema, EmbeddingFunctionRegistry functions, boolean isStrict) {
		this.functions = new TableFunctions(schema, functions);
		this.columns = ColumnRoles.of(schema).made();
		this.replaced = schema.getFields()
			.stream()
			.map((field) -> field.getMetadata().getOrDefault(ColumnRoles.REPLACES, ""))
			.collect(Collectors.toSet());
		this.isStrict = isStrict;
	}

	void fill(List<@Nullable Object[]> rows) {
		this.columns.forEach((column) -> fill(rows, column));
	}

	void fill(List<@Nullable Object[]> rows, ColumnRoles.VectorColumn column) {
		List<@Nullable Object[]> lacking = new ArrayList<>();
		List<Object> sources = new ArrayList<>();
		for (@Nullable
		Object[] row : rows) {
			Object source = (row[column.position()] == null)
					? column.source((position) -> stored(row[position], position)) : null;
			if (source != null && ColumnVectors.isSource(source)) {
				lacking.add(row);
				sources.add(source);
			}
		}
		ColumnVectors made = lacking.isEmpty() ? null : vectors(column);
		if (made != null) {
			List<Object> vectors = made.embed(sources);
			for (int i = 0; i < vectors.size(); i++) {
				lacking.get(i)[column.position()] = vectors.get(i);
			}
		}
	}

	/**
	 * Returns a value in the form that its column has; values from outside may have
	 * others.
	 */
	private @Nullable Object stored(@Nullable Object value, int position) {
		if (value == null || value instanceof String || value instanceof byte[] || value instanceof Blob) {
			return value;
		}
		return ColumnType.of(this.functions.schema().getFields().get(position)).coerce(value);
	}

	private @Nullable ColumnVectors vectors(ColumnRoles.VectorColumn column) {
		try {
			return ColumnVectors.of(this.functions, column, this.isStrict);
		}
		catch (EmbeddingException ex) {
			Field field = this.functions.schema().getFields().get(column.position());
			boolean isReplacement = field.getMetadata().containsKey(ColumnRoles.REPLACES);
			if (field.isNullable() && (isReplacement || this.replaced.contains(field.getName()))) {
				// The old vectors are not needed any more, perhaps as the function is
				// gone;
				// the new ones are made by whoever makes all of them anew.
				return null;
			}
			throw ex;
		}
	}

}
