package io.fletch.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.schema.KeyTypes;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.parse.ExpressionParser;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.query.Distance;

/**
 * Checks the metadata by which fields from outside say what their columns are for.
 */
final class ReservedMetadata {

	private final Schema schema;

	private final EmbeddingFunctionRegistry functions;

	private ReservedMetadata(Schema schema, EmbeddingFunctionRegistry functions) {
		this.schema = schema;
		this.functions = functions;
	}

	/**
	 * Checks all columns of a schema.
	 * @param functions the embedding functions that a column can name
	 * @throws InvalidInputException if metadata of one has a value that means nothing
	 */
	static void check(Schema schema, EmbeddingFunctionRegistry functions) {
		ReservedMetadata metadata = new ReservedMetadata(schema, functions);
		schema.getFields().forEach(metadata::check);
	}

	/**
	 * Checks columns that are added to a schema.
	 */
	static void check(Schema present, List<Field> added, EmbeddingFunctionRegistry functions) {
		List<Field> all = new ArrayList<>(present.getFields());
		all.addAll(added);
		ReservedMetadata metadata = new ReservedMetadata(new Schema(all), functions);
		added.forEach(metadata::check);
	}

	private void check(Field field) {
		for (Map.Entry<String, String> entry : field.getMetadata().entrySet()) {
			String value = entry.getValue();
			switch (entry.getKey()) {
				case ColumnRoles.DISTANCE -> {
					List<String> names = Arrays.stream(Distance.values())
						.filter((distance) -> distance != Distance.HAMMING)
						.map(Enum::name)
						.toList();
					require(names.contains(value), field, entry, "one of " + names);
				}
				case ColumnRoles.FULL_TEXT -> require(value.equals(ColumnRoles.ENGLISH), field, entry, "'english'");
				case ColumnRoles.PRIMARY_KEY -> checkKey(field, entry);
				case ColumnRoles.FUNCTION -> require(
						this.functions.aliases().contains(value)
								|| TableFunctions.definition(this.schema, field) != null,
						field, entry, "a function of this database, which are " + this.functions.aliases());
				case ColumnRoles.SOURCE ->
					require(names().contains(value), field, entry, "a column of the table, which are " + names());
				case ComputedColumns.EXPRESSION -> checkExpression(field, entry);
				default -> {
					if (entry.getKey().startsWith(ColumnRoles.SOURCE + ".")) {
						require(names().contains(entry.getValue()), field, entry,
								"a column of the table, which are " + names());
					}
				}
			}
		}
	}

	private void checkKey(Field field, Map.Entry<String, String> entry) {
		require(List.of("true", "false").contains(entry.getValue()), field, entry, "'true' or 'false'");
		require(entry.getValue().equals("false") || KeyTypes.arePrimary(field), field, entry,
				"on one of " + KeyTypes.PRIMARY);
	}

	private void checkExpression(Field field, Map.Entry<String, String> entry) {
		Schema others = new Schema(
				this.schema.getFields().stream().filter((other) -> !other.getName().equals(field.getName())).toList());
		try {
			ExpressionParser.parse(entry.getValue(), Map.of(), others);
		}
		catch (InvalidInputException ex) {
			throw new InvalidInputException(
					message(field, entry, "an expression on the other columns") + ". " + ex.getMessage(), ex);
		}
	}

	private List<String> names() {
		return this.schema.getFields().stream().map(Field::getName).toList();
	}

	private static void require(boolean isRight, Field field, Map.Entry<String, String> entry, String allowed) {
		if (!isRight) {
			throw new InvalidInputException(message(field, entry, allowed));
		}
	}

	private static String message(Field field, Map.Entry<String, String> entry, String allowed) {
		return "The field '" + field.getName() + "' has the metadata " + entry.getKey() + "='" + entry.getValue()
				+ "'; allowed is " + allowed;
	}

}
