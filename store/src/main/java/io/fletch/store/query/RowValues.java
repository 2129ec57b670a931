package io.fletch.store.query;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * Reads what rows hold.
 */
@FunctionalInterface
public interface RowValues {

	/**
	 * Reads one column of rows.
	 * @param column the name of the column, or {@code null} for the text that the search
	 * is about: what the columns hold that it asks by words, which are all full-text
	 * columns unless it names some, joined by line breaks where several have text. Of a
	 * row that has no text there it is that of all full-text columns, and else of the
	 * sources of its vectors
	 * @param rowIds the rows, as {@link Hit#rowId()} tells them
	 * @return the values in the order of the rows; texts as {@code String}, vectors of
	 * float32 and float16 as {@code float[]}, several vectors a row as lists of these
	 * @throws InvalidInputException if there is no such column, or no text that the
	 * search is about
	 */
	List<@Nullable Object> read(@Nullable String column, List<Long> rowIds);

	/**
	 * Reads the column of vectors that the search compares with, or would if it compared
	 * vectors.
	 * @param rowIds the rows, as {@link Hit#rowId()} tells them
	 * @return the values in the order of the rows
	 * @throws InvalidInputException if there is no such column
	 */
	default List<@Nullable Object> readVectors(List<Long> rowIds) {
		throw new InvalidInputException(
				"Nobody knows here which column of vectors a search compares with; tell the reranker the column");
	}

	/**
	 * Returns what the vectors of rows are compared with.
	 * @return the vectors of the question; none if no vectors are compared, or nobody
	 * knows here
	 */
	default List<float[]> questionVectors() {
		return List.of();
	}

}
