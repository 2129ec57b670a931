package io.fletch.autoconfigure.mcp;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.mcp.annotation.McpToolParam;

import io.fletch.autoconfigure.TableNames;
import io.fletch.store.Database;
import io.fletch.store.Table;

/**
 * The tool {@code search_table} of the model context protocol: finds rows of the tables
 * that an application names, and of no others, and changes nothing. What it is asked
 * comes from a model and is not trusted.
 */
public final class TableSearchTool {

	private static final int USUAL_LIMIT = 5;

	private static final int MOST_ROWS = 50;

	private static final int LONGEST_QUESTION = 2000;

	private final Database database;

	private final Set<String> tables;

	TableSearchTool(Database database, List<String> tables) {
		this.database = database;
		this.tables = new TreeSet<>(tables);
	}

	/**
	 * Finds rows.
	 * @param table the table, one of those that the application names
	 * @param question what to look for, of at most 2,000 characters
	 * @param limit how many rows at most, from 1 to 50; 5 if absent
	 * @return the rows, best first
	 * @throws IllegalArgumentException if a value is none of these
	 */
	@McpTool(name = "search_table", title = "Search a table",
			description = "Finds the rows of a table that fit a question best, by their words and their meaning.",
			annotations = @McpTool.McpAnnotations(readOnlyHint = true, destructiveHint = false, idempotentHint = true,
					openWorldHint = false))
	public List<FoundRow> search(@McpToolParam(description = "Name of the table") String table,
			@McpToolParam(description = "What to look for, in the words of a question or as keywords") String question,
			@McpToolParam(required = false,
					description = "How many rows at most, from 1 to 50; 5 if absent") @Nullable Integer limit) {
		int rows = (limit != null) ? limit : USUAL_LIMIT;
		if (!this.tables.contains(table)) {
			throw new IllegalArgumentException("This table cannot be searched; choose one of " + this.tables);
		}
		if (question.isBlank() || question.length() > LONGEST_QUESTION) {
			throw new IllegalArgumentException(
					"question must have 1 to " + LONGEST_QUESTION + " characters, but has " + question.length());
		}
		if (rows < 1 || rows > MOST_ROWS) {
			throw new IllegalArgumentException("limit must be from 1 to " + MOST_ROWS + ", but was " + rows);
		}
		Table found = TableNames.open(this.database, table)
			.orElseThrow(() -> new IllegalArgumentException("The table '" + table + "' does not exist yet"));
		return found.search(question).limit(rows).hits().stream().map(FoundRow::of).toList();
	}

}
