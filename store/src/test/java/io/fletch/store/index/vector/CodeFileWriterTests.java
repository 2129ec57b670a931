package io.fletch.store.index.vector;

import java.io.IOException;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.SeededRandom;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SeededRandom.class)
class CodeFileWriterTests {

	private static final VectorSpace SPACE = new VectorSpace(Distance.L2, 16);

	private final Storage storage = new MemoryStorage(new FileCache(0));

	@ParameterizedTest
	@ValueSource(longs = { 1, 2000, 9000, 60_000 })
	void codesThatDoNotFitIntoMemoryAreWrittenInPieces(long mostBytes, Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, 4000, 16), 16);
		int[] assigned = new int[rows.count()];
		for (int i = 0; i < assigned.length; i++) {
			// Partition 3 is larger than any memory, partitions 0 and 5 are empty.
			assigned[i] = new int[] { 1, 2, 3, 3, 3, 3, 3, 4, -1 }[random.nextInt(9)];
		}
		write("whole", rows, assigned, CodeFileWriter.MOST_BYTES);
		write("pieces", rows, assigned, mostBytes);
		for (String kind : List.of("BitCodes", "ScalarCodes", "FlatCodes")) {
			assertThat(this.storage.map("pieces" + kind).mismatch(this.storage.map("whole" + kind))).as(kind)
				.isEqualTo(-1);
		}
	}

	private void write(String path, SampleVectors rows, int[] assigned, long mostBytes) throws IOException {
		VectorStream stream = new VectorStream(rows, SPACE, (done, total) -> {
		}, 1);
		VectorSample sample = new VectorSample(6, new Random(1));
		stream.forEach((ordinal, vector) -> sample.offer(vector));
		Centroids centroids = KMeans.train(sample.vectors(), 6, Training.USUAL);
		for (VectorCodes codes : new VectorCodes[] { new BitCodes(SPACE), ScalarCodes.train(SPACE, sample.vectors()),
				new FlatCodes(SPACE) }) {
			IvfLayout layout = IvfLayout.of(assigned, 6, codes.granularity());
			try (IndexFileWriter target = IndexFileWriter.create(this.storage,
					path + codes.getClass().getSimpleName())) {
				new CodeFileWriter(layout, codes, stream, centroids, mostBytes).write(target, rows.count());
				target.finish();
			}
		}
	}

	@Test
	void morePartitionsThanFitIntoMemoryAreRefused() {
		IvfSpec spec = IvfSpec.of(new VectorSpace(Distance.HAMMING, 65_536));
		assertThat(spec.withPartitions(4080).partitions()).isEqualTo(4080);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> spec.withPartitions(4090))
			.withMessageContaining("ask for 4080 at most");
	}

}
