package io.fletch.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.error.StoreException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.table.IndexChange;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.IndexSegment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.RowIds;
import io.fletch.store.table.TableFiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * One index cannot be built, whatever the reason; that is not the matter of the others.
 */
@ExtendWith(SeededRandom.class)
class IndexUpkeepTests {

	private OpenTable open;

	private Table table;

	@BeforeEach
	void createIndexesOfWhichTheFirstCannotBeBuilt(Random random) {
		FaultyDatabase faulty = new FaultyDatabase(random);
		this.table = faulty.database().createTable("t", DatabaseTests.ITEMS);
		this.open = faulty.table("t");
		this.open.commitOnly(IndexChange
			.create(new IndexMetadata("bad", "IVF_SQ", Map.of(), List.of(0), 0, Instant.EPOCH, List.of()), null));
		this.table.indexes().create(IndexDefinition.on("id").named("good"));
		add(0);
	}

	private void add(int from) {
		this.table.add(LongStream.range(from, from + 9000).mapToObj((id) -> DatabaseTests.row(id, "x")).toList());
	}

	private long unindexed(String index) {
		return this.table.indexes().get(index).coverage().unindexedRows();
	}

	@Test
	void upkeepExtendsTheOthersAndTriesThatOneLater() throws IOException {
		this.open.indexing().extendThoseDue();
		assertThat(unindexed("good")).isZero();
		assertThat(unindexed("bad")).isEqualTo(9000);
		assertThat(this.open.indexing().isDue(this.open.refreshed())).isFalse();
		add(9000);
		assertThat(this.open.indexing().isDue(this.open.refreshed())).isTrue();
		this.open.indexing().extendThoseDue();
		assertThat(this.open.indexing().isDue(this.open.refreshed())).isFalse();
	}

	@Test
	void optimizeExtendsTheOthersAndTellsWhatHappened() {
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(this.table::optimize);
		assertThat(unindexed("good")).isZero();
	}

	@Test
	void aSegmentWhoseFileIsGoneIsRefused() {
		Manifest before = this.open.refreshed();
		IndexMetadata good = before.indexes().getLast();
		IndexSegment gone = new IndexSegment(TableFiles.newIndex(), 100, 7, RowIds.of(new long[] { 0, 1, 2 }));
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.open.commitOnly(IndexChange.build(good, gone, List.of())))
			.withMessageContaining(gone.path())
			.withMessageContaining("build the index again");
		assertThat(this.open.refreshed().version()).isEqualTo(before.version());
		assertThat(this.table.indexes().get("good").coverage().segments()).isZero();
	}

	@Test
	void aVersionIsRestoredThoughTheFileOfItsIndexIsLost() throws IOException {
		this.table.indexes().rebuild("good");
		long version = this.table.version();
		String lost = this.open.refreshed().indexes().getLast().segments().getFirst().path();
		this.table.indexes().drop("good");
		this.open.storage().delete(lost);
		this.table.checkout(version).restore();
		assertThat(this.table.countRows("id < 7")).isEqualTo(7);
	}

	@Test
	void theListingTellsWhatHappened() throws IOException {
		assertThat(this.table.indexes().list()).extracting(IndexInfo::problem).containsOnlyNulls();
		this.open.indexing().extendThoseDue();
		assertThat(this.table.indexes().get("bad").problem()).isNotBlank();
		assertThat(this.table.indexes().get("good").problem()).isNull();
		this.table.indexes().drop("bad");
		this.table.optimize();
		assertThat(this.table.indexes().list()).extracting(IndexInfo::problem).containsOnlyNulls();
	}

}
