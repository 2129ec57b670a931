package io.fletch.context.query;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fletch.store.TypedTable;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Facet;
import io.fletch.store.record.RecordColumns;

/**
 * Reads the columns that conditions may be drawn for from a record and its table.
 */
public final class FilterColumns {

	/** A text column of more values is not listed. */
	public static final int MOST_VALUES = 20;

	private static final int LONGEST_VALUE = 100;

	private static final Map<Class<?>, FilterColumn.Type> TYPES = Map.ofEntries(
			Map.entry(String.class, FilterColumn.Type.TEXT), Map.entry(int.class, FilterColumn.Type.INTEGER),
			Map.entry(Integer.class, FilterColumn.Type.INTEGER), Map.entry(long.class, FilterColumn.Type.INTEGER),
			Map.entry(Long.class, FilterColumn.Type.INTEGER), Map.entry(short.class, FilterColumn.Type.INTEGER),
			Map.entry(Short.class, FilterColumn.Type.INTEGER), Map.entry(double.class, FilterColumn.Type.NUMBER),
			Map.entry(Double.class, FilterColumn.Type.NUMBER), Map.entry(float.class, FilterColumn.Type.NUMBER),
			Map.entry(Float.class, FilterColumn.Type.NUMBER), Map.entry(boolean.class, FilterColumn.Type.BOOLEAN),
			Map.entry(Boolean.class, FilterColumn.Type.BOOLEAN), Map.entry(LocalDate.class, FilterColumn.Type.DATE),
			Map.entry(Instant.class, FilterColumn.Type.TIMESTAMP));

	private FilterColumns() {
	}

	/**
	 * Reads columns. The values of text columns are listed where they are at most 20 and
	 * short.
	 * @param table the table
	 * @param type its records
	 * @param names the components whose columns may be asked; nothing else is told to the
	 * model
	 * @param <R> the type of the records
	 * @return the columns, as they are now
	 * @throws InvalidInputException if a name is unknown or its type cannot be asked
	 */
	public static <R extends Record> List<FilterColumn> of(TypedTable<R> table, Class<R> type, String... names) {
		Objects.requireNonNull(table, "table");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(names, "names");
		List<FilterColumn> columns = new ArrayList<>();
		for (String name : names) {
			RecordComponent component = Arrays.stream(type.getRecordComponents())
				.filter((each) -> each.getName().equals(name))
				.findFirst()
				.orElseThrow(() -> new InvalidInputException("The record " + type.getSimpleName()
						+ " has no component '" + name + "'; give names of its components"));
			FilterColumn.Type kind = isTexts(component) ? FilterColumn.Type.TEXTS : TYPES.get(component.getType());
			if (kind == null) {
				throw new InvalidInputException("The component '" + name + "' is of type "
						+ component.getType().getSimpleName() + ", for which no condition is drawn; give texts, "
						+ "lists of texts, numbers, booleans, LocalDate or Instant");
			}
			boolean isOfText = kind == FilterColumn.Type.TEXT || kind == FilterColumn.Type.TEXTS;
			String column = RecordColumns.of(type).name(name);
			columns.add(new FilterColumn(column, kind, isOfText ? values(table, column) : List.of()));
		}
		return List.copyOf(columns);
	}

	private static boolean isTexts(RecordComponent component) {
		return component.getType() == List.class && component.getGenericType() instanceof ParameterizedType list
				&& list.getActualTypeArguments()[0] == String.class;
	}

	private static List<String> values(TypedTable<?> table, String column) {
		List<String> values = table.scan()
			.facets("`" + column + "`", MOST_VALUES + 2)
			.stream()
			.map(Facet::value)
			.filter(Objects::nonNull)
			.map(Object::toString)
			.toList();
		boolean isFew = values.size() <= MOST_VALUES
				&& values.stream().allMatch((value) -> value.length() <= LONGEST_VALUE);
		return isFew ? values : List.of();
	}

}
