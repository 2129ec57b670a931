package io.fletch.context.query;

import java.util.List;
import java.util.Objects;

/**
 * A column that conditions may be drawn for.
 *
 * @param name the name of the column
 * @param type what it holds
 * @param values all values of the column where they are few; none where they are many or
 * unknown
 */
public record FilterColumn(String name, Type type, List<String> values) {

	public FilterColumn {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(values, "values");
		values = List.copyOf(values);
	}

	/**
	 * What a column holds.
	 */
	public enum Type {

		/** Text. */
		TEXT,

		/** Lists of text, of which a condition asks whether they have one. */
		TEXTS,

		/** Whole numbers. */
		INTEGER,

		/** Numbers. */
		NUMBER,

		/** True or false. */
		BOOLEAN,

		/** Days, as in 2026-01-31. */
		DATE,

		/** Points in time, as in 2026-01-31T12:00:00Z. */
		TIMESTAMP

	}

}
