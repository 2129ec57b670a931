package io.fletch.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.data.mapping.PersistentPropertyAccessor;

import io.fletch.data.mapping.FletchPersistentEntity;
import io.fletch.data.mapping.FletchPersistentProperty;
import io.fletch.store.EmbeddingColumn;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Expression;

/**
 * Sees to it that records that are saved have the vectors of their texts. Who reads a
 * record and gives it another text, once or again and again, or while somebody else does
 * so, holds the vector of a text before, which nothing tells from a vector of somebody's
 * own. So a row that is there keeps its vector while its text stays, and gets one that is
 * made when it changes, whatever the record holds.
 */
final class StaleVectors<T extends Record> {

	/** How many rows are looked up at once. */
	private static final int BATCH = 1_000;

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
			if (vector != null) {
				boolean isPart = !sources.isEmpty() && sources.size() < column.sources().size();
				columns.add(new Made(vector, sources, isPart));
			}
		}
		return columns;
	}

	/**
	 * Returns the records with the vectors that are to be stored: without those whose
	 * texts are others than in the table, and with those of the table where the texts are
	 * the same. Whose row is not there keeps its own.
	 */
	List<T> cleared(List<T> rows) {
		List<T> cleared = new ArrayList<>(rows);
		List<Integer> places = IntStream.range(0, rows.size()).filter((i) -> hasVector(rows.get(i))).boxed().toList();
		for (int from = 0; from < places.size(); from += BATCH) {
			List<Integer> batch = places.subList(from, Math.min(from + BATCH, places.size()));
			Map<EntityKey, Map<String, @Nullable Object>> stored = stored(batch.stream().map(rows::get).toList());
			for (int place : batch) {
				cleared.set(place, cleared(rows.get(place), stored.get(key(rows.get(place)))));
			}
		}
		return cleared;
	}

	private boolean hasVector(T row) {
		return value(row, this.entity.idProperty()) != null
				&& this.made.stream().anyMatch((column) -> value(row, column.vector()) != null);
	}

	/**
	 * Reads what tells whether vectors are stale, and nothing else: records may have
	 * large components.
	 */
	private Map<EntityKey, Map<String, @Nullable Object>> stored(List<T> rows) {
		FletchPersistentProperty id = this.entity.idProperty();
		Stream<FletchPersistentProperty> compared = this.made.stream()
			.flatMap((column) -> Stream.concat(Stream.of(column.vector()), column.sources().stream()));
		String[] columns = Stream.concat(Stream.of(id), compared)
			.map(FletchPersistentProperty::columnName)
			.distinct()
			.toArray(String[]::new);
		Expression known = Expression.column(id.columnName()).in(rows.stream().map((row) -> value(row, id)).toList());
		Map<EntityKey, Map<String, @Nullable Object>> stored = new HashMap<>();
		for (Map<String, @Nullable Object> row : this.table.untyped().scan().where(known).select(columns).rows()) {
			stored.put(new EntityKey(value(row, id)), row);
		}
		return stored;
	}

	private T cleared(T row, @Nullable Map<String, @Nullable Object> before) {
		if (before == null) {
			return row;
		}
		PersistentPropertyAccessor<T> accessor = this.entity.getPropertyAccessor(row);
		for (Made column : this.made) {
			// A merge keeps the row's vector for null where all that it is made of stays.
			if (column.isPart() || !column.sources().stream().allMatch((source) -> isSame(source, row, before))) {
				accessor.setProperty(column.vector(), null);
			}
			else if (value(row, column.vector()) != null) {
				accessor.setProperty(column.vector(), value(before, column.vector()));
			}
		}
		return accessor.getBean();
	}

	private boolean isSame(FletchPersistentProperty property, T row, Map<String, @Nullable Object> before) {
		return Objects.deepEquals(value(row, property), value(before, property));
	}

	private EntityKey key(T row) {
		return new EntityKey(value(row, this.entity.idProperty()));
	}

	private @Nullable Object value(T row, FletchPersistentProperty property) {
		return this.entity.getPropertyAccessor(row).getProperty(property);
	}

	/**
	 * Returns what a row of the table has, in the type of the component.
	 */
	private static @Nullable Object value(Map<String, @Nullable Object> row, FletchPersistentProperty property) {
		Object value = row.get(property.columnName());
		return (value != null) ? DefaultConversionService.getSharedInstance().convert(value, property.getType()) : null;
	}

	/**
	 * Vectors that are made.
	 *
	 * @param vector the component with the vectors
	 * @param sources the components that they are made of
	 * @param isPart whether they are made of other columns, too
	 */
	private record Made(FletchPersistentProperty vector, List<FletchPersistentProperty> sources, boolean isPart) {
	}

}
