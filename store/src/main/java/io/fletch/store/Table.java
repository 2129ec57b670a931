package io.fletch.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowChecker;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.scan.FilterParser;
import io.fletch.store.scan.Scanner;

/**
 * A named, versioned set of rows, which are maps by column name. Safe for use by several
 * threads at once. Reads see the latest version, whichever process wrote it; writes are
 * durable when they return.
 */
public final class Table {

	private final OpenTable table;

	Table(OpenTable table) {
		this.table = table;
	}

	/**
	 * Returns the name of the table.
	 * @return the name
	 */
	public String name() {
		return this.table.name();
	}

	/**
	 * Returns the schema.
	 * @return the Arrow schema
	 */
	public Schema schema() {
		return this.table.schema();
	}

	/**
	 * Returns the number of the latest version.
	 * @return the version, from 1
	 */
	public long version() {
		return this.table.latest().version();
	}

	/**
	 * Returns the number of rows.
	 * @return the number of rows
	 */
	public long countRows() {
		return this.table.latest().rowCount();
	}

	/**
	 * Returns the number of rows that satisfy a condition.
	 * @param where a condition in SQL with named parameters
	 * @param parameters the values of the parameters
	 * @return the number of rows
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public long countRows(String where, Map<String, ? extends @Nullable Object> parameters) {
		Scanner scanner = this.table.scanner();
		return this.table.read(() -> scanner.select(FilterParser.parse(where, parameters, schema())).count());
	}

	/**
	 * Adds rows, all or none. A column that a row lacks is null. A row whose vector is
	 * null gets the vector of its source field's text from the table's embedding
	 * function.
	 * @param rows the rows by column name
	 * @return the version made and the number of rows; without rows the present version
	 * @throws InvalidInputException if a row does not fit the schema; nothing was added
	 * @throws io.fletch.store.embedding.EmbeddingException if a vector could not be made;
	 * nothing was added
	 */
	public WriteResult add(List<? extends Map<String, ? extends @Nullable Object>> rows) {
		return Append.run(this.table, new RowChecker(schema()).arrange(rows));
	}

	/**
	 * Adds the rows of a source, all or none, in bounded memory. A column that the source
	 * lacks is null; the order of columns does not matter.
	 * @param rows the rows
	 * @return the version made and the number of rows
	 * @throws InvalidInputException if a row does not fit the schema; nothing was added
	 */
	public AddResult add(RowSource rows) {
		return add(rows, AddOptions.DEFAULT);
	}

	/**
	 * Adds the rows of a source, all or none, in bounded memory. A column that the source
	 * lacks is null; the order of columns does not matter.
	 * @param rows the rows
	 * @param options how they are added
	 * @return the version made and the number of rows
	 * @throws InvalidInputException if a row does not fit the schema; nothing was added
	 */
	public AddResult add(RowSource rows, AddOptions options) {
		return StreamingAppend.run(this.table, rows, options);
	}

	/**
	 * Deletes the rows that satisfy a condition.
	 * @param where a condition in SQL with named parameters
	 * @param parameters the values of the parameters
	 * @return the version made and the number of rows
	 * @throws InvalidInputException if the condition does not fit the table
	 */
	public WriteResult delete(String where, Map<String, ? extends @Nullable Object> parameters) {
		return Delete.run(this.table, FilterParser.parse(where, parameters, schema()));
	}

	/**
	 * Begins a merge-insert.
	 * @param keys the columns by which source rows and rows of the table are matched
	 * @return the merge-insert, without clauses
	 * @throws InvalidInputException if a key is not a column
	 */
	public MergeInsert<Map<String, @Nullable Object>> mergeInsert(String... keys) {
		return MergeInsert.by(this.table, (rows) -> new RowChecker(schema()).arrange(rows), keys);
	}

	/**
	 * Reads rows in the order of adding, all of them by default.
	 * @return the search
	 */
	public Search<Map<String, @Nullable Object>> scan() {
		return search(SearchRequest.scan());
	}

	/**
	 * Searches by a question: by its vector and its words where the table has both. Limit
	 * 10 by default.
	 * @param text the question
	 * @return the search
	 */
	public Search<Map<String, @Nullable Object>> search(String text) {
		return search(SearchRequest.byText(text));
	}

	/**
	 * Searches the nearest vectors. Limit 10 by default.
	 * @param vector a vector of the length that the table's have
	 * @return the search
	 */
	public Search<Map<String, @Nullable Object>> search(float[] vector) {
		return search(SearchRequest.byVector(vector));
	}

	private Search<Map<String, @Nullable Object>> search(SearchRequest request) {
		return new Search<>(this.table, this::toMap, request);
	}

	private Map<String, @Nullable Object> toMap(@Nullable Object[] values, boolean[] columns) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		List<Field> fields = schema().getFields();
		for (int i = 0; i < values.length; i++) {
			if (columns[i]) {
				row.put(fields.get(i).getName(), values[i]);
			}
		}
		return row;
	}

}
