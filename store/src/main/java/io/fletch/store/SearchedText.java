package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.scan.Scanner;

/**
 * The text of a row that a search is about: what its columns hold that the search asks by
 * words; where these are empty, what all full-text columns hold, and then what its vector
 * is made of. So no row that has text is without.
 */
final class SearchedText {

	private final Scanner scanner;

	private final Schema schema;

	/** The columns to look at, and those to look at where the ones before are empty. */
	private final List<List<FieldPath>> choices;

	private SearchedText(Scanner scanner, Schema schema, List<List<FieldPath>> choices) {
		this.scanner = scanner;
		this.schema = schema;
		this.choices = choices;
	}

	/**
	 * Finds the columns.
	 * @param snapshot the version of the table
	 * @param asked the columns that the search asks by words
	 * @param texts all full-text columns
	 * @throws InvalidInputException if there are none, and no source of vectors either
	 */
	static SearchedText of(TableHandle.Snapshot snapshot, List<String> asked, List<String> texts) {
		Schema schema = snapshot.view().schema();
		List<String> names = schema.getFields().stream().map(Field::getName).toList();
		ColumnRoles.VectorColumn vector = ColumnRoles.of(schema).asked();
		List<String> sources = (vector != null) ? vector.sources().stream().map(names::get).toList() : List.of();
		List<List<FieldPath>> choices = Stream.of(asked, texts, sources)
			.filter((columns) -> !columns.isEmpty())
			.distinct()
			.map((columns) -> columns.stream().map((column) -> path(column, names)).toList())
			.toList();
		if (choices.isEmpty()) {
			throw new InvalidInputException("A reranker wants the text of the rows of the table '"
					+ snapshot.table().name()
					+ "', which has no full-text column and no source of its vectors; tell the reranker the column");
		}
		return new SearchedText(snapshot.scanner(), schema, choices);
	}

	private static FieldPath path(String column, List<String> names) {
		return names.contains(column) ? new FieldPath(List.of(column)) : FieldPath.parse(column);
	}

	/**
	 * Reads the text of a row; where it has none, the value of the first column.
	 */
	@Nullable Object read(long rowId) throws IOException {
		Object first = null;
		for (List<FieldPath> columns : this.choices) {
			List<@Nullable Object> values = values(rowId, columns);
			List<String> texts = values.stream()
				.filter(Objects::nonNull)
				.flatMap(SearchedText::texts)
				.filter((text) -> !text.isBlank())
				.toList();
			if (!texts.isEmpty()) {
				return String.join("\n", texts);
			}
			if (columns == this.choices.getFirst()) {
				first = values.getFirst();
			}
		}
		return first;
	}

	private List<@Nullable Object> values(long rowId, List<FieldPath> paths) throws IOException {
		boolean[] columns = new boolean[this.schema.getFields().size()];
		for (FieldPath path : paths) {
			columns[this.scanner.column(path.names().getFirst())] = true;
		}
		@Nullable Object[] row = this.scanner.read(rowId, columns);
		List<@Nullable Object> values = new ArrayList<>(paths.size());
		for (FieldPath path : paths) {
			values.add(path.value(row, this.schema));
		}
		return values;
	}

	private static Stream<String> texts(Object value) {
		return switch (value) {
			case String text -> Stream.of(text);
			case List<?> several -> Stream.of(several.stream()
				.filter(String.class::isInstance)
				.map(String.class::cast)
				.filter((text) -> !text.isBlank())
				.collect(Collectors.joining(" ")));
			default -> Stream.of();
		};
	}

}
