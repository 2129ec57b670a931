package io.fletch.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Hit;
import io.fletch.store.query.Order;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Vector searches over a few rows whose answers are known.
 */
class VectorSearchTests {

	private final Database database = Database.open("memory:", DatabaseOptions.defaults());

	@AfterEach
	void close() {
		this.database.close();
	}

	private static Field vectors(int size, ArrowType element) {
		return new Field("v", FieldType.nullable(new ArrowType.FixedSizeList(size)),
				List.of(Field.nullable("item", element)));
	}

	private static ArrowType floats(FloatingPointPrecision precision) {
		return new ArrowType.FloatingPoint(precision);
	}

	private Table tableOf(FloatingPointPrecision precision, float @Nullable []... vectors) {
		Table table = this.database.createTable("t" + precision,
				new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true)), vectors(2, floats(precision)))));
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (float[] vector : vectors) {
			Map<String, @Nullable Object> row = new HashMap<>();
			row.put("id", rows.size() + 1L);
			row.put("v", vector);
			rows.add(row);
		}
		table.add(rows);
		return table;
	}

	private Table table(float @Nullable []... vectors) {
		return tableOf(FloatingPointPrecision.SINGLE, vectors);
	}

	private Table three() {
		return table(new float[] { 1, 2 }, new float[] { 3, 4 }, new float[] { -1, 0 });
	}

	private static List<Object> ids(Search<Map<String, @Nullable Object>> search) {
		return search.rows().stream().map((row) -> row.get("id")).toList();
	}

	private static List<@Nullable Double> distances(Search<Map<String, @Nullable Object>> search) {
		return search.hits().stream().<@Nullable Double>map(Hit::distance).toList();
	}

	@ParameterizedTest
	@CsvSource({ "L2, 1 2 3, 0.0 8.0 8.0", "COSINE, 1 2 3, 0.0 0.01613 1.44721", "DOT, 2 1 3, -10.0 -4.0 2.0" })
	void measures(Distance distance, String ids, String distances) {
		List<Hit<Map<String, @Nullable Object>>> hits = three().search(new float[] { 1, 2 }).distance(distance).hits();
		assertThat(hits).extracting((hit) -> String.valueOf(hit.row().get("id"))).containsExactly(ids.split(" "));
		String[] expected = distances.split(" ");
		for (int i = 0; i < expected.length; i++) {
			assertThat(hits.get(i).distance()).isEqualTo(Double.parseDouble(expected[i]), within(1e-5));
		}
	}

	@ParameterizedTest
	@CsvSource({ "COSINE, 2:0.01005 1:0.05132 3:1.70711", "DOT, 2:-6 1:-2 3:2", "L2, 1:1 3:5 2:13" })
	void givesTheDistancesOfOthers(Distance distance, String expected) {
		List<Hit<Map<String, @Nullable Object>>> hits = three().search(new float[] { 1, 1 }).distance(distance).hits();
		for (int i = 0; i < 3; i++) {
			String[] pair = expected.split(" ")[i].split(":");
			assertThat(hits.get(i).row()).containsEntry("id", Long.valueOf(pair[0]));
			assertThat(hits.get(i).distance()).isEqualTo(Double.parseDouble(pair[1]), within(1e-5));
		}
	}

	@ParameterizedTest
	@EnumSource(FloatingPointPrecision.class)
	void comparesEveryWidthOfNumbers(FloatingPointPrecision precision) {
		Table table = tableOf(precision, new float[] { 1, 2 }, null, new float[] { -1, 0.5f });
		Search<Map<String, @Nullable Object>> search = table.search(new float[] { 1, 1 });
		assertThat(ids(search)).containsExactly(1L, 3L);
		assertThat(distances(search)).containsExactly(1.0, 4.25);
	}

	@ParameterizedTest
	@EnumSource(value = Distance.class, names = { "L2", "COSINE", "DOT" })
	void neverFindsNull(Distance distance) {
		Table table = table(null, new float[] { 1, 2 }, null);
		assertThat(ids(table.search(new float[] { 1, 1 }).distance(distance))).containsExactly(2L);
		assertThat(ids(table.search(new float[] { 1, 1 }).distance(distance).where("id <> 2"))).isEmpty();
		assertThat(ids(table.search(new float[] { 1, 1 }).distance(distance).postfilter().where("id > 1")))
			.containsExactly(2L);
	}

	@Test
	void neverFindsZerosByCosine() {
		Table table = table(new float[] { 0, 0 }, new float[] { 1, 2 }, new float[] { -0.0f, 0 });
		assertThat(ids(table.search(new float[] { 1, 1 }).distance(Distance.COSINE))).containsExactly(2L);
		assertThat(ids(table.search(new float[] { 0, 0 }).distance(Distance.COSINE))).isEmpty();
		assertThat(ids(table.search(new float[] { 1, 1 }).distance(Distance.DOT))).containsExactly(2L, 1L, 3L);
		assertThat(distances(table.search(new float[] { 0, 0 }).distance(Distance.DOT))).containsExactly(1.0, 1.0, 1.0);
		assertThat(ids(table.search(new float[] { 0, 0 }))).containsExactly(1L, 3L, 2L);
	}

	@ParameterizedTest
	@CsvSource({ "NaN", "Infinity", "-Infinity" })
	void refusesVectorsThatAreNotFinite(float element) {
		Table table = three();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table.search(new float[] { 1, element }))
			.withMessageContaining("has " + element + " at position 1, to which nothing has a distance");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table.search(List.of(new float[] { 1, 1 }, new float[] { element, 1 })))
			.withMessageContaining("position 0");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table.add(List.of(Map.of("id", 9, "v", new float[] { 1, element }))))
			.withMessageContaining("v");
	}

	@Test
	void aRangeHoldsForEveryDistance() {
		Table table = three();
		float[] query = { 1, 1 };
		assertThat(ids(table.search(query).distanceRange(1, 13))).containsExactly(1L, 3L);
		assertThat(ids(table.search(query).distance(Distance.DOT).distanceRange(-6, 2))).containsExactly(2L, 1L);
		assertThat(ids(table.search(query).distance(Distance.COSINE).distanceRange(0.05, 2))).containsExactly(1L, 3L);
		assertThat(ids(table.search(query).distanceRange(Double.NEGATIVE_INFINITY, 1))).isEmpty();
		assertThat(ids(table.search(query).distanceRange(13, Double.POSITIVE_INFINITY))).containsExactly(2L);
		assertThat(ids(table.search(query).distanceRange(0, 6).limit(1).offset(1))).containsExactly(3L);
		assertThat(ids(table.search(query).distanceRange(0, 14).postfilter().where("id <> 1").limit(1)))
			.containsExactly(3L);
	}

	@Test
	void aRangeBeginsWithItsLowerEndAndStopsBeforeItsUpper() {
		Table table = table(new float[] { 1, 2 }, new float[] { 3, 4 });
		Search<Map<String, @Nullable Object>> search = table.search(new float[2]);
		assertThat(ids(search.distanceRange(0, 5))).isEmpty();
		assertThat(ids(search.distanceRange(25, 100))).containsExactly(2L);
		assertThat(ids(search.distanceRange(0, 25))).containsExactly(1L);
		assertThat(ids(search.distanceRange(5, 100))).containsExactly(1L, 2L);
	}

	@Test
	void aRangeHoldsForBits() {
		Table table = bits();
		assertThat(distances(table.search(new byte[] { 0, 1 }))).containsExactly(1.0, 2.0, 9.0);
		assertThat(distances(table.search(new byte[] { 0, 1 }).distanceRange(2, 9))).containsExactly(2.0);
		assertThat(distances(table.search(new byte[] { 0, 1 }).distance(Distance.L2))).containsExactly(1.0, 9.0,
				65026.0);
		assertThat(distances(table.search(new float[] { 0, 1 }))).containsExactly(1.0, 2.0, 9.0);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table.search(new float[] { 0, 0.5f }).hits())
			.withMessageContaining("'v' has bytes; give whole numbers from 0 to 255");
	}

	private Table bits() {
		Table table = this.database.createTable("bits", new Schema(
				List.of(Field.nullable("id", new ArrowType.Int(64, true)), vectors(2, new ArrowType.Int(8, false)))));
		table.add(List.of(Map.of("id", 1, "v", new byte[] { 0, 0 }), Map.of("id", 2, "v", new byte[] { 3, 1 }),
				Map.of("id", 3, "v", new byte[] { -1, 0 })));
		return table;
	}

	@Test
	void anIndexOfBitsFindsEachVectorFirst() {
		Table table = this.database.createTable("bytes", new Schema(
				List.of(Field.nullable("id", new ArrowType.Int(64, true)), vectors(128, new ArrowType.Int(8, false)))));
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (int value = 0; value < 256; value++) {
			rows.add(Map.of("id", (long) value, "v", bytes(value)));
		}
		table.add(rows);
		table.indexes().create(IndexDefinition.on("v").type(IndexType.IVF_FLAT).distance(Distance.HAMMING));
		for (int value = 0; value < 256; value++) {
			assertThat(ids(table.search(bytes(value)).indexedOnly().limit(1))).containsExactly((long) value);
		}
	}

	private static byte[] bytes(int value) {
		byte[] bytes = new byte[128];
		Arrays.fill(bytes, (byte) value);
		return bytes;
	}

	@Test
	void pagesOverWhatIsNear() {
		Table table = table(new float[] { 0, 0 }, new float[] { 1, 1 }, new float[] { 2, 2 }, new float[] { 3, 3 });
		Search<Map<String, @Nullable Object>> page = table.search(new float[2]).limit(2).offset(2);
		assertThat(ids(page)).containsExactly(3L, 4L);
		assertThat(distances(page)).containsExactly(8.0, 18.0);
		assertThat(ids(page.offset(4))).isEmpty();
		assertThat(ids(page.offset(Integer.MAX_VALUE))).isEmpty();
	}

	@Test
	void anEmptyTableGivesNothing() {
		Table table = table();
		assertThat(table.search(new float[2]).limit(5).hits()).isEmpty();
		assertThat(table.scan().hits()).isEmpty();
		assertThat(table.search(List.of(new float[2], new float[2])).hitsByQuery()).containsExactly(List.of(),
				List.of());
		assertThat(table.search(new float[2]).page().next()).isNull();
	}

	@Test
	void wrongNumbersAreRefused() {
		Table table = three();
		for (int limit : new int[] { 0, -1 }) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> table.search(new float[2]).limit(limit))
				.withMessage("limit must be at least 1, but was " + limit);
		}
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> table.search(new float[2]).offset(-1))
			.withMessageContaining("offset must be at least 0");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> table.search(new float[3]).hits())
			.withMessage("The vector of the search has 3 dimensions, but the column 'v' has 2");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> table.search(List.of()))
			.withMessageContaining("the list is empty");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> table.search("words").hits())
			.withMessageContaining("no full-text column");
	}

	@Test
	void severalVectorsAreOneSearchEach() {
		Table table = three();
		List<float[]> queries = List.of(new float[] { 1, 2 }, new float[] { 4, 5 });
		assertThat(table.search(queries).limit(1).rows()).extracting((row) -> row.get("query_index"))
			.containsExactly(0, 1);
		assertThat(ids(table.search(queries).limit(1))).containsExactly(1L, 2L);
		Search<Map<String, @Nullable Object>> search = table.search(queries)
			.where("id <> :not", Map.of("not", 3))
			.distanceRange(0, 20)
			.limit(2);
		assertThat(search.hitsByQuery()).extracting((hits) -> hits.stream().map((hit) -> hit.row().get("id")).toList())
			.containsExactly(List.of(1L, 2L), List.of(2L, 1L));
		assertThat(ids(search.offset(1))).containsExactly(2L, 1L);
		assertThat(ids(search.orderBy(Order.descending("id")))).containsExactly(2L, 1L, 2L, 1L);
		assertThat(ids(search.postfilter())).containsExactly(1L, 2L, 2L, 1L);
		assertThat(search.select(Map.of("near", "_distance", "id", "id")).rows().get(3)).containsEntry("near", 18.0)
			.containsEntry("query_index", 1);
	}

	@Test
	void conditionsAreJoined() {
		Table table = three();
		assertThat(ids(table.scan().where("id >= 1").where("id < :end", Map.of("end", 2)))).containsExactly(1L);
		assertThat(ids(table.search(new float[2]).where("id > 1 OR id < 0").where("id <> 2"))).containsExactly(3L);
		assertThat(ids(table.search(new float[2]).where("_distance > 1").where("id < 3"))).containsExactly(1L, 2L);
	}

	@Test
	void whatWasFoundIsOrderedAnew() {
		Reranker backwards = new Backwards();
		Table table = three();
		Search<Map<String, @Nullable Object>> search = table.search(new float[] { 1, 2 }).rerank(backwards, "question");
		assertThat(ids(search.limit(2))).containsExactly(3L, 2L);
		assertThat(ids(search.limit(2).offset(2))).containsExactly(1L);
		assertThat(search.hits().getFirst().score()).isEqualTo(100);
		assertThat(search.hits().getFirst().distance()).isEqualTo(8.0);
		assertThat(ids(search.where("id <> 2"))).containsExactly(3L, 1L);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(search::page)
			.withMessageContaining("hybrid or reranked");
	}

	@Test
	void aTableWithoutVectorsSaysSo() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.database
				.createTable("plain", new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true)))))
				.search(new float[2])
				.hits())
			.withMessageContaining("The table 'plain' has no vector column");
	}

	/**
	 * Puts the worst first.
	 */
	private static final class Backwards implements Reranker {

		@Override
		public String name() {
			return "backwards";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			assertThat(rows.query()).isEqualTo("question");
			assertThat(rows.rankings()).extracting(Ranking::source).containsExactly(Ranking.Source.VECTOR);
			List<Candidate> ordered = new ArrayList<>();
			for (Candidate candidate : rows.rankings().getFirst().candidates().reversed()) {
				ordered.add(new Candidate(candidate.rowId(), 100 - ordered.size()));
			}
			return ordered;
		}

	}

}
