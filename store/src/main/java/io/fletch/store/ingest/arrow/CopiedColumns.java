package io.fletch.store.ingest.arrow;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.ColumnBuffers;
import io.fletch.store.data.blob.Blob;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.error.InvalidInputException;

/**
 * Copies runs of columns, one behind the other, into the nodes and buffers of a record
 * batch, depth first. Values of one width, texts and vectors are copied run by run.
 */
final class CopiedColumns {

	private final Memory memory;

	private final List<Node> nodes = new ArrayList<>();

	CopiedColumns(Memory memory) {
		this.memory = memory;
	}

	List<Node> nodes() {
		return this.nodes;
	}

	void add(Field field, List<Run> runs) {
		int count = runs.stream().mapToInt(Run::count).reduce(0, Math::addExact);
		ArrowType type = field.getType();
		if (type instanceof ArrowType.Null) {
			this.nodes.add(new Node(count, count));
			return;
		}
		int nulls = nulls(runs);
		this.nodes.add(new Node(count, nulls));
		addValidity(runs, count, nulls);
		if (runs.stream().anyMatch((run) -> run.column() instanceof ColumnReader.Blobs)) {
			addBlobs(field, runs, count);
			return;
		}
		switch (Layout.of(field)) {
			case FIXED -> addFixed(runs, count, Layout.bitWidth(type));
			case VARIABLE, LARGE_VARIABLE -> addBytes(field, runs, count);
			case OFFSETS, LARGE_OFFSETS -> addLists(field, runs, count);
			case FIXED_LIST -> addVectors(field, runs, ((ArrowType.FixedSizeList) type).getListSize());
			case CHILDREN -> addStructs(field, runs);
			case NONE, VIEWS -> throw new IllegalStateException("No layout of ours: " + type);
		}
	}

	private static int nulls(List<Run> runs) {
		int nulls = 0;
		for (Run run : runs) {
			if (run.isAbsent()) {
				nulls += run.count();
				continue;
			}
			MemorySegment validity = validity(run);
			nulls += (validity.byteSize() > 0) ? run.count() - Bits.count(validity, run.from(), run.count()) : 0;
		}
		return nulls;
	}

	private static MemorySegment validity(Run run) {
		return ColumnBuffers.validity(run.column());
	}

	private void addValidity(List<Run> runs, int count, int nulls) {
		if (nulls == 0) {
			this.memory.allocate(0);
			return;
		}
		MemorySegment bits = this.memory.allocate(Bits.bytes(count)).fill((byte) 0);
		long position = 0;
		for (Run run : runs) {
			if (!run.isAbsent()) {
				MemorySegment validity = validity(run);
				if (validity.byteSize() > 0) {
					Bits.copy(validity, run.from(), bits, position, run.count());
				}
				else {
					Bits.fill(bits, position, run.count());
				}
			}
			position += run.count();
		}
	}

	private void addFixed(List<Run> runs, int count, int bitWidth) {
		MemorySegment values = this.memory.allocate(Bits.bytes((long) count * bitWidth));
		boolean bits = bitWidth == 1;
		if (bits || runs.stream().anyMatch(Run::isAbsent)) {
			values.fill((byte) 0);
		}
		long position = 0;
		for (Run run : runs) {
			if (!run.isAbsent()) {
				MemorySegment data = data(run);
				if (bits) {
					Bits.copy(data, run.from(), values, position, run.count());
				}
				else {
					long width = bitWidth / Byte.SIZE;
					MemorySegment.copy(data, run.from() * width, values, position * width, run.count() * width);
				}
			}
			position += run.count();
		}
	}

	private static MemorySegment data(Run run) {
		MemorySegment data = ColumnBuffers.of(run.column()).data();
		if (data == null) {
			throw new IllegalStateException("A column without values");
		}
		return data;
	}

	private void addBytes(Field field, List<Run> runs, int count) {
		MemorySegment bytes = this.memory.allocate(addOffsets(field, runs, count));
		long position = 0;
		for (Run run : runs) {
			if (!run.isAbsent() && run.count() > 0) {
				long from = start(run);
				MemorySegment.copy(data(run), from, bytes, position, end(run) - from);
				position += end(run) - from;
			}
		}
	}

	private static long start(Run run) {
		return ColumnBuffers.of(run.column()).offset(run.from());
	}

	private static long end(Run run) {
		return ColumnBuffers.of(run.column()).offset(run.from() + run.count());
	}

	/**
	 * Copies offsets, so that they begin at 0.
	 * @return the last offset
	 */
	private long addOffsets(Field field, List<Run> runs, int count) {
		boolean isLong = isLong(field);
		MemorySegment offsets = this.memory.allocate((count + 1L) * (isLong ? Long.BYTES : Integer.BYTES));
		put(offsets, isLong, 0, 0);
		long end = 0;
		int position = 1;
		for (Run run : runs) {
			if (run.isAbsent() || run.count() == 0) {
				for (int i = 0; i < run.count(); i++) {
					put(offsets, isLong, position++, end);
				}
				continue;
			}
			ColumnBuffers source = ColumnBuffers.of(run.column());
			long shift = end - source.offset(run.from());
			end = source.offset(run.from() + run.count()) + shift;
			requireFits(field, isLong, end);
			MemorySegment given = Objects.requireNonNull(source.offsets());
			for (int i = run.from() + 1; i <= run.from() + run.count(); i++) {
				long offset = source.hasLongOffsets() ? given.getAtIndex(LittleEndian.LONG, i)
						: given.getAtIndex(LittleEndian.INT, i);
				put(offsets, isLong, position++, offset + shift);
			}
		}
		return end;
	}

	private static boolean isLong(Field field) {
		Layout layout = Layout.of(field);
		return layout == Layout.LARGE_VARIABLE || layout == Layout.LARGE_OFFSETS;
	}

	private static void put(MemorySegment offsets, boolean isLong, int index, long offset) {
		if (isLong) {
			offsets.setAtIndex(LittleEndian.LONG, index, offset);
		}
		else {
			offsets.setAtIndex(LittleEndian.INT, index, (int) offset);
		}
	}

	private static void requireFits(Field field, boolean isLong, long end) {
		if (!isLong && end > Integer.MAX_VALUE) {
			throw new InvalidInputException("The column '" + field.getName() + "' holds " + end
					+ " bytes or elements, and one Arrow vector of its type at most 2 GiB; read it batch by batch");
		}
	}

	private void addBlobs(Field field, List<Run> runs, int count) {
		List<byte @Nullable []> values = new ArrayList<>(count);
		for (Run run : runs) {
			for (int row = run.from(); row < run.from() + run.count(); row++) {
				values.add((run.column().get(row) instanceof Blob blob) ? blob.bytes() : null);
			}
		}
		boolean isLong = isLong(field);
		MemorySegment offsets = this.memory.allocate((count + 1L) * (isLong ? Long.BYTES : Integer.BYTES));
		long end = 0;
		put(offsets, isLong, 0, 0);
		for (int i = 0; i < count; i++) {
			byte[] value = values.get(i);
			end += (value != null) ? value.length : 0;
			requireFits(field, isLong, end);
			put(offsets, isLong, i + 1, end);
		}
		MemorySegment bytes = this.memory.allocate(end);
		long position = 0;
		for (byte[] value : values) {
			if (value != null) {
				MemorySegment.copy(MemorySegment.ofArray(value), 0, bytes, position, value.length);
				position += value.length;
			}
		}
	}

	private void addLists(Field field, List<Run> runs, int count) {
		addOffsets(field, runs, count);
		Field child = field.getChildren().get(0);
		List<Run> elements = new ArrayList<>();
		for (Run run : runs) {
			if (!run.isAbsent() && run.count() > 0) {
				elements.add(new Run(run.column(), (int) start(run), (int) (end(run) - start(run))));
			}
		}
		if (field.getType() instanceof ArrowType.Map) {
			this.nodes.add(new Node(elements.stream().mapToInt(Run::count).sum(), 0));
			this.memory.allocate(0);
			for (int i = 0; i < child.getChildren().size(); i++) {
				add(child.getChildren().get(i), children(elements, i));
			}
			return;
		}
		add(child, children(elements, 0));
	}

	private void addVectors(Field field, List<Run> runs, int size) {
		List<Run> elements = runs.stream()
			.map((run) -> new Run(run.column(), Math.multiplyExact(run.from(), size),
					Math.multiplyExact(run.count(), size)))
			.toList();
		add(field.getChildren().get(0), children(elements, 0));
	}

	private void addStructs(Field field, List<Run> runs) {
		for (int i = 0; i < field.getChildren().size(); i++) {
			add(field.getChildren().get(i), children(runs, i));
		}
	}

	/**
	 * Returns runs of a child at the positions of runs of its parent.
	 */
	private static List<Run> children(List<Run> runs, int child) {
		return runs.stream()
			.map((run) -> run.isAbsent() ? run
					: new Run(ColumnBuffers.of(run.column()).children().get(child), run.from(), run.count()))
			.toList();
	}

	/**
	 * How many values a column has.
	 *
	 * @param length the number of values
	 * @param nulls how many of them are null
	 */
	record Node(int length, int nulls) {
	}

	/**
	 * Gives the buffers of a record batch, in order.
	 */
	@FunctionalInterface
	interface Memory {

		/**
		 * Gives the next buffer, whose contents are undefined.
		 */
		MemorySegment allocate(long bytes);

	}

}
