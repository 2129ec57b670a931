package io.fletch.store.index.vector;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.store.SeededRandom;
import io.fletch.store.distance.QueryVector;
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
import static org.assertj.core.api.Assertions.within;

@ExtendWith(SeededRandom.class)
class MultiVectorIndexTests {

	private static final int DIMENSIONS = 24;

	private static final String PATH = "index";

	private final Storage storage = new MemoryStorage(new FileCache(1 << 20));

	@ParameterizedTest
	@EnumSource(names = { "COSINE", "DOT", "L2" })
	void findsNearlyAllNeighboursWithTheirExactDistances(Distance distance) throws IOException {
		float[][] vectors = SampleVectors.clustered(new Random(21), 8000, DIMENSIONS);
		SampleLists rows = SampleLists.of(new Random(22), vectors, DIMENSIONS);
		MultiVectorIndex index = build(rows, distance);
		int found = 0;
		for (int i = 0; i < 30; i++) {
			List<QueryVector> query = query(vectors, 3 * i, distance);
			List<Neighbour> exact = rows.exact(query, 10);
			List<Neighbour> neighbours = index.search(new LateInteraction(query), VectorSearch.of(10), rows);
			found += (int) exact.stream().filter(neighbours::contains).count();
		}
		assertThat(found).isGreaterThanOrEqualTo(285);
	}

	@Test
	void addsUpTheNearestVectorsOfARow(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 100, DIMENSIONS);
		SampleLists rows = SampleLists.of(random, vectors, DIMENSIONS);
		List<QueryVector> query = query(vectors, 0, Distance.COSINE);
		Neighbour best = build(rows, Distance.COSINE).search(new LateInteraction(query), VectorSearch.of(1), rows)
			.getFirst();
		double sum = 0;
		for (QueryVector each : query) {
			sum += IntStream.range(0, 5)
				.mapToDouble((i) -> 1 - distanceOrNone(rows, each, best.ordinal(), i))
				.max()
				.orElseThrow();
		}
		assertThat(best.distance()).isCloseTo(1 - sum, within(1e-9));
	}

	private static double distanceOrNone(SampleLists rows, QueryVector query, int ordinal, int index) {
		TokenRows tokens = new TokenRows(rows);
		boolean isThere = tokens.starts()[ordinal] + index < tokens.starts()[ordinal + 1];
		return isThere ? rows.distance(query, ordinal, index) : Double.POSITIVE_INFINITY;
	}

	@Test
	void findsOnlyAcceptedRows(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 2000, DIMENSIONS);
		SampleLists rows = SampleLists.of(random, vectors, DIMENSIONS);
		BitSet accepted = new BitSet();
		accepted.set(100, 200);
		assertThat(build(rows, Distance.COSINE).search(new LateInteraction(query(vectors, 0, Distance.COSINE)),
				VectorSearch.of(10).among(accepted), rows))
			.hasSize(10)
			.allMatch((row) -> accepted.get(row.ordinal()));
	}

	@Test
	void countsWhatItLooksAt(Random random) throws IOException {
		float[][] vectors = SampleVectors.clustered(random, 2000, DIMENSIONS);
		SampleLists rows = SampleLists.of(random, vectors, DIMENSIONS);
		VectorSearch search = VectorSearch.of(10);
		build(rows, Distance.COSINE).search(new LateInteraction(query(vectors, 0, Distance.COSINE)), search, rows);
		assertThat(search.work().toString()).matches("[1-9]\\d* partitions, [1-9]\\d* vectors .*, [1-9]\\d* exactly");
	}

	@Test
	void holdsNoRows() throws IOException {
		SampleLists rows = SampleLists.of(new Random(1), new float[0][], DIMENSIONS);
		MultiVectorIndex index = build(rows, Distance.DOT);
		assertThat(index.search(new LateInteraction(query(new float[3][DIMENSIONS], 0, Distance.DOT)),
				VectorSearch.of(3), rows))
			.isEmpty();
	}

	@Test
	void refusesDistancesThatCannotBeAddedUp(Random random) {
		SampleLists rows = SampleLists.of(random, SampleVectors.clustered(random, 10, DIMENSIONS), DIMENSIONS);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> build(rows, Distance.HAMMING))
			.withMessageContaining("cannot be compared by HAMMING, which is for bytes; take COSINE, DOT or L2");
	}

	@Test
	void refusesAFileWhoseRowsOverlap(Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 10, DIMENSIONS), DIMENSIONS);
		try (IndexFileWriter writer = IndexFileWriter.create(this.storage, PATH)) {
			IvfIndexBuilder.build(rows, spec(Distance.DOT), writer, (done, total) -> {
			});
			writer.write(Numbers.bytes(0, 7, 3, 10));
			writer.endSection();
			writer.finish();
		}
		IndexFile file = IndexFile.open(this.storage, PATH);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> MultiVectorIndex.open(file))
			.withMessageContaining("the vectors of its rows overlap");
	}

	private static List<QueryVector> query(float[][] vectors, int first, Distance distance) {
		return IntStream.range(first, first + 3).mapToObj((i) -> QueryVector.of(vectors[i], distance)).toList();
	}

	private static IvfSpec spec(Distance distance) {
		return IvfSpec.of(new VectorSpace(distance, DIMENSIONS));
	}

	private MultiVectorIndex build(SampleLists rows, Distance distance) throws IOException {
		try (IndexFileWriter writer = IndexFileWriter.create(this.storage, PATH)) {
			MultiVectorIndex.build(rows, spec(distance), writer, (done, total) -> {
			});
			writer.finish();
		}
		return MultiVectorIndex.open(IndexFile.open(this.storage, PATH));
	}

}
