package io.fletch.store.index.vector;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.SeededRandom;
import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.query.Distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@ExtendWith(SeededRandom.class)
class LateInteractionTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 5, 6, 16, 17, 40 })
	void comparesManyVectorsAsOneByOne(int count, Random random) {
		for (int dimensions : new int[] { 1, 7, 32, 100 }) {
			List<float[]> tokens = vectors(random, 9, dimensions);
			ColumnReader.Lists lists = lists(dimensions, tokens);
			for (Distance distance : List.of(Distance.COSINE, Distance.DOT, Distance.L2)) {
				List<QueryVector> query = vectors(random, count, dimensions).stream()
					.map((vector) -> QueryVector.of(vector, distance))
					.toList();
				double expected = query.stream().mapToDouble((one) -> similarity(one, lists)).sum();
				double measured = new LateInteraction(query).distance(lists, 0);
				assertThat(distance.score(measured)).isCloseTo(expected, within(1e-3));
			}
		}
	}

	private static double similarity(QueryVector query, ColumnReader.Lists lists) {
		return IntStream.range(0, lists.end(0))
			.mapToDouble((i) -> query.distance()
				.score(VectorSpace.distance(query, (ColumnReader.Vectors) lists.elements(), i)))
			.max()
			.orElseThrow();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 20 })
	void passesOverVectorsThatAreNullOrHaveANull(int count) {
		ColumnReader.Lists lists = lists(2, Arrays.asList(null, new float[] { 0, 1 }, Arrays.asList(1F, null)), null,
				List.of(), Arrays.asList((Object) null));
		LateInteraction query = new LateInteraction(
				IntStream.range(0, count).mapToObj((i) -> QueryVector.of(new float[] { 1, 1 }, Distance.DOT)).toList());
		assertThat(query.distance(lists, 0)).isEqualTo(1 - count);
		for (int row = 1; row < 4; row++) {
			assertThat(query.distance(lists, row)).isNaN();
		}
	}

	@Test
	void guessesByWhatWasFoundAndCountsTheRestAsFar() {
		RowEstimates estimates = new RowEstimates(new int[] { 0, 2, 2, 5, 6, 7 });
		estimates
			.add(List.of(new Neighbour(0, 0.1), new Neighbour(1, 0.2), new Neighbour(2, 0.4), new Neighbour(6, 0.9)));
		estimates.add(List.of(new Neighbour(3, 0.1), new Neighbour(5, 0.5)));
		assertThat(estimates.rows()).isEqualTo(4);
		assertThat(estimates.best(2)).containsExactly(0, 2);
		assertThat(estimates.best(1)).containsExactly(2);
		assertThat(estimates.best(9)).containsExactly(0, 2, 3, 4);
	}

	private static List<float[]> vectors(Random random, int count, int dimensions) {
		List<float[]> vectors = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			float[] vector = new float[dimensions];
			for (int j = 0; j < dimensions; j++) {
				vector[j] = (float) random.nextGaussian();
			}
			vectors.add(vector);
		}
		return vectors;
	}

	private static ColumnReader.Lists lists(int dimensions, @Nullable Object... values) {
		Field element = Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
		Field vector = new Field("item", FieldType.nullable(new ArrowType.FixedSizeList(dimensions)), List.of(element));
		Schema schema = new Schema(List.of(new Field("v", FieldType.nullable(new ArrowType.List()), List.of(vector))));
		List<@Nullable Object[]> rows = new ArrayList<>();
		for (Object value : values) {
			rows.add(new @Nullable Object[] { value });
		}
		byte[] message = new BatchEncoder(schema).encode(rows).toByteArray();
		return (ColumnReader.Lists) RowBatch.decode(schema, MemorySegment.ofArray(message)).columns().getFirst();
	}

}
