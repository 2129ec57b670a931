package io.fletch.data;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.data.mapping.PersistentPropertyAccessor;

import io.fletch.data.mapping.FletchPersistentEntity;
import io.fletch.data.mapping.FletchPersistentProperty;
import io.fletch.store.EmbeddingColumn;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Expression;

/**
 * Finds the vectors of records that were read, given other texts, and are to be saved:
 * their vectors are still those of the texts before, and have to be made anew.
 */
final class StaleVectors<T extends Record> {

	private final TypedTable<T> table;

	private final FletchPersistentEntity<T> entity;

	private final List<Made> made;

	StaleVectors(TypedTable<T> table, FletchPersistentEntity<T> entity) {
		this.table = table;
		this.entity = entity;
		this.made = made();
	}

	private List<Made> made() {
		Map<String, FletchPersistentProperty> properties = new HashMap<>();
		for (FletchPersistentProperty property : this.entity) {
			properties.put(property.columnName(), property);
		}
		List<Made> columns = new ArrayList<>();
		for (EmbeddingColumn column : this.table.untyped().columns().embeddings()) {
			FletchPersistentProperty vector = properties.get(column.vector());
			List<FletchPersistentProperty> sources = column.sources()
				.stream()
				.map(properties::get)
				.filter(Objects::nonNull)
				.toList();
			if (vector != null && !sources.isEmpty()) {
				columns.add(new Made(vector, sources));
			}
		}
		return columns;
	}

	/**
	 * Returns the records, without the vectors that are to be made anew: those that are
	 * the same as in the table, while what they are made of is not.
	 */
	List<T> cleared(List<T> rows) {
		List<T> withVectors = rows.stream().filter(this::hasVector).toList();
		if (withVectors.isEmpty()) {
			return rows;
		}
		Map<Object, T> stored = new HashMap<>();
		Expression known = Expression.column(this.entity.idProperty().columnName())
			.in(withVectors.stream().map((row) -> value(row, this.entity.idProperty())).toList());
		this.table.scan().where(known).rows().forEach((row) -> stored.put(key(row), row));
		return rows.stream().map((row) -> cleared(row, stored.get(key(row)))).toList();
	}

	private boolean hasVector(T row) {
		return value(row, this.entity.idProperty()) != null
				&& this.made.stream().anyMatch((column) -> value(row, column.vector()) != null);
	}

	private T cleared(T row, @Nullable T before) {
		if (before == null) {
			return row;
		}
		PersistentPropertyAccessor<T> accessor = this.entity.getPropertyAccessor(row);
		for (Made column : this.made) {
			boolean isOfAnother = column.sources().stream().anyMatch((source) -> !isSame(source, row, before));
			if (isOfAnother && isSame(column.vector(), row, before)) {
				accessor.setProperty(column.vector(), null);
			}
		}
		return accessor.getBean();
	}

	private boolean isSame(FletchPersistentProperty property, T row, T before) {
		return Objects.deepEquals(comparable(value(row, property)), comparable(value(before, property)));
	}

	/**
	 * Lists of arrays are compared by what is in these.
	 */
	private static @Nullable Object comparable(@Nullable Object value) {
		return (value instanceof List<?> several) ? several.toArray() : value;
	}

	private @Nullable Object key(T row) {
		Object id = value(row, this.entity.idProperty());
		return (id instanceof byte[] bytes) ? ByteBuffer.wrap(bytes) : id;
	}

	private @Nullable Object value(T row, FletchPersistentProperty property) {
		return this.entity.getPropertyAccessor(row).getProperty(property);
	}

	/**
	 * Vectors that are made.
	 *
	 * @param vector the component with the vectors
	 * @param sources the components that they are made of
	 */
	private record Made(FletchPersistentProperty vector, List<FletchPersistentProperty> sources) {
	}

}
