package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.buffer.Validity;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.column.FixedWidthType;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.index.IndexRows;
import io.fletch.store.query.Distance;

/**
 * Rows with vectors, in batches of which every seventh row was deleted, and the exact
 * answers about them.
 */
final class SampleVectors implements IndexRows, VectorSource {

	private static final int BATCH = 300;

	private final List<Piece> pieces = new ArrayList<>();

	private final List<Place> places = new ArrayList<>();

	private SampleVectors() {
	}

	/**
	 * Vectors around some centres, so that there is something to find.
	 */
	static float[][] clustered(Random random, int count, int dimensions) {
		float[][] centres = new float[20][];
		for (int i = 0; i < centres.length; i++) {
			centres[i] = gaussian(random, new float[dimensions], 1);
		}
		float[][] vectors = new float[count][];
		for (int i = 0; i < count; i++) {
			vectors[i] = gaussian(random, centres[random.nextInt(centres.length)], 0.6F);
		}
		return vectors;
	}

	private static float[] gaussian(Random random, float[] centre, float width) {
		float[] vector = new float[centre.length];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = centre[i] + width * (float) random.nextGaussian();
		}
		return vector;
	}

	static SampleVectors of(float @Nullable [][] vectors, int dimensions) {
		ArrowType type = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
		return of(vectors.length, dimensions, type, (row, data) -> {
			float[] vector = vectors[row];
			if (vector != null) {
				data.copyFrom(MemorySegment.ofArray(vector));
			}
			return vector != null;
		});
	}

	static SampleVectors ofDoubles(float[][] vectors, int dimensions) {
		ArrowType type = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
		return of(vectors.length, dimensions, type, (row, data) -> {
			for (int i = 0; i < dimensions; i++) {
				data.set(ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), (long) i * Double.BYTES,
						vectors[row][i] + 1e-9);
			}
			return true;
		});
	}

	static SampleVectors ofBits(byte[][] vectors, int dimensions) {
		return of(vectors.length, dimensions, new ArrowType.Int(Byte.SIZE, false), (row, data) -> {
			data.copyFrom(MemorySegment.ofArray(vectors[row]));
			return true;
		});
	}

	private static SampleVectors of(int count, int dimensions, ArrowType type, Filler filler) {
		SampleVectors sample = new SampleVectors();
		FixedWidthType elements = (FixedWidthType) ColumnType.of(Field.notNullable("item", type));
		for (int from = 0; from < count;) {
			from += sample.addBatch(from, Math.min(BATCH, count - from), new Shape(dimensions, elements), filler);
		}
		return sample;
	}

	private int addBatch(int from, int count, Shape shape, Filler filler) {
		BitSet live = new BitSet();
		int positions = 0;
		byte[] valid = new byte[BATCH];
		long length = (long) shape.dimensions() * shape.elements().width();
		MemorySegment data = MemorySegment.ofArray(new byte[(int) (2 * BATCH * length)]);
		int first = this.places.size();
		List<Integer> found = new ArrayList<>();
		for (int i = 0; i < count; positions++) {
			if (positions % 7 != 3) {
				live.set(positions);
				found.add(positions);
				if (filler.fill(from + i, data.asSlice(positions * length, length))) {
					valid[positions >> 3] |= (byte) (1 << (positions & 7));
				}
				i++;
			}
		}
		ColumnReader.Vectors vectors = new ColumnReader.Vectors(new Validity(MemorySegment.ofArray(valid)),
				new ColumnReader.FixedWidth(new Validity(MemorySegment.NULL), data, shape.elements()),
				shape.dimensions());
		found.forEach((position) -> this.places.add(new Place(vectors, position)));
		this.pieces.add(new Piece(List.of(vectors), live, first));
		return count;
	}

	@Override
	public int count() {
		return this.places.size();
	}

	@Override
	public Iterable<Piece> pieces() {
		return this.pieces;
	}

	@Override
	public double distance(QueryVector query, int ordinal) {
		Place place = this.places.get(ordinal);
		return VectorSpace.distance(query, place.vectors(), place.position());
	}

	List<Neighbour> exact(QueryVector query, int limit, @Nullable BitSet accepted) {
		return IntStream.range(0, count())
			.filter((ordinal) -> accepted == null || accepted.get(ordinal))
			.mapToObj((ordinal) -> new Neighbour(ordinal, distance(query, ordinal)))
			.filter((row) -> !Double.isNaN(row.distance()))
			.sorted(Comparator.comparingDouble(Neighbour::distance).thenComparingInt(Neighbour::ordinal))
			.limit(limit)
			.toList();
	}

	/**
	 * Returns the share of the exact answers that an index gives.
	 */
	double recall(VectorIndex index, List<QueryVector> queries, VectorSearch search) {
		int found = 0;
		int all = 0;
		for (QueryVector query : queries) {
			List<Neighbour> exact = exact(query, search.limit(), search.accepted());
			List<Neighbour> neighbours = index.search(query, search, this);
			all += exact.size();
			found += (int) exact.stream().filter(neighbours::contains).count();
		}
		return (double) found / all;
	}

	/**
	 * Returns the share of the exact distances that an index gives: of vectors that are
	 * equally near any may be found.
	 */
	double recallOfDistances(VectorIndex index, List<QueryVector> queries, VectorSearch search) {
		int found = 0;
		int all = 0;
		for (QueryVector query : queries) {
			List<Neighbour> exact = exact(query, search.limit(), search.accepted());
			double farthest = exact.getLast().distance();
			all += exact.size();
			found += (int) index.search(query, search, this)
				.stream()
				.filter((row) -> row.distance() <= farthest)
				.count();
		}
		return (double) found / all;
	}

	static List<QueryVector> queries(float[][] vectors, Distance distance) {
		return IntStream.range(0, 30).mapToObj((i) -> {
			float[] query = vectors[i].clone();
			query[0] += 0.1F;
			return QueryVector.of(query, distance);
		}).toList();
	}

	/**
	 * Fills in a vector.
	 */
	private interface Filler {

		boolean fill(int row, MemorySegment data);

	}

	private record Shape(int dimensions, FixedWidthType elements) {
	}

	private record Place(ColumnReader.Vectors vectors, int position) {
	}

}
