package io.fletch.store.mapping;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;

/**
 * The Arrow schema of a type of records.
 */
final class RecordSchema {

	private static final Map<Class<?>, ArrowType> TYPES = Map.ofEntries(Map.entry(String.class, new ArrowType.Utf8()),
			Map.entry(byte[].class, new ArrowType.Binary()), Map.entry(boolean.class, new ArrowType.Bool()),
			Map.entry(Boolean.class, new ArrowType.Bool()), Map.entry(int.class, new ArrowType.Int(32, true)),
			Map.entry(Integer.class, new ArrowType.Int(32, true)), Map.entry(long.class, new ArrowType.Int(64, true)),
			Map.entry(Long.class, new ArrowType.Int(64, true)),
			Map.entry(float.class, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
			Map.entry(Float.class, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
			Map.entry(double.class, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
			Map.entry(Double.class, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
			Map.entry(Instant.class, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")));

	private final Class<? extends Record> type;

	private final EmbeddingFunctionRegistry functions;

	RecordSchema(Class<? extends Record> type, EmbeddingFunctionRegistry functions) {
		this.type = type;
		this.functions = functions;
	}

	Schema schema() {
		List<Field> fields = new ArrayList<>();
		for (RecordComponent component : this.type.getRecordComponents()) {
			fields.add(field(component));
		}
		if (fields.isEmpty()) {
			throw new InvalidInputException("The record " + this.type.getName() + " has no components");
		}
		return new Schema(fields);
	}

	private Field field(RecordComponent component) {
		VectorField vector = component.getAnnotation(VectorField.class);
		if (vector != null) {
			return vectorField(component, vector);
		}
		Map<String, String> metadata = new HashMap<>();
		if (component.isAnnotationPresent(FullText.class)) {
			if (component.getType() != String.class) {
				throw invalid(component, "has @FullText, which is for String only");
			}
			metadata.put(ColumnRoles.FULL_TEXT, ColumnRoles.ENGLISH);
		}
		if (isListOfText(component)) {
			Field element = new Field("item", FieldType.notNullable(new ArrowType.Utf8()), null);
			return new Field(component.getName(),
					new FieldType(isNullable(component), new ArrowType.List(), null, metadata), List.of(element));
		}
		ArrowType arrowType = TYPES.get(component.getType());
		if (arrowType == null) {
			throw invalid(component,
					"has the type " + component.getGenericType().getTypeName()
							+ ", which cannot be stored; String, byte[], boolean, int, long, float, double, Instant, "
							+ "List<String> and, with @VectorField, float[] can. For Optional, use @Nullable");
		}
		return new Field(component.getName(), new FieldType(isNullable(component), arrowType, null, metadata), null);
	}

	private Field vectorField(RecordComponent component, VectorField vector) {
		if (component.getType() != float[].class) {
			throw invalid(component, "has @VectorField, which is for float[] only");
		}
		Map<String, String> metadata = new HashMap<>();
		metadata.put(ColumnRoles.DISTANCE, vector.distance().name());
		int dimensions = vector.dimensions();
		String source = source();
		if (source == null && !vector.function().isEmpty()) {
			throw invalid(component, "names an embedding function, but no component has @SourceField");
		}
		if (source != null) {
			String alias = vector.function().isEmpty() ? this.functions.defaultAlias() : vector.function();
			metadata.put(ColumnRoles.FUNCTION, alias);
			metadata.put(ColumnRoles.SOURCE, source);
			int made = this.functions.get(alias).dimensions();
			if (dimensions != 0 && dimensions != made) {
				throw invalid(component,
						"has " + dimensions + " dimensions, but the function '" + alias + "' makes vectors of " + made);
			}
			dimensions = made;
		}
		if (dimensions < 1) {
			throw invalid(component,
					"needs dimensions: @VectorField(dimensions = ...), or a component with @SourceField");
		}
		Field element = new Field("item",
				FieldType.notNullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)), null);
		return new Field(component.getName(), new FieldType(isNullable(component) || source != null,
				new ArrowType.FixedSizeList(dimensions), null, metadata), List.of(element));
	}

	private @Nullable String source() {
		return Arrays.stream(this.type.getRecordComponents())
			.filter((component) -> component.isAnnotationPresent(SourceField.class))
			.map((component) -> {
				if (component.getType() != String.class) {
					throw invalid(component, "has @SourceField, which is for String only");
				}
				return component.getName();
			})
			.findFirst()
			.orElse(null);
	}

	private static boolean isListOfText(RecordComponent component) {
		return component.getGenericType() instanceof ParameterizedType list && list.getRawType() == List.class
				&& list.getActualTypeArguments()[0] == String.class;
	}

	private static boolean isNullable(RecordComponent component) {
		return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
	}

	private InvalidInputException invalid(RecordComponent component, String what) {
		return new InvalidInputException(
				"The component '" + component.getName() + "' of the record " + this.type.getName() + " " + what);
	}

	/**
	 * Describes the type of the column that a component needs, so that it can be compared
	 * with {@link #describe(Field)}. Vectors may have any length: the table decides.
	 */
	static String describe(RecordComponent component) {
		if (component.isAnnotationPresent(VectorField.class)) {
			return "vector";
		}
		String name = isListOfText(component) ? "List" : String.valueOf(TYPES.get(component.getType()));
		return name + (isNullable(component) ? "" : " not null");
	}

	static String describe(Field field) {
		if (field.getType() instanceof ArrowType.FixedSizeList) {
			return "vector";
		}
		String name = (field.getType() instanceof ArrowType.List) ? "List" : field.getType().toString();
		return name + (field.isNullable() ? "" : " not null");
	}

	/**
	 * Returns what stands for a value that is not there.
	 */
	static @Nullable Object absent(Class<?> type) {
		if (type == boolean.class) {
			return Boolean.FALSE;
		}
		if (type == int.class) {
			return 0;
		}
		if (type == long.class) {
			return 0L;
		}
		if (type == float.class) {
			return 0F;
		}
		return (type == double.class) ? (Object) 0D : null;
	}

}
