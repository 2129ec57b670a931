package io.fletch.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.store.error.CancelledException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Hit;
import io.fletch.store.query.HitPage;
import io.fletch.store.query.Order;
import io.fletch.store.query.QueryPlan;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Searches of enough rows that indexes pay.
 */
@ExtendWith(SeededRandom.class)
class IndexedSearchTests {

	private static final int ROWS = 6000;

	private static final int PARTITIONS = 20;

	private static final Schema SCHEMA = new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
			Field.nullable("num", new ArrowType.Int(32, true)), Field.nullable("text", new ArrowType.Utf8()),
			new Field("v", FieldType.nullable(new ArrowType.FixedSizeList(8)),
					List.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))))));

	private final Database database = Database.open("memory:",
			DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));

	private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

	private Table table;

	@BeforeEach
	void fill(Random random) {
		this.table = this.database.createTable("t", SCHEMA);
		for (int i = 0; i < ROWS; i++) {
			Map<String, @Nullable Object> row = new HashMap<>();
			row.put("id", (long) i);
			row.put("num", (i % 10 == 3) ? null : random.nextInt(50));
			row.put("text", "w" + random.nextInt(5) + " w" + random.nextInt(50));
			row.put("v", (i % 50 == 7) ? ((i % 100 == 7) ? null : new float[8]) : vector(random));
			this.rows.add(row);
		}
		this.table.add(this.rows);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static float[] vector(Random random) {
		float[] vector = new float[8];
		for (int i = 0; i < vector.length; i++) {
			vector[i] = random.nextInt(21) - 10;
		}
		return vector;
	}

	private void index(IndexType type, Distance distance) {
		IndexDefinition definition = IndexDefinition.on("v").type(type).distance(distance);
		this.table.indexes().create((type.name().startsWith("IVF")) ? definition.partitions(PARTITIONS) : definition);
	}

	private static List<Object> ids(List<Hit<Map<String, @Nullable Object>>> hits) {
		return hits.stream().map((hit) -> hit.row().get("id")).toList();
	}

	private static List<Object> ids(Search<Map<String, @Nullable Object>> search) {
		return ids(search.hits());
	}

	/** How much was looked at: by which step, and what is counted. */
	private static long work(Search<?> search, String counted) {
		for (QueryPlan.Step step : search.analyze().steps()) {
			Matcher number = Pattern.compile("(\\d+) " + counted).matcher(step.toString());
			if (step.name().equals("vector") && number.find()) {
				return Long.parseLong(number.group(1));
			}
		}
		return -1;
	}

	@Test
	void probesDecideHowManyPartitionsAreLookedAt(Random random) {
		index(IndexType.IVF_FLAT, Distance.L2);
		Search<Map<String, @Nullable Object>> search = this.table.search(vector(random));
		for (int probes : new int[] { 1, 4, PARTITIONS }) {
			assertThat(work(search.probes(probes), "partitions")).isEqualTo(probes);
		}
		assertThat(work(search.probes(500), "partitions")).isEqualTo(PARTITIONS);
		assertThat(work(search.probes(2), "vectors compared")).isLessThan(work(search.probes(10), "vectors compared"));
		Search<Map<String, @Nullable Object>> many = search.limit(3000);
		assertThat(work(many.probes(1, 3), "partitions")).isEqualTo(3);
		assertThat(work(many.probes(1, 0), "partitions")).isGreaterThan(3).isLessThanOrEqualTo(PARTITIONS);
		assertThat(many.probes(1, 0).hits()).hasSize(3000);
		assertThat(many.probes(1, 1).hits()).hasSizeLessThan(3000);
	}

	@ParameterizedTest
	@EnumSource(names = { "IVF_FLAT", "HNSW_FLAT" })
	void comparesQueriesExactlyThatAreTooLongForAnIndex(IndexType type, Random random) {
		index(type, Distance.L2);
		float[] query = vector(random);
		query[0] = 1e20F;
		Search<Map<String, @Nullable Object>> search = this.table.search(query).distance(Distance.L2);
		assertThat(search.explain().toString()).contains("the query's length is beyond what the index compares");
		assertThat(ids(search)).hasSize(10).isEqualTo(ids(search.exact()));
		assertThat(ids(search.indexedOnly())).isEqualTo(ids(search.exact()));
	}

	@ParameterizedTest
	@CsvSource({ "IVF_FLAT, L2", "IVF_SQ, DOT", "HNSW_FLAT, DOT", "HNSW_SQ, L2" })
	void rowsThatAreTooLongForAnIndexAreFoundBesideIt(IndexType type, Distance distance) {
		index(type, distance);
		this.table.add(List.of(Map.of("id", 7000L, "v", new float[] { 1e20F, 0, 0, 0, 0, 0, 0, 0 }),
				Map.of("id", 7001L, "v", new float[] { 1, 0, 0, 0, 0, 0, 0, 0 }),
				Map.of("id", 7002L, "v", new float[] { -1e30F, 1, 0, 0, 0, 0, 0, 0 })));
		this.table.optimize();
		requireTwoLongRows(distance);
		this.table.indexes().rebuild("v_idx");
		requireTwoLongRows(distance);
		long version = this.table.version();
		this.table.optimize();
		assertThat(this.table.version()).isEqualTo(version);
		this.table.delete("id IN (7000, 7002)");
		this.table.optimize();
		assertThat(this.table.indexes().get("v_idx").problem()).isNull();
	}

	private void requireTwoLongRows(Distance distance) {
		IndexInfo info = this.table.indexes().get("v_idx");
		assertThat(info.coverage().unindexedRows()).isEqualTo(2);
		assertThat(info.problem())
			.isEqualTo("Rows with vectors longer than 1.0E18: 2; they are searched without the index. "
					+ "Scale such vectors down.");
		Search<Map<String, @Nullable Object>> search = this.table.search(new float[] { 1, 0, 0, 0, 0, 0, 0, 0 })
			.distance(distance);
		assertThat(search.explain().toString()).contains("index 'v_idx'", "2 rows are not indexed");
		if (distance == Distance.DOT) {
			assertThat(ids(search.limit(1))).containsExactly(7000L);
		}
		assertThat(ids(search.limit(ROWS + 3))).contains(7000L, 7001L, 7002L);
	}

	@Test
	void theRefineFactorDecidesHowManyAreComparedExactly(Random random) {
		index(IndexType.IVF_SQ, Distance.L2);
		Search<Map<String, @Nullable Object>> search = this.table.search(vector(random)).probes(PARTITIONS);
		assertThat(work(search.refineFactor(1), "exactly")).isEqualTo(10);
		assertThat(work(search.refineFactor(30).limit(20), "exactly")).isEqualTo(600);
	}

	@Test
	void efDecidesHowMuchOfAGraphIsSeen(Random random) {
		index(IndexType.HNSW_FLAT, Distance.L2);
		Search<Map<String, @Nullable Object>> search = this.table.search(vector(random));
		long few = work(search.ef(10), "vectors compared");
		long many = work(search.ef(800), "vectors compared");
		assertThat(few).isBetween(10L, many / 4);
		assertThat(ids(search.ef(ROWS))).isEqualTo(ids(search.exact()));
	}

	@Test
	void exactSearchesAndThoseOfIndexedRowsAreWhatTheyAreCalled(Random random) {
		index(IndexType.IVF_FLAT, Distance.L2);
		float[] query = vector(random);
		this.table.add(List.of(Map.of("id", 9000L, "v", query)));
		assertThat(this.table.search(query).exact().analyze().toString()).contains("compares with each of 6001 rows",
				"exact search was asked for");
		assertThat(this.table.search(query).limit(1).rows().getFirst()).containsEntry("id", 9000L);
		assertThat(ids(this.table.search(query).indexedOnly())).hasSize(10).doesNotContain(9000L);
		assertThat(this.table.search(query).indexedOnly().rows().getFirst()).doesNotContainKey("_rowid");
		assertThat(ids(this.table.search(query).indexedOnly().where("id >= 9000"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "IVF_FLAT, L2", "IVF_FLAT, COSINE", "IVF_FLAT, DOT", "HNSW_SQ, L2", "HNSW_SQ, COSINE",
			"HNSW_SQ, DOT" })
	void anIndexPassesOverTheSameVectorsAndKeepsTheSameRange(IndexType type, Distance distance, Random random) {
		index(type, distance);
		float[] query = vector(random);
		Search<Map<String, @Nullable Object>> search = this.table.search(query)
			.distance(distance)
			.probes(PARTITIONS)
			.ef(ROWS)
			.limit(ROWS);
		List<Object> exact = ids(search.exact());
		assertThat(exact).hasSize((distance == Distance.COSINE) ? ROWS - 120 : ROWS - 60);
		assertThat(ids(search)).isEqualTo(exact);
		double lower = search.exact().hits().get(100).distance();
		double upper = search.exact().hits().get(300).distance();
		assertThat(ids(search.distanceRange(lower, upper))).isEqualTo(ids(search.exact().distanceRange(lower, upper)))
			.hasSizeBetween(150, 250);
		assertThat(search.distanceRange(lower, upper).analyze().toString()).contains("index 'v_idx'");
	}

	@Test
	void postfiltersAreRefilled(Random random) {
		index(IndexType.IVF_SQ, Distance.L2);
		Search<Map<String, @Nullable Object>> search = this.table.search(vector(random))
			.where("num = 7 AND id > :id", Map.of("id", 3000))
			.probes(PARTITIONS);
		List<Object> expected = ids(search.exact().limit(30));
		assertThat(expected).hasSize(30);
		assertThat(ids(search.postfilter().limit(30))).isEqualTo(expected);
		assertThat(ids(search.postfilter().limit(10).offset(20))).isEqualTo(expected.subList(20, 30));
		assertThat(search.postfilter().limit(30).analyze().steps()).extracting(QueryPlan.Step::name)
			.contains("postfilter")
			.doesNotContain("filter");
	}

	@Test
	void pagesByCursorAndByOffsetAreTheSame(Random random) {
		index(IndexType.IVF_FLAT, Distance.L2);
		this.table.indexes().create(IndexDefinition.fullText("text"));
		float[] query = vector(random);
		for (Search<Map<String, @Nullable Object>> search : List.of(this.table.search(query).probes(PARTITIONS),
				this.table.search("w1 w7"), this.table.scan().orderBy(Order.descending("num").withNullsFirst()),
				this.table.search(query).exact(),
				this.table.search(query).probes(PARTITIONS).where("num > 10").postfilter())) {
			List<Object> whole = ids(search.limit(900));
			assertThat(byCursor(search.limit(150), 6)).as(search.explain().toString())
				.isEqualTo(whole)
				.hasSize(900)
				.doesNotHaveDuplicates();
			assertThat(byOffset(search.limit(150), 6)).as(search.explain().toString()).isEqualTo(whole);
		}
		Search<Map<String, @Nullable Object>> hybrid = this.table.search("w1 w7").vector(query);
		assertThat(byOffset(hybrid.limit(150), 6)).isEqualTo(ids(hybrid.limit(900)));
		Search<Map<String, @Nullable Object>> batch = this.table.search(List.of(query, vector(random)));
		for (int i = 0; i < 2; i++) {
			assertThat(ids(batch.limit(20).offset(20).hitsByQuery().get(i)))
				.isEqualTo(ids(batch.limit(40).hitsByQuery().get(i)).subList(20, 40));
		}
	}

	@ParameterizedTest
	@EnumSource(value = IndexType.class, names = { "IVF_SQ", "IVF_RQ", "HNSW_SQ" })
	void pagesByOffsetFitTogetherWhateverTheirLimits(IndexType type, Random random) {
		index(type, Distance.L2);
		for (Search<Map<String, @Nullable Object>> search : List.of(this.table.search(vector(random)),
				this.table.search(vector(random)).probes(2),
				this.table.search(vector(random)).where("num > 3").postfilter())) {
			List<Object> whole = ids(search.offset(0).limit(ROWS));
			assertThat(whole).hasSizeGreaterThan(400).doesNotHaveDuplicates();
			for (int offset = 0; offset < whole.size();) {
				int limit = 1 + random.nextInt((offset < 300) ? 90 : 2000);
				List<Object> page = ids(search.offset(offset).limit(limit));
				assertThat(page).isEqualTo(whole.subList(offset, Math.min(whole.size(), offset + limit)));
				offset += limit;
			}
		}
		assertThat(ids(this.table.search(new float[8]).offset(0).limit(ROWS))).hasSize(ROWS - ROWS / 100);
	}

	@Test
	void plansTellTheRoundsOfAPage(Random random) {
		index(IndexType.IVF_SQ, Distance.L2);
		Search<Map<String, @Nullable Object>> search = this.table.search(vector(random));
		assertThat(search.explain().toString()).doesNotContain("rounds");
		assertThat(search.offset(90).explain().toString()).contains("rounds: finds the best [100] (");
		assertThat(search.offset(1000).explain().toString()).contains("rounds: finds the best [100, 400, 1600] (");
		assertThat(search.offset(2000).explain().toString())
			.contains("rounds: finds the best [100, 400, 1600], then compares with each row");
		assertThat(search.offset(2000).indexedOnly().explain().toString())
			.contains("rounds: finds the best [100, 400, 1600, 6400] (");
		assertThat(search.offset(2000).exact().explain().toString()).doesNotContain("rounds");
		assertThat(search.offset(2000).analyze().toString()).contains("compares with each of");
	}

	@Test
	void aRangeHoldsForTheVectorsOfAHybridSearch(Random random) {
		this.table.indexes().create(IndexDefinition.fullText("text"));
		float[] query = vector(random);
		Search<Map<String, @Nullable Object>> search = this.table.search("absent").vector(query);
		assertThat(search.distanceRange(-1, 0).hits()).isEmpty();
		assertThat(ids(search.distanceRange(50, 100).limit(500)))
			.isEqualTo(ids(this.table.search(query).distanceRange(50, 100).limit(500)));
	}

	@Test
	void cursorsGoAsDeepAsTheWhole(Random random) {
		index(IndexType.IVF_SQ, Distance.L2);
		float[] query = vector(random);
		List<Object> exact = ids(this.table.search(query).exact().limit(900));
		Search<Map<String, @Nullable Object>> search = this.table.search(query).limit(150);
		List<Object> pages = byCursor(search, 6);
		assertThat(pages).doesNotHaveDuplicates();
		assertThat(exact.stream().filter(pages::contains).count())
			.isGreaterThan(exact.stream().filter(byOffset(search, 6)::contains).count() * 95 / 100);
	}

	private static List<Object> byCursor(Search<Map<String, @Nullable Object>> search, int pages) {
		List<Object> found = new ArrayList<>();
		HitPage<Map<String, @Nullable Object>> page = search.page();
		for (int i = 0; i < pages; i++) {
			found.addAll(ids(page.hits()));
			page = search.after(String.valueOf(page.next())).page();
		}
		return found;
	}

	private static List<Object> byOffset(Search<Map<String, @Nullable Object>> search, int pages) {
		List<Object> found = new ArrayList<>();
		for (int i = 0; i < pages; i++) {
			found.addAll(ids(search.offset(150 * i)));
		}
		return found;
	}

	@Test
	void rowsAreSortedByWhateverHasAnOrder() {
		Comparator<Map<String, @Nullable Object>> byNum = Comparator.comparing((row) -> (Integer) row.get("num"),
				Comparator.nullsLast(Comparator.naturalOrder()));
		assertThat(ids(this.table.scan().orderBy("num")))
			.isEqualTo(this.rows.stream().sorted(byNum).map((row) -> row.get("id")).toList());
		assertThat(ids(this.table.scan().orderBy(Order.descending("num % 7"), Order.descending("_rowid")).limit(2000)))
			.isEqualTo(this.rows.reversed()
				.stream()
				.sorted(Comparator.comparing((row) -> (row.get("num") instanceof Integer num) ? -(num % 7) : 1))
				.map((row) -> row.get("id"))
				.limit(2000)
				.toList());
		List<Hit<Map<String, @Nullable Object>>> found = this.table.search(new float[8])
			.orderBy(Order.ascending("num").withNullsFirst(), Order.descending("_distance"))
			.limit(500)
			.hits();
		List<Hit<Map<String, @Nullable Object>>> expected = new ArrayList<>(
				this.table.search(new float[8]).limit(500).hits());
		expected.sort(Comparator
			.<Hit<Map<String, @Nullable Object>>, @Nullable Integer>comparing((hit) -> (Integer) hit.row().get("num"),
					Comparator.nullsFirst(Comparator.naturalOrder()))
			.thenComparing(Hit::distance, Comparator.reverseOrder()));
		assertThat(ids(found)).isEqualTo(ids(expected));
	}

	@ParameterizedTest
	@EnumSource(value = IndexType.class, names = { "IVF_FLAT", "HNSW_FLAT" })
	void anInterruptStopsTheSearchOfAnIndex(IndexType type) {
		index(type, Distance.L2);
		this.table.indexes().prewarm("v_idx");
		requireStopped(this.table.search(new float[8]), type.name().startsWith("IVF") ? "IvfIndex" : "HnswGraph");
	}

	@Test
	void anInterruptStopsEveryOtherSearch() {
		requireStopped(this.table.search(new float[8]), "Scanner.nearest");
		requireStopped(this.table.scan().orderBy("num"), "Scanner.sorted");
		requireStopped(this.table.scan().where("num > 3"), "Scanner.select");
		requireStopped(this.table.scan(), "Scanner.rowIds");
		this.table.indexes().create(IndexDefinition.on("num"));
		requireStopped(this.table.scan().where("num > 3"), "IndexedFilter");
		this.table.indexes().create(IndexDefinition.fullText("text"));
		requireStopped(this.table.search("w1"), "OpenText");
		requireStopped(this.table.search("w1").vector(new float[8]), "HybridRun");
		requireStopped(this.table.search(List.of(new float[8], new float[8])), "Scanner.nearest");
	}

	private static void requireStopped(Search<?> search, String where) {
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(CancelledException.class).isThrownBy(search::hits)
				.withMessageContaining("interrupt")
				.withStackTraceContaining(where);
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
		assertThat(search.limit(3).hits()).isNotEmpty();
	}

	@Test
	void anInterruptStopsWhatIsDoneWithFoundRows() {
		Search<Map<String, @Nullable Object>> search = this.table.search(new float[8])
			.rerank(new Interrupting(), "question");
		requireStoppedLater(search, "HitReader.read");
		requireStoppedLater(search.orderBy("num"), "SearchRun.sorted");
		requireStoppedLater(search.where("num > 3").postfilter(), "SearchRun.postfiltered");
	}

	private static void requireStoppedLater(Search<?> search, String where) {
		assertThatExceptionOfType(CancelledException.class).isThrownBy(search::hits)
			.withMessageContaining("cancelled by an interrupt")
			.withStackTraceContaining(where);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void aTimeoutStopsEverySearch() {
		this.table.indexes().create(IndexDefinition.fullText("text"));
		index(IndexType.IVF_FLAT, Distance.L2);
		String costly = "regexp_like(concat(text, ' ', text), '(w1|w2).*(w3|w4).*w5')";
		Duration soon = Duration.ofNanos(1000);
		List<Search<?>> searches = List.of(this.table.scan().where(costly), this.table.scan().orderBy(costly),
				this.table.search(new float[8]).where(costly), this.table.search("w1 w2").where(costly),
				this.table.search("w1 w2").vector(new float[8]).where(costly),
				this.table.search("w1 w2").limit(5000).select(Map.of("x", costly)));
		for (Search<?> search : searches) {
			assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> search.timeout(soon).hits())
				.withMessageContaining("The search timed out after 0 ms");
			assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> search.timeout(soon).analyze())
				.withMessageContaining("timed out");
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> this.table.scan().timeout(soon).facets("text", 3))
			.withMessageContaining("timed out");
	}

	/**
	 * Interrupts its thread, and changes nothing.
	 */
	private static final class Interrupting implements Reranker {

		@Override
		public String name() {
			return "interrupting";
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			Thread.currentThread().interrupt();
			return rows.rankings().getFirst().candidates();
		}

	}

}
