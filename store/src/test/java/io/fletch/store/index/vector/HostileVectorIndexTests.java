package io.fletch.store.index.vector;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.SeededRandom;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.index.HostileSections;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Distance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever numbers stand in a file whose checksums are right, it is damaged, or gives
 * rows that it covers.
 */
@ExtendWith(SeededRandom.class)
class HostileVectorIndexTests {

	private static final int DIMENSIONS = 8;

	private static final int ROWS = 300;

	private static final VectorSpace SPACE = new VectorSpace(Distance.L2, DIMENSIONS);

	static final List<VectorForm> FORMS = List.of(new VectorForm.Flat(), new VectorForm.Scalar(),
			new VectorForm.Product(0, 8), new VectorForm.Product(4, 4));

	private final Storage storage = new MemoryStorage(new FileCache(0));

	static Stream<VectorForm> formsOfPartitions() {
		return Stream.concat(FORMS.stream(), Stream.of(new VectorForm.Bits()));
	}

	@ParameterizedTest
	@MethodSource("formsOfPartitions")
	void numbersOfPartitionsAreChecked(VectorForm form, Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, ROWS, DIMENSIONS), DIMENSIONS);
		IvfSpec spec = IvfSpec.of(SPACE).with(form);
		try (IndexFileWriter writer = IndexFileWriter.create(this.storage, "good")) {
			IvfIndexBuilder.build(rows, spec, writer, (done, total) -> {
			});
			writer.finish();
		}
		visit(random, (file) -> ask(IvfIndex.open(file), rows));
	}

	@ParameterizedTest
	@FieldSource("FORMS")
	void numbersOfGraphsAreChecked(VectorForm form, Random random) throws IOException {
		SampleVectors rows = SampleVectors.of(SampleVectors.clustered(random, ROWS, DIMENSIONS), DIMENSIONS);
		HnswSpec spec = new HnswSpec(SPACE, form, 4, 10, Training.USUAL);
		HnswIndexBuilder.build(this.storage, "good", rows, spec, (done, total) -> {
		});
		visit(random, (file) -> ask(HnswIndex.open(file), rows));
	}

	@Test
	void numbersOfSeveralVectorsARowAreChecked(Random random) throws IOException {
		SampleLists rows = SampleLists.of(random, SampleVectors.clustered(random, ROWS, DIMENSIONS), DIMENSIONS);
		try (IndexFileWriter writer = IndexFileWriter.create(this.storage, "good")) {
			MultiVectorIndex.build(rows, IvfSpec.of(SPACE), writer, (done, total) -> {
			});
			writer.finish();
		}
		LateInteraction query = new LateInteraction(List.of(QueryVector.of(new float[DIMENSIONS], Distance.L2)));
		visit(random, (file) -> {
			MultiVectorIndex index = MultiVectorIndex.open(file);
			if (index.rowCount() == rows.count() && index.space().equals(SPACE)) {
				require(index.search(query, VectorSearch.of(5), rows), rows.count());
			}
		});
	}

	private void visit(Random random, HostileSections.Attempt open) throws IOException {
		HostileSections sections = new HostileSections(this.storage, IndexFile.open(this.storage, "good"));
		int[] refused = new int[1];
		HostileSections.Attempt attempt = (file) -> {
			try {
				open.run(file);
			}
			catch (CorruptTableException ex) {
				assertThat(ex).hasMessageContaining(HostileSections.PATH).hasMessageContaining("create it again");
				refused[0]++;
			}
		};
		sections.inEveryPlaceOf(0, random, attempt);
		sections.inSomePlaces(1000, random, attempt);
		assertThat(refused[0]).isPositive();
	}

	private static void ask(VectorIndex index, SampleVectors rows) {
		if (index.rowCount() == rows.count() && index.space().equals(SPACE)) {
			QueryVector query = QueryVector.of(new float[DIMENSIONS], Distance.L2);
			require(index.search(query, VectorSearch.of(5), rows), rows.count());
			require(index.search(query, VectorSearch.of(5).within(0, 1e9), rows), rows.count());
		}
	}

	private static void require(List<Neighbour> found, int rows) {
		assertThat(found).hasSizeLessThanOrEqualTo(5)
			.allMatch((neighbour) -> neighbour.ordinal() >= 0 && neighbour.ordinal() < rows);
	}

}
