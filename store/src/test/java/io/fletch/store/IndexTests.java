package io.fletch.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.IndexNotFoundException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Hit;
import io.fletch.store.query.HitPage;
import io.fletch.store.table.IndexMetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A table with indexes answers as one without them, whatever happens to both.
 */
@ExtendWith(SeededRandom.class)
class IndexTests {

	private static final int DIMENSIONS = 16;

	private static final Schema SCHEMA = new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
			Field.nullable("num", new ArrowType.Int(32, true)), Field.nullable("cat", new ArrowType.Utf8()),
			new Field("tags", FieldType.nullable(new ArrowType.List()),
					List.of(Field.nullable("item", new ArrowType.Utf8()))),
			new Field("vector", FieldType.nullable(new ArrowType.FixedSizeList(DIMENSIONS)),
					List.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))))));

	@TempDir
	private Path folder;

	private Database database;

	private Table indexed;

	private Table plain;

	@BeforeEach
	void fillTwoTables(Random random) {
		open();
		this.indexed = this.database.createTable("indexed", SCHEMA);
		this.plain = this.database.createTable("plain", SCHEMA);
		add(random, 0, 12_000);
	}

	private void open() {
		this.database = Database.open(this.folder, DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private void add(Random random, int from, int count) {
		List<Map<String, Object>> rows = new ArrayList<>();
		for (int id = from; id < from + count; id++) {
			Map<String, Object> row = new java.util.HashMap<>();
			row.put("id", (long) id);
			row.put("num", (random.nextInt(20) == 0) ? null : random.nextInt(10_000));
			row.put("cat", (random.nextInt(20) == 0) ? null : "c" + random.nextInt(30));
			row.put("tags", List.of("t" + random.nextInt(5), "t" + random.nextInt(50)));
			row.put("vector", (random.nextInt(50) == 0) ? null : vector(random));
			rows.add(row);
		}
		this.indexed.add(rows);
		this.plain.add(rows);
	}

	private static float[] vector(Random random) {
		float[] vector = new float[DIMENSIONS];
		int cluster = random.nextInt(40);
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) (random.nextGaussian() + 6 * Math.sin(cluster * (i + 1)));
		}
		return vector;
	}

	private void createAll() {
		this.indexed.indexes().create(IndexDefinition.on("id"));
		this.indexed.indexes().create(IndexDefinition.on("num"));
		this.indexed.indexes().create(IndexDefinition.on("cat").type(IndexType.BITMAP));
		this.indexed.indexes().create(IndexDefinition.on("tags"));
		this.indexed.indexes().create(IndexDefinition.on("vector").partitions(30));
	}

	private void requireSame(Random random) {
		for (String filter : filters(random)) {
			assertThat(ids(this.indexed.scan().where(filter))).as(filter)
				.isEqualTo(ids(this.plain.scan().where(filter)));
			assertThat(this.indexed.countRows(filter, Map.of())).as(filter)
				.isEqualTo(this.plain.countRows(filter, Map.of()));
		}
		int found = 0;
		for (int i = 0; i < 20; i++) {
			float[] query = vector(random);
			List<Hit<Map<String, @Nullable Object>>> expected = this.plain.search(query).where("num >= 100").hits();
			Set<Object> ids = new HashSet<>();
			expected.forEach((hit) -> ids.add(hit.row().get("id")));
			List<Hit<Map<String, @Nullable Object>>> actual = this.indexed.search(query).where("num >= 100").hits();
			assertThat(actual).hasSameSizeAs(expected);
			found += (int) actual.stream().filter((hit) -> ids.contains(hit.row().get("id"))).count();
		}
		assertThat(found).isGreaterThanOrEqualTo(194);
	}

	private static List<Object> ids(Search<Map<String, @Nullable Object>> search) {
		return search.select("id").rows().stream().map((row) -> row.get("id")).toList();
	}

	private static List<String> filters(Random random) {
		int id = random.nextInt(12_000);
		int num = random.nextInt(9000);
		return List.of("id = " + id, "id IN (1, 5, " + id + ", 99999)", "num BETWEEN " + num + " AND " + (num + 500),
				"num > " + num + " AND num < " + (num + 50) + " AND cat = 'c3'", "cat = 'c7' OR num < 300",
				"cat <> 'c7' AND vector IS NOT NULL", "NOT (num < " + num + ")", "num IS NULL AND cat LIKE 'c1%'",
				"array_has(tags, 't3') AND num % 7 = 2", "array_has_any(tags, ['t40', 't41']) OR id < 10",
				"(cat = 'c1' AND num < 5000) OR (cat = 'c2' AND num >= 5000)", "cat IS NULL OR id = " + id,
				"num = 1 AND num = 2", "id >= 0");
	}

	@Test
	void answersAsWithoutIndexes(Random random) {
		createAll();
		requireSame(random);
	}

	@Test
	void optionsOfVectorsDecideHowMuchIsLookedAt(Random random) {
		createAll();
		add(random, 20_000, 50);
		float[] query = vector(random);
		List<Object> exact = ids(this.plain.search(query).limit(50));
		assertThat(ids(this.indexed.search(query).limit(50).exact())).isEqualTo(exact);
		assertThat(ids(this.indexed.search(query).limit(50).probes(30).refineFactor(100))).isEqualTo(exact);
		assertThat(ids(this.indexed.search(query).limit(12_050).indexedOnly().probes(1, 0)))
			.allMatch((id) -> (Long) id < 12_000);
		assertThat(ids(this.indexed.search(query).limit(50).probes(1, 1))).hasSizeLessThanOrEqualTo(50);
		assertThat(ids(this.plain.search(query).indexedOnly())).isEmpty();
		assertThat(this.indexed.search(query).explain().toString()).contains("index 'vector_idx'",
				"50 rows are not indexed");
		assertThat(this.indexed.search(query).distance(Distance.DOT).explain().toString())
			.contains("is for L2, but DOT is asked for");
	}

	@Test
	void anIndexFindsEnoughRowsHoweverFewPass(Random random) {
		createAll();
		float[] query = vector(random);
		for (Search<Map<String, @Nullable Object>> search : List.of(this.indexed.search(query).where("num < 6000"),
				this.indexed.search(query).where("num < 6000").postfilter(),
				this.indexed.search(query).where("num < 6000").probes(1, 0))) {
			assertThat(search.limit(300).hits()).hasSize(300).allMatch((hit) -> (Integer) hit.row().get("num") < 6000);
		}
	}

	@Test
	void followsWhateverHappensToTheTable(Random random) {
		createAll();
		for (Table table : List.of(this.indexed, this.plain)) {
			table.tags().create("before", table.version());
			table.delete("id % 10 = 3");
			table.update().where("id % 97 = 1").set("num", 4711).execute();
		}
		requireSame(random);
		add(random, 20_000, 1500);
		add(random, 30_000, 3);
		requireSame(random);
		this.indexed.optimize();
		requireSame(random);
		for (Table table : List.of(this.indexed, this.plain)) {
			table.checkout("before").restore();
		}
		requireSame(random);
		this.indexed.optimize();
		requireSame(random);
	}

	@Test
	void answersTheSameAfterReopening(Random random) {
		createAll();
		add(random, 20_000, 10);
		this.database.close();
		open();
		this.indexed = this.database.openTable("indexed");
		this.plain = this.database.openTable("plain");
		requireSame(random);
		assertThat(this.indexed.verify().problems()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "HNSW_FLAT", "HNSW_SQ", "HNSW_PQ" })
	void graphsAnswerAsExactSearchDoes(IndexType type, Random random) {
		this.indexed.indexes().create(IndexDefinition.on("vector").type(type).m(24).efConstruction(80));
		this.indexed.delete("id % 10 = 3");
		this.plain.delete("id % 10 = 3");
		requireSame(random);
		assertThat(this.indexed.indexes().get("vector_idx").options()).containsEntry("m", "24")
			.containsEntry("ef_construction", "80");
	}

	@Test
	void fewRowsBesideAnIndexAreLeftToItOrFound(Random random) {
		this.indexed.indexes().create(IndexDefinition.on("vector").type(IndexType.IVF_PQ).named("codes"));
		this.indexed.indexes().create(IndexDefinition.on("vector").partitions(30));
		this.indexed.indexes().create(IndexDefinition.on("id"));
		add(random, 12_000, 10);
		this.indexed.optimize();
		assertThat(this.indexed.indexes().get("codes").coverage().unindexedRows()).isEqualTo(10);
		assertThat(this.indexed.indexes().get("vector_idx").coverage().unindexedRows()).isZero();
		assertThat(this.indexed.indexes().get("id_idx").coverage().unindexedRows()).isZero();
		for (Map<String, @Nullable Object> row : this.indexed.scan()
			.where("id >= 12000 AND vector IS NOT NULL")
			.rows()) {
			float[] vector = (float[]) Objects.requireNonNull(row.get("vector"));
			assertThat(ids(this.indexed.search(vector).limit(2))).contains(row.get("id"));
		}
	}

	@Test
	void aColumnThatIsDroppedWhileItsIndexIsReplacedTakesTheIndexWithIt() {
		this.indexed.indexes().create(IndexDefinition.on("cat"));
		AtomicBoolean isDropped = new AtomicBoolean();
		assertThatExceptionOfType(IndexNotFoundException.class)
			.isThrownBy(() -> this.indexed.indexes().create(IndexDefinition.on("cat"), (done, total) -> {
				if (isDropped.compareAndSet(false, true)) {
					this.indexed.columns().drop("cat");
				}
			}))
			.withMessageContaining("has no index 'cat_idx'");
		assertThat(this.indexed.indexes().list()).isEmpty();
		assertThat(this.indexed.countRows("id < 10")).isEqualTo(10);
	}

	@Test
	void anIndexThatIsDroppedWhileItIsReplacedStaysDropped() {
		this.indexed.indexes().create(IndexDefinition.on("cat"));
		AtomicBoolean isDropped = new AtomicBoolean();
		assertThatExceptionOfType(IndexNotFoundException.class)
			.isThrownBy(() -> this.indexed.indexes().create(IndexDefinition.on("cat"), (done, total) -> {
				if (isDropped.compareAndSet(false, true)) {
					this.indexed.indexes().drop("cat_idx");
				}
			}));
		assertThat(this.indexed.indexes().list()).isEmpty();
	}

	@Test
	void refusesToCompareBitsOfNumbers() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.indexed.indexes().create(IndexDefinition.on("vector").distance(Distance.HAMMING)))
			.withMessageContaining("The index on 'vector' cannot be for HAMMING");
		assertThat(this.indexed.indexes().list()).isEmpty();
	}

	@Test
	void pagesHoldEveryRowOnceThoughAnIndexWouldPassOverSome(Random random) {
		this.indexed.indexes().create(IndexDefinition.on("vector").partitions(100));
		Search<Map<String, @Nullable Object>> search = this.indexed.search(vector(random)).limit(1500).select("id");
		Set<Object> ids = new HashSet<>();
		HitPage<Map<String, @Nullable Object>> page = search.page();
		page.hits().forEach((hit) -> ids.add(hit.row().get("id")));
		while (page.next() != null) {
			page = search.after(page.next()).page();
			page.hits().forEach((hit) -> ids.add(hit.row().get("id")));
		}
		assertThat(ids).hasSize((int) this.indexed.countRows("vector IS NOT NULL"));
	}

	@Test
	void refusesOptionsThatTheKindDoesNotHave() {
		Indexes indexes = this.indexed.indexes();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("vector").m(16)))
			.withMessage("An index of the kind IVF_SQ has no option m");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("vector").type(IndexType.HNSW_SQ).partitions(4)))
			.withMessage("An index of the kind HNSW_SQ has no option num_partitions");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> IndexDefinition.on("vector").m(1))
			.withMessage("m must be from 2 to 512, but was 1");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> IndexDefinition.on("v").sampleRate(1_000_001))
			.withMessage("sample_rate must be from 1 to 1000000, but was 1000001");
	}

	@Test
	void tellsWhatItCovers(Random random) {
		createAll();
		add(random, 20_000, 500);
		IndexInfo before = this.indexed.indexes().get("num_idx");
		assertThat(before.coverage())
			.extracting(IndexInfo.Coverage::indexedRows, IndexInfo.Coverage::unindexedRows,
					IndexInfo.Coverage::segments)
			.containsExactly(12_000L, 500L, 1);
		this.indexed.optimize();
		assertThat(this.indexed.indexes().get("num_idx").coverage().unindexedRows()).isZero();
		assertThat(this.indexed.indexes().list()).extracting(IndexInfo::name)
			.containsExactly("id_idx", "num_idx", "cat_idx", "tags_idx", "vector_idx");
	}

	@Test
	void anOlderVersionKnowsTheIndexesThatItHad() {
		long before = this.indexed.version();
		this.indexed.indexes().create(IndexDefinition.on("num"));
		long with = this.indexed.version();
		this.indexed.indexes().drop("num_idx");
		assertThat(this.indexed.checkout(before).indexes().list()).isEmpty();
		assertThat(this.indexed.checkout(with).indexes().list()).hasSize(1);
		assertThat(this.indexed.checkout(with).countRows("num < 100", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
		assertThat(this.indexed.indexes().list()).isEmpty();
	}

	@Test
	void aDamagedSegmentIsPassedOverAndBuiltAnewByOptimize(Random random) throws Exception {
		createAll();
		this.database.close();
		try (Stream<Path> files = Files.list(this.folder.resolve("indexed.fletch/_indices"))) {
			for (Path file : files.toList()) {
				byte[] bytes = Files.readAllBytes(file);
				bytes[bytes.length / 2] ^= 1;
				Files.write(file, bytes);
			}
		}
		open();
		this.indexed = this.database.openTable("indexed");
		this.plain = this.database.openTable("plain");
		assertThat(this.indexed.verify().problems()).hasSize(5);
		requireSame(random);
		this.indexed.optimize();
		requireSame(random);
		assertThat(this.indexed.indexes().list())
			.allSatisfy((index) -> assertThat(index.coverage().unindexedRows()).isZero());
	}

	@Test
	void aFileThatIsNotTheOneOfItsSegmentIsPassedOver(Random random) throws Exception {
		createAll();
		List<Path> files = new ArrayList<>();
		for (IndexMetadata index : this.database.openTable("indexed").handle().manifest().indexes()) {
			files.add(this.folder.resolve("indexed.fletch").resolve(index.segments().getFirst().path()));
		}
		this.database.close();
		byte[] first = Files.readAllBytes(files.get(0));
		Files.write(files.get(0), Files.readAllBytes(files.get(1)));
		Files.write(files.get(1), first);
		open();
		this.indexed = this.database.openTable("indexed");
		this.plain = this.database.openTable("plain");
		requireSame(random);
		assertThat(this.indexed.scan().where("id = 7").explain().toString()).doesNotContain("'id_idx'");
		this.indexed.optimize();
		requireSame(random);
	}

	@Test
	void anIndexFollowsItsColumn() {
		this.indexed.indexes().create(IndexDefinition.on("num"));
		this.indexed.indexes().create(IndexDefinition.on("cat"));
		this.indexed.columns().alter(ColumnAlteration.of("num").rename("amount"));
		this.indexed.columns().drop("cat");
		assertThat(this.indexed.indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.columns()).containsExactly("amount"));
		assertThat(this.indexed.countRows("amount < 100", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
	}

	@Test
	void columnsThatSwapTheirNamesKeepTheirIndexes() {
		this.indexed.indexes().create(IndexDefinition.on("id"));
		this.indexed.indexes().create(IndexDefinition.on("num"));
		assertThat(this.indexed.countRows("num < 100 AND id >= 0", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
		this.indexed.columns().alter(ColumnAlteration.of("num").rename("id"), ColumnAlteration.of("id").rename("num"));
		assertThat(this.indexed.countRows("id < 100 AND num >= 0", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
		assertThat(this.indexed.countRows("num < 50", Map.of())).isEqualTo(50);
	}

	@Test
	void aColumnOfAnotherTypeIsIndexedAnew(Random random) {
		this.indexed.indexes().create(IndexDefinition.on("num"));
		this.indexed.columns()
			.alter(ColumnAlteration.of("num").retype(Field.nullable("num", new ArrowType.Int(64, true))));
		assertThat(this.indexed.countRows("num < 100", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
		this.indexed.optimize();
		assertThat(this.indexed.indexes().get("num_idx").coverage().unindexedRows()).isZero();
		assertThat(this.indexed.countRows("num < 100", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
	}

	@Test
	void replacesAnIndexAtOnce() {
		this.indexed.indexes().create(IndexDefinition.on("vector").type(IndexType.IVF_FLAT).named("v"));
		this.indexed.indexes().create(IndexDefinition.on("vector").distance(Distance.COSINE).named("v"));
		assertThat(this.indexed.indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.options()).containsEntry("distance_type", "COSINE"));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.indexed.indexes().create(IndexDefinition.on("num").named("v").replace(false)))
			.withMessageContaining("already has an index 'v'");
	}

	@Test
	void tellsHowFarTheBuildingIs() {
		List<Double> progress = new ArrayList<>();
		this.indexed.indexes().create(IndexDefinition.on("vector"), (done, total) -> {
			progress.add((double) done / total);
			throw new IllegalStateException("a listener fails");
		});
		assertThat(progress).hasSizeGreaterThan(3).isSorted().last().isEqualTo(1.0);
	}

	@Test
	void aBuildThatIsCancelledLeavesNothing() {
		for (String column : List.of("vector", "num")) {
			assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> this.indexed.indexes()
				.create(IndexDefinition.on(column), (done, total) -> Thread.currentThread().interrupt()));
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.indexed.indexes().list()).isEmpty();
		assertThat(this.folder.resolve("indexed.fletch/_indices")).isEmptyDirectory();
	}

	@Test
	void refusesWhatDoesNotFit() {
		Indexes indexes = this.indexed.indexes();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("nope")))
			.withMessageContaining("has no column 'nope' to create an index on");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("cat").type(IndexType.IVF_SQ)))
			.withMessageContaining("cannot have an index of the kind IVF_SQ, which needs vectors");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("vector").type(IndexType.BTREE)))
			.withMessageContaining("cannot have an index of the kind BTREE");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("num").partitions(4)))
			.withMessage("An index of the kind BTREE has no option num_partitions");
		assertThatExceptionOfType(IndexNotFoundException.class).isThrownBy(() -> indexes.drop("x"))
			.withMessageContaining("The table has no index 'x'; its indexes are []");
		assertThat(indexes.list()).isEmpty();
	}

	@Test
	void aCleanupTakesTheFilesOfDroppedIndexes() {
		createAll();
		this.indexed.indexes().list().forEach((index) -> this.indexed.indexes().drop(index.name()));
		this.indexed.cleanup(FaultyDatabase.EVERYTHING);
		assertThat(this.folder.resolve("indexed.fletch/_indices")).isEmptyDirectory();
		assertThat(this.indexed.countRows("num < 100", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
	}

}
