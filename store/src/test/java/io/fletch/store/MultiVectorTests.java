package io.fletch.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.ingest.BadVectors;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Hit;
import io.fletch.store.query.HitPage;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Rows of several vectors are found as a naive comparison with each of them finds them.
 */
@ExtendWith(SeededRandom.class)
class MultiVectorTests {

	@TempDir
	private Path folder;

	private Database database;

	private List<Map<String, @Nullable Object>> rows;

	private Table table;

	@BeforeEach
	void fill(Random random) {
		this.database = Database.open(this.folder, DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
		this.table = this.database.createTable("t", MultiVectorRows.schema());
		this.rows = MultiVectorRows.rows(random, 0, 500);
		this.table.add(this.rows.subList(0, 300));
		this.table.add(this.rows.subList(300, 500));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static List<Object> ids(Search<Map<String, @Nullable Object>> search) {
		return search.hits().stream().map((hit) -> (Object) String.valueOf(hit.row().get("id"))).toList();
	}

	private Table small(FloatingPointPrecision precision, Object... values) {
		Table small = this.database.createTable("small", MultiVectorRows.schema(2, precision), CreateMode.OVERWRITE);
		for (int i = 0; i < values.length; i++) {
			small.add(List.of(Map.of("id", (long) i, "tokens", values[i])));
		}
		return small;
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 20 })
	void findsWhatANaiveComparisonFinds(int vectors, Random random) {
		List<float[]> query = MultiVectorRows.vectors(random, vectors);
		for (Distance distance : List.of(Distance.COSINE, Distance.DOT, Distance.L2)) {
			Map<Object, Double> expected = MultiVectorRows.distances(this.rows, query, distance);
			List<Hit<Map<String, @Nullable Object>>> hits = this.table.search(query)
				.distance(distance)
				.limit(1000)
				.hits();
			assertThat(hits).hasSameSizeAs(expected.keySet()).allSatisfy((hit) -> {
				double known = expected.getOrDefault(String.valueOf(hit.row().get("id")), Double.NaN);
				assertThat(hit.distance()).isCloseTo(known, within(1e-4 + 1e-6 * Math.abs(known)));
				assertThat(hit.score()).isEqualTo(distance.score(hit.distance()));
			});
			assertThat(hits).extracting(Hit::distance).isSorted();
		}
	}

	@Test
	void comparesByCosineUnlessTheColumnSaysOtherwise() {
		Table small = small(FloatingPointPrecision.SINGLE, List.of(new float[] { 1, 0 }, new float[] { 0, 1 }),
				List.of(new float[] { 1, 1 }), List.of(new float[] { -1, 0 }, new float[] { 0.5F, 0.5F }));
		List<Hit<Map<String, @Nullable Object>>> hits = small
			.search(List.of(new float[] { 1, 0 }, new float[] { 0, 1 }))
			.hits();
		assertThat(hits).extracting((hit) -> Math.round(hit.distance() * 1e4) / 1e4)
			.containsExactly(-1.0, -0.4142, -0.4142);
		assertThat(hits).extracting((hit) -> Math.round(hit.score() * 1e4) / 1e4).containsExactly(2.0, 1.4142, 1.4142);
	}

	@ParameterizedTest
	@EnumSource(FloatingPointPrecision.class)
	void takesAndGivesBackListsInEveryForm(FloatingPointPrecision precision) {
		Table small = small(precision, List.of(new float[] { 1, 0 }, new float[] { 0, 2 }),
				new float[][] { { 3, 0 }, { 0, 1 } }, List.of(List.of(1.0, 0.5), List.of(0, 4L)),
				List.of(new double[] { 2, 2 }));
		assertThat(ids(small.search(List.of(new float[] { 0, 1 }, new float[] { 0, 1 })).distance(Distance.DOT)))
			.containsExactly("2", "0", "3", "1");
		List<?> read = (List<?>) small.scan().where("id = 2").rows().getFirst().get("tokens");
		Object expected = (precision == FloatingPointPrecision.DOUBLE) ? new double[] { 1, 0.5 }
				: new float[] { 1, 0.5F };
		assertThat(read).hasSize(2).first().isEqualTo(expected);
	}

	@Test
	void oneVectorAsksAsAListOfOne(Random random) {
		List<float[]> query = MultiVectorRows.vectors(random, 1);
		assertThat(ids(this.table.search(query.getFirst()).limit(50)))
			.isEqualTo(ids(this.table.search(query).limit(50)));
	}

	@Test
	void neverFindsRowsWithoutVectors(Random random) {
		List<float[]> query = MultiVectorRows.vectors(random, 2);
		assertThat(this.table.search(query).limit(1000).where("tokens IS NULL OR array_length(tokens) = 0").hits())
			.isEmpty();
		assertThat(this.table.countRows("tokens IS NULL"))
			.isEqualTo(this.rows.stream().filter((row) -> row.get("tokens") == null).count());
	}

	@Test
	void aVectorWithoutDirectionIsPassedOverInARow() {
		Table small = small(FloatingPointPrecision.SINGLE, List.of(new float[2]),
				List.of(new float[2], new float[] { 0, 3 }));
		assertThat(ids(small.search(List.of(new float[] { 1, 1 })))).containsExactly("1");
		assertThat(ids(small.search(List.of(new float[] { 1, 1 }, new float[2])))).isEmpty();
	}

	@Test
	void comparesVectorsOfEverySizeThatFloatsHave() {
		for (float size : new float[] { 1e-40F, 1e-23F, 1e20F, 1e37F }) {
			Table small = small(FloatingPointPrecision.SINGLE, List.of(new float[] { size, 0 }),
					List.of(new float[] { size, size }), List.of(new float[] { 0, size }, new float[] { -size, 0 }));
			List<float[]> query = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				query.add(new float[] { 1 + i, 0 });
			}
			assertThat(ids(small.search(query))).containsExactly("0", "1", "2");
		}
	}

	@Test
	void filtersBeforeAndAfter(Random random) {
		List<float[]> query = MultiVectorRows.vectors(random, 4);
		List<Map<String, @Nullable Object>> passing = this.rows.stream()
			.filter((row) -> row.get("num") instanceof Integer number && number < 30)
			.toList();
		List<Object> expected = MultiVectorRows.nearest(passing, query, Distance.COSINE, 12);
		Search<Map<String, @Nullable Object>> search = this.table.search(query).where("num < 30");
		assertThat(ids(search.limit(12))).isEqualTo(expected);
		assertThat(ids(search.limit(12).postfilter())).isEqualTo(expected);
		assertThat(ids(search.limit(5).offset(7))).isEqualTo(expected.subList(7, 12));
	}

	@Test
	void findsDistancesWithinARange(Random random) {
		List<float[]> query = MultiVectorRows.vectors(random, 3);
		List<Hit<Map<String, @Nullable Object>>> all = this.table.search(query).limit(100).hits();
		double lower = all.get(10).distance();
		double upper = all.get(30).distance();
		assertThat(this.table.search(query).distanceRange(lower, upper).limit(100).hits()).extracting(Hit::rowId)
			.isEqualTo(all.subList(10, 30).stream().map(Hit::rowId).toList());
		assertThat(this.table.search(query).where("_distance < " + upper).limit(100).hits()).hasSize(30);
	}

	@Test
	void severalVectorsAreOneQueryInEveryResult(Random random) {
		List<float[]> query = MultiVectorRows.vectors(random, 3);
		Search<Map<String, @Nullable Object>> search = this.table.search(query).limit(7);
		assertThat(search.hitsByQuery()).singleElement().satisfies((hits) -> assertThat(hits).hasSize(7));
		assertThat(search.rows()).allSatisfy((row) -> assertThat(row).doesNotContainKey("query_index"));
		assertThat(search.outputSchema().getFields()).extracting("name")
			.containsExactly("id", "num", "text", "tokens", "_distance");
		try (RootAllocator allocator = new RootAllocator(); VectorSchemaRoot root = search.toArrow(allocator)) {
			assertThat(root.getRowCount()).isEqualTo(7);
		}
	}

	@Test
	void pagesFitTogether(Random random) {
		Search<Map<String, @Nullable Object>> search = this.table.search(MultiVectorRows.vectors(random, 3)).limit(60);
		List<Long> paged = new ArrayList<>();
		HitPage<Map<String, @Nullable Object>> page = search.page();
		while (true) {
			page.hits().forEach((hit) -> paged.add(hit.rowId()));
			if (page.next() == null) {
				break;
			}
			page = search.after(page.next()).page();
		}
		assertThat(paged).isEqualTo(search.limit(1000).hits().stream().map(Hit::rowId).toList());
		String next = String.valueOf(search.page().next());
		Search<Map<String, @Nullable Object>> other = this.table.search(MultiVectorRows.vectors(random, 2)).after(next);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(other::page)
			.withMessageContaining("The cursor is of another search");
	}

	@Test
	void wordsAndSeveralVectorsFindTogether() {
		this.table.indexes().create(IndexDefinition.fullText("text"));
		Search<Map<String, @Nullable Object>> search = this.table.search(vectorsBeside("w7"))
			.text(TextQuery.match("w7"))
			.limit(1000);
		List<Hit<Map<String, @Nullable Object>>> hits = search.hits();
		assertThat(search.hitsByQuery()).hasSize(1);
		assertThat(hits).anySatisfy((hit) -> {
			assertThat(hit.vectorRank()).isBetween(1, this.rows.size());
			assertThat(hit.textRank()).isBetween(1, this.rows.size());
			assertThat(String.valueOf(hit.row().get("text"))).contains("w7");
		});
		assertThat(search.explain().toString()).contains(" vectors with each of", "BM25");
	}

	/** Of a row with this word, so that both sides find it among their first. */
	@SuppressWarnings("unchecked")
	private List<float[]> vectorsBeside(String word) {
		return this.rows.stream()
			.filter((row) -> List.of(String.valueOf(row.get("text")).split(" ")).contains(word))
			.filter((row) -> row.get("tokens") instanceof List<?> tokens && !tokens.isEmpty())
			.map((row) -> (List<float[]>) row.get("tokens"))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void tellsHowItIsAnsweredAndStopsInTime(Random random) {
		Search<Map<String, @Nullable Object>> search = this.table.search(MultiVectorRows.vectors(random, 4));
		assertThat(search.explain().toString()).contains("compares 4 vectors with each of 500 rows",
				"the column has no vector index");
		assertThat(search.analyze().toString()).contains("-> 10 rows in");
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> search.timeout(Duration.ZERO).hits())
			.withMessageContaining("time");
	}

	@Test
	void aPlainColumnBesideItTakesTheListAsBatch(Random random) {
		List<Field> fields = new ArrayList<>(MultiVectorRows.schema().getFields());
		fields.add(MultiVectorRows.vectors("one", 3, FloatingPointPrecision.SINGLE));
		Table both = this.database.createTable("both", new Schema(fields));
		both.add(List
			.of(Map.of("id", 1L, "one", new float[] { 1, 2, 3 }, "tokens", MultiVectorRows.vectors(random, 2))));
		assertThat(both.search(List.of(new float[3], new float[3])).hitsByQuery()).hasSize(2);
		assertThat(both.search(MultiVectorRows.vectors(random, 2)).hitsByQuery()).hasSize(1);
		assertThat(both.search(MultiVectorRows.vectors(random, 2)).column("tokens").hitsByQuery()).hasSize(1);
	}

	@Test
	void twoColumnsOfOneLengthMustBeNamed(Random random) {
		List<Field> fields = new ArrayList<>(MultiVectorRows.schema().getFields());
		fields.add(MultiVectorRows.vectors("one", MultiVectorRows.DIMENSIONS, FloatingPointPrecision.SINGLE));
		Table both = this.database.createTable("both", new Schema(fields));
		List<float[]> query = MultiVectorRows.vectors(random, 2);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> both.search(query).hits())
			.withMessageContaining(
					"as have several of the vector columns of the table 'both', [tokens (12), one (12)]");
		assertThat(both.search(query).column("one").hitsByQuery()).hasSize(2);
		assertThat(both.search(query).column("tokens").hitsByQuery()).hasSize(1);
	}

	@Test
	void refusesVectorsOfAnotherLength() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.search(new float[3]).hits())
			.withMessage("The vector of the search has 3 dimensions, but the column 'tokens' has 12");
		Search<Map<String, @Nullable Object>> search = this.table
			.search(List.of(new float[MultiVectorRows.DIMENSIONS], new float[5]));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(search::hits)
			.withMessage("Vector 1 of the search has 5 dimensions, but the column 'tokens' has 12");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.search(new float[12]).distance(Distance.HAMMING).hits())
			.withMessageContaining("HAMMING compares the bits of bytes");
	}

	@Test
	void namesRowAndPositionOfABadVector() {
		List<Map<String, Object>> bad = List.of(Map.of("id", 1L),
				Map.of("id", 2L, "tokens", List.of(new float[12], new float[11])));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.add(bad))
			.withMessageStartingWith("Row 1 has a vector of 11 dimensions in the column 'tokens[1]'");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.add(RowSource.maps(bad)))
			.withMessageStartingWith(
					"Row 1 has a vector at position 1 of 11 dimensions instead of 12 in the column 'tokens'");
		float[] nan = new float[12];
		nan[3] = Float.NaN;
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.add(RowSource.maps(List.of(Map.of("id", 1L, "tokens", List.of(nan))))))
			.withMessageStartingWith("Row 0 has a vector at position 0 with NaN at dimension 3 in the column 'tokens'");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> small(FloatingPointPrecision.SINGLE, List.of(new float[2], new float[3])))
			.withMessageContaining("tokens[1]");
		assertThat(this.table.countRows()).isEqualTo(500);
	}

	@ParameterizedTest
	@EnumSource(names = { "DROP", "FILL", "NULL" })
	void treatsBadVectorsAsThoseOfOtherColumns(BadVectors policy) {
		float[] nan = new float[12];
		nan[3] = Float.NaN;
		List<Map<String, Object>> bad = List
			.of(Map.of("id", 1000L, "tokens", List.of(new float[12], nan, new float[] { 7 })), Map.of("id", 1001L));
		this.table.add(RowSource.maps(bad), AddOptions.DEFAULT.withBadVectors(policy).withFillValue(5));
		List<Map<String, @Nullable Object>> read = this.table.scan().where("id = 1000").rows();
		float[] filled = new float[12];
		Arrays.fill(filled, 1, 12, 5);
		filled[0] = 7;
		switch (policy) {
			case DROP -> assertThat(read).isEmpty();
			case NULL -> assertThat(read.getFirst().get("tokens")).isNull();
			default -> assertThat((List<?>) read.getFirst().get("tokens")).hasSize(3).last().isEqualTo(filled);
		}
	}

	@Test
	void updatesAndMergesCheckVectorsToo(Random random) {
		List<float[]> vectors = MultiVectorRows.vectors(random, 2);
		this.table.update().where("id = 3").set("tokens", vectors).execute();
		assertThat(ids(this.table.search(vectors).limit(1))).containsExactly("3");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.update().set("tokens", List.of(new float[3])).execute())
			.withMessageContaining("at position 0 of 3 dimensions instead of 12");
		this.table.mergeInsert("id")
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(List.of(Map.of("id", 5L, "tokens", vectors), Map.of("id", 9000L, "tokens", vectors)));
		assertThat(ids(this.table.search(vectors).limit(3))).containsExactlyInAnyOrder("3", "5", "9000");
	}

	@Test
	void goesThroughArrow(Random random) {
		List<float[]> query = MultiVectorRows.vectors(random, 3);
		Table copy = this.database.createTable("copy", MultiVectorRows.schema());
		try (RootAllocator allocator = new RootAllocator(); VectorSchemaRoot root = this.table.toArrow(allocator)) {
			copy.add(RowSource.arrow(root));
		}
		assertThat(ids(copy.search(query).limit(40))).isEqualTo(ids(this.table.search(query).limit(40)));
	}

	@Test
	void infersSeveralVectorsFromTheNameOfAColumn() {
		Table inferred = this.database.createTable("inferred",
				RowSource.maps(List.of(Map.of("id", 1, "vectors", List.of(List.of(1, 2, 3), List.of(4, 5, 6))),
						Map.of("id", 2, "vectors", List.of()),
						Map.of("id", 3, "vectors", List.of(new float[] { 1, 0, 0 })))));
		assertThat(ids(inferred.search(List.of(new float[] { 1, 2, 3 }, new float[] { 4, 5, 6 })))).containsExactly("1",
				"3");
	}

	@Test
	void recordsHaveListsOfVectors() {
		TypedTable<Passage> passages = this.database.createTable(Passage.class);
		passages.add(List.of(new Passage("a", List.of(new float[] { 1, 0 }, new float[] { 0, 1 }), null),
				new Passage("b", List.of(new float[] { 1, 1 }), List.of(new double[] { 1, 2, 3 }))));
		Passage found = passages.search(List.of(new float[] { 1, 0 }, new float[] { 0, 1 })).rows().getFirst();
		assertThat(found.id()).isEqualTo("a");
		assertThat(found.tokens()).containsExactly(new float[] { 1, 0 }, new float[] { 0, 1 });
		assertThat(passages.search(List.of(new float[] { 1, 2, 3 })).rows()).extracting(Passage::id)
			.containsExactly("b");
	}

	@Test
	void refusesRecordsWhoseListsHoldNoVectors() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.database.createTable(Words.class))
			.withMessageContaining("for float[], double[] and byte[], and for List<float[]> and List<double[]> only");
	}

	@io.fletch.store.mapping.Table("passages")
	record Passage(@Id String id, @VectorField(dimensions = 2) List<float[]> tokens,
			@VectorField(dimensions = 3, distance = Distance.L2) @Nullable List<double[]> wide) {
	}

	@io.fletch.store.mapping.Table("words")
	record Words(@Id String id, @VectorField(dimensions = 2) List<String> words) {
	}

}
