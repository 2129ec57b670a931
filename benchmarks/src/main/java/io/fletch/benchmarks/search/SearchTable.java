package io.fletch.benchmarks.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.benchmarks.data.Document;
import io.fletch.store.Database;
import io.fletch.store.Search;
import io.fletch.store.Table;

/**
 * The table that is searched: an id, a number that filters ask for, the vector, and the
 * other columns of the documents if there are any.
 *
 * @param data the rows
 * @param table the table
 */
record SearchTable(SearchData data, Table table) {

	static final int LIMIT = 10;

	private static final int BATCH = 10_000;

	static SearchTable of(SearchData data, Database database) {
		SearchTable table = new SearchTable(data, database.createTable("vectors", schema(data)));
		table.add(0, data.base().count());
		table.table().optimize();
		return table;
	}

	private static Schema schema(SearchData data) {
		List<Field> fields = new ArrayList<>(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
				Field.notNullable("num", new ArrowType.Int(32, true))));
		if (!data.documents().isEmpty()) {
			fields.add(Field.notNullable("cat", new ArrowType.Utf8()));
			fields.add(Field.notNullable("price", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)));
			fields.add(Field.notNullable("text", new ArrowType.Utf8()));
		}
		fields.add(new Field("vector",
				new FieldType(false, new ArrowType.FixedSizeList(data.base().dimensions()), null,
						Map.of("fletch.distance", data.distance().name())),
				List.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)))));
		return new Schema(fields);
	}

	/**
	 * Adds rows; those behind the last are the first again, with other ids.
	 */
	void add(int from, int to) {
		Random random = new Random(7);
		for (int first = from; first < to; first += BATCH) {
			List<Map<String, Object>> rows = new ArrayList<>();
			for (int id = first; id < Math.min(first + BATCH, to); id++) {
				rows.add(row(id, random));
			}
			this.table.add(rows);
		}
	}

	private Map<String, Object> row(int id, Random random) {
		int number = id % this.data.base().count();
		Map<String, Object> row = new LinkedHashMap<>();
		row.put("id", (long) id);
		row.put("num", random.nextInt(this.data.base().count()));
		if (!this.data.documents().isEmpty()) {
			Document document = this.data.documents().get(number);
			row.put("num", document.num());
			row.put("cat", document.cat());
			row.put("price", document.price());
			row.put("text", document.text());
		}
		row.put("vector", this.data.base().vector(number));
		return row;
	}

	Search<Map<String, @Nullable Object>> nearest(int query) {
		return this.table.search(this.data.queries()[query % this.data.queries().length]).limit(LIMIT);
	}

	/**
	 * Returns a condition that a share of the rows satisfies.
	 */
	String filter(double share) {
		return "num < " + Math.round(share * this.data.base().count());
	}

	/**
	 * Finds what exact search among filtered rows finds.
	 */
	Map<Double, int[][]> exact(double[] shares, int queries) {
		Map<Double, int[][]> exact = new HashMap<>();
		for (double share : shares) {
			int[][] found = new int[Math.min(queries, this.data.queries().length)][];
			for (int i = 0; i < found.length; i++) {
				found[i] = ids(nearest(i).where(filter(share)).exact());
			}
			exact.put(share, found);
		}
		return exact;
	}

	static int[] ids(Search<Map<String, @Nullable Object>> search) {
		return search.select("id").hits().stream().mapToInt((hit) -> id(hit.row())).toArray();
	}

	private static int id(Map<String, @Nullable Object> row) {
		return (row.get("id") instanceof Long id) ? id.intValue() : -1;
	}

}
