package io.fletch.store.scan;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.query.Distance;

import static org.assertj.core.api.Assertions.assertThat;

class FlatSearchTests {

	private static final ArrowType UINT8 = new ArrowType.Int(8, false);

	private static final ArrowType HALF = new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);

	@Test
	void comparesVectorsOfEveryType() {
		for (Distance distance : List.of(Distance.L2, Distance.COSINE, Distance.DOT)) {
			List<Integer> expected = nearest(FieldTypes.FLOAT32, distance, null, new float[] { 1, 2, 3 },
					new float[] { 3, 2, 2 }, new float[] { 9, 0, 1 });
			assertThat(nearest(FieldTypes.FLOAT64, distance, null, new double[] { 1, 2, 3 }, new double[] { 3, 2, 2 },
					new double[] { 9, 0, 1 }))
				.isEqualTo(expected);
			assertThat(nearest(HALF, distance, null, new float[] { 1, 2, 3 }, new float[] { 3, 2, 2 },
					new float[] { 9, 0, 1 }))
				.isEqualTo(expected);
			assertThat(nearest(UINT8, distance, null, new byte[] { 1, 2, 3 }, new byte[] { 3, 2, 2 },
					new byte[] { 9, 0, 1 }))
				.isEqualTo(expected);
		}
	}

	@Test
	void readsBytesAsUnsigned() {
		assertThat(nearest(UINT8, Distance.L2, null, new byte[] { (byte) 255, 0, 0 }, new byte[] { 100, 0, 0 }))
			.containsExactly(1, 0);
	}

	@ParameterizedTest
	@ValueSource(floats = { 1e-40f, 1e-30f, 1e-23f, 1e-18f, 1, 1e18f, 1e20f, 1e37f })
	void comparesVectorsOfEverySizeThatFloatsHave(float size) {
		Object[] vectors = { new float[] { size, -size, size }, new float[] { size, 2 * size, 3 * size },
				new float[] { 1.5f * size, 2 * size, 2 * size }, new float[] { -size, size, -3 * size } };
		Object[] doubles = Arrays.stream(vectors).map(FlatSearchTests::doubles).toArray();
		for (Distance distance : List.of(Distance.L2, Distance.COSINE)) {
			assertThat(nearest(FieldTypes.FLOAT32, distance, null, vectors))
				.isEqualTo(nearest(FieldTypes.FLOAT64, distance, null, doubles))
				.hasSize(4);
		}
		assertThat(nearest(FieldTypes.FLOAT32, Distance.COSINE, null, vectors)).containsExactly(1, 2, 0, 3);
	}

	private static double[] doubles(Object vector) {
		float[] floats = (float[]) vector;
		return IntStream.range(0, floats.length).mapToDouble((i) -> floats[i]).toArray();
	}

	@Test
	void findsNoVectorThatIsNullOrHasANull() {
		assertThat(nearest(FieldTypes.FLOAT32, Distance.L2, null, null, Arrays.asList(1f, null, 3f),
				new float[] { 9, 9, 9 }))
			.containsExactly(2);
	}

	@Test
	void looksAtSelectedRowsOnly() {
		assertThat(nearest(FieldTypes.FLOAT32, Distance.L2, BitSet.valueOf(new long[] { 0b110 }),
				new float[] { 1, 2, 3 }, new float[] { 7, 7, 7 }, new float[] { 1, 2, 4 }))
			.containsExactly(2, 1);
	}

	private static List<Integer> nearest(ArrowType element, Distance distance, @Nullable BitSet selected,
			@Nullable Object... vectors) {
		Field item = new Field("item", FieldType.nullable(element), null);
		Schema schema = new Schema(
				List.of(new Field("v", FieldType.nullable(new ArrowType.FixedSizeList(3)), List.of(item))));
		List<@Nullable Object[]> rows = new ArrayList<>();
		for (Object vector : vectors) {
			rows.add(new @Nullable Object[] { vector });
		}
		byte[] message = new BatchEncoder(schema).encode(rows).toByteArray();
		RowBatch batch = RowBatch.decode(schema, MemorySegment.ofArray(message));
		FlatSearch search = new FlatSearch(VectorQuery.of(0, QueryVector.of(new float[] { 1, 2, 3 }, distance), 10));
		search.scan(batch.columns().get(0), new FlatSearch.Rows((position) -> position, 0, batch.rowCount(), selected));
		return search.nearestFirst().stream().map((candidate) -> (int) candidate.rowId()).toList();
	}

}
