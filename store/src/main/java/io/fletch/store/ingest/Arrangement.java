package io.fletch.store.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;

/**
 * How the columns of a source become those of a table: by name, in any order. What the
 * source lacks is null.
 */
public final class Arrangement {

	private final int[] sources;

	private final boolean same;

	private Arrangement(int[] sources, boolean same) {
		this.sources = sources;
		this.same = same;
	}

	/**
	 * Arranges the columns of a source.
	 * @param source the schema of the source
	 * @param target the schema of the table
	 * @return the arrangement
	 * @throws InvalidInputException if the source lacks columns or fields of structs that
	 * cannot be null, or has others than the table
	 */
	public static Arrangement of(Schema source, Schema target) {
		List<String> faults = new ArrayList<>();
		compare("", source.getFields(), target.getFields(), faults);
		if (!faults.isEmpty()) {
			throw new InvalidInputException("The rows do not fit the table: " + String.join("; ", faults)
					+ ". The columns of the table are " + names(target));
		}
		List<String> names = source.getFields().stream().map(Field::getName).toList();
		int[] sources = target.getFields().stream().mapToInt((field) -> names.indexOf(field.getName())).toArray();
		boolean same = names.size() == sources.length;
		for (int i = 0; i < sources.length; i++) {
			same &= sources[i] == i;
		}
		return new Arrangement(sources, same);
	}

	private static void compare(String path, List<Field> source, List<Field> target, List<String> faults) {
		Map<String, Field> given = new HashMap<>();
		for (Field field : source) {
			if (given.put(field.getName(), field) != null) {
				faults.add("the column '" + path + field.getName() + "' is there twice");
			}
		}
		for (Field field : target) {
			Field found = given.remove(field.getName());
			if (found == null && isNeeded(field)) {
				faults.add("the column '" + path + field.getName() + "' is missing and cannot be null");
			}
			else if (found != null && found.getType() instanceof ArrowType.Struct
					&& field.getType() instanceof ArrowType.Struct) {
				compare(path + field.getName() + ".", found.getChildren(), field.getChildren(), faults);
			}
		}
		source.stream()
			.filter((field) -> given.containsKey(field.getName()))
			.forEach((field) -> faults.add("the table has no column '" + path + field.getName() + "'"));
	}

	private static boolean isNeeded(Field field) {
		return !field.isNullable() && !field.getMetadata().containsKey(ColumnRoles.FUNCTION);
	}

	private static String names(Schema schema) {
		return schema.getFields().stream().map(Field::getName).collect(Collectors.joining(", "));
	}

	/**
	 * Arranges rows.
	 * @param rows the values of each row in the order of the source's columns
	 * @return the values of each row in the order of the table's columns
	 */
	public List<@Nullable Object[]> apply(List<@Nullable Object[]> rows) {
		if (this.same) {
			return rows;
		}
		List<@Nullable Object[]> arranged = new ArrayList<>(rows.size());
		for (@Nullable
		Object[] row : rows) {
			@Nullable Object[] values = new @Nullable Object[this.sources.length];
			for (int i = 0; i < values.length; i++) {
				values[i] = (this.sources[i] >= 0) ? row[this.sources[i]] : null;
			}
			arranged.add(values);
		}
		return arranged;
	}

}
