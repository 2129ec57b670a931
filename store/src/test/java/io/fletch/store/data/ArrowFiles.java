package io.fletch.store.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.value.Numbers;
import io.fletch.store.io.Checksum;

/**
 * Arrow's own reader and writer, as oracles.
 */
final class ArrowFiles {

	private ArrowFiles() {
	}

	/**
	 * Reads a file, and brings what Arrow gives into our Java forms.
	 */
	static List<Object[]> read(Path file) throws IOException {
		List<Object[]> rows = new ArrayList<>();
		try (BufferAllocator allocator = new RootAllocator();
				FileChannel channel = FileChannel.open(file);
				ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
			VectorSchemaRoot root = reader.getVectorSchemaRoot();
			while (reader.loadNextBatch()) {
				for (int i = 0; i < root.getRowCount(); i++) {
					int row = i;
					rows.add(root.getFieldVectors()
						.stream()
						.map((vector) -> value(vector.getField(), vector.isNull(row) ? null : vector.getObject(row)))
						.toArray());
				}
			}
		}
		return rows;
	}

	/**
	 * Lets Arrow write what it read, in its own way.
	 */
	static void rewrite(Path source, Path target) throws IOException {
		try (BufferAllocator allocator = new RootAllocator();
				FileChannel in = FileChannel.open(source);
				FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
				ArrowFileReader reader = new ArrowFileReader(in, allocator)) {
			ArrowFileWriter writer = new ArrowFileWriter(reader.getVectorSchemaRoot(), null, out);
			writer.start();
			while (reader.loadNextBatch()) {
				writer.writeBatch();
			}
			writer.end();
		}
	}

	static DataFile dataFile(Path folder, String name) throws IOException {
		byte[] bytes = Files.readAllBytes(folder.resolve(name));
		return new DataFile(name, bytes.length, Checksum.of(MemorySegment.ofArray(bytes)));
	}

	private static Object value(Field field, Object value) {
		if (value == null) {
			return null;
		}
		List<Field> children = field.getChildren();
		return switch (field.getType()) {
			case ArrowType.Int type -> integer(type, value);
			case ArrowType.FloatingPoint type when type.getPrecision() == FloatingPointPrecision.HALF ->
				Float.float16ToFloat((Short) value);
			case ArrowType.Date type ->
				(value instanceof Integer day) ? LocalDate.ofEpochDay(day) : ((LocalDateTime) value).toLocalDate();
			case ArrowType.Time type -> time(type, value);
			case ArrowType.Timestamp type when type.getTimezone() != null -> instant((Long) value, type.getUnit());
			case ArrowType.Utf8 type -> value.toString();
			case ArrowType.LargeUtf8 type -> value.toString();
			case ArrowType.List type -> list(children.get(0), (List<?>) value);
			case ArrowType.LargeList type -> list(children.get(0), (List<?>) value);
			case ArrowType.FixedSizeList type -> ColumnType.of(field).coerce(list(children.get(0), (List<?>) value));
			case ArrowType.Struct type -> struct(children, (Map<?, ?>) value);
			case ArrowType.Map type -> map(children.get(0).getChildren(), (List<?>) value);
			default -> value;
		};
	}

	private static Object integer(ArrowType.Int type, Object value) {
		long number = (value instanceof Character letter) ? letter : ((Number) value).longValue();
		if (type.getBitWidth() == 64) {
			return type.getIsSigned() ? (Object) number : Numbers.unsigned(number);
		}
		long bits = type.getIsSigned() ? number : number & (1L << type.getBitWidth()) - 1;
		return (type.getBitWidth() == 32 && !type.getIsSigned()) ? (Object) bits : (int) bits;
	}

	private static LocalTime time(ArrowType.Time type, Object value) {
		if (value instanceof LocalDateTime time) {
			return time.toLocalTime();
		}
		return LocalTime
			.ofNanoOfDay(((Number) value).longValue() * (1_000_000_000L / RandomData.perSecond(type.getUnit())));
	}

	private static Instant instant(long count, TimeUnit unit) {
		long perSecond = RandomData.perSecond(unit);
		return Instant.ofEpochSecond(Math.floorDiv(count, perSecond),
				Math.floorMod(count, perSecond) * (1_000_000_000L / perSecond));
	}

	private static List<Object> list(Field element, List<?> values) {
		List<Object> list = new ArrayList<>();
		values.forEach((value) -> list.add(value(element, value)));
		return list;
	}

	private static Map<String, Object> struct(List<Field> children, Map<?, ?> values) {
		Map<String, Object> struct = new LinkedHashMap<>();
		children.forEach((child) -> struct.put(child.getName(), value(child, values.get(child.getName()))));
		return struct;
	}

	private static Map<Object, Object> map(List<Field> children, List<?> entries) {
		Map<Object, Object> map = new LinkedHashMap<>();
		for (Object entry : entries) {
			Map<?, ?> pair = (Map<?, ?>) entry;
			map.put(value(children.get(0), pair.get("key")), value(children.get(1), pair.get("value")));
		}
		return map;
	}

}
