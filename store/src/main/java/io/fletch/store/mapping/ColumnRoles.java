package io.fletch.store.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.IntFunction;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.VectorShape;
import io.fletch.store.query.Distance;

/**
 * What the columns of a table are for, as the metadata of the schema's fields says it.
 *
 * @param vector the first column of float32 vectors, or {@code null} if there is none
 * @param made the columns of vectors that embedding functions fill
 * @param text the positions of the full-text columns
 */
public record ColumnRoles(@Nullable VectorColumn vector, List<VectorColumn> made, List<Integer> text) {

	/** Metadata of a schema: the embedding functions of its vector columns. */
	public static final String FUNCTIONS = "fletch.embedding.functions";

	/** Metadata of a vector field: the id of its function in those of the schema. */
	public static final String DEFINITION = "fletch.embedding.definition";

	/**
	 * Metadata of a vector field: the name of the column in whose place it will be, once
	 * all its vectors are made.
	 */
	public static final String REPLACES = "fletch.embedding.replaces";

	/** Metadata of a vector field: the alias of the function that fills it. */
	public static final String FUNCTION = "fletch.embedding.function";

	/** Metadata of a vector field: the name of the column it is computed from. */
	public static final String SOURCE = "fletch.embedding.source";

	/** Metadata of a vector field: the distance of searches. */
	public static final String DISTANCE = "fletch.distance";

	/** Metadata of a text field: the language of its full-text analysis. */
	public static final String FULL_TEXT = "fletch.full-text";

	/**
	 * Metadata of a field: {@code true} if it is the primary key, which is not enforced.
	 */
	public static final String PRIMARY_KEY = "fletch.primary-key";

	/** The only language so far. */
	public static final String ENGLISH = "english";

	private static final ArrowType FLOAT32 = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

	/**
	 * Reads the roles from a schema.
	 * @param schema the schema
	 * @return the roles of its columns
	 */
	public static ColumnRoles of(Schema schema) {
		VectorColumn vector = null;
		List<VectorColumn> made = new ArrayList<>();
		List<Integer> text = new ArrayList<>();
		List<Field> fields = schema.getFields();
		for (int i = 0; i < fields.size(); i++) {
			Field field = fields.get(i);
			if (field.getMetadata().containsKey(FULL_TEXT)) {
				text.add(i);
			}
			VectorShape shape = VectorShape.of(field);
			VectorColumn column = (shape != null) ? vector(i, field, shape, fields) : null;
			if (column == null) {
				continue;
			}
			if (vector == null && !column.shape().isSeveral() && column.shape().element().equals(FLOAT32)) {
				vector = column;
			}
			if (column.function() != null) {
				made.add(column);
			}
		}
		return new ColumnRoles(vector, List.copyOf(made), List.copyOf(text));
	}

	/**
	 * Returns the column that a question in words, or a picture, is compared with unless
	 * another is chosen.
	 * @return the first column that an embedding function fills, else the first of
	 * float32 vectors, or {@code null} if there is none
	 */
	public @Nullable VectorColumn asked() {
		return this.made.isEmpty() ? this.vector : this.made.getFirst();
	}

	/**
	 * Returns what a column is for.
	 * @param schema the schema
	 * @param position the position of the column
	 * @return its role, or {@code null} if it has no vectors that can be compared
	 */
	public static @Nullable VectorColumn vectorAt(Schema schema, int position) {
		Field field = schema.getFields().get(position);
		VectorShape shape = VectorShape.of(field);
		return (shape != null) ? vector(position, field, shape, schema.getFields()) : null;
	}

	/**
	 * Returns what searches of a column measure if they do not say it.
	 * @param field the column
	 * @return what its metadata says, else cosine for rows of several vectors, L2 for all
	 * others
	 */
	public static Distance distance(Field field) {
		Distance usual = VectorShape.isSeveral(field) ? Distance.COSINE : Distance.L2;
		return Distance.valueOf(field.getMetadata().getOrDefault(DISTANCE, usual.name()));
	}

	private static VectorColumn vector(int position, Field field, VectorShape shape, List<Field> fields) {
		List<String> names = fields.stream().map(Field::getName).toList();
		List<Integer> sources = sources(field).stream().map(names::indexOf).toList();
		boolean isMade = !sources.isEmpty() && !sources.contains(-1);
		return new VectorColumn(position, shape, distance(field), isMade ? field.getMetadata().get(FUNCTION) : null,
				isMade ? sources : List.of());
	}

	/**
	 * Returns the names of the columns that the vectors of a column are made of.
	 * @param field the column
	 * @return the names in order, none if it does not say
	 */
	public static List<String> sources(Field field) {
		List<String> sources = new ArrayList<>();
		String source = field.getMetadata().get(SOURCE);
		while (source != null) {
			sources.add(source);
			source = field.getMetadata().get(SOURCE + "." + (sources.size() + 1));
		}
		return sources;
	}

	/**
	 * Writes the names of the columns that vectors are made of.
	 * @param metadata the metadata of the column of vectors, which is changed
	 * @param sources the names in order
	 */
	public static void putSources(Map<String, String> metadata, List<String> sources) {
		metadata.keySet().removeIf((key) -> key.equals(SOURCE) || key.startsWith(SOURCE + "."));
		for (int i = 0; i < sources.size(); i++) {
			metadata.put((i == 0) ? SOURCE : SOURCE + "." + (i + 1), sources.get(i));
		}
	}

	/**
	 * A vector column.
	 *
	 * @param position its position in the schema
	 * @param shape what its vectors are like
	 * @param distance the distance of searches
	 * @param function the alias of the embedding function, or {@code null} for none
	 * @param sources the positions of the columns that the function reads; of several,
	 * their texts are joined by spaces
	 */
	public record VectorColumn(int position, VectorShape shape, Distance distance, @Nullable String function,
			List<Integer> sources) {

		/**
		 * Returns what the vector of a row is made of.
		 * @param values the values of the row by the positions of their columns
		 * @return the value of the only source, or the texts of several that are neither
		 * null nor blank, joined; {@code null} if there is none
		 */
		public @Nullable Object source(IntFunction<@Nullable Object> values) {
			if (this.sources.size() == 1) {
				return values.apply(this.sources.getFirst());
			}
			StringJoiner texts = new StringJoiner(" ");
			texts.setEmptyValue("");
			for (int position : this.sources) {
				if (values.apply(position) instanceof String part && !part.isBlank()) {
					texts.add(part);
				}
			}
			return (texts.length() > 0) ? texts.toString() : null;
		}

		/**
		 * Returns the length of its vectors.
		 * @return the number of dimensions
		 */
		public int dimensions() {
			return this.shape.dimensions();
		}

	}

}
