package io.fletch.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
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
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Facet;
import io.fletch.store.query.Hit;
import io.fletch.store.query.HitPage;
import io.fletch.store.query.Order;
import io.fletch.store.query.QueryPlan;
import io.fletch.store.query.Vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Searches give exactly the rows that a naive look at every row gives.
 */
@ExtendWith(SeededRandom.class)
class SearchTests {

	private static final int ROWS = 400;

	private static final Schema SCHEMA = new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
			Field.nullable("num", new ArrowType.Int(32, true)), Field.nullable("cat", new ArrowType.Utf8()),
			new Field("tags", FieldType.nullable(new ArrowType.List()),
					List.of(Field.nullable("item", new ArrowType.Utf8()))),
			vectors("small", 4, FloatingPointPrecision.SINGLE), vectors("wide", 6, FloatingPointPrecision.DOUBLE),
			vectors("half", 6, FloatingPointPrecision.HALF),
			new Field("bits", FieldType.nullable(new ArrowType.FixedSizeList(2)),
					List.of(Field.notNullable("item", new ArrowType.Int(8, false))))));

	@TempDir
	private Path folder;

	private final List<Map<String, Object>> rows = new ArrayList<>();

	private Database database;

	private Table table;

	private static Field vectors(String name, int size, FloatingPointPrecision precision) {
		return new Field(name, FieldType.nullable(new ArrowType.FixedSizeList(size)),
				List.of(Field.notNullable("item", new ArrowType.FloatingPoint(precision))));
	}

	@BeforeEach
	void fill(Random random) {
		this.database = Database.open(this.folder, DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
		this.table = this.database.createTable("t", SCHEMA);
		for (int i = 0; i < ROWS; i++) {
			Map<String, Object> row = new HashMap<>();
			row.put("id", (long) i);
			row.put("num", (i % 7 == 3) ? null : random.nextInt(40));
			row.put("cat", (i % 11 == 5) ? null : "c" + random.nextInt(6));
			row.put("tags", (i % 13 == 0) ? null : List.of("t" + i % 3, "t" + i % 2));
			row.put("small", vector(random, 4));
			row.put("wide", doubles(random, 6));
			row.put("half", vector(random, 6));
			row.put("bits", new byte[] { (byte) random.nextInt(), (byte) random.nextInt() });
			this.rows.add(row);
		}
		this.table.add(this.rows.subList(0, 250));
		this.table.add(this.rows.subList(250, ROWS));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static float[] vector(Random random, int size) {
		float[] vector = new float[size];
		for (int i = 0; i < size; i++) {
			vector[i] = random.nextInt(9) - 4;
		}
		return vector;
	}

	private static double[] doubles(Random random, int size) {
		double[] vector = new double[size];
		for (int i = 0; i < size; i++) {
			vector[i] = random.nextGaussian();
		}
		return vector;
	}

	private static List<Object> ids(List<Map<String, @Nullable Object>> rows) {
		return rows.stream().map((row) -> row.get("id")).toList();
	}

	private List<Object> nearest(float[] query, int limit) {
		return this.rows.stream()
			.sorted(Comparator.comparingDouble((row) -> squares(query, (float[]) row.get("small"))))
			.limit(limit)
			.map((row) -> row.get("id"))
			.toList();
	}

	private static double squares(float[] left, float[] right) {
		double sum = 0;
		for (int i = 0; i < left.length; i++) {
			sum += (left[i] - right[i]) * (left[i] - right[i]);
		}
		return sum;
	}

	@Test
	void infersTheColumnFromTheLengthOfTheVector(Random random) {
		float[] query = vector(random, 4);
		assertThat(ids(this.table.search(query).limit(20).rows())).isEqualTo(nearest(query, 20));
	}

	@Test
	void severalColumnsThatFitAreAnErrorThatListsThem(Random random) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(vector(random, 6)).hits())
			.withMessageContaining("several")
			.withMessageContaining("wide (6)")
			.withMessageContaining("half (6)")
			.withMessageContaining("column(name)");
		assertThat(this.table.search(vector(random, 6)).column("wide").hits()).hasSize(10);
		assertThat(this.table.search(vector(random, 6)).column("half").hits()).hasSize(10);
	}

	@Test
	void wrongLengthsAndColumnsAreNamed(Random random) {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(vector(random, 5)).hits())
			.withMessageContaining("5 dimensions")
			.withMessageContaining("small (4)");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(vector(random, 5)).column("wide").hits())
			.withMessageContaining("5 dimensions")
			.withMessageContaining("'wide' has 6");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(vector(random, 5)).column("cat"))
			.withMessageContaining("no vector column 'cat'");
	}

	@Test
	void bytesAreComparedByTheBitsThatDiffer() {
		byte[] query = { 15, (byte) 200 };
		List<Hit<Map<String, @Nullable Object>>> hits = this.table.search(query).limit(ROWS).hits();
		assertThat(hits).hasSize(ROWS).allSatisfy((hit) -> {
			byte[] bits = (byte[]) hit.row().get("bits");
			int differing = Integer.bitCount((bits[0] ^ 15) & 0xFF) + Integer.bitCount((bits[1] ^ 200) & 0xFF);
			assertThat(hit.distance()).isEqualTo(differing);
		});
		assertThat(hits).isSortedAccordingTo(Comparator.comparing(Hit::distance));
	}

	@Test
	void otherDistancesAreMeasuredOnRequest(Random random) {
		float[] query = vector(random, 4);
		for (Hit<Map<String, @Nullable Object>> hit : this.table.search(query).distance(Distance.DOT).hits()) {
			float[] vector = (float[]) hit.row().get("small");
			double product = 0;
			for (int i = 0; i < 4; i++) {
				product += query[i] * vector[i];
			}
			assertThat(hit.distance()).isEqualTo(1 - product);
		}
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(query).distance(Distance.HAMMING).hits())
			.withMessageContaining("'small' has floating-point numbers");
	}

	@Test
	void aRangeOfDistancesIncludesItsLowerEndOnly(Random random) {
		float[] query = vector(random, 4);
		List<Object> expected = this.rows.stream()
			.filter((row) -> squares(query, (float[]) row.get("small")) >= 10
					&& squares(query, (float[]) row.get("small")) < 40)
			.map((row) -> row.get("id"))
			.toList();
		assertThat(ids(this.table.search(query).distanceRange(10, 40).limit(ROWS).rows()))
			.containsExactlyInAnyOrderElementsOf(expected);
	}

	@Test
	void optionsOutOfBoundsAreRefusedAtOnce(Random random) {
		Search<Map<String, @Nullable Object>> search = this.table.search(vector(random, 4));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> search.probes(0))
			.withMessage("probes must be at least 1, but was 0");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> search.probes(5, 2))
			.withMessageContaining("at least the minimum 5");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> search.distanceRange(2, 2))
			.withMessageContaining("empty");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> search.distanceRange(Double.NaN, 2))
			.withMessageContaining("NaN");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().exact())
			.withMessageContaining("scan");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(new float[] { 1, Float.NaN, 0, 0 }))
			.withMessageContaining("position 1");
	}

	@Test
	void wrongVectorsOfABatchAreNamed() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(Arrays.asList(new float[4], null)))
			.withMessage("Vector 1 of the search is null; give one for each query");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(List.of(new float[4], new float[] { 0, Float.NaN, 0, 0 })))
			.withMessageStartingWith("Vector 1 of the search has NaN at position 1");
	}

	@Test
	void severalVectorsAreSearchedWithALimitEach(Random random) {
		List<float[]> queries = List.of(vector(random, 4), vector(random, 4), vector(random, 4));
		List<Map<String, @Nullable Object>> found = this.table.search(queries).limit(7).rows();
		List<Object> expected = new ArrayList<>();
		queries.forEach((query) -> expected.addAll(nearest(query, 7)));
		assertThat(ids(found)).isEqualTo(expected);
		assertThat(found.get(13).get("query_index")).isEqualTo(1);
		assertThat(this.table.search(queries).limit(2).hitsByQuery()).hasSize(3);
	}

	@Test
	void aPostfilterFindsTheSameRows(Random random) {
		float[] query = vector(random, 4);
		Search<Map<String, @Nullable Object>> search = this.table.search(query).where("cat = 'c3' AND num > 5");
		assertThat(ids(search.postfilter().rows())).hasSize(10).isEqualTo(ids(search.rows()));
		List<Hit<Map<String, @Nullable Object>>> all = this.table.search(query).where("num > 5").limit(ROWS).hits();
		assertThat(this.table.search(query).where("_distance < 20 AND num > 5").limit(ROWS).hits())
			.extracting(Hit::rowId)
			.isEqualTo(all.stream().filter((hit) -> hit.distance() < 20).map(Hit::rowId).toList());
	}

	@Test
	void whatASearchDoesNotTellIsNull() {
		Search<Map<String, @Nullable Object>> search = this.table.search(new float[4]).limit(3);
		assertThat(search.select("_distance", "_score", "_relevance_score").hits()).hasSize(3)
			.allSatisfy((hit) -> assertThat(hit.row()).containsEntry("_distance", hit.distance())
				.containsEntry("_score", null)
				.containsEntry("_relevance_score", hit.score()));
		assertThat(search.where("_score IS NULL").hits()).hasSize(3);
		assertThat(search.where("_score > -1e9").hits()).isEmpty();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.scan().select(Map.of("near", "_distance")))
			.withMessageContaining("the table has no column '_distance'");
	}

	@Test
	void plansShowExpressionsAsSql() {
		Map<String, String> expressions = new LinkedHashMap<>();
		expressions.put("twice", "id * 2");
		expressions.put("cat", "upper(cat)");
		assertThat(this.table.scan()
			.select(expressions)
			.withRowId()
			.orderBy(Order.descending("num").withNullsFirst())
			.analyze()
			.toString()).contains("- sort: by [num DESC NULLS FIRST]",
					"- read: (id * 2) AS twice, upper(cat) AS cat, _rowid -> 400 rows");
		assertThat(this.table.scan().analyze().toString()).contains("- read: all columns -> 400 rows");
	}

	@Test
	void expressionsBecomeColumns(Random random) {
		float[] query = vector(random, 4);
		Map<String, @Nullable Object> row = this.table.search(query)
			.select(Map.of("twice", "id * 2", "near", "_distance < 1e9", "row", "_rowid"))
			.rows()
			.getFirst();
		assertThat(row).containsEntry("twice", (Long) nearest(query, 1).getFirst() * 2)
			.containsEntry("near", true)
			.containsEntry("row", nearest(query, 1).getFirst())
			.hasSize(3);
		assertThat(this.table.search(query).select("id", "_distance").rows().getFirst()).containsOnlyKeys("id",
				"_distance");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.scan().select(Map.of("_score", "id")))
			.withMessageContaining("reserved");
	}

	@Test
	void expressionsAreColumnsOfArrowToo() {
		Search<Map<String, @Nullable Object>> search = this.table.search(new float[4])
			.select(Map.of("twice", "id * 2"))
			.limit(3);
		try (RootAllocator allocator = new RootAllocator(); VectorSchemaRoot root = search.toArrow(allocator)) {
			assertThat(root.getSchema()).isEqualTo(search.outputSchema());
			assertThat(root.getSchema().getFields()).extracting(Field::getName).containsExactly("twice", "_distance");
			assertThat(root.getRowCount()).isEqualTo(3);
		}
	}

	@Test
	void sortsAScanWithNullsWhereTheyAreAskedFor() {
		Comparator<Map<String, Object>> byNum = Comparator.comparing((row) -> (Integer) row.get("num"),
				Comparator.nullsLast(Comparator.<Integer>reverseOrder()));
		assertThat(ids(this.table.scan().orderBy(Order.descending("num")).limit(60).offset(30).rows()))
			.isEqualTo(sorted(byNum).subList(30, 90));
		Comparator<Map<String, Object>> byCat = Comparator.comparing((row) -> (String) row.get("cat"),
				Comparator.nullsFirst(Comparator.naturalOrder()));
		assertThat(
				ids(this.table.scan().orderBy(Order.ascending("cat").withNullsFirst(), Order.descending("num")).rows()))
			.isEqualTo(sorted(byCat.thenComparing(byNum)));
	}

	private List<Object> sorted(Comparator<Map<String, Object>> order) {
		return this.rows.stream().sorted(order).map((row) -> row.get("id")).toList();
	}

	@Test
	void sortsByExpressionsAndWhatWasFoundByDistance(Random random) {
		assertThat(ids(this.table.scan().orderBy("-id").limit(3).rows())).containsExactly(399L, 398L, 397L);
		List<Hit<Map<String, @Nullable Object>>> hits = this.table.search(vector(random, 4))
			.orderBy(Order.descending("_distance"))
			.limit(30)
			.hits();
		assertThat(hits).hasSize(30)
			.isSortedAccordingTo(Comparator.comparing((Hit<?> hit) -> hit.distance()).reversed());
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().orderBy("tags"))
			.withMessageContaining("'tags'")
			.withMessageContaining("no order");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().orderBy("_distance"))
			.withMessageContaining("_distance");
	}

	@Test
	void pagesOfASortedScanHoldEveryRowOnceWhileOthersAreWritten() {
		Search<Map<String, @Nullable Object>> search = this.table.scan().orderBy(Order.descending("num")).limit(37);
		List<Object> found = new ArrayList<>();
		HitPage<Map<String, @Nullable Object>> page = search.page();
		for (int i = 0; page.next() != null; i++) {
			page.hits().forEach((hit) -> found.add(hit.row().get("id")));
			this.table.add(List.of(Map.of("id", 1000L + i, "num", 99)));
			this.table.update().where("id = " + found.getFirst()).set("cat", "changed").execute();
			page = search.after(page.next()).page();
		}
		page.hits().forEach((hit) -> found.add(hit.row().get("id")));
		assertThat(found).hasSize(ROWS).doesNotHaveDuplicates();
	}

	@Test
	void pagesOfAVectorSearchAreSlicesOfTheWhole() {
		Search<Map<String, @Nullable Object>> search = this.table.search(new float[4]).limit(33);
		List<Object> found = new ArrayList<>();
		String next = null;
		do {
			HitPage<Map<String, @Nullable Object>> page = ((next != null) ? search.after(next) : search).page();
			page.hits().forEach((hit) -> found.add(hit.row().get("id")));
			next = page.next();
		}
		while (next != null);
		assertThat(found).isEqualTo(nearest(new float[4], ROWS));
	}

	@Test
	void cursorsAreChecked() {
		Search<Map<String, @Nullable Object>> search = this.table.scan().orderBy("num").limit(5);
		String next = String.valueOf(search.page().next());
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> search.after("x" + next))
			.withMessageContaining("none that a page gave");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.scan().orderBy("cat").after(next).hits())
			.withMessageContaining("another search");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> search.after(next).offset(3).hits())
			.withMessageContaining("offset 3");
	}

	@Test
	void countsValues() {
		Map<Object, Long> expected = new HashMap<>();
		this.rows.stream()
			.filter((row) -> (Long) row.get("id") < 300)
			.forEach((row) -> expected.merge(String.valueOf(row.get("cat")), 1L, Long::sum));
		List<Facet> facets = this.table.scan().where("id < 300").facets("cat", 100);
		assertThat(facets).hasSameSizeAs(expected.keySet())
			.allMatch((facet) -> expected.get(String.valueOf(facet.value())) == facet.count())
			.isSortedAccordingTo(Comparator.comparingLong(Facet::count).reversed());
		assertThat(this.table.scan().facets("cat", 2)).hasSize(2);
		assertThat(this.table.scan().distinct("tags")).isEqualTo(Arrays.asList("t0", "t1", "t2", null));
		List<Object> numbers = new ArrayList<>(
				this.rows.stream().map((row) -> row.get("num")).filter(Objects::nonNull).distinct().sorted().toList());
		numbers.add(null);
		assertThat(this.table.scan().distinct("num")).isEqualTo(numbers);
		assertThat(this.table.scan().offset(3).limit(5).distinct("NUM")).isEqualTo(numbers.subList(3, 8));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.scan().distinct("small"))
			.withMessageContaining("cannot be counted");
	}

	@Test
	void explainsWhatItDoes() {
		this.table.indexes().create(IndexDefinition.on("num"));
		this.table.add(List.of(Map.of("id", 5000L, "num", 1)));
		QueryPlan plan = this.table.search(new float[4]).where("num < 3 AND cat = 'c1'").explain();
		assertThat(plan.steps()).extracting(QueryPlan.Step::name).containsExactly("filter", "vector");
		assertThat(plan.toString()).contains("[num_idx]", "1 rows are not indexed", "cat = 'c1'",
				"the column has no vector index");
		QueryPlan analysed = this.table.search(new float[4]).where("num < 30").limit(4).analyze();
		assertThat(analysed.steps()).extracting(QueryPlan.Step::name).containsExactly("filter", "vector", "read");
		assertThat(analysed.steps().get(1).rows()).isEqualTo(4);
		assertThat(analysed.steps()).allMatch((step) -> step.milliseconds() != null);
	}

	@Test
	void explainsThatAnIndexHoldsNoRowsYet() {
		Table empty = this.database.createTable("empty", SCHEMA);
		empty.indexes().create(IndexDefinition.on("small").named("waiting"));
		empty.add(this.rows.subList(0, 1));
		assertThat(empty.search(new float[4]).explain().toString()).contains("the index 'waiting' holds no rows yet");
	}

	@Test
	void looksAtNumbersWhereAnIndexWouldGiveManyOfThem() {
		Table many = this.database.createTable("many",
				new Schema(List.of(Field.notNullable("num", new ArrowType.Int(32, true)),
						Field.notNullable("name", new ArrowType.Utf8()))));
		many.add(IntStream.range(0, 12_000)
			.<Map<String, Object>>mapToObj((i) -> Map.of("num", i * 7 % 12_000, "name", "n" + i % 3))
			.toList());
		many.indexes().create(IndexDefinition.on("num"));
		many.indexes().create(IndexDefinition.on("name"));
		assertThat(filterOf(many, "num < 400")).contains("indexes [num_idx]").contains("400 rows");
		assertThat(filterOf(many, "num < 4000")).contains("every row is looked at", "[num_idx]", "4000 rows");
		assertThat(filterOf(many, "num >= 100 AND num < 400")).contains("indexes [num_idx]").contains("300 rows");
		assertThat(filterOf(many, "name = 'n1' AND num < 4000")).contains("indexes [name_idx]", "1333 rows");
		assertThat(filterOf(many, "num < 4000 OR num >= 11000")).contains("every row is looked at", "5000 rows");
	}

	@Test
	void looksAtNumbersBeforeTexts() {
		Table many = this.database.createTable("many",
				new Schema(List.of(Field.notNullable("num", new ArrowType.Int(32, true)),
						Field.notNullable("name", new ArrowType.Utf8()))));
		many.add(IntStream.range(0, 12_000)
			.<Map<String, Object>>mapToObj((i) -> Map.of("num", i, "name", (i < 4000) ? "" + i : "none"))
			.toList());
		many.indexes().create(IndexDefinition.on("num"));
		assertThat(many.countRows("cast(name as int) >= 1000 AND num < 4000", Map.of())).isEqualTo(3000);
	}

	private static String filterOf(Table table, String condition) {
		return table.scan().where(condition).explain().steps().getFirst().toString();
	}

	@Test
	void stopsWhenTheTimeIsOver() {
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> this.table.search(new float[4]).timeout(Duration.ZERO).hits())
			.withMessageContaining("timed out after 0 ms");
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> this.table.scan().orderBy("random()").timeout(Duration.ofNanos(1)).hits())
			.withMessageContaining("timed out");
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(this.table.scan().timeout(Duration.ofHours(1)).hits()).hasSize(ROWS);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.scan().timeout(Duration.ofMillis(-1)))
			.withMessageContaining("negative");
	}

	@Test
	void aCancelledSearchStops() {
		CompletableFuture<?> search = this.database.async().openTable("t").join().scan().orderBy("random()").hits();
		search.cancel(true);
		assertThat(search).isCancelled();
		assertThat(this.table.scan().hits()).hasSize(ROWS);
	}

	@Test
	void aThreadThatIsInterruptedReadsNothing() {
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(CancelledException.class)
				.isThrownBy(() -> this.table.scan().orderBy("num").timeout(Duration.ofHours(1)).hits())
				.withMessageContaining("interrupted");
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
	}

	@Test
	void vectorsAreTakenInEveryForm() {
		List<Object> expected = ids(this.table.search(new float[] { 1, 2, 0, -1 }).rows());
		assertThat(ids(this.table.search(new double[] { 1, 2, 0, -1 }).rows())).isEqualTo(expected);
		assertThat(ids(this.table.search(new float[4]).vector(List.of(1, 2.0, 0, -1F)).rows())).isEqualTo(expected);
		assertThat(ids(this.table.search(new float[4]).vector(new double[] { 1, 2, 0, -1 }).rows()))
			.isEqualTo(expected);
		assertThat(this.table.search(Vectors.packBits(new boolean[16])).limit(5).hits()).extracting(Hit::distance)
			.isEqualTo(this.table.search(new byte[2]).limit(5).hits().stream().map(Hit::distance).toList());
	}

	@Test
	void batchesOfAScanAreOfOneVersion() throws IOException {
		Search<Map<String, @Nullable Object>> search = this.table.scan().where("id >= 100").select("id").withRowId();
		List<Integer> sizes = new ArrayList<>();
		Set<Object> found = new HashSet<>();
		try (RootAllocator allocator = new RootAllocator();
				ArrowReader batches = search.offset(5).toBatches(allocator, 64)) {
			assertThat(batches.getVectorSchemaRoot().getSchema()).isEqualTo(search.outputSchema());
			this.table.delete("id < 350");
			while (batches.loadNextBatch()) {
				VectorSchemaRoot batch = batches.getVectorSchemaRoot();
				sizes.add(batch.getRowCount());
				for (int row = 0; row < batch.getRowCount(); row++) {
					found.add(batch.getVector("id").getObject(row));
				}
			}
		}
		assertThat(sizes).containsExactly(64, 64, 64, 64, 39);
		assertThat(found).hasSize(295).contains(105L, 399L).doesNotContain(104L);
	}

	@Test
	void batchesOfASearchHaveItsRows() throws IOException {
		Search<Map<String, @Nullable Object>> search = this.table.search(new float[4]).select("id").limit(7);
		List<Object> found = new ArrayList<>();
		try (RootAllocator allocator = new RootAllocator(); ArrowReader batches = search.toBatches(allocator, 3)) {
			while (batches.loadNextBatch()) {
				VectorSchemaRoot batch = batches.getVectorSchemaRoot();
				assertThat(batch.getRowCount()).isLessThanOrEqualTo(3);
				for (int row = 0; row < batch.getRowCount(); row++) {
					found.add(batch.getVector("id").getObject(row));
				}
			}
		}
		assertThat(found).isEqualTo(ids(search.rows()));
		try (RootAllocator allocator = new RootAllocator()) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> search.toBatches(allocator, 0))
				.withMessage("maxRows must be at least 1, but was 0");
		}
	}

	@Test
	void streamsOneVersion() {
		Set<Object> found = new HashSet<>();
		try (Stream<Hit<Map<String, @Nullable Object>>> hits = this.table.scan()
			.where("id >= 100")
			.offset(5)
			.stream()) {
			this.table.delete("id < 350");
			hits.forEach((hit) -> found.add(hit.row().get("id")));
		}
		assertThat(found).hasSize(295).contains(105L, 399L).doesNotContain(104L);
	}

}
