package io.fletch.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.ColumnRoles;

/**
 * A row that carries a checksum of itself.
 *
 * @param id its number
 * @param n a number that changes
 * @param lang one of few texts
 * @param body words, of which some are frequent
 * @param tags labels
 * @param vector a vector
 */
record SoakRow(long id, long n, String lang, String body, List<String> tags, List<Float> vector) {

	static final int DIMENSIONS = 8;

	private static final List<String> LANGUAGES = List.of("de", "en", "fr", "it");

	static Schema schema() {
		Field element = Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
		Map<String, String> fullText = Map.of(ColumnRoles.FULL_TEXT, ColumnRoles.ENGLISH);
		return new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
				Field.notNullable("n", new ArrowType.Int(64, true)), Field.notNullable("lang", new ArrowType.Utf8()),
				new Field("body", new FieldType(false, new ArrowType.Utf8(), null, fullText), null),
				new Field("tags", FieldType.notNullable(new ArrowType.List()),
						List.of(Field.nullable("item", new ArrowType.Utf8()))),
				new Field("vector", FieldType.notNullable(new ArrowType.FixedSizeList(DIMENSIONS)), List.of(element)),
				Field.notNullable("checksum", new ArrowType.Int(64, true))));
	}

	static SoakRow random(Random random, long id) {
		StringBuilder body = new StringBuilder();
		for (int i = 3 + random.nextInt(12); i > 0; i--) {
			body.append("w").append((int) Math.pow(300, random.nextDouble())).append((i > 1) ? " " : "");
		}
		List<Float> vector = new ArrayList<>();
		for (int i = 0; i < DIMENSIONS; i++) {
			vector.add(random.nextFloat());
		}
		return new SoakRow(id, random.nextInt(10_000), LANGUAGES.get(random.nextInt(LANGUAGES.size())), body.toString(),
				List.of("t" + random.nextInt(5), "t" + random.nextInt(50)), vector);
	}

	static SoakRow of(Map<String, @Nullable Object> row) {
		List<String> tags = new ArrayList<>();
		((List<?>) value(row, "tags")).forEach((tag) -> tags.add((String) tag));
		List<Float> vector = new ArrayList<>();
		for (float element : (float[]) value(row, "vector")) {
			vector.add(element);
		}
		SoakRow read = new SoakRow((Long) value(row, "id"), (Long) value(row, "n"), (String) value(row, "lang"),
				(String) value(row, "body"), tags, vector);
		if ((Long) value(row, "checksum") != read.checksum()) {
			throw new AssertionError("The row " + read + " has the checksum of another");
		}
		return read;
	}

	private static Object value(Map<String, @Nullable Object> row, String column) {
		Object value = row.get(column);
		if (value == null) {
			throw new AssertionError("The row " + row + " has no " + column);
		}
		return value;
	}

	long checksum() {
		return hashCode();
	}

	SoakRow withN(long other) {
		return new SoakRow(this.id, other, this.lang, this.body, this.tags, this.vector);
	}

	Map<String, @Nullable Object> toMap() {
		Map<String, @Nullable Object> row = new HashMap<>();
		row.put("id", this.id);
		row.put("n", this.n);
		row.put("lang", this.lang);
		row.put("body", this.body);
		row.put("tags", this.tags);
		row.put("vector", this.vector);
		row.put("checksum", checksum());
		return row;
	}

	boolean hasWord(String word) {
		return Arrays.asList(this.body.split(" ")).contains(word);
	}

	double distance(float[] other) {
		double sum = 0;
		for (int i = 0; i < other.length; i++) {
			double difference = this.vector.get(i) - other[i];
			sum += difference * difference;
		}
		return sum;
	}

}
