package io.fletch.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;

/**
 * A column of vectors that an embedding function makes of a text, for tables that are
 * created with a schema.
 *
 * @param source the name of the text column
 * @param vector the name of the vector column, which is added if the schema lacks it
 * @param function the alias of the embedding function
 */
public record EmbeddingColumn(String source, String vector, String function) {

	private static final ArrowType FLOAT32 = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

	/**
	 * Checks that all is given.
	 */
	public EmbeddingColumn {
		Objects.requireNonNull(source, "source");
		Objects.requireNonNull(vector, "vector");
		Objects.requireNonNull(function, "function");
	}

	/**
	 * Lets a schema say that its vectors are made of its texts.
	 * @param schema the schema of a new table
	 * @param functions where the function is
	 * @return the schema that says so, with a vector column in any case
	 * @throws InvalidInputException if the schema has no such text column, its vector
	 * column holds other than float32 vectors of the function's length, or there is no
	 * such function
	 */
	public Schema in(Schema schema, EmbeddingFunctionRegistry functions) {
		Objects.requireNonNull(schema, "schema");
		Objects.requireNonNull(functions, "functions");
		List<String> names = schema.getFields().stream().map(Field::getName).toList();
		int text = names.indexOf(this.source);
		if (text < 0 || !(schema.getFields().get(text).getType() instanceof ArrowType.Utf8)) {
			throw new InvalidInputException("The vectors of '" + this.vector + "' are to be made of '" + this.source
					+ "', which is no column of text (utf8); the columns are " + names);
		}
		int dimensions = functions.get(this.function).dimensions();
		List<Field> fields = new ArrayList<>(schema.getFields());
		int position = names.indexOf(this.vector);
		if (position < 0) {
			fields.add(filled(made(dimensions)));
		}
		else {
			requireFits(fields.get(position), dimensions);
			fields.set(position, filled(fields.get(position)));
		}
		return new Schema(fields, schema.getCustomMetadata());
	}

	private Field made(int dimensions) {
		return new Field(this.vector, FieldType.nullable(new ArrowType.FixedSizeList(dimensions)),
				List.of(new Field("item", FieldType.notNullable(FLOAT32), null)));
	}

	private void requireFits(Field field, int dimensions) {
		boolean fits = field.getType() instanceof ArrowType.FixedSizeList list && list.getListSize() == dimensions
				&& field.getChildren().getFirst().getType().equals(FLOAT32);
		if (!fits) {
			throw new InvalidInputException("The column '" + this.vector + "' has the type " + field.getType()
					+ ", but the function '" + this.function + "' makes vectors of " + dimensions
					+ " float32; give it that type, or leave it out to have it added");
		}
	}

	private Field filled(Field field) {
		Map<String, String> metadata = new HashMap<>(field.getMetadata());
		metadata.put(ColumnRoles.FUNCTION, this.function);
		metadata.put(ColumnRoles.SOURCE, this.source);
		return new Field(field.getName(),
				new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
				field.getChildren());
	}

}
