package io.fletch.store.index.vector;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.SeededRandom;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SeededRandom.class)
class IvfIndexTests {

	private static final int DIMENSIONS = 24;

	private static final String PATH = "index";

	private final Storage storage = new MemoryStorage(new FileCache(1 << 20));

	static Stream<Arguments> formsAndMetrics() {
		return Stream
			.of(new VectorForm.Flat(), new VectorForm.Bits(), new VectorForm.Scalar(), new VectorForm.Product(0, 8),
					new VectorForm.Product(12, 4))
			.flatMap((form) -> Stream.of(Distance.L2, Distance.COSINE, Distance.DOT)
				.map((distance) -> Arguments.of(form, distance)));
	}

	@ParameterizedTest
	@MethodSource("formsAndMetrics")
	void findsNearlyAllNeighbours(VectorForm form, Distance distance) throws IOException {
		float[][] vectors = SampleVectors.clustered(new Random(11), 6000, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		IvfIndex index = build(rows, spec(distance).with(form));
		assertThat(rows.recall(index, SampleVectors.queries(vectors, distance), VectorSearch.of(10)))
			.isGreaterThan(0.93);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.01, 0.1, 0.5 })
	void findsNearlyAllNeighboursAmongSome(double share) throws IOException {
		float[][] vectors = SampleVectors.clustered(new Random(12), 12_000, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		IvfIndex index = build(rows, spec(Distance.L2));
		BitSet accepted = new BitSet();
		Random random = new Random(13);
		for (int ordinal = 0; ordinal < vectors.length; ordinal++) {
			accepted.set(ordinal, random.nextDouble() < share);
		}
		VectorSearch search = VectorSearch.of(10).among(accepted);
		assertThat(rows.recall(index, SampleVectors.queries(vectors, Distance.L2), search)).isGreaterThan(0.95);
	}

	@Test
	void findsBitsThatDifferLeast(Random random) throws IOException {
		byte[][] vectors = new byte[3000][16];
		for (byte[] vector : vectors) {
			random.nextBytes(vector);
		}
		SampleVectors rows = SampleVectors.ofBits(vectors, 16);
		IvfIndex index = build(rows, IvfSpec.of(new VectorSpace(Distance.HAMMING, 16)));
		QueryVector query = QueryVector.ofBits(vectors[5]);
		assertThat(index.search(query, all(10), rows)).isEqualTo(rows.exact(query, 10, null));
	}

	@ParameterizedTest
	@MethodSource("formsAndMetrics")
	void theSameSeedGivesTheSameBytes(VectorForm form, Distance distance, Random random) throws IOException {
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
		IvfIndex index = build(rows, spec(distance).with(form));
		QueryVector query = QueryVector.of(vectors[3], distance);
		assertThat(index.search(query, VectorSearch.of(1000), rows)).isEqualTo(rows.exact(query, 1000, null));
	}

	@Test
	void rowsOfTheSameDistanceComeByTheirOrdinals(Random random) throws IOException {
		float[] vector = SampleVectors.clustered(random, 1, DIMENSIONS)[0];
		float[][] vectors = new float[200][];
		Arrays.fill(vectors, vector);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		IvfIndex index = build(rows, spec(Distance.L2));
		assertThat(index.search(QueryVector.of(vector, Distance.L2), VectorSearch.of(3), rows))
			.containsExactly(new Neighbour(0, 0), new Neighbour(1, 0), new Neighbour(2, 0));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void holdsFewRows(int count, Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, count, DIMENSIONS), DIMENSIONS);
		IvfIndex index = build(rows, spec(Distance.L2));
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
		IvfIndex index = build(rows, spec(Distance.COSINE));
		assertThat(index.search(QueryVector.of(vectors[0], Distance.COSINE), VectorSearch.of(100), rows))
			.extracting(Neighbour::ordinal)
			.hasSize(48)
			.doesNotContain(3, 4);
	}

	@Test
	void learnsFromAllVectorsWhereMoreAreAskedForThanCanBeCounted(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 100, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		IvfSpec spec = new IvfSpec(new VectorSpace(Distance.L2, DIMENSIONS), new VectorForm.Flat(), 3,
				new Training(8, 1 << 30, 42));
		QueryVector query = QueryVector.of(vectors[0], Distance.L2);
		assertThat(build(rows, spec).search(query, all(10), rows)).isEqualTo(rows.exact(query, 10, null));
	}

	@Test
	void findsTinyVectorsByTheirDirections(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 6000, DIMENSIONS);
		for (float[] vector : vectors) {
			for (int i = 0; i < vector.length; i++) {
				vector[i] *= 1e-23F;
			}
		}
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		IvfIndex index = build(rows, spec(Distance.COSINE));
		QueryVector query = QueryVector.of(vectors[0], Distance.COSINE);
		assertThat(index.search(query, all(10), rows)).isEqualTo(rows.exact(query, 10, null));
	}

	@Test
	void mayHoldNothing() throws IOException {
		SampleVectors rows = SampleVectors.of(new float[100][], DIMENSIONS);
		IvfIndex index = build(rows, spec(Distance.L2).with(new VectorForm.Product(0, 8)));
		assertThat(index.size()).isZero();
		assertThat(index.search(QueryVector.of(new float[DIMENSIONS], Distance.L2), VectorSearch.of(5), rows))
			.isEmpty();
	}

	@Test
	void comparesDoublesExactly(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 800, DIMENSIONS);
		SampleVectors rows = SampleVectors.ofDoubles(vectors, DIMENSIONS);
		IvfIndex index = build(rows, spec(Distance.COSINE));
		QueryVector query = QueryVector.of(vectors[1], Distance.COSINE);
		assertThat(index.search(query, all(10), rows)).isEqualTo(rows.exact(query, 10, null));
	}

	@Test
	void looksWithinDistances(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 500, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		IvfIndex index = build(rows, spec(Distance.L2));
		QueryVector query = QueryVector.of(vectors[1], Distance.L2);
		List<Neighbour> exact = rows.exact(query, 30, null);
		VectorSearch search = all(100).within(exact.get(10).distance(), exact.get(20).distance());
		assertThat(index.search(query, search, rows)).isEqualTo(exact.subList(10, 20));
	}

	@Test
	void looksNoFurtherThanItMay(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 500, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		IvfIndex index = build(rows, spec(Distance.L2).withPartitions(50));
		QueryVector query = QueryVector.of(vectors[1], Distance.L2);
		VectorSearch once = VectorSearch.of(400).with(new VectorSearch.Effort(1, 1, 0, 0));
		assertThat(index.search(query, once, rows)).hasSizeLessThan(400);
		VectorSearch unlimited = VectorSearch.of(400).with(new VectorSearch.Effort(1, 0, 0, 0));
		assertThat(index.search(query, unlimited, rows)).hasSize(400);
	}

	@Test
	void refusesMorePartitionsThanThereAreVectors(Random random) {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 20, DIMENSIONS), DIMENSIONS);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> build(rows, spec(Distance.L2).withPartitions(21)))
			.withMessageContaining("cannot have 21 partitions")
			.withMessageContaining("only 20 rows");
	}

	@Test
	void refusesToLearnMorePatternsThanThereAreVectors(Random random) {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 100, DIMENSIONS), DIMENSIONS);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> build(rows, spec(Distance.L2).with(new VectorForm.Product(0, 8))))
			.withMessageContaining("at least 256 rows")
			.withMessageContaining("only 100");
	}

	@Test
	void refusesPartsThatDoNotSuitTheDimensions(Random random) {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 300, DIMENSIONS), DIMENSIONS);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> build(rows, spec(Distance.L2).with(new VectorForm.Product(7, 8))))
			.withMessageContaining("number of sub-vectors")
			.withMessageContaining("divisor of the 24 dimensions");
	}

	@Test
	void refusesAQueryOfAnotherMetric(Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 20, DIMENSIONS), DIMENSIONS);
		IvfIndex index = build(rows, spec(Distance.L2));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(
					() -> index.search(QueryVector.of(new float[DIMENSIONS], Distance.DOT), VectorSearch.of(1), rows))
			.withMessageContaining("for DOT, but the index was built for 24 elements and L2");
	}

	@Test
	void stopsWhenItsThreadIsInterrupted(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 300, DIMENSIONS);
		SampleVectors rows = SampleVectors.of(vectors, DIMENSIONS);
		IvfIndex index = build(rows, spec(Distance.L2));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> index.search(QueryVector.of(vectors[0], Distance.L2), VectorSearch.of(1), rows))
			.withMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void stopsToBeOpenedWhenItsThreadIsInterrupted(Random random) throws IOException {
		build(SampleVectors.of(SampleVectors.clustered(random, 30, DIMENSIONS), DIMENSIONS), spec(Distance.L2));
		IndexFile file = IndexFile.open(this.storage, PATH);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> IvfIndex.open(file))
			.withMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void refusesAFileThatIsNoneOfIts() throws IOException {
		try (IndexFileWriter writer = IndexFileWriter.create(this.storage, PATH)) {
			writer.write(Numbers.bytes(0, 4, 9, 0, 0, 5, 1));
			writer.endSection();
			writer.finish();
		}
		IndexFile file = IndexFile.open(this.storage, PATH);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> IvfIndex.open(file))
			.withMessageContaining("form=9")
			.withMessageContaining("create it again");
	}

	@ParameterizedTest
	@CsvSource({ "L2, 0", "COSINE, 1", "DOT, 2", "HAMMING, 3" })
	void distancesHaveTheNumbersThatTheFormatGivesThem(Distance distance, int code) {
		IvfHeader header = IvfHeader.of(new VectorSpace(distance, 8), new FlatCodes(new VectorSpace(distance, 8)), 0,
				0);
		assertThat(header.values()[0]).isEqualTo(code);
		assertThat(header.space().distance()).isEqualTo(distance);
	}

	private static IvfSpec spec(Distance distance) {
		return IvfSpec.of(new VectorSpace(distance, DIMENSIONS));
	}

	private static VectorSearch all(int limit) {
		return VectorSearch.of(limit).with(new VectorSearch.Effort(1_000_000, 0, 0, 0));
	}

	private IvfIndex build(SampleVectors rows, IvfSpec spec) throws IOException {
		try (IndexFileWriter writer = IndexFileWriter.create(this.storage, PATH)) {
			IvfIndexBuilder.build(rows, spec, writer, (done, total) -> assertThat(done).isLessThanOrEqualTo(total));
			writer.finish();
		}
		return IvfIndex.open(IndexFile.open(this.storage, PATH));
	}

}
