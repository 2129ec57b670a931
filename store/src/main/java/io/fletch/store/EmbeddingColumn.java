package io.fletch.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.schema.VectorShape;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;

/**
 * A column of vectors that an embedding function makes of another column, for tables that
 * are created with a schema. Several columns can be made of one, and one of several.
 *
 * @param sources the names of the columns of texts, which are joined by spaces if there
 * are several; or, for functions that embed pictures, of their bytes or of texts that say
 * where they are
 * @param vector the name of the vector column, which is added if the schema lacks it
 * @param function the alias of the embedding function
 */
public record EmbeddingColumn(List<String> sources, String vector, String function) {

	private static final ArrowType FLOAT32 = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

	/**
	 * Checks that all is given.
	 * @param sources the names of the columns that the vectors are made of
	 * @param vector the name of the vector column
	 * @param function the alias of the embedding function
	 * @throws InvalidInputException if there is no source, or one comes twice
	 */
	public EmbeddingColumn {
		sources = List.copyOf(sources);
		if (sources.isEmpty() || Set.copyOf(sources).size() < sources.size()) {
			throw new InvalidInputException("The vectors of '" + vector + "' are to be made of " + sources
					+ ": name at least one column, and each once");
		}
		Objects.requireNonNull(vector, "vector");
		Objects.requireNonNull(function, "function");
	}

	/**
	 * Makes a column of one source.
	 * @param source the name of the column that the vectors are made of
	 * @param vector the name of the vector column
	 * @param function the alias of the embedding function
	 */
	public EmbeddingColumn(String source, String vector, String function) {
		this(List.of(Objects.requireNonNull(source, "source")), vector, function);
	}

	/**
	 * Lets a schema say what its vectors are made of.
	 * @param schema the schema of a new table
	 * @param functions where the function is
	 * @return the schema that says so, with a vector column in any case
	 * @throws InvalidInputException if the schema has no such source, its vector column
	 * holds other than float32 vectors of the function's length, or several a row where
	 * the function makes one
	 * @throws io.fletch.store.embedding.EmbeddingException if there is no such function
	 */
	public Schema in(Schema schema, EmbeddingFunctionRegistry functions) {
		Objects.requireNonNull(schema, "schema");
		Objects.requireNonNull(functions, "functions");
		List<String> names = schema.getFields().stream().map(Field::getName).toList();
		for (String source : this.sources) {
			if (!names.contains(source)) {
				throw new InvalidInputException("The vectors of '" + this.vector + "' are to be made of '" + source
						+ "', which is no column; the columns are " + names);
			}
		}
		EmbeddingFunction made = functions.get(this.function);
		int dimensions = made.dimensions();
		List<Field> fields = new ArrayList<>(schema.getFields());
		int position = names.indexOf(this.vector);
		if (position < 0) {
			fields.add(filled(made(dimensions)));
		}
		else {
			requireFits(fields.get(position), dimensions);
			fields.set(position, filled(fields.get(position)));
		}
		Schema filled = new Schema(fields, schema.getCustomMetadata());
		ColumnRoles.VectorColumn column = ColumnRoles.vectorAt(filled, (position < 0) ? names.size() : position);
		ColumnVectors.requireFits(filled, Objects.requireNonNull(column), made);
		return filled;
	}

	private Field made(int dimensions) {
		return new Field(this.vector, FieldType.nullable(new ArrowType.FixedSizeList(dimensions)),
				List.of(new Field("item", FieldType.notNullable(FLOAT32), null)));
	}

	private void requireFits(Field field, int dimensions) {
		VectorShape shape = VectorShape.of(field);
		if (shape == null || shape.dimensions() != dimensions || !shape.element().equals(FLOAT32)) {
			throw new InvalidInputException("The column '" + this.vector + "' has the type " + field.getType()
					+ ", but the function '" + this.function + "' makes vectors of " + dimensions
					+ " float32; give it that type, or leave it out to have it added");
		}
	}

	private Field filled(Field field) {
		Map<String, String> metadata = new HashMap<>(field.getMetadata());
		metadata.put(ColumnRoles.FUNCTION, this.function);
		ColumnRoles.putSources(metadata, this.sources);
		return new Field(field.getName(),
				new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
				field.getChildren());
	}

}
