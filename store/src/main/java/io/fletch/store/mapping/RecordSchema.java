package io.fletch.store.mapping;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.KeyTypes;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.InvalidInputException;

/**
 * The fields of a type of records.
 */
final class RecordSchema {

	private static final Map<Class<?>, ArrowType> VECTORS = Map.of(float[].class,
			new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), double[].class,
			new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), byte[].class, new ArrowType.Int(8, false));

	private final Class<? extends Record> type;

	private final @Nullable EmbeddingFunctionRegistry functions;

	private final FieldMapper mapper;

	/**
	 * Maps a type of records.
	 * @param functions where vector fields find their functions, or {@code null} where
	 * the length of vectors does not matter
	 */
	RecordSchema(Class<? extends Record> type, @Nullable EmbeddingFunctionRegistry functions) {
		this.type = type;
		this.functions = functions;
		this.mapper = new FieldMapper(type);
	}

	List<FieldMapping> mappings() {
		requireOneId();
		return RecordShape.map(this.type, this::mapping);
	}

	private void requireOneId() {
		List<String> ids = Arrays.stream(this.type.getRecordComponents())
			.filter((component) -> component.isAnnotationPresent(Id.class))
			.map(RecordComponent::getName)
			.toList();
		if (ids.size() > 1) {
			throw new InvalidInputException("The components " + ids + " of the record " + this.type.getName()
					+ " have @Id, which one can have; name several keys in mergeInsert(...) instead");
		}
	}

	private FieldMapping mapping(RecordComponent component) {
		VectorField vector = component.getAnnotation(VectorField.class);
		if (vector != null) {
			return FieldMapping.of(vectorField(component, vector));
		}
		FieldMapping mapping = this.mapper.map(component.getName(), component.getAnnotatedType());
		if (component.isAnnotationPresent(FullText.class)) {
			mapping = mapping.with(fullText(component, mapping.field()));
		}
		return component.isAnnotationPresent(Id.class) ? mapping.with(id(mapping.field())) : mapping;
	}

	private static Field id(Field field) {
		if (!KeyTypes.arePrimary(field)) {
			throw new UnmappableException("has @Id, which is for " + KeyTypes.PRIMARY + " only");
		}
		Map<String, String> metadata = new HashMap<>(field.getMetadata());
		metadata.put(ColumnRoles.PRIMARY_KEY, "true");
		return new Field(field.getName(),
				new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
				field.getChildren());
	}

	private static Field fullText(RecordComponent component, Field field) {
		if (component.getType() != String.class) {
			throw new UnmappableException("has @FullText, which is for String only");
		}
		return new Field(field.getName(), new FieldType(field.isNullable(), field.getType(), null,
				Map.of(ColumnRoles.FULL_TEXT, ColumnRoles.ENGLISH)), null);
	}

	private Field vectorField(RecordComponent component, VectorField vector) {
		boolean isSeveral = component.getType() == List.class;
		ArrowType elementType = VECTORS.get(isSeveral ? elements(component) : component.getType());
		if (elementType == null || isSeveral && elementType instanceof ArrowType.Int) {
			throw new UnmappableException("has @VectorField, which is for float[], double[] and byte[], and for "
					+ "List<float[]> and List<double[]> only");
		}
		Map<String, String> metadata = new HashMap<>();
		metadata.put(ColumnRoles.DISTANCE, vector.distance().name());
		int dimensions = Math.max(vector.dimensions(), (this.functions != null) ? 0 : 1);
		boolean isMade = !vector.function().isEmpty() || !vector.source().isEmpty()
				|| component.getType() == float[].class;
		String source = isMade ? source(vector) : null;
		if (source == null && !vector.function().isEmpty()) {
			throw new UnmappableException("names an embedding function, but no component has @SourceField");
		}
		if (source != null && this.functions != null) {
			dimensions = made(component, vector, this.functions, source, metadata);
		}
		if (dimensions < 1) {
			throw new UnmappableException(
					"needs dimensions: @VectorField(dimensions = ...), or a component with @SourceField");
		}
		Field element = new Field("item", FieldType.notNullable(elementType), null);
		boolean isNullable = source != null || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
		ArrowType vectorType = new ArrowType.FixedSizeList(dimensions);
		if (!isSeveral) {
			return new Field(component.getName(), new FieldType(isNullable, vectorType, null, metadata),
					List.of(element));
		}
		Field item = new Field("item", FieldType.notNullable(vectorType), List.of(element));
		return new Field(component.getName(), new FieldType(isNullable, new ArrowType.List(), null, metadata),
				List.of(item));
	}

	private static Class<?> elements(RecordComponent component) {
		return (component.getGenericType() instanceof ParameterizedType list
				&& list.getActualTypeArguments()[0] instanceof Class<?> element) ? element : Object.class;
	}

	private static int made(RecordComponent component, VectorField vector, EmbeddingFunctionRegistry functions,
			String source, Map<String, String> metadata) {
		if (component.getType() != float[].class
				&& (component.getType() != List.class || elements(component) != float[].class)) {
			throw new UnmappableException(
					"names an embedding function, which makes float[] only, or List<float[]> if it makes several vectors");
		}
		String alias = vector.function().isEmpty() ? functions.defaultAlias() : vector.function();
		metadata.put(ColumnRoles.FUNCTION, alias);
		metadata.put(ColumnRoles.SOURCE, source);
		int made = functions.get(alias).dimensions();
		if (vector.dimensions() != 0 && vector.dimensions() != made) {
			throw new UnmappableException("has " + vector.dimensions() + " dimensions, but the function '" + alias
					+ "' makes vectors of " + made);
		}
		return made;
	}

	private @Nullable String source(VectorField vector) {
		List<RecordComponent> sources = Arrays.stream(this.type.getRecordComponents())
			.filter((component) -> vector.source().isEmpty() ? component.isAnnotationPresent(SourceField.class)
					: component.getName().equals(vector.source()))
			.toList();
		if (sources.size() > 1) {
			throw new UnmappableException(
					"can be made of each of " + sources.stream().map(RecordComponent::getName).toList()
							+ ", which have @SourceField: choose one by @VectorField(source = ...)");
		}
		if (sources.isEmpty() && !vector.source().isEmpty()) {
			throw new UnmappableException("is to be made of '" + vector.source() + "', which is no component");
		}
		return sources.isEmpty() ? null : requireSource(sources.getFirst());
	}

	private String requireSource(RecordComponent component) {
		if (component.getType() != String.class && component.getType() != byte[].class) {
			throw new InvalidInputException("The component '" + component.getName() + "' of the record "
					+ this.type.getName() + " is the source of vectors (@SourceField), which is for String and, with a "
					+ "function for pictures, byte[] only");
		}
		return component.getName();
	}

}
