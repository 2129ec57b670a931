package io.fletch.benchmarks.search;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.data.buffer.Validity;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.column.FixedWidthType;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.index.IndexRows;
import io.fletch.store.index.vector.VectorSource;
import io.fletch.store.index.vector.VectorSpace;

/**
 * The vectors of a file in the fvecs format: each an int32 that tells how many, and so
 * many float32.
 */
final class VectorFile implements IndexRows, VectorSource {

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final FixedWidthType FLOAT = (FixedWidthType) ColumnType
		.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)));

	private final int count;

	private final ColumnReader.Vectors vectors;

	private VectorFile(int count, ColumnReader.Vectors vectors) {
		this.count = count;
		this.vectors = vectors;
	}

	/**
	 * Reads a file.
	 */
	static VectorFile read(Path path) throws IOException {
		try (FileChannel channel = FileChannel.open(path); Arena arena = Arena.ofConfined()) {
			MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
			int dimensions = file.get(INT, 0);
			long length = (long) dimensions * Float.BYTES;
			int count = (int) (file.byteSize() / (length + Integer.BYTES));
			MemorySegment data = Arena.ofAuto().allocate(count * length, Long.BYTES * Byte.SIZE);
			for (int i = 0; i < count; i++) {
				MemorySegment.copy(file, i * (length + Integer.BYTES) + Integer.BYTES, data, i * length, length);
			}
			Validity all = new Validity(MemorySegment.NULL);
			return new VectorFile(count,
					new ColumnReader.Vectors(all, new ColumnReader.FixedWidth(all, data, FLOAT), dimensions));
		}
	}

	/**
	 * Reads a file of int32 in the same format.
	 */
	static int[][] readNumbers(Path path) throws IOException {
		VectorFile file = read(path);
		int[][] numbers = new int[file.count][];
		for (int i = 0; i < numbers.length; i++) {
			long length = (long) file.dimensions() * Integer.BYTES;
			numbers[i] = file.vectors.data().asSlice(i * length, length).toArray(INT);
		}
		return numbers;
	}

	int dimensions() {
		return this.vectors.dimensions();
	}

	float[] vector(int row) {
		return (float[]) this.vectors.value(row);
	}

	@Override
	public int count() {
		return this.count;
	}

	@Override
	public Iterable<Piece> pieces() {
		BitSet live = new BitSet(this.count);
		live.set(0, this.count);
		return List.of(new Piece(List.of(this.vectors), live, 0));
	}

	@Override
	public double distance(QueryVector query, int ordinal) {
		return VectorSpace.distance(query, this.vectors, ordinal);
	}

}
