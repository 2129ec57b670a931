package io.fletch.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.IndexNotFoundException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Indexes are made whole or not at all, and only where they fit.
 */
@ExtendWith(SeededRandom.class)
class IndexCreationTests {

	@TempDir
	private Path folder;

	private IndexedTables tables;

	private Table indexed;

	@BeforeEach
	void fillTables(Random random) {
		this.tables = IndexedTables.create(this.folder, random);
		this.indexed = this.tables.indexed();
	}

	@AfterEach
	void close() {
		this.tables.close();
	}

	@Test
	void refusesToCompareBitsOfNumbers() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.indexed.indexes().create(IndexDefinition.on("vector").distance(Distance.HAMMING)))
			.withMessageContaining("The index on 'vector' cannot be for HAMMING");
		assertThat(this.indexed.indexes().list()).isEmpty();
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
	void tellsHowFarTheBuildingIs() {
		List<Double> progress = new ArrayList<>();
		this.indexed.indexes().create(IndexDefinition.on("vector"), (done, total) -> {
			progress.add((double) done / total);
			throw new IllegalStateException("a listener fails");
		});
		assertThat(progress).hasSizeGreaterThan(3).isSorted().last().isEqualTo(1.0);
	}

	@Test
	void whatEndsTheProcessIsNotKeptFromIt() {
		assertThatExceptionOfType(InternalError.class)
			.isThrownBy(() -> this.indexed.indexes().create(IndexDefinition.on("num"), (done, total) -> {
				throw new InternalError("no more");
			}))
			.withMessage("no more");
		this.indexed.indexes().create(IndexDefinition.on("cat"), (done, total) -> {
			throw new AssertionError("a listener fails");
		});
		assertThat(this.indexed.indexes().get("cat_idx").coverage().unindexedRows()).isZero();
	}

	@Test
	void aBuildThatIsCancelledLeavesNothing() {
		for (String column : List.of("vector", "num")) {
			assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> this.indexed.indexes()
				.create(IndexDefinition.on(column), (done, total) -> Thread.currentThread().interrupt()));
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.indexed.indexes().list()).isEmpty();
		assertThat(this.tables.indexFiles()).isEmptyDirectory();
	}

}
