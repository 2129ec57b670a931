package io.fletch.store.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.error.SchemaMismatchException;

/**
 * What columns are for, as far as a record says it, so that a record and a table can be
 * compared.
 */
final class ColumnUse {

	private ColumnUse() {
	}

	/**
	 * Describes what a column holds, and in what the record says what it is for.
	 * @param field the column of the record, or that of the table
	 * @param wanted the column of the record
	 * @param fullText the columns that an index searches by words
	 */
	static String describe(Field field, Field wanted, Set<String> fullText) {
		StringBuilder description = new StringBuilder(FieldMapping.describe(field));
		Map<String, String> said = wanted.getMetadata();
		if (said.containsKey(ColumnRoles.FULL_TEXT) && isSearched(field, fullText)) {
			description.append(", searched by words");
		}
		if (said.containsKey(ColumnRoles.DISTANCE)) {
			description.append(", compared by ").append(ColumnRoles.distance(field));
		}
		if (said.containsKey(ColumnRoles.SOURCE)) {
			List<String> sources = ColumnRoles.sources(field);
			description.append(sources.isEmpty() ? ", made of nothing" : ", made of " + sources);
		}
		if (said.containsKey(ColumnRoles.FUNCTION)) {
			description.append(" by ").append(field.getMetadata().getOrDefault(ColumnRoles.FUNCTION, "no function"));
		}
		return description.toString();
	}

	private static boolean isSearched(Field field, Set<String> fullText) {
		return field.getMetadata().containsKey(ColumnRoles.FULL_TEXT) || fullText.contains(field.getName());
	}

	/**
	 * Tells in what primary keys differ. A table may have none.
	 */
	static List<SchemaMismatchException.Difference> ofKey(List<Field> record, Schema table) {
		Optional<Field> wanted = record.stream().filter(ColumnUse::isKey).findFirst();
		Optional<Field> found = table.getFields().stream().filter(ColumnUse::isKey).findFirst();
		if (wanted.isEmpty() || found.isEmpty() || wanted.get().getName().equals(found.get().getName())) {
			return List.of();
		}
		return List.of(new SchemaMismatchException.Difference(wanted.get().getName(), "the primary key",
				"'" + found.get().getName() + "' as that"));
	}

	private static boolean isKey(Field field) {
		return Boolean.parseBoolean(field.getMetadata().get(ColumnRoles.PRIMARY_KEY));
	}

}
