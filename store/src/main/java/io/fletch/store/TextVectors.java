package io.fletch.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnType;
import io.fletch.store.error.StoreException;
import io.fletch.store.mapping.ColumnRoles;

/**
 * The vectors of texts, made by the embedding function of a table, each once however
 * often a change is worked out.
 */
final class TextVectors {

	private final OpenTable table;

	private final Map<String, Object> vectors = new HashMap<>();

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
	 * Makes the vectors that are not known yet, all at once.
	 * @throws NewTextsException if no vectors are to be made now
	 */
	void make(Schema stored, List<? extends @Nullable Object> texts) {
		SchemaView view = this.table.view(stored);
		ColumnRoles.VectorColumn column = view.roles().vector();
		Set<String> lacking = new LinkedHashSet<>();
		for (Object text : texts) {
			if (text instanceof String words && !words.isBlank() && !this.vectors.containsKey(words)) {
				lacking.add(words);
			}
		}
		if (column == null || lacking.isEmpty()) {
			return;
		}
		if (this.complete) {
			throw new NewTextsException();
		}
		List<@Nullable Object[]> rows = new ArrayList<>();
		for (String text : lacking) {
			@Nullable Object[] row = new @Nullable Object[view.schema().getFields().size()];
			row[column.source()] = text;
			rows.add(row);
		}
		new VectorFiller(view.schema(), view.roles(), this.table.functions()).fill(rows);
		ColumnType type = ColumnType.of(view.schema().getFields().get(column.position()));
		for (@Nullable
		Object[] row : rows) {
			Object vector = row[column.position()];
			if (vector != null && row[column.source()] instanceof String text) {
				this.vectors.put(text, coerced(type, vector));
			}
		}
	}

	private static Object coerced(ColumnType type, Object vector) {
		Object fitting = type.coerce(vector);
		return (fitting != null) ? fitting : vector;
	}

	/**
	 * Returns the vector of a text.
	 * @return the vector, or {@code null} for what has no words
	 */
	@Nullable Object of(@Nullable Object text) {
		return (text != null) ? this.vectors.get(text) : null;
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
