package io.fletch.store.index.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import io.github.jbellis.jvector.graph.similarity.ScoreFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.SeededRandom;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.io.FaultyStorage;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SeededRandom.class)
class HnswIndexTests {

	private static final int DIMENSIONS = 24;

	private static final String PATH = "index";

	private final Storage storage = new MemoryStorage(new FileCache(1 << 20));

	static Stream<Arguments> formsAndMetrics() {
		return Stream.of(new VectorForm.Flat(), new VectorForm.Scalar(), new VectorForm.Product(0, 8))
			.flatMap((form) -> Stream.of(Distance.L2, Distance.COSINE, Distance.DOT)
				.map((distance) -> Arguments.of(form, distance)));
	}

	@ParameterizedTest
	@MethodSource("formsAndMetrics")
	void findsNearlyAllNeighbours(VectorForm form, Distance distance) throws IOException {
		float[][] vectors = SampleVectors.clustered(new Random(11), 3000, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(distance).with(form));
		assertThat(rows.recall(index, SampleVectors.queries(vectors, distance), VectorSearch.of(10)))
			.isGreaterThan(0.95);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.01, 0.45, 0.7 })
	void findsNearlyAllNeighboursAmongSome(double share) throws IOException {
		float[][] vectors = SampleVectors.clustered(new Random(12), 12_000, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.L2));
		BitSet accepted = new BitSet();
		Random random = new Random(13);
		for (int ordinal = 0; ordinal < vectors.length; ordinal++) {
			accepted.set(ordinal, random.nextDouble() < share);
		}
		VectorSearch search = VectorSearch.of(10).among(accepted);
		List<QueryVector> queries = SampleVectors.queries(vectors, Distance.L2);
		assertThat(rows.recall(index, queries, search)).isGreaterThan(0.97);
		assertThat(index.search(queries.getFirst(), search, rows)).hasSize(10)
			.allMatch((row) -> accepted.get(row.ordinal()));
	}

	@Test
	void aBroaderViewFindsMore() throws IOException {
		float[][] vectors = SampleVectors.clustered(new Random(14), 12_000, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.L2).with(new VectorForm.Flat()));
		List<QueryVector> queries = SampleVectors.queries(vectors, Distance.L2);
		double narrow = rows.recall(index, queries, with(new VectorSearch.Effort(0, 0, 0, 10)));
		double broad = rows.recall(index, queries, with(new VectorSearch.Effort(0, 0, 0, 400)));
		assertThat(broad).isGreaterThan(0.995).isGreaterThan(narrow);
	}

	@ParameterizedTest
	@MethodSource("formsAndMetrics")
	void manyEqualVectorsHideNoOthers(VectorForm form, Distance distance) throws IOException {
		float[][] vectors = withEqualOnes(SampleVectors.clustered(new Random(15), 3000, DIMENSIONS));
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(distance).with(form));
		List<QueryVector> queries = SampleVectors.queries(vectors, distance);
		assertThat(rows.recallOfDistances(index, queries, VectorSearch.of(10))).isGreaterThan(0.97);
		assertThat(rows.recallOfDistances(index, queries, VectorSearch.of(300))).isGreaterThan(0.98);
		assertThat(rows.recallOfDistances(index, queries, VectorSearch.of(600))).isGreaterThan(0.98);
	}

	/**
	 * Puts five values in the place of a third of the vectors; zeros have either sign.
	 */
	private static float[][] withEqualOnes(float[][] vectors) {
		for (int i = 0; i < vectors.length; i++) {
			if (i % 3 == 0) {
				vectors[i] = vectors[i % 15].clone();
				for (int k = 0; k < 8; k++) {
					vectors[i][k] = ((i >> k & 1) == 0) ? 0.0F : -0.0F;
				}
			}
		}
		return vectors;
	}

	@Test
	void walksPastFewOfTheEqualOnesThatItDoesNotNeed() throws IOException {
		float[][] vectors = SampleVectors.clustered(new Random(16), 12_000, DIMENSIONS);
		for (int i = 2000; i < vectors.length; i++) {
			vectors[i] = vectors[0];
		}
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.L2).with(new VectorForm.Flat()));
		QueryVector query = QueryVector.of(vectors[0], Distance.L2);
		VectorSearch search = VectorSearch.of(10);
		assertThat(index.search(query, search, rows)).isEqualTo(rows.exact(query, 10, null));
		assertThat(search.work().compared()).isBetween(10L, 1500L);
	}

	private static VectorSearch with(VectorSearch.Effort effort) {
		return VectorSearch.of(10).with(effort);
	}

	@Test
	void findsBitsThatDifferLeast(Random random) throws IOException {
		byte[][] vectors = new byte[1000][16];
		for (byte[] vector : vectors) {
			random.nextBytes(vector);
		}
		SampleVectors rows = SampleVectors.ofBits(vectors, 16);
		HnswIndex index = build(rows, HnswSpec.of(new VectorSpace(Distance.HAMMING, 16)));
		QueryVector query = QueryVector.ofBits(vectors[5]);
		assertThat(index.search(query, with(new VectorSearch.Effort(0, 0, 0, 1000)), rows))
			.isEqualTo(rows.exact(query, 10, null));
	}

	@ParameterizedTest
	@MethodSource("formsAndMetrics")
	void theSameVectorsGiveTheSameBytes(VectorForm form, Distance distance, Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 600, DIMENSIONS), DIMENSIONS);
		build(rows, spec(distance).with(form));
		MemorySegment first = this.storage.map(PATH);
		this.storage.delete(PATH);
		build(rows, spec(distance).with(form));
		assertThat(this.storage.map(PATH).mismatch(first)).isEqualTo(-1);
	}

	@ParameterizedTest
	@MethodSource("formsAndMetrics")
	void givesAllRowsInExactOrderWhenAskedForAll(VectorForm form, Distance distance, Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 700, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(distance).with(form));
		QueryVector query = QueryVector.of(vectors[3], distance);
		assertThat(index.search(query, VectorSearch.of(1000), rows)).isEqualTo(rows.exact(query, 1000, null));
	}

	@Test
	void findsAsManyAsAskedForWhereAllVectorsAreTheSame(Random random) throws IOException {
		float[][] vectors = new float[500][];
		Arrays.fill(vectors, SampleVectors.clustered(random, 1, DIMENSIONS)[0]);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.L2));
		assertThat(index.search(QueryVector.of(vectors[0], Distance.L2), VectorSearch.of(200), rows)).hasSize(200);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void holdsFewRows(int count, Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, count, DIMENSIONS), DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.L2));
		QueryVector query = QueryVector.of(new float[DIMENSIONS], Distance.L2);
		assertThat(index.search(query, VectorSearch.of(10), rows)).isEqualTo(rows.exact(query, 10, null))
			.hasSize(count);
	}

	@Test
	void passesOverRowsThatNothingIsNearTo(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 50, DIMENSIONS);
		vectors[3] = new float[DIMENSIONS];
		vectors[4][2] = Float.NaN;
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.COSINE));
		assertThat(index.search(QueryVector.of(vectors[0], Distance.COSINE), VectorSearch.of(100), rows))
			.extracting(Neighbour::ordinal)
			.hasSize(48)
			.doesNotContain(3, 4);
	}

	@Test
	void findsNoNodeWhoseScoreIsNoNumber(Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 50, DIMENSIONS), DIMENSIONS);
		build(rows, spec(Distance.L2));
		SectionReader sections = new SectionReader(IndexFile.open(this.storage, PATH));
		NearestQueue found = new NearestQueue(1);
		HnswGraph.read(sections, HnswHeader.read(sections), 5).walk((node) -> Float.NaN, (node) -> true, found);
		assertThat(found.size()).isZero();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 1e-23, 1e-38, 1e25 })
	void findsVectorsOfAnyLengthByTheirDirections(double length, Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 6000, DIMENSIONS);
		for (float[] vector : vectors) {
			for (int i = 0; i < vector.length; i++) {
				vector[i] = (float) (vector[i] * length);
			}
		}
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.COSINE));
		QueryVector query = QueryVector.of(vectors[0], Distance.COSINE);
		assertThat(index.search(query, VectorSearch.of(10), rows)).isEqualTo(rows.exact(query, 10, null));
	}

	@Test
	void mayHoldNothing() throws IOException {
		SampleVectors rows = SampleVectors.of(new float[100][], DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.L2).with(new VectorForm.Product(0, 8)));
		assertThat(index.size()).isZero();
		assertThat(index.search(QueryVector.of(new float[DIMENSIONS], Distance.L2), VectorSearch.of(5), rows))
			.isEmpty();
	}

	@Test
	void comparesDoublesExactly(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 800, DIMENSIONS);
		SampleVectors rows = SampleVectors.ofDoubles(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.COSINE));
		QueryVector query = QueryVector.of(vectors[1], Distance.COSINE);
		assertThat(index.search(query, with(new VectorSearch.Effort(0, 0, 0, 800)), rows))
			.isEqualTo(rows.exact(query, 10, null));
	}

	@Test
	void looksWithinDistances(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 500, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.L2));
		QueryVector query = QueryVector.of(vectors[1], Distance.L2);
		List<Neighbour> exact = rows.exact(query, 30, null);
		VectorSearch search = VectorSearch.of(100).within(exact.get(10).distance(), exact.get(20).distance());
		assertThat(index.search(query, search, rows)).isEqualTo(exact.subList(10, 20));
	}

	@Test
	void leavesNothingButTheIndex(Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 20, DIMENSIONS), DIMENSIONS);
		build(rows, spec(Distance.L2));
		assertThat(this.storage.list("")).containsExactly(PATH);
	}

	@Test
	void refusesToLearnMorePatternsThanThereAreVectors(Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 100, DIMENSIONS), DIMENSIONS);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> build(rows, spec(Distance.L2).with(new VectorForm.Product(0, 8))))
			.withMessageContaining("at least 256 rows")
			.withMessageContaining("only 100");
		assertThat(this.storage.list("")).isEmpty();
	}

	@Test
	void refusesNumbersOutOfTheirRange() {
		VectorSpace space = new VectorSpace(Distance.L2, DIMENSIONS);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new HnswSpec(space, new VectorForm.Flat(), 1, 100, Training.USUAL))
			.withMessage("The index option m is 1; it must be from 2 to 512");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new HnswSpec(space, new VectorForm.Flat(), 16, 0, Training.USUAL))
			.withMessage("The index option ef_construction is 0; it must be from 1 to 10000");
	}

	@Test
	void refusesAQueryOfAnotherMetric(Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 20, DIMENSIONS), DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.L2));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(
					() -> index.search(QueryVector.of(new float[DIMENSIONS], Distance.DOT), VectorSearch.of(1), rows))
			.withMessageContaining("for DOT, but the index was built for 24 elements and L2");
	}

	@Test
	void stopsWhenItsThreadIsInterrupted(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 300, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.L2));
		this.storage.delete(PATH);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> index.search(QueryVector.of(vectors[0], Distance.L2), VectorSearch.of(1), rows))
			.withMessageContaining("interrupt");
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> build(rows, spec(Distance.L2)))
			.withMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.storage.list("")).isEmpty();
	}

	@Test
	void stopsToBeOpenedWhenItsThreadIsInterrupted(Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 30, DIMENSIONS), DIMENSIONS);
		build(rows, spec(Distance.L2));
		IndexFile file = IndexFile.open(this.storage, PATH);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> HnswIndex.open(file))
			.withMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void stopsWhileNeighboursAreLookedFor(Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 900, DIMENSIONS), DIMENSIONS);
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> HnswIndexBuilder.build(this.storage, PATH, rows, spec(Distance.L2), (done, total) -> {
				if (done >= 2L * rows.count()) {
					Thread.currentThread().interrupt();
				}
			}))
			.withMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.storage.list("")).isEmpty();
	}

	@Test
	void othersThatWorkForAThreadStopWithIt(Random random) throws Exception {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 9, DIMENSIONS), DIMENSIONS);
		VectorSpace space = new VectorSpace(Distance.L2, DIMENSIONS);
		SpilledVectors vectors = SpilledVectors.write(this.storage, PATH,
				new VectorStream(rows, space, (done, total) -> {
				}, 1), new SpilledVectors.Shape(space, 9, 1));
		ScoreFunction.ExactScoreFunction score = new GraphScores(vectors, new int[] { 0, 1, 2 }, Thread.currentThread())
			.searchProviderFor(1)
			.exactScoreFunction();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> score.similarityTo(2))
			.withMessageContaining("while it built a graph");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(score.similarityTo(2)).isPositive();
	}

	@Test
	void stopsWhileRowsAreComparedOneByOne(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 6000, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		HnswIndex index = build(rows, spec(Distance.L2));
		BitSet few = new BitSet();
		few.set(0, 5000);
		VectorSource interrupting = (query, ordinal) -> {
			assertThat(ordinal).as("rows that are compared after the interrupt").isLessThan(4200);
			if (ordinal == 100) {
				Thread.currentThread().interrupt();
			}
			return rows.distance(query, ordinal);
		};
		for (VectorSearch search : List.of(VectorSearch.of(10).among(few), VectorSearch.of(6000))) {
			assertThatExceptionOfType(CancelledException.class)
				.isThrownBy(() -> index.search(QueryVector.of(vectors[0], Distance.L2), search, interrupting));
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void whatItKeepsInFilesWhileItIsBuiltIsKnownAsLeftover(Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 500, DIMENSIONS), DIMENSIONS);
		this.storage.createFolder("_indices");
		Set<String> seen = new HashSet<>();
		HnswIndexBuilder.build(this.storage, "_indices/i.index", rows, spec(Distance.L2),
				(done, total) -> seen.addAll(names()));
		assertThat(seen).containsExactly(".i.index-vectors.tmp");
		assertThat(names()).containsExactly("i.index");
	}

	@Test
	void isBuiltThoughThatFileCannotBeDeletedNow(Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 50, DIMENSIONS), DIMENSIONS);
		FaultyStorage faulty = new FaultyStorage(random);
		HnswIndexBuilder.build(faulty, "first", rows, spec(Distance.L2), (done, total) -> {
		});
		faulty.failOnceAt(faulty.calls());
		IndexFileWriter.Written built = HnswIndexBuilder.build(faulty, "second", rows, spec(Distance.L2),
				(done, total) -> {
				});
		assertThat(faulty.hasFailed()).isTrue();
		assertThat(faulty.list("")).containsExactly(".second-vectors.tmp", "first", "second");
		assertThat(HnswIndex.open(IndexFile.open(faulty, "second", built)).size()).isEqualTo(50);
	}

	private List<String> names() {
		try {
			return this.storage.list("_indices");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void refusesAFileThatIsNoneOfIts() throws IOException {
		damaged(new int[] { 0, 4, 9, 0, 0, 5, 0, 32, 5, 0, 0 });
		IndexFile file = IndexFile.open(this.storage, PATH);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> HnswIndex.open(file))
			.withMessageContaining("form=9")
			.withMessageContaining("create it again");
	}

	@Test
	void refusesAGraphThatLeadsNowhere() throws IOException {
		damaged(new int[] { 0, 1, 0, 0, 0, 1, 0, 2, 1, 0, 0 }, new int[] { 0 }, new int[0], new int[1], new int[1],
				new int[] { 7, -1 });
		IndexFile file = IndexFile.open(this.storage, PATH);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> HnswIndex.open(file))
			.withMessageContaining("it has node 7 of 1 nodes");
	}

	private void damaged(int[]... sections) throws IOException {
		try (IndexFileWriter writer = IndexFileWriter.create(this.storage, PATH)) {
			for (int[] section : sections) {
				writer.write(Numbers.bytes(section));
				writer.endSection();
			}
			writer.finish();
		}
	}

	private static HnswSpec spec(Distance distance) {
		return HnswSpec.of(new VectorSpace(distance, DIMENSIONS));
	}

	private HnswIndex build(SampleVectors rows, HnswSpec spec) throws IOException {
		HnswIndexBuilder.build(this.storage, PATH, rows, spec,
				(done, total) -> assertThat(done).isLessThanOrEqualTo(total));
		return HnswIndex.open(IndexFile.open(this.storage, PATH));
	}

}
