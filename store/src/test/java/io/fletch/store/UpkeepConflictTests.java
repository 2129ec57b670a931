package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.error.ConflictException;
import io.fletch.store.table.Compaction;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.SchemaChange;
import io.fletch.store.version.RowCounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Others change what a compaction or a change of columns has read.
 */
@ExtendWith(SeededRandom.class)
class UpkeepConflictTests {

	private FaultyDatabase faulty;

	private OpenTable open;

	private Table table;

	@BeforeEach
	void writeFourFiles(Random random) {
		this.faulty = new FaultyDatabase(random);
		this.table = this.faulty.database().createTable("t", DatabaseTests.ITEMS);
		this.open = this.faulty.table("t");
		for (int i = 0; i < 4; i++) {
			this.table.add(
					LongStream.range(2000L * i, 2000L * (i + 1)).mapToObj((id) -> DatabaseTests.row(id, "x")).toList());
		}
	}

	@Test
	void aGroupThatConflictsDoesNotStopTheOthers() throws IOException {
		Compaction compaction = prepared(2, 2);
		compactFirstTwo();
		Manifest made = this.open.committer().commit(compaction);
		compaction.discardRest(this.open.storage());
		assertThat(made.fragments()).hasSize(2);
		assertThat(compaction.sources()).hasSize(2);
		assertThat(this.table.countRows()).isEqualTo(8000);
		requireNoOrphan();
	}

	@Test
	void aCompactionOfWhichEveryGroupConflictsIsRefused() throws IOException {
		Compaction compaction = prepared(2);
		compactFirstTwo();
		assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> this.open.committer().commit(compaction))
			.withMessageContaining("was changed while it was written anew; try again");
		compaction.discard(this.open.storage());
		requireNoOrphan();
	}

	@Test
	void aFragmentWhoseLastRowWasUpdatedMeanwhileIsNoConflict() throws IOException {
		this.table.add(List.of(DatabaseTests.row(9000, "counter")));
		Compaction compaction = prepared(2, 3);
		this.table.update().where("id = 9000").set("item", "twice").execute();
		Manifest made = this.open.committer().commit(compaction);
		compaction.discardRest(this.open.storage());
		assertThat(made.fragments()).hasSize(3);
		assertThat(this.table.scan().where("id = 9000").rows()).containsExactly(DatabaseTests.row(9000, "twice"));
		assertThat(this.table.countRows()).isEqualTo(8001);
		requireNoOrphan();
	}

	@Test
	void aFragmentWhoseRowsWereMovedMeanwhileIsAConflict() throws IOException {
		this.table.add(List.of(DatabaseTests.row(9000, "counter")));
		Compaction compaction = prepared(5);
		this.table.optimize();
		assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> this.open.committer().commit(compaction));
		compaction.discard(this.open.storage());
		assertThat(this.table.countRows()).isEqualTo(8001);
		requireNoOrphan();
	}

	@Test
	void aChangeOfColumnsLeavesNoFileOfFragmentsThatWereCompactedMeanwhile() throws IOException {
		this.table.columns().addComputed(Map.of("twice", "id * 2"));
		SchemaChange refresh = new SchemaChange(this.open.storage(), new RefreshColumn("twice"));
		refresh.prepare(this.open.committer().latest());
		compactFirstTwo();
		this.table.add(List.of(Map.of("id", 9000L, "item", "late")));
		Manifest made = this.open.committer().commit(refresh);
		refresh.discardUnused();
		assertThat(made.info().rows()).isEqualTo(new RowCounts(0, 8001, 0));
		assertThat(this.table.scan().rows()).hasSize(8001)
			.allMatch((row) -> row.get("twice").equals(2 * (Long) row.get("id")));
		requireNoOrphan();
	}

	private Compaction prepared(int... sizes) throws IOException {
		Manifest latest = this.open.committer().latest();
		List<List<Fragment>> groups = new ArrayList<>();
		int from = 0;
		for (int size : sizes) {
			groups.add(latest.fragments().subList(from, from + size));
			from += size;
		}
		return Compaction.prepare(this.open.storage(), latest, groups);
	}

	private void compactFirstTwo() {
		this.open.read(() -> this.open.upkeep().compact((manifest) -> List.of(manifest.fragments().subList(0, 2))));
	}

	/**
	 * Checks that every data file belongs to some version.
	 */
	private void requireNoOrphan() throws IOException {
		Set<String> known = new HashSet<>();
		for (long version = 1; version <= this.table.version(); version++) {
			this.open.committer()
				.at(version)
				.fragments()
				.forEach((fragment) -> fragment.files().forEach((file) -> known.add(file.path())));
		}
		Set<String> files = this.open.storage()
			.list("data")
			.stream()
			.map((name) -> "data/" + name)
			.collect(Collectors.toSet());
		assertThat(files).isEqualTo(known);
	}

}
