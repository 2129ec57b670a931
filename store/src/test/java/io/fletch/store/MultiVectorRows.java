package io.fletch.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Distance;

/**
 * Rows of several vectors each, and what a naive comparison with each of them says.
 */
final class MultiVectorRows {

	static final int DIMENSIONS = 12;

	private static final int CLUSTERS = 60;

	private MultiVectorRows() {
	}

	static Schema schema() {
		return schema(DIMENSIONS, FloatingPointPrecision.SINGLE);
	}

	static Schema schema(int dimensions, FloatingPointPrecision precision) {
		return new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
				Field.nullable("num", new ArrowType.Int(32, true)), Field.nullable("text", new ArrowType.Utf8()),
				lists("tokens", dimensions, precision)));
	}

	static Field lists(String name, int dimensions, FloatingPointPrecision precision) {
		return new Field(name, FieldType.nullable(new ArrowType.List()),
				List.of(vectors("item", dimensions, precision)));
	}

	static Field vectors(String name, int dimensions, FloatingPointPrecision precision) {
		Field element = Field.notNullable("item", new ArrowType.FloatingPoint(precision));
		return new Field(name, FieldType.nullable(new ArrowType.FixedSizeList(dimensions)), List.of(element));
	}

	/**
	 * Rows of which some have no list, and some an empty one.
	 */
	static List<Map<String, @Nullable Object>> rows(Random random, int from, int count) {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (int id = from; id < from + count; id++) {
			Map<String, @Nullable Object> row = new HashMap<>();
			row.put("id", (long) id);
			row.put("num", random.nextInt(100));
			row.put("text", "w" + random.nextInt(50) + " w" + random.nextInt(50));
			row.put("tokens", (id % 29 == 7) ? null : vectors(random, (id % 31 == 8) ? 0 : 1 + random.nextInt(6)));
			rows.add(row);
		}
		return rows;
	}

	/**
	 * Vectors near to the middles of clusters, as those of tokens are.
	 */
	static List<float[]> vectors(Random random, int count) {
		return IntStream.range(0, count).mapToObj((i) -> vector(random)).toList();
	}

	private static float[] vector(Random random) {
		int cluster = random.nextInt(CLUSTERS);
		float[] vector = new float[DIMENSIONS];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) (0.4 * random.nextGaussian() + 2 * Math.sin((cluster + 1) * (i + 1.7)));
		}
		return vector;
	}

	/**
	 * Returns the ids of the nearest rows, and their distances.
	 */
	static Map<Object, Double> distances(List<Map<String, @Nullable Object>> rows, List<float[]> query,
			Distance distance) {
		Map<Object, Double> distances = new HashMap<>();
		for (Map<String, @Nullable Object> row : rows) {
			if (row.get("tokens") instanceof List<?> tokens && !tokens.isEmpty()) {
				distances.put(String.valueOf(row.get("id")), distance(query, tokens, distance));
			}
		}
		return distances;
	}

	static List<Object> nearest(List<Map<String, @Nullable Object>> rows, List<float[]> query, Distance distance,
			int limit) {
		return distances(rows, query, distance).entrySet()
			.stream()
			.sorted(Comparator.comparingDouble(Map.Entry::getValue))
			.limit(limit)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * The late interaction of a query with a row, by its definition.
	 */
	private static double distance(List<float[]> query, List<?> tokens, Distance distance) {
		double sum = 0;
		for (float[] asked : query) {
			double least = Double.POSITIVE_INFINITY;
			for (Object token : tokens) {
				least = Math.min(least, distance(asked, (float[]) token, distance));
			}
			sum += (distance == Distance.L2) ? least : 1 - least;
		}
		return (distance == Distance.L2) ? sum : 1 - sum;
	}

	private static double distance(float[] left, float[] right, Distance distance) {
		double product = 0;
		double leftSquares = 0;
		double rightSquares = 0;
		double squares = 0;
		for (int i = 0; i < left.length; i++) {
			product += (double) left[i] * right[i];
			leftSquares += (double) left[i] * left[i];
			rightSquares += (double) right[i] * right[i];
			squares += Math.pow((double) left[i] - right[i], 2);
		}
		return switch (distance) {
			case L2 -> squares;
			case DOT -> 1 - product;
			default -> 1 - product / Math.sqrt(leftSquares * rightSquares);
		};
	}

}
