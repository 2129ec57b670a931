package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.data.buffer.Offsets;
import io.fletch.store.data.buffer.Validity;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.column.FixedWidthType;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.index.IndexRows;

/**
 * Rows with lists of vectors, in one batch of which every fifth row is null and every
 * seventh was deleted, and the exact answers about them.
 */
final class SampleLists implements IndexRows, MultiVectorSource {

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private final ColumnReader.Lists lists;

	private final BitSet live = new BitSet();

	private final int[] positions;

	private SampleLists(ColumnReader.Lists lists, int count) {
		this.lists = lists;
		this.live.set(0, count);
		for (int i = 0; i < count; i += 7) {
			this.live.clear(i);
		}
		this.positions = this.live.stream().toArray();
	}

	/**
	 * As many lists of zero to five of the vectors as these suffice for.
	 */
	static SampleLists of(Random random, float[][] vectors, int dimensions) {
		MemorySegment offsets = MemorySegment.ofArray(new byte[(vectors.length + 2) * Integer.BYTES]);
		int count = 0;
		for (int used = 0; used < vectors.length; count++) {
			used = Math.min(vectors.length, used + random.nextInt(6));
			offsets.set(INT, (count + 1L) * Integer.BYTES, used);
			if (count == vectors.length) {
				break;
			}
		}
		MemorySegment data = MemorySegment.ofArray(new byte[vectors.length * dimensions * Float.BYTES]);
		for (int i = 0; i < vectors.length; i++) {
			MemorySegment.copy(vectors[i], 0, data, Numbers.FLOAT, (long) i * dimensions * Float.BYTES, dimensions);
		}
		FixedWidthType type = (FixedWidthType) ColumnType
			.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)));
		Validity all = new Validity(MemorySegment.NULL);
		byte[] valid = new byte[count / Byte.SIZE + 1];
		for (int i = 0; i < count; i++) {
			valid[i >> 3] |= (byte) ((i % 5 != 4) ? 1 << (i & 7) : 0);
		}
		return new SampleLists(
				new ColumnReader.Lists(new Validity(MemorySegment.ofArray(valid)), new Offsets(offsets, false),
						new ColumnReader.Vectors(all, new ColumnReader.FixedWidth(all, data, type), dimensions)),
				count);
	}

	@Override
	public int count() {
		return this.positions.length;
	}

	@Override
	public Iterable<Piece> pieces() {
		return List.of(new Piece(List.of(this.lists), this.live, 0));
	}

	@Override
	public double distance(LateInteraction query, int ordinal) {
		return query.distance(this.lists, this.positions[ordinal]);
	}

	@Override
	public double distance(QueryVector query, int ordinal, int index) {
		return VectorSpace.distance(query, (ColumnReader.Vectors) this.lists.elements(),
				this.lists.start(this.positions[ordinal]) + index);
	}

	List<Neighbour> exact(List<QueryVector> vectors, int limit) {
		LateInteraction query = new LateInteraction(vectors);
		return IntStream.range(0, count())
			.mapToObj((ordinal) -> new Neighbour(ordinal, distance(query, ordinal)))
			.filter((row) -> !Double.isNaN(row.distance()))
			.sorted(Comparator.comparingDouble(Neighbour::distance).thenComparingInt(Neighbour::ordinal))
			.limit(limit)
			.toList();
	}

}
