package io.fletch.store.ingest.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts, bytes, lists, vectors, structs and maps of Arrow columns.
 */
final class VariableValues {

	/** Views hold up to so many bytes themselves. */
	private static final int INLINE_BYTES = 12;

	private VariableValues() {
	}

	static ColumnValues of(ArrowColumn column) {
		return switch (column.field().getType()) {
			case ArrowType.Utf8 text -> ColumnValues.nullable(column, slices(column, VariableValues::text));
			case ArrowType.LargeUtf8 text -> ColumnValues.nullable(column, largeSlices(column, VariableValues::text));
			case ArrowType.Utf8View text -> ColumnValues.nullable(column, views(column, VariableValues::text));
			case ArrowType.Binary binary -> ColumnValues.nullable(column, slices(column, VariableValues::bytes));
			case ArrowType.LargeBinary binary ->
				ColumnValues.nullable(column, largeSlices(column, VariableValues::bytes));
			case ArrowType.BinaryView binary -> ColumnValues.nullable(column, views(column, VariableValues::bytes));
			case ArrowType.FixedSizeList list -> VectorValues.of(column, list.getListSize());
			case ArrowType.Struct struct -> ColumnValues.nullable(column, structs(column));
			case ArrowType.Map map -> ColumnValues.nullable(column, maps(column));
			case ArrowType.LargeList list -> ColumnValues.nullable(column, largeLists(column));
			default -> ColumnValues.nullable(column, lists(column));
		};
	}

	private static Object text(MemorySegment bytes) {
		return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
	}

	private static Object bytes(MemorySegment bytes) {
		return bytes.toArray(ValueLayout.JAVA_BYTE);
	}

	private static IntFunction<Object> slices(ArrowColumn column, Function<MemorySegment, Object> form) {
		MemorySegment offsets = column.buffer(0);
		MemorySegment data = column.buffer(1);
		return (row) -> {
			int start = offsets.getAtIndex(LittleEndian.INT, row);
			return form.apply(data.asSlice(start, (long) offsets.getAtIndex(LittleEndian.INT, row + 1L) - start));
		};
	}

	private static IntFunction<Object> largeSlices(ArrowColumn column, Function<MemorySegment, Object> form) {
		MemorySegment offsets = column.buffer(0);
		MemorySegment data = column.buffer(1);
		return (row) -> {
			long start = offsets.getAtIndex(LittleEndian.LONG, row);
			return form.apply(data.asSlice(start, offsets.getAtIndex(LittleEndian.LONG, row + 1L) - start));
		};
	}

	private static IntFunction<Object> views(ArrowColumn column, Function<MemorySegment, Object> form) {
		MemorySegment views = column.buffer(0);
		return (row) -> {
			long at = (long) row * Layout.VIEW_BYTES;
			int length = views.get(LittleEndian.INT, at);
			if (length <= INLINE_BYTES) {
				return form.apply(views.asSlice(at + Integer.BYTES, length));
			}
			int buffer = views.get(LittleEndian.INT, at + 2 * Integer.BYTES);
			BatchReader.require(buffer >= 0 && buffer + 1 < column.buffers().size(), "a view of the buffer " + buffer);
			int offset = views.get(LittleEndian.INT, at + 3 * Integer.BYTES);
			return form.apply(column.buffer(buffer + 1).asSlice(offset, length));
		};
	}

	private static IntFunction<Object> lists(ArrowColumn column) {
		MemorySegment offsets = column.buffer(0);
		ColumnValues elements = ColumnValues.of(column.children().get(0));
		int end = column.children().get(0).length();
		return (row) -> list(elements, offsets.getAtIndex(LittleEndian.INT, row),
				offsets.getAtIndex(LittleEndian.INT, row + 1L), end);
	}

	private static IntFunction<Object> largeLists(ArrowColumn column) {
		MemorySegment offsets = column.buffer(0);
		ColumnValues elements = ColumnValues.of(column.children().get(0));
		int end = column.children().get(0).length();
		return (row) -> list(elements, offsets.getAtIndex(LittleEndian.LONG, row),
				offsets.getAtIndex(LittleEndian.LONG, row + 1L), end);
	}

	static List<@Nullable Object> list(ColumnValues elements, long from, long to, int end) {
		BatchReader.require(from >= 0 && from <= to && to <= end, "a list from " + from + " to " + to + " of " + end);
		List<@Nullable Object> list = new ArrayList<>((int) (to - from));
		for (int i = (int) from; i < to; i++) {
			list.add(elements.get(i));
		}
		return Collections.unmodifiableList(list);
	}

	private static IntFunction<Object> structs(ArrowColumn column) {
		List<String> names = column.children().stream().map((child) -> child.field().getName()).toList();
		List<ColumnValues> values = column.children().stream().map(ColumnValues::of).toList();
		return (row) -> {
			Map<String, @Nullable Object> struct = new LinkedHashMap<>();
			for (int i = 0; i < names.size(); i++) {
				struct.put(names.get(i), values.get(i).get(row));
			}
			return Collections.unmodifiableMap(struct);
		};
	}

	private static IntFunction<Object> maps(ArrowColumn column) {
		ArrowColumn entries = column.children().get(0);
		BatchReader.require(entries.children().size() == 2, "a map without keys and values");
		ColumnValues keys = ColumnValues.of(entries.children().get(0));
		ColumnValues values = ColumnValues.of(entries.children().get(1));
		MemorySegment offsets = column.buffer(0);
		return (row) -> {
			int from = offsets.getAtIndex(LittleEndian.INT, row);
			int to = offsets.getAtIndex(LittleEndian.INT, row + 1L);
			BatchReader.require(from >= 0 && from <= to && to <= entries.length(), "a map from " + from + " to " + to);
			Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
			for (int i = from; i < to; i++) {
				map.put(keys.get(i), values.get(i));
			}
			return Collections.unmodifiableMap(map);
		};
	}

}
