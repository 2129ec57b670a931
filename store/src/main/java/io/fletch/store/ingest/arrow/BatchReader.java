package io.fletch.store.ingest.arrow;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * Deals the nodes and buffers of a record batch out to its columns, depth first, each
 * checked against what its column needs.
 */
final class BatchReader {

	private final Parts parts;

	private final Map<Long, ColumnValues> dictionaries;

	private int nextNode;

	private int nextBuffer;

	private int nextVariadic;

	BatchReader(Parts parts, Map<Long, ColumnValues> dictionaries) {
		this.parts = parts;
		this.dictionaries = dictionaries;
	}

	List<ArrowColumn> columns(List<Field> fields, int rows) {
		List<ArrowColumn> columns = new ArrayList<>();
		for (Field field : fields) {
			columns.add(column(field, rows));
		}
		return columns;
	}

	private ArrowColumn column(Field field, int atLeast) {
		require(this.nextNode < this.parts.nodes().size(), "too few nodes");
		long declared = this.parts.nodes().get(this.nextNode++);
		require(declared >= atLeast && declared < Integer.MAX_VALUE,
				"the column '" + field.getName() + "' has " + declared + " values, not " + atLeast);
		int length = (int) declared;
		DictionaryEncoding encoding = field.getDictionary();
		if (encoding != null) {
			ColumnValues values = present(this.dictionaries.get(encoding.getId()),
					"the dictionary " + encoding.getId() + " is missing");
			MemorySegment validity = validity(length);
			MemorySegment indexes = buffer((long) length * encoding.getIndexType().getBitWidth() / Byte.SIZE);
			return new ArrowColumn(field, length, validity, List.of(indexes), List.of(), values);
		}
		return plain(field, length);
	}

	private ArrowColumn plain(Field field, int length) {
		ArrowType type = field.getType();
		Layout layout = Layout.of(field);
		MemorySegment validity = (layout == Layout.NONE) ? MemorySegment.NULL : validity(length);
		List<MemorySegment> buffers = new ArrayList<>();
		long inner = switch (layout) {
			case NONE, CHILDREN -> length;
			case FIXED -> {
				buffers.add(buffer(Bits.bytes((long) length * Layout.bitWidth(type))));
				yield 0;
			}
			case VARIABLE -> {
				buffers.add(offsets(length, Integer.BYTES));
				buffers.add(buffer(0));
				yield 0;
			}
			case LARGE_VARIABLE -> {
				buffers.add(offsets(length, Long.BYTES));
				buffers.add(buffer(0));
				yield 0;
			}
			case VIEWS -> {
				buffers.add(buffer((long) length * Layout.VIEW_BYTES));
				for (long i = variadic(); i > 0; i--) {
					buffers.add(buffer(0));
				}
				yield 0;
			}
			case OFFSETS -> {
				buffers.add(offsets(length, Integer.BYTES));
				yield 0;
			}
			case LARGE_OFFSETS -> {
				buffers.add(offsets(length, Long.BYTES));
				yield 0;
			}
			case FIXED_LIST -> (long) length * ((ArrowType.FixedSizeList) type).getListSize();
		};
		require(inner < Integer.MAX_VALUE, "a list of " + inner + " elements");
		List<ArrowColumn> children = new ArrayList<>();
		for (Field child : field.getChildren()) {
			children.add(column(child, (int) inner));
		}
		return new ArrowColumn(field, length, validity, buffers, children, null);
	}

	private MemorySegment validity(int length) {
		require(this.nextBuffer < this.parts.buffers().size(), "too few buffers");
		boolean absent = this.parts.buffers().get(this.nextBuffer).byteSize() == 0;
		return buffer(absent ? 0 : Bits.bytes(length));
	}

	private MemorySegment offsets(int length, int width) {
		// Without values some writers leave the offsets out.
		return buffer((length > 0) ? (length + 1L) * width : 0);
	}

	private MemorySegment buffer(long atLeast) {
		require(this.nextBuffer < this.parts.buffers().size(), "too few buffers");
		MemorySegment buffer = this.parts.buffers().get(this.nextBuffer++);
		require(buffer.byteSize() >= atLeast, "a buffer of " + buffer.byteSize() + " bytes instead of " + atLeast);
		return buffer;
	}

	private long variadic() {
		require(this.nextVariadic < this.parts.variadicCounts().size(), "too few counts of buffers");
		return this.parts.variadicCounts().get(this.nextVariadic++);
	}

	static <T> T present(@Nullable T part, String what) {
		if (part == null) {
			throw new InvalidInputException("The Arrow data is damaged: " + what);
		}
		return part;
	}

	static void require(boolean condition, String what) {
		if (!condition) {
			throw new InvalidInputException("The Arrow data is damaged: " + what);
		}
	}

	/**
	 * What a record batch consists of.
	 *
	 * @param nodes the number of values of each column, depth first
	 * @param buffers the buffers, depth first
	 * @param variadicCounts the number of data buffers of each column of views
	 */
	record Parts(List<Long> nodes, List<MemorySegment> buffers, List<Long> variadicCounts) {
	}

}
