package io.fletch.store.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.record.RecordColumns;

/**
 * Infers the schema of rows that come without one. Every column can be null. A list
 * column whose name contains "vector" or "embedding" holds vectors of the commonest
 * length; if its elements are lists of numbers, several vectors a row.
 */
public final class SchemaInference {

	/** How many rows the inference looks at; later rows must fit what it found. */
	public static final int SAMPLE_ROWS = 1000;

	private static final int MICROSECOND_BITS = 64;

	private static final ArrowType FLOAT32 = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

	private final Map<String, InferredType> columns = new LinkedHashMap<>();

	private long row;

	private SchemaInference() {
	}

	/**
	 * Infers a schema.
	 * @param rows the first rows: maps by column name, or records
	 * @return the schema, its columns in the order in which they first occur
	 * @throws InvalidInputException if there are no rows, if a column has values of
	 * different types, or if it has none
	 */
	public static Schema infer(List<?> rows) {
		if (rows.isEmpty()) {
			throw new InvalidInputException(
					"No rows and no schema: the columns of a table are inferred from its first rows. "
							+ "Give at least one row, or a schema");
		}
		SchemaInference inference = new SchemaInference();
		rows.forEach(inference::add);
		return inference.schema();
	}

	private void add(@Nullable Object element) {
		switch (element) {
			case Map<?, ?> map -> map.forEach(this::add);
			case Record one -> add(one);
			case null, default -> throw NamedRows.notARow(this.row, element);
		}
		this.row++;
	}

	private void add(@Nullable Object name, @Nullable Object value) {
		if (!(name instanceof String text)) {
			throw new InvalidInputException(
					"Row " + this.row + " has the key " + name + "; the keys of a row are strings, its column names");
		}
		this.columns.computeIfAbsent(text, InferredType::new).add(this.row, value);
	}

	private void add(Record one) {
		RecordColumns record = RecordColumns.of(one.getClass());
		for (int i = 0; i < record.names().size(); i++) {
			int component = i;
			this.columns.computeIfAbsent(record.names().get(i), (name) -> {
				InferredType type = new InferredType(name);
				type.declare(record.types().get(component));
				return type;
			}).add(this.row, record.get(one, i));
		}
	}

	private Schema schema() {
		if (this.columns.isEmpty()) {
			throw new InvalidInputException("The first " + this.row + " rows have no columns; give a schema");
		}
		List<Field> fields = new ArrayList<>();
		this.columns.forEach((name, type) -> fields.add((type.kind() == InferredType.Kind.LIST && isVectorName(name))
				? vector(name, type) : field(name, type)));
		return new Schema(fields);
	}

	/**
	 * Tells whether a field is a list of numbers, or of lists of numbers, that holds
	 * vectors by its name.
	 */
	static boolean isVectorList(Field field) {
		return isVectorName(field.getName()) && field.getType() instanceof ArrowType.List
				&& (isNumberList(field) || isNumberList(field.getChildren().getFirst()));
	}

	private static boolean isNumberList(Field field) {
		return field.getType() instanceof ArrowType.List && switch (field.getChildren().getFirst().getType()) {
			case ArrowType.Int integer -> true;
			case ArrowType.FloatingPoint real -> true;
			default -> false;
		};
	}

	/**
	 * Makes vectors of the lists that hold them by their names.
	 * @param schema the schema of the rows
	 * @param sample the first rows
	 * @return the schema with vectors
	 */
	static Schema withVectors(Schema schema, Collection<List<@Nullable Object[]>> sample) {
		List<Field> fields = new ArrayList<>();
		for (int i = 0; i < schema.getFields().size(); i++) {
			Field field = schema.getFields().get(i);
			fields.add(isVectorList(field) ? vector(field, i, sample) : field);
		}
		return new Schema(fields, schema.getCustomMetadata());
	}

	private static Field vector(Field field, int position, Collection<List<@Nullable Object[]>> sample) {
		InferredType type = new InferredType(field.getName());
		long row = 0;
		for (List<@Nullable Object[]> batch : sample) {
			for (@Nullable
			Object[] values : batch) {
				type.add(row++, values[position]);
			}
		}
		if (!hasVectors(type)) {
			return field;
		}
		Field inferred = vector(field.getName(), type);
		return new Field(field.getName(),
				new FieldType(field.isNullable(), inferred.getType(), null, field.getMetadata()),
				inferred.getChildren());
	}

	/**
	 * Tells whether a list column of this name holds vectors.
	 */
	private static boolean isVectorName(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		return lower.contains("vector") || lower.contains("embedding");
	}

	private static Field vector(String name, InferredType type) {
		InferredType elements = type.elements();
		if (elements == null || !hasVectors(type)) {
			return field(name, type);
		}
		if (elements.kind() == InferredType.Kind.LIST) {
			return nullable(name, new ArrowType.List(), List.of(vector("item", elements.modalLength(), FLOAT32)));
		}
		boolean isBytes = elements.kind() == InferredType.Kind.INT && elements.isOnlyBytes();
		return vector(name, type.modalLength(), isBytes ? new ArrowType.Int(8, false) : FLOAT32);
	}

	private static Field vector(String name, int dimensions, ArrowType element) {
		return nullable(name, new ArrowType.FixedSizeList(dimensions), List.of(nullable("item", element, List.of())));
	}

	/**
	 * Tells whether lists have a length, and numbers; or lists of numbers that have one.
	 */
	private static boolean hasVectors(InferredType type) {
		InferredType elements = type.elements();
		if (elements != null && elements.kind() == InferredType.Kind.LIST) {
			return isNumbers(elements.elements()) && elements.modalLength() > 0;
		}
		return isNumbers(elements) && type.modalLength() > 0;
	}

	private static boolean isNumbers(@Nullable InferredType type) {
		return type != null && switch (type.kind()) {
			case INT, FLOAT32, FLOAT64, DECIMAL -> true;
			default -> false;
		};
	}

	private static Field field(String name, InferredType type) {
		return switch (type.kind()) {
			case STRUCT -> struct(name, type);
			case LIST -> list(name, type);
			case UNKNOWN -> throw new InvalidInputException("The type of the column '" + type.path()
					+ "' cannot be inferred: " + "it has no value in the first rows; give it one, or give a schema");
			default -> nullable(name, plain(type), List.of());
		};
	}

	private static Field struct(String name, InferredType type) {
		if (type.fields().isEmpty()) {
			throw new InvalidInputException("The type of the column '" + type.path()
					+ "' cannot be inferred: its maps are empty; give a schema");
		}
		List<Field> children = new ArrayList<>();
		type.fields().forEach((child, inferred) -> children.add(field(child, inferred)));
		return nullable(name, new ArrowType.Struct(), children);
	}

	private static Field list(String name, InferredType type) {
		InferredType elements = type.elements();
		if (elements == null || elements.kind() == InferredType.Kind.UNKNOWN) {
			throw new InvalidInputException("The type of the column '" + type.path()
					+ "' cannot be inferred: its lists are empty; give a schema");
		}
		return nullable(name, new ArrowType.List(), List.of(field("item", elements)));
	}

	private static ArrowType plain(InferredType type) {
		return switch (type.kind()) {
			case BOOL -> new ArrowType.Bool();
			case INT -> new ArrowType.Int(64, true);
			case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
			case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
			case DECIMAL -> new ArrowType.Decimal(InferredType.DECIMAL_DIGITS, type.scale(), 128);
			case TEXT -> new ArrowType.Utf8();
			case BINARY -> new ArrowType.Binary();
			case INSTANT -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
			case DATE_TIME -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
			case DATE -> new ArrowType.Date(DateUnit.DAY);
			case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, MICROSECOND_BITS);
			case DURATION -> new ArrowType.Duration(TimeUnit.MICROSECOND);
			case UNKNOWN, STRUCT, LIST -> throw new IllegalStateException("Not a plain type: " + type.kind());
		};
	}

	private static Field nullable(String name, ArrowType type, List<Field> children) {
		return new Field(name, FieldType.nullable(type), children);
	}

}
