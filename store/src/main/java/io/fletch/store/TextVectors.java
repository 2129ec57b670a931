package io.fletch.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.error.StoreException;
import io.fletch.store.mapping.ColumnRoles;

/**
 * The vectors of sources, made by the embedding functions of a table, each once however
 * often a change is worked out.
 */
final class TextVectors {

	private final OpenTable table;

	/** The vectors, null where none was to be made. */
	private final Map<Key, @Nullable Object> vectors = new HashMap<>();

	private boolean complete;

	TextVectors(OpenTable table) {
		this.table = table;
	}

	/**
	 * Runs something that makes no vectors.
	 * @throws NewTextsException if it needs some that are not known yet
	 */
	<T> T only(Supplier<T> known) {
		this.complete = true;
		try {
			return known.get();
		}
		finally {
			this.complete = false;
		}
	}

	/**
	 * Makes the vectors of a column that are not known yet, all at once.
	 * @throws NewTextsException if no vectors are to be made now
	 */
	void make(Schema stored, ColumnRoles.VectorColumn column, List<? extends @Nullable Object> sources) {
		SchemaView view = this.table.view(stored);
		Field field = view.schema().getFields().get(column.position());
		Map<Key, Object> lacking = new LinkedHashMap<>();
		for (Object source : sources) {
			if (source != null && ColumnVectors.isSource(source)) {
				Key key = Key.of(field.getName(), source);
				if (!this.vectors.containsKey(key)) {
					lacking.put(key, source);
				}
			}
		}
		if (lacking.isEmpty()) {
			return;
		}
		if (this.complete) {
			throw new NewTextsException();
		}
		List<@Nullable Object[]> rows = new ArrayList<>();
		for (Object source : lacking.values()) {
			@Nullable Object[] row = new @Nullable Object[view.schema().getFields().size()];
			row[column.sources().getFirst()] = source;
			rows.add(row);
		}
		new VectorFiller(view.schema(), this.table.functions(), true).fill(rows, column);
		ColumnType type = ColumnType.of(field);
		int i = 0;
		for (Key key : lacking.keySet()) {
			Object vector = rows.get(i++)[column.position()];
			this.vectors.put(key, (vector != null) ? coerced(type, vector) : null);
		}
	}

	private static Object coerced(ColumnType type, Object vector) {
		Object fitting = type.coerce(vector);
		return (fitting != null) ? fitting : vector;
	}

	/**
	 * Returns the vector of a source.
	 * @return the vector, or {@code null} for what has none
	 */
	@Nullable Object of(Schema stored, ColumnRoles.VectorColumn column, @Nullable Object source) {
		return (source != null) ? this.vectors.get(Key.of(stored.getFields().get(column.position()).getName(), source))
				: null;
	}

	/**
	 * A source of a vector.
	 *
	 * @param column the name of the column with the vector
	 * @param source the text, or the bytes
	 */
	private record Key(String column, Object source) {

		static Key of(String column, Object source) {
			return new Key(column, switch (source) {
				case byte[] bytes -> ByteBuffer.wrap(bytes);
				case Blob blob -> ByteBuffer.wrap(blob.bytes());
				default -> source;
			});
		}

	}

	/**
	 * Tells that texts came meanwhile whose vectors are not known.
	 */
	static final class NewTextsException extends StoreException {

		private NewTextsException() {
			super("Texts came to the table while vectors were made; repeat the change");
		}

	}

}
