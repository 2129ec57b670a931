package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * In what two schemas differ, field by field.
 */
final class SchemaDifference {

	private SchemaDifference() {
	}

	/**
	 * Checks that a table has a schema.
	 * @throws InvalidInputException if it has another; the message tells the difference
	 */
	static void requireNone(String table, Schema present, Schema wanted) {
		List<String> differences = between(FunctionMetadata.stripped(present), FunctionMetadata.stripped(wanted));
		if (!differences.isEmpty()) {
			throw new InvalidInputException("The table '" + table + "' exists with another schema: "
					+ String.join("; ", differences) + ". Open it as it is, or overwrite it.");
		}
	}

	private static List<String> between(Schema present, Schema wanted) {
		List<String> differences = new ArrayList<>();
		for (Field field : present.getFields()) {
			Field other = find(wanted, field.getName());
			if (other == null) {
				differences.add("the field '" + field.getName() + "' of the table is not asked for");
			}
			else if (!field.equals(other)) {
				differences.add("the field '" + field.getName() + "' of the table is " + describe(field, other)
						+ ", and asked for is " + describe(other, field));
			}
		}
		for (Field field : wanted.getFields()) {
			if (find(present, field.getName()) == null) {
				differences.add("the table has no field '" + field.getName() + "' (" + field + ")");
			}
		}
		if (differences.isEmpty() && !present.getFields().equals(wanted.getFields())) {
			differences.add("the fields stand in another order");
		}
		if (!Objects.equals(present.getCustomMetadata(), wanted.getCustomMetadata())) {
			differences.add("the metadata of the table is " + present.getCustomMetadata() + ", and asked for is "
					+ wanted.getCustomMetadata());
		}
		return differences;
	}

	private static @Nullable Field find(Schema schema, String name) {
		return schema.getFields().stream().filter((field) -> field.getName().equals(name)).findFirst().orElse(null);
	}

	/**
	 * Arrow's words for a field leave out its metadata.
	 */
	private static String describe(Field field, Field other) {
		boolean sameMetadata = field.getMetadata().equals(other.getMetadata());
		return sameMetadata ? field.toString() : field + " with the metadata " + field.getMetadata();
	}

}
