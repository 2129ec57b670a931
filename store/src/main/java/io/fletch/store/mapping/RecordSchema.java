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
import io.fletch.store.record.RecordColumns;

/**
 * The fields of a type of records.
 */
final class RecordSchema {

	private static final Map<Class<?>, ArrowType> VECTORS = Map.of(float[].class,
			new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), double[].class,
			new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), byte[].class, new ArrowType.Int(8, false));

	private final Class<? extends Record> type;

	private final RecordColumns columns;

	private final @Nullable EmbeddingFunctionRegistry functions;

	private final int dimensions;

	private final @Nullable String defaultFunction;

	private final FieldMapper mapper;

	/**
	 * Maps a type of records.
	 * @param functions where vector fields find their functions, or {@code null} where
	 * the length of vectors does not matter
	 * @param dimensions the length of vectors that say none and that no function makes; 0
	 * if there is none
	 */
	RecordSchema(Class<? extends Record> type, @Nullable EmbeddingFunctionRegistry functions, int dimensions) {
		this(type, functions, dimensions, null);
	}

	/**
	 * Maps a type of records.
	 * @param defaultFunction the function of vector fields that name none; {@code null}
	 * for the default of the functions
	 */
	RecordSchema(Class<? extends Record> type, @Nullable EmbeddingFunctionRegistry functions, int dimensions,
			@Nullable String defaultFunction) {
		this.type = type;
		this.columns = RecordColumns.of(type);
		this.functions = functions;
		this.dimensions = dimensions;
		this.defaultFunction = defaultFunction;
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
		FieldMapping mapping = this.mapper.map(this.columns.name(component.getName()), component.getAnnotatedType());
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
		int dimensions = (vector.dimensions() != 0) ? vector.dimensions() : this.dimensions;
		boolean isMade = !vector.function().isEmpty() || vector.source().length > 0
				|| component.getType() == float[].class;
		List<String> sources = isMade ? sources(vector) : List.of();
		if (sources.isEmpty() && !vector.function().isEmpty()) {
			throw new UnmappableException("names an embedding function, but no component has @SourceField");
		}
		if (!sources.isEmpty()) {
			ColumnRoles.putSources(metadata, sources);
			if (this.functions != null) {
				dimensions = made(component, vector, this.functions, metadata);
			}
			else if (!vector.function().isEmpty()) {
				metadata.put(ColumnRoles.FUNCTION, vector.function());
			}
		}
		if (dimensions < 1) {
			throw new UnmappableException(
					"needs dimensions: @VectorField(dimensions = ...), or a component with @SourceField");
		}
		Field element = new Field("item", FieldType.notNullable(elementType), null);
		boolean isNullable = !sources.isEmpty() || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
		ArrowType vectorType = new ArrowType.FixedSizeList(dimensions);
		String name = this.columns.name(component.getName());
		if (!isSeveral) {
			return new Field(name, new FieldType(isNullable, vectorType, null, metadata), List.of(element));
		}
		Field item = new Field("item", FieldType.notNullable(vectorType), List.of(element));
		return new Field(name, new FieldType(isNullable, new ArrowType.List(), null, metadata), List.of(item));
	}

	private static Class<?> elements(RecordComponent component) {
		return (component.getGenericType() instanceof ParameterizedType list
				&& list.getActualTypeArguments()[0] instanceof Class<?> element) ? element : Object.class;
	}

	private int made(RecordComponent component, VectorField vector, EmbeddingFunctionRegistry functions,
			Map<String, String> metadata) {
		if (component.getType() != float[].class
				&& (component.getType() != List.class || elements(component) != float[].class)) {
			throw new UnmappableException(
					"names an embedding function, which makes float[] only, or List<float[]> if it makes several vectors");
		}
		String alias = vector.function().isEmpty() ? defaultFunction(functions) : vector.function();
		metadata.put(ColumnRoles.FUNCTION, alias);
		int made = functions.get(alias).dimensions();
		if (vector.dimensions() != 0 && vector.dimensions() != made) {
			throw new UnmappableException("has " + vector.dimensions() + " dimensions, but the function '" + alias
					+ "' makes vectors of " + made);
		}
		return made;
	}

	private String defaultFunction(EmbeddingFunctionRegistry functions) {
		return (this.defaultFunction != null) ? this.defaultFunction : functions.defaultAlias();
	}

	private List<String> sources(VectorField vector) {
		List<RecordComponent> components = Arrays.asList(this.type.getRecordComponents());
		if (vector.source().length > 0) {
			return Arrays.stream(vector.source()).map((name) -> requireSource(named(name, components))).toList();
		}
		List<RecordComponent> marked = components.stream()
			.filter((component) -> component.isAnnotationPresent(SourceField.class))
			.toList();
		if (marked.size() > 1) {
			throw new UnmappableException("can be made of each of "
					+ marked.stream().map(RecordComponent::getName).toList()
					+ ", which have @SourceField: choose one by @VectorField(source = ...), or several, which are "
					+ "joined");
		}
		return marked.stream().map(this::requireSource).toList();
	}

	private static RecordComponent named(String name, List<RecordComponent> components) {
		return components.stream()
			.filter((component) -> component.getName().equals(name))
			.findFirst()
			.orElseThrow(() -> new UnmappableException("is to be made of '" + name + "', which is no component"));
	}

	private String requireSource(RecordComponent component) {
		if (component.getType() != String.class && component.getType() != byte[].class) {
			throw new InvalidInputException("The component '" + component.getName() + "' of the record "
					+ this.type.getName() + " is the source of vectors (@SourceField), which is for String and, with a "
					+ "function for pictures, byte[] only");
		}
		return this.columns.name(component.getName());
	}

}
