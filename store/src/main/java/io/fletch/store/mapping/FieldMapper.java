package io.fletch.store.mapping;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.error.InvalidInputException;

/**
 * Finds the field for the type of a record's component.
 */
final class FieldMapper {

	static final Map<Class<?>, ArrowType> TYPES = Map.ofEntries(Map.entry(String.class, new ArrowType.Utf8()),
			Map.entry(UUID.class, new ArrowType.Utf8()), Map.entry(byte[].class, new ArrowType.Binary()),
			Map.entry(Blob.class, new ArrowType.LargeBinary()), Map.entry(boolean.class, new ArrowType.Bool()),
			Map.entry(Boolean.class, new ArrowType.Bool()), Map.entry(byte.class, new ArrowType.Int(8, true)),
			Map.entry(Byte.class, new ArrowType.Int(8, true)), Map.entry(short.class, new ArrowType.Int(16, true)),
			Map.entry(Short.class, new ArrowType.Int(16, true)), Map.entry(int.class, new ArrowType.Int(32, true)),
			Map.entry(Integer.class, new ArrowType.Int(32, true)), Map.entry(long.class, new ArrowType.Int(64, true)),
			Map.entry(Long.class, new ArrowType.Int(64, true)),
			Map.entry(BigInteger.class, new ArrowType.Int(64, false)),
			Map.entry(BigDecimal.class, new ArrowType.Decimal(38, 18, 128)),
			Map.entry(float.class, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
			Map.entry(Float.class, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
			Map.entry(double.class, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
			Map.entry(Double.class, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
			Map.entry(Instant.class, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
			Map.entry(LocalDateTime.class, new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
			Map.entry(LocalDate.class, new ArrowType.Date(DateUnit.DAY)),
			Map.entry(LocalTime.class, new ArrowType.Time(TimeUnit.NANOSECOND, 64)),
			Map.entry(Duration.class, new ArrowType.Duration(TimeUnit.MICROSECOND)));

	private final Set<Class<?>> enclosing = new LinkedHashSet<>();

	private int dictionaries;

	FieldMapper(Class<? extends Record> type) {
		this.enclosing.add(type);
	}

	FieldMapping map(String name, AnnotatedType type) {
		Class<?> raw = raw(type);
		if (type instanceof AnnotatedParameterizedType generic && raw == List.class) {
			return list(name, generic);
		}
		if (type instanceof AnnotatedParameterizedType generic && raw == Map.class) {
			return map(name, generic);
		}
		if (raw.isRecord()) {
			return struct(name, type, raw.asSubclass(Record.class));
		}
		if (raw.isEnum()) {
			return enumeration(name, type, raw);
		}
		ArrowType arrowType = TYPES.get(raw);
		if (arrowType == null) {
			throw new UnmappableException("has the type " + type.getType().getTypeName()
					+ ", which cannot be stored; String, byte[], boolean, byte, short, int, long, float, double, "
					+ "BigInteger, BigDecimal, Instant, LocalDate, LocalTime, LocalDateTime, Duration, UUID, Blob, "
					+ "enums, records, List, Map<String, ...> and, with @VectorField, float[], double[] and byte[] "
					+ "can. For Optional, use @Nullable");
		}
		Map<String, String> metadata = (raw == Blob.class) ? Map.of("fletch.blob", "true") : Map.of();
		return new FieldMapping(new Field(name, new FieldType(isNullable(type), arrowType, null, metadata), null),
				FieldMapping.AS_IT_IS, toJava(raw));
	}

	private static Class<?> raw(AnnotatedType type) {
		return switch (type.getType()) {
			case Class<?> plain -> plain;
			case ParameterizedType generic -> (Class<?>) generic.getRawType();
			default -> Object.class;
		};
	}

	private static boolean isNullable(AnnotatedType type) {
		return type.isAnnotationPresent(Nullable.class);
	}

	private static UnaryOperator<Object> toJava(Class<?> type) {
		if (type == byte.class || type == Byte.class) {
			return (value) -> ((Number) value).byteValue();
		}
		if (type == short.class || type == Short.class) {
			return (value) -> ((Number) value).shortValue();
		}
		return (type == UUID.class) ? (value) -> UUID.fromString((String) value) : FieldMapping.AS_IT_IS;
	}

	private FieldMapping enumeration(String name, AnnotatedType type, Class<?> raw) {
		Map<String, Object> constants = new LinkedHashMap<>();
		for (Object constant : raw.getEnumConstants()) {
			constants.put(((Enum<?>) constant).name(), constant);
		}
		DictionaryEncoding dictionary = new DictionaryEncoding(this.dictionaries++, false, new ArrowType.Int(32, true));
		Field field = new Field(name, new FieldType(isNullable(type), new ArrowType.Utf8(), dictionary), null);
		return new FieldMapping(field, (value) -> ((Enum<?>) value).name(), (value) -> {
			Object constant = constants.get(value);
			if (constant == null) {
				throw new InvalidInputException("The value '" + value + "' of the column '" + name
						+ "' is no constant of " + raw.getName() + "; its constants are " + constants.keySet());
			}
			return constant;
		});
	}

	private FieldMapping struct(String name, AnnotatedType type, Class<? extends Record> raw) {
		if (!this.enclosing.add(raw)) {
			throw new UnmappableException(
					"has the type " + raw.getName() + ", which contains itself; a table cannot nest without end");
		}
		RecordShape shape = RecordShape.of(raw, this);
		this.enclosing.remove(raw);
		Field field = new Field(name, new FieldType(isNullable(type), new ArrowType.Struct(), null), shape.fields());
		return new FieldMapping(field, shape::toMap, (value) -> shape.toRecord((Map<?, ?>) value));
	}

	private FieldMapping list(String name, AnnotatedParameterizedType type) {
		FieldMapping element = map("item", type.getAnnotatedActualTypeArguments()[0]);
		Field field = new Field(name, new FieldType(isNullable(type), new ArrowType.List(), null),
				List.of(element.field()));
		return new FieldMapping(field, elementwise(element.toStored()), elementwise(element.toJava()));
	}

	private static UnaryOperator<Object> elementwise(UnaryOperator<Object> conversion) {
		return (conversion == FieldMapping.AS_IT_IS) ? FieldMapping.AS_IT_IS : (value) -> {
			List<@Nullable Object> list = new ArrayList<>();
			for (Object element : (List<?>) value) {
				list.add((element != null) ? conversion.apply(element) : null);
			}
			return Collections.unmodifiableList(list);
		};
	}

	private FieldMapping map(String name, AnnotatedParameterizedType type) {
		AnnotatedType[] arguments = type.getAnnotatedActualTypeArguments();
		if (raw(arguments[0]) != String.class) {
			throw new UnmappableException("is a Map whose keys are no String; only Map<String, ...> can be stored");
		}
		FieldMapping value = map("value", arguments[1]);
		Field key = new Field("key", FieldType.notNullable(new ArrowType.Utf8()), null);
		Field entries = new Field("entries", FieldType.notNullable(new ArrowType.Struct()),
				List.of(key, value.field()));
		Field field = new Field(name, new FieldType(isNullable(type), new ArrowType.Map(false), null),
				List.of(entries));
		return new FieldMapping(field, valuewise(value.toStored()), valuewise(value.toJava()));
	}

	private static UnaryOperator<Object> valuewise(UnaryOperator<Object> conversion) {
		return (conversion == FieldMapping.AS_IT_IS) ? FieldMapping.AS_IT_IS : (value) -> {
			Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
			((Map<?, ?>) value).forEach((key, one) -> map.put(key, (one != null) ? conversion.apply(one) : null));
			return Collections.unmodifiableMap(map);
		};
	}

}
