package io.fletch.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Distance;
import io.fletch.store.query.HitPage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table with indexes answers as one without them, whatever happens to both.
 */
@ExtendWith(SeededRandom.class)
class IndexTests {

	@TempDir
	private Path folder;

	private IndexedTables tables;

	private Table indexed;

	private Table plain;

	@BeforeEach
	void fillTwoTables(Random random) {
		this.tables = IndexedTables.create(this.folder, random);
		this.indexed = this.tables.indexed();
		this.plain = this.tables.plain();
	}

	@AfterEach
	void close() {
		this.tables.close();
	}

	@Test
	void answersAsWithoutIndexes(Random random) {
		this.tables.createAll();
		this.tables.requireSame(random);
	}

	@Test
	void optionsOfVectorsDecideHowMuchIsLookedAt(Random random) {
		this.tables.createAll();
		this.tables.add(random, 20_000, 50);
		float[] query = IndexedTables.vector(random);
		List<Object> exact = IndexedTables.ids(this.plain.search(query).limit(50));
		assertThat(IndexedTables.ids(this.indexed.search(query).limit(50).exact())).isEqualTo(exact);
		assertThat(IndexedTables.ids(this.indexed.search(query).limit(50).probes(30).refineFactor(100)))
			.isEqualTo(exact);
		assertThat(IndexedTables.ids(this.indexed.search(query).limit(12_050).indexedOnly().probes(1, 0)))
			.allMatch((id) -> (Long) id < 12_000);
		assertThat(IndexedTables.ids(this.indexed.search(query).limit(50).probes(1, 1))).hasSizeLessThanOrEqualTo(50);
		assertThat(IndexedTables.ids(this.plain.search(query).indexedOnly())).isEmpty();
		assertThat(this.indexed.search(query).explain().toString()).contains("index 'vector_idx'",
				"50 rows are not indexed");
		assertThat(this.indexed.search(query).distance(Distance.DOT).explain().toString())
			.contains("is for L2, but DOT is asked for");
	}

	@Test
	void anIndexFindsEnoughRowsHoweverFewPass(Random random) {
		this.tables.createAll();
		float[] query = IndexedTables.vector(random);
		for (Search<Map<String, @Nullable Object>> search : List.of(this.indexed.search(query).where("num < 6000"),
				this.indexed.search(query).where("num < 6000").postfilter(),
				this.indexed.search(query).where("num < 6000").probes(1, 0))) {
			assertThat(search.limit(300).hits()).hasSize(300).allMatch((hit) -> (Integer) hit.row().get("num") < 6000);
		}
	}

	@Test
	void followsWhateverHappensToTheTable(Random random) {
		this.tables.createAll();
		for (Table table : List.of(this.indexed, this.plain)) {
			table.tags().create("before", table.version());
			table.delete("id % 10 = 3");
			table.update().where("id % 97 = 1").set("num", 4711).execute();
		}
		this.tables.requireSame(random);
		this.tables.add(random, 20_000, 1500);
		this.tables.add(random, 30_000, 3);
		this.tables.requireSame(random);
		this.indexed.optimize();
		this.tables.requireSame(random);
		for (Table table : List.of(this.indexed, this.plain)) {
			table.checkout("before").restore();
		}
		this.tables.requireSame(random);
		this.indexed.optimize();
		this.tables.requireSame(random);
	}

	@Test
	void answersTheSameAfterReopening(Random random) {
		this.tables.createAll();
		this.tables.add(random, 20_000, 10);
		this.tables.reopen();
		this.tables.requireSame(random);
		assertThat(this.tables.indexed().verify().problems()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "HNSW_FLAT", "HNSW_SQ", "HNSW_PQ" })
	void graphsAnswerAsExactSearchDoes(IndexType type, Random random) {
		this.indexed.indexes().create(IndexDefinition.on("vector").type(type).m(24).efConstruction(80));
		this.indexed.delete("id % 10 = 3");
		this.plain.delete("id % 10 = 3");
		this.tables.requireSame(random);
		assertThat(this.indexed.indexes().get("vector_idx").options()).containsEntry("m", "24")
			.containsEntry("ef_construction", "80");
	}

	@Test
	void fewRowsBesideAnIndexAreLeftToItOrFound(Random random) {
		this.indexed.indexes().create(IndexDefinition.on("vector").type(IndexType.IVF_PQ).named("codes"));
		this.indexed.indexes().create(IndexDefinition.on("vector").partitions(30));
		this.indexed.indexes().create(IndexDefinition.on("id"));
		this.tables.add(random, 12_000, 10);
		this.indexed.optimize();
		assertThat(this.indexed.indexes().get("codes").coverage().unindexedRows()).isEqualTo(10);
		assertThat(this.indexed.indexes().get("vector_idx").coverage().unindexedRows()).isZero();
		assertThat(this.indexed.indexes().get("id_idx").coverage().unindexedRows()).isZero();
		for (Map<String, @Nullable Object> row : this.indexed.scan()
			.where("id >= 12000 AND vector IS NOT NULL")
			.rows()) {
			float[] vector = (float[]) Objects.requireNonNull(row.get("vector"));
			assertThat(IndexedTables.ids(this.indexed.search(vector).limit(2))).contains(row.get("id"));
		}
	}

	@Test
	void pagesHoldEveryRowOnceThoughAnIndexWouldPassOverSome(Random random) {
		this.indexed.indexes().create(IndexDefinition.on("vector").partitions(100));
		Search<Map<String, @Nullable Object>> search = this.indexed.search(IndexedTables.vector(random))
			.limit(1500)
			.select("id");
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
	void tellsWhatItCovers(Random random) {
		this.tables.createAll();
		this.tables.add(random, 20_000, 500);
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
		this.tables.createAll();
		this.tables.close();
		try (Stream<Path> files = Files.list(this.tables.indexFiles())) {
			for (Path file : files.toList()) {
				byte[] bytes = Files.readAllBytes(file);
				bytes[bytes.length / 2] ^= 1;
				Files.write(file, bytes);
			}
		}
		this.tables.reopen();
		this.indexed = this.tables.indexed();
		assertThat(this.indexed.verify().problems()).hasSize(5);
		this.tables.requireSame(random);
		this.indexed.optimize();
		this.tables.requireSame(random);
		assertThat(this.indexed.indexes().list())
			.allSatisfy((index) -> assertThat(index.coverage().unindexedRows()).isZero());
	}

	@Test
	void aFileThatIsNotTheOneOfItsSegmentIsPassedOver(Random random) throws Exception {
		this.tables.createAll();
		this.tables.swapFilesOfTwoIndexes();
		this.tables.reopen();
		this.indexed = this.tables.indexed();
		this.plain = this.tables.plain();
		this.tables.requireSame(random);
		assertThat(this.indexed.scan().where("id = 7").explain().toString()).doesNotContain("'id_idx'");
		this.indexed.optimize();
		this.tables.requireSame(random);
	}

	@Test
	void aCleanupTakesTheFilesOfDroppedIndexes() {
		this.tables.createAll();
		this.indexed.indexes().list().forEach((index) -> this.indexed.indexes().drop(index.name()));
		this.indexed.cleanup(FaultyDatabase.EVERYTHING);
		assertThat(this.tables.indexFiles()).isEmptyDirectory();
		assertThat(this.indexed.countRows("num < 100", Map.of()))
			.isEqualTo(this.plain.countRows("num < 100", Map.of()));
	}

}
