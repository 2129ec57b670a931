package io.fletch.store.error;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A table has other columns than the records that are to be its rows. Nothing was
 * changed.
 */
public class SchemaMismatchException extends InvalidInputException {

	private final String type;

	private final String table;

	private final List<Difference> differences;

	/**
	 * Tells in what they differ.
	 * @param type the name of the record
	 * @param table the name of the table
	 * @param differences the columns that differ
	 */
	public SchemaMismatchException(String type, String table, List<Difference> differences) {
		super("The record " + type + " does not fit the table '" + table + "': "
				+ differences.stream().map(Difference::toString).collect(Collectors.joining("; ")));
		this.type = type;
		this.table = table;
		this.differences = List.copyOf(differences);
	}

	/**
	 * Returns the name of the record.
	 * @return the name of its class
	 */
	public String type() {
		return this.type;
	}

	/**
	 * Returns the name of the table.
	 * @return the name
	 */
	public String table() {
		return this.table;
	}

	/**
	 * Returns the columns that differ.
	 * @return at least one
	 */
	public List<Difference> differences() {
		return this.differences;
	}

	/**
	 * A column that differs.
	 *
	 * @param column its name
	 * @param needed the type that the record needs, or {@code null} if none of its
	 * components is this column
	 * @param found the type that the table has, or {@code null} if the table has no such
	 * column
	 */
	public record Difference(String column, @Nullable String needed, @Nullable String found) implements Serializable {

		@Override
		public String toString() {
			return this.column + ": "
					+ ((this.needed == null) ? "no component of the record is this column"
							: "the record needs " + this.needed + ", the table has "
									+ ((this.found != null) ? this.found : "no such column"));
		}

	}

}
