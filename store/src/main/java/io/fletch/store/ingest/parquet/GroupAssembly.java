package io.fletch.store.ingest.parquet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the values of the fields of a group, and hands them on when it ends. The
 * value of a repeated field is a list.
 */
final class GroupAssembly extends GroupConverter {

	private final GroupType type;

	private final Converter[] fields;

	private final Consumer<@Nullable Object[]> end;

	private @Nullable Object[] values = new @Nullable Object[0];

	GroupAssembly(GroupType type, Consumer<@Nullable Object[]> end) {
		this.type = type;
		this.end = end;
		this.fields = new Converter[type.getFieldCount()];
		for (int i = 0; i < this.fields.length; i++) {
			int position = i;
			Consumer<@Nullable Object> sink = isRepeated(i) ? (value) -> append(position, value)
					: (value) -> this.values[position] = value;
			this.fields[i] = converter(i, sink);
		}
	}

	private boolean isRepeated(int field) {
		return this.type.getType(field).isRepetition(Type.Repetition.REPEATED);
	}

	private Converter converter(int field, Consumer<@Nullable Object> sink) {
		Type child = this.type.getType(field);
		return switch (ParquetSchema.Shape.of(this.type)) {
			case MAP -> new GroupAssembly(child.asGroupType(), sink::accept);
			case LIST -> ParquetSchema.Shape.isElement(this.type, child) ? converter(child, sink)
					: new GroupAssembly(child.asGroupType(), (element) -> sink.accept(element[0]));
			case STRUCT -> converter(child, sink);
		};
	}

	private static Converter converter(Type type, Consumer<@Nullable Object> sink) {
		if (type.isPrimitive()) {
			return PrimitiveValues.of(type.asPrimitiveType(), sink);
		}
		GroupType group = type.asGroupType();
		return switch (ParquetSchema.Shape.of(group)) {
			case LIST -> new GroupAssembly(group, (values) -> sink.accept(values[0]));
			case MAP -> new GroupAssembly(group, (values) -> sink.accept(map(values[0])));
			case STRUCT -> new GroupAssembly(group, (values) -> sink.accept(struct(group, values)));
		};
	}

	private static Map<String, @Nullable Object> struct(GroupType type, @Nullable Object[] values) {
		Map<String, @Nullable Object> struct = new LinkedHashMap<>();
		for (int i = 0; i < values.length; i++) {
			struct.put(type.getFieldName(i), values[i]);
		}
		return Collections.unmodifiableMap(struct);
	}

	private static Map<@Nullable Object, @Nullable Object> map(@Nullable Object entries) {
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		if (entries instanceof List<?> list) {
			for (Object entry : list) {
				if (entry instanceof @Nullable Object[] pair) {
					map.put(pair[0], pair[1]);
				}
			}
		}
		return Collections.unmodifiableMap(map);
	}

	@SuppressWarnings("unchecked")
	private void append(int position, @Nullable Object value) {
		((List<@Nullable Object>) Objects.requireNonNull(this.values[position])).add(value);
	}

	@Override
	public Converter getConverter(int fieldIndex) {
		return this.fields[fieldIndex];
	}

	@Override
	public void start() {
		this.values = new @Nullable Object[this.fields.length];
		for (int i = 0; i < this.fields.length; i++) {
			if (isRepeated(i)) {
				this.values[i] = new ArrayList<>();
			}
		}
	}

	@Override
	public void end() {
		this.end.accept(this.values);
	}

}
