package io.fletch.benchmarks.search;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.benchmarks.files.FvecsFile;
import io.fletch.benchmarks.files.UnusableFileException;
import io.fletch.store.data.buffer.Validity;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.column.FixedWidthType;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.index.IndexRows;
import io.fletch.store.index.vector.VectorSource;
import io.fletch.store.index.vector.VectorSpace;

/**
 * The vectors of a file in the fvecs format, as an index reads them.
 */
final class VectorFile implements IndexRows, VectorSource {

	private static final FixedWidthType FLOAT = (FixedWidthType) ColumnType
		.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)));

	private final int count;

	private final ColumnReader.Vectors vectors;

	private VectorFile(int count, ColumnReader.Vectors vectors) {
		this.count = count;
		this.vectors = vectors;
	}

	/**
	 * Copies the vectors of a file into memory, one behind the other.
	 */
	static VectorFile read(Path path) throws IOException {
		try (Arena arena = Arena.ofConfined()) {
			FvecsFile file = FvecsFile.open(path, arena);
			if ((long) file.count() * file.dimensions() > Integer.MAX_VALUE) {
				throw new UnusableFileException("The file " + path + " has " + file.count() + " vectors of "
						+ file.dimensions() + " values; those of an index can be " + Integer.MAX_VALUE + " in all");
			}
			long length = (long) file.dimensions() * Float.BYTES;
			MemorySegment data = Arena.ofAuto().allocate(file.count() * length, Long.BYTES * Byte.SIZE);
			for (int i = 0; i < file.count(); i++) {
				MemorySegment.copy(file.values(i), 0, data, i * length, length);
			}
			Validity all = new Validity(MemorySegment.NULL);
			return new VectorFile(file.count(),
					new ColumnReader.Vectors(all, new ColumnReader.FixedWidth(all, data, FLOAT), file.dimensions()));
		}
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
