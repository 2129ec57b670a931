package io.fletch.store;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Hit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Indexes over lists of vectors find what exact search finds, with the same distances,
 * whatever happens to their table.
 */
@ExtendWith(SeededRandom.class)
class MultiVectorIndexedTests {

	private static final int ROWS = 4000;

	private static final int QUERIES = 20;

	@TempDir
	private Path folder;

	private Database database;

	private Table table;

	@BeforeEach
	void fill(Random random) {
		open();
		this.table = this.database.createTable("t", MultiVectorRows.schema());
		this.table.add(MultiVectorRows.rows(random, 0, ROWS));
	}

	private void open() {
		this.database = Database.open(this.folder, DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	/**
	 * Requires that at least 95 of 100 rows are found, all with their distances.
	 */
	private static void requireSame(ReadableTable<Map<String, @Nullable Object>> table, Random random,
			Distance distance) {
		int found = 0;
		int expected = 0;
		for (int i = 0; i < QUERIES; i++) {
			Search<Map<String, @Nullable Object>> search = table
				.search(MultiVectorRows.vectors(random, 1 + random.nextInt(12)))
				.distance(distance)
				.where("num < 80");
			Set<Hit<?>> exact = scored(search.exact());
			Set<Hit<?>> indexed = scored(search);
			assertThat(indexed).hasSameSizeAs(exact);
			assertThat(scored(search.limit(ROWS).exact())).containsAll(indexed);
			expected += exact.size();
			indexed.retainAll(exact);
			found += indexed.size();
		}
		assertThat(found).isGreaterThanOrEqualTo((int) (0.95 * expected));
		assertThat(expected).isEqualTo(10 * QUERIES);
	}

	private static Set<Hit<?>> scored(Search<Map<String, @Nullable Object>> search) {
		Set<Hit<?>> scored = new HashSet<>();
		search.hits().forEach((hit) -> scored.add(new Hit<>(hit.rowId(), "", hit.score(), hit.distance(), null)));
		return scored;
	}

	private void requireIndexed(ReadableTable<?> searched) {
		float[] query = new float[MultiVectorRows.DIMENSIONS];
		query[0] = 1;
		assertThat(searched.search(query).explain().toString()).contains("index 'tokens_idx'");
	}

	@ParameterizedTest
	@EnumSource(names = { "IVF_FLAT", "IVF_SQ", "IVF_PQ" })
	void findsWhatExactSearchFinds(IndexType type, Random random) {
		this.table.indexes().create(IndexDefinition.on("tokens").type(type));
		requireIndexed(this.table);
		requireSame(this.table, random, Distance.COSINE);
	}

	@ParameterizedTest
	@EnumSource(names = { "COSINE", "DOT", "L2" })
	void measuresEveryDistance(Distance distance, Random random) {
		this.table.indexes().create(IndexDefinition.on("tokens").distance(distance));
		requireIndexed(this.table);
		requireSame(this.table, random, distance);
	}

	@ParameterizedTest
	@EnumSource(names = { "HALF", "DOUBLE" })
	void holdsVectorsOfEveryPrecision(FloatingPointPrecision precision, Random random) {
		Table other = this.database.createTable("other", MultiVectorRows.schema(MultiVectorRows.DIMENSIONS, precision));
		other.add(MultiVectorRows.rows(random, 0, 2000));
		other.indexes().create(IndexDefinition.on("tokens"));
		requireIndexed(other);
		requireSame(other, random, Distance.COSINE);
	}

	@Test
	void takesTheKindAndDistanceThatSuit() {
		assertThat(this.table.indexes().create(IndexDefinition.on("tokens"))).satisfies((index) -> {
			assertThat(index.type()).isEqualTo(IndexType.IVF_SQ);
			assertThat(index.options()).containsEntry("distance_type", "COSINE");
		});
	}

	@Test
	void followsWhateverHappensToTheTable(Random random) {
		this.table.indexes().create(IndexDefinition.on("tokens"));
		long before = this.table.version();
		this.table.delete("id % 10 = 3");
		WriteResult update = this.table.update()
			.where("id % 97 = 1")
			.set("tokens", MultiVectorRows.vectors(random, 3))
			.execute();
		this.table.add(MultiVectorRows.rows(random, ROWS, 300));
		WriteResult merge = this.table.mergeInsert("id")
			.whenMatchedUpdateAll()
			.execute(MultiVectorRows.rows(random, 100, 50));
		assertThat(this.table.indexes().get("tokens_idx").coverage().unindexedRows())
			.isEqualTo(update.updated() + 300 + merge.updated());
		requireSame(this.table, random, Distance.COSINE);
		this.table.optimize();
		assertThat(this.table.indexes().get("tokens_idx").coverage().unindexedRows()).isZero();
		requireSame(this.table, random, Distance.COSINE);
		Table old = this.table.checkout(before);
		requireIndexed(old);
		requireSame(old, random, Distance.COSINE);
		old.restore();
		requireSame(this.table, random, Distance.COSINE);
	}

	@Test
	void answersTheSameAfterReopening(Random random) {
		this.table.indexes().create(IndexDefinition.on("tokens"));
		List<float[]> query = MultiVectorRows.vectors(random, 5);
		Set<Hit<?>> before = scored(this.table.search(query).limit(50));
		this.database.close();
		open();
		this.table = this.database.openTable("t");
		this.table.indexes().prewarm("tokens_idx");
		assertThat(scored(this.table.search(query).limit(50))).isEqualTo(before);
		assertThat(this.table.verify().problems()).isEmpty();
	}

	@Test
	void rowsThatAreNotIndexedAreFoundBesideIt(Random random) {
		this.table.indexes().create(IndexDefinition.on("tokens"));
		List<float[]> query = MultiVectorRows.vectors(random, 4);
		this.table.add(List.of(Map.of("id", 9999L, "tokens", query)));
		assertThat(this.table.search(query).limit(1).rows().getFirst()).containsEntry("id", 9999L);
		assertThat(this.table.search(query).indexedOnly().limit(20).rows())
			.noneMatch((row) -> Long.valueOf(9999).equals(row.get("id")));
		this.table.optimize();
		assertThat(this.table.search(query).indexedOnly().limit(1).rows().getFirst()).containsEntry("id", 9999L);
	}

	@Test
	void rowsOfVectorsThatAreTooLongAreFoundBesideIt(Random random) {
		List<float[]> query = MultiVectorRows.vectors(random, 2);
		float[] far = query.getFirst().clone();
		for (int i = 0; i < far.length; i++) {
			far[i] *= 1e20F;
		}
		this.table.add(List.of(Map.of("id", 9999L, "tokens", List.of(query.getLast(), far))));
		this.table.indexes().create(IndexDefinition.on("tokens").distance(Distance.DOT));
		assertThat(this.table.indexes().get("tokens_idx").coverage().unindexedRows()).isEqualTo(1);
		Search<Map<String, @Nullable Object>> search = this.table.search(query).distance(Distance.DOT);
		assertThat(search.explain().toString()).contains("index 'tokens_idx'");
		assertThat(search.limit(1).rows().getFirst()).containsEntry("id", 9999L);
	}

	@Test
	void findsAsManyRowsAsAreAskedFor(Random random) {
		this.table.indexes().create(IndexDefinition.on("tokens"));
		List<float[]> query = MultiVectorRows.vectors(random, 2);
		long all = this.table.countRows("array_length(tokens) > 0", Map.of());
		assertThat(this.table.search(query).limit(ROWS).hits()).hasSize((int) all);
		assertThat(this.table.search(query).limit(700).hits()).hasSize(700);
	}

	@Test
	void findsRangesOfDistances(Random random) {
		this.table.indexes().create(IndexDefinition.on("tokens"));
		Search<Map<String, @Nullable Object>> search = this.table.search(MultiVectorRows.vectors(random, 3));
		List<Hit<Map<String, @Nullable Object>>> all = search.exact().limit(1500).hits();
		double lower = all.get(1000).distance();
		double upper = all.get(1010).distance();
		assertThat(scored(search.distanceRange(lower, upper).limit(100)))
			.isEqualTo(scored(search.distanceRange(lower, upper).limit(100).exact()));
	}

	@Test
	void anIndexOfAnotherDistanceIsNotAsked(Random random) {
		this.table.indexes().create(IndexDefinition.on("tokens"));
		List<float[]> query = MultiVectorRows.vectors(random, 4);
		assertThat(this.table.search(query).distance(Distance.DOT).explain().toString())
			.contains("compares 4 vectors with each of 4000 rows", "is for COSINE, but DOT is asked for");
		assertThat(this.table.search(query).where("num = 5").explain().toString()).contains("fewer than 1000 rows");
	}

	@Test
	void isReplacedAndDropped(Random random) {
		this.table.indexes().create(IndexDefinition.on("tokens"));
		this.table.indexes().create(IndexDefinition.on("tokens").type(IndexType.IVF_FLAT).partitions(20));
		assertThat(this.table.indexes().list()).singleElement()
			.satisfies((index) -> assertThat(index.type()).isEqualTo(IndexType.IVF_FLAT));
		requireSame(this.table, random, Distance.COSINE);
		this.table.indexes().rebuild("tokens_idx");
		requireSame(this.table, random, Distance.COSINE);
		this.table.indexes().drop("tokens_idx");
		assertThat(this.table.search(new float[MultiVectorRows.DIMENSIONS]).explain().toString())
			.contains("the column has no vector index");
	}

	@Test
	void refusesWhatCannotBeBuilt() {
		Indexes indexes = this.table.indexes();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("tokens").type(IndexType.HNSW_SQ)))
			.withMessageContaining(
					"needs one vector a row; for lists of vectors take IVF_SQ, IVF_FLAT, IVF_RQ or IVF_PQ");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("tokens").distance(Distance.HAMMING)))
			.withMessageContaining("cannot be for HAMMING");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> indexes.create(IndexDefinition.on("tokens").type(IndexType.LABEL_LIST)))
			.withMessageContaining("which needs lists of scalars");
		assertThat(indexes.list()).isEmpty();
	}

}
