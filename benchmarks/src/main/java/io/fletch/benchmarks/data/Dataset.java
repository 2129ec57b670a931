package io.fletch.benchmarks.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Vectors, the document of each, and vectors to search for.
 *
 * @param vectors the vectors
 * @param documents the documents, as many as vectors
 * @param queries vectors to search for
 */
public record Dataset(List<float[]> vectors, List<Document> documents, List<float[]> queries) {

	/**
	 * Checks that there is a document for each vector.
	 */
	public Dataset {
		if (vectors.isEmpty() || vectors.size() != documents.size()) {
			throw new IllegalArgumentException("There are " + vectors.size() + " vectors and " + documents.size()
					+ " documents; give as many of the one as of the other, at least one");
		}
	}

	/**
	 * Returns the number of rows.
	 * @return the number of vectors
	 */
	public int size() {
		return this.vectors.size();
	}

	/**
	 * Returns the schema of a table of these rows.
	 * @return the schema: id, cat, num, price, text, vector
	 */
	public Schema schema() {
		ArrowType vector = new ArrowType.FixedSizeList(this.vectors.get(0).length);
		Field item = Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
		return new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
				Field.notNullable("cat", new ArrowType.Utf8()), Field.notNullable("num", new ArrowType.Int(32, true)),
				Field.notNullable("price", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
				Field.notNullable("text", new ArrowType.Utf8()),
				new Field("vector", FieldType.notNullable(vector), List.of(item))));
	}

	/**
	 * Returns rows with their own ids.
	 * @param from the position of the first
	 * @param to the position behind the last
	 * @return the rows by column name
	 */
	public List<Map<String, Object>> rows(int from, int to) {
		return rows(from, to, (i) -> from + i);
	}

	/**
	 * Returns rows with other ids.
	 * @param from the position of the first
	 * @param to the position behind the last
	 * @param ids the id of each, from 0
	 * @return the rows by column name
	 */
	public List<Map<String, Object>> rows(int from, int to, IntToLongFunction ids) {
		List<Map<String, Object>> rows = new ArrayList<>(to - from);
		for (int i = 0; i < to - from; i++) {
			Document document = this.documents.get((from + i) % size());
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("id", ids.applyAsLong(i));
			row.put("cat", document.cat());
			row.put("num", document.num());
			row.put("price", document.price());
			row.put("text", document.text());
			row.put("vector", this.vectors.get((from + i) % size()));
			rows.add(row);
		}
		return rows;
	}

	/**
	 * Returns a vector to search for.
	 * @param number any number from 0
	 * @return the vector
	 */
	public float[] query(int number) {
		return this.queries.get(number % this.queries.size());
	}

}
