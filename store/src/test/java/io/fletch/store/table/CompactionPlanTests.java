package io.fletch.store.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.SeededRandom;
import io.fletch.store.data.DataFile;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;
import io.fletch.store.version.TableVersion;

import static org.assertj.core.api.Assertions.assertThat;

class CompactionPlanTests {

	private static final int FULL = CompactionPlan.MAX_FRAGMENT_ROWS;

	private int nextNumber;

	private long nextRow;

	@RepeatedTest(300)
	@ExtendWith(SeededRandom.class)
	void whatIsDueEnds(Random random) {
		List<Fragment> fragments = new ArrayList<>();
		for (int i = random.nextInt(1, 400); i > 0; i--) {
			fragments.add(switch (random.nextInt(4)) {
				case 0 -> file(random.nextInt(1, FULL + 1));
				case 1 -> file(random.nextInt(1, 5000));
				case 2 -> worn(random.nextInt(2000, 90_000));
				default -> inLog(random.nextInt(1, 1024));
			});
		}
		int rounds = 0;
		while (CompactionPlan.isDue(manifest(fragments))) {
			fragments = compacted(fragments, CompactionPlan.background(manifest(fragments)));
			assertThat(++rounds).as("rounds").isLessThan(400);
		}
		assertThat(CompactionPlan.background(manifest(fragments))).isEmpty();
	}

	@Test
	void joinsFallingSizesToo() {
		List<Fragment> falling = IntStream.range(0, 80).mapToObj((i) -> file(100_000 - 1000 * i)).toList();
		List<List<Fragment>> groups = CompactionPlan.background(manifest(falling));
		assertThat(groups).singleElement().satisfies((group) -> {
			assertThat(group).hasSizeBetween(2, 16);
			assertThat(group.getLast()).isSameAs(falling.getLast());
		});
	}

	@Test
	void leavesSmallFragmentsThatStandBetweenLargeOnes() {
		List<Fragment> mixed = IntStream.range(0, 300).mapToObj((i) -> file((i % 2 == 0) ? FULL : 10)).toList();
		assertThat(CompactionPlan.isDue(manifest(mixed))).isFalse();
	}

	@Test
	void movesLogRowsToFilesWithoutWritingALargeFileBehindThemAnew() {
		List<Fragment> fragments = new ArrayList<>();
		IntStream.range(0, 129).forEach((i) -> fragments.add(inLog(1)));
		fragments.add(file(FULL));
		fragments.add(inLog(1));
		List<List<Fragment>> groups = CompactionPlan.background(manifest(fragments));
		assertThat(groups.stream().flatMap(List::stream)).hasSize(130).allMatch(Fragment::isInLog);
	}

	/**
	 * Does what a compaction does with the numbers of rows.
	 */
	private List<Fragment> compacted(List<Fragment> fragments, List<List<Fragment>> groups) {
		assertThat(groups).isNotEmpty()
			.allMatch((group) -> group.size() > 1 || group.getFirst().isInLog()
					|| group.getFirst().liveCount() < group.getFirst().rowCount());
		List<Fragment> after = new ArrayList<>();
		for (Fragment fragment : fragments) {
			List<Fragment> group = groups.stream()
				.filter((one) -> one.contains(fragment))
				.findFirst()
				.orElse(List.of());
			if (group.isEmpty()) {
				after.add(fragment);
			}
			else if (group.getLast() == fragment) {
				int rows = group.stream().mapToInt(Fragment::liveCount).sum();
				assertThat(rows).isLessThanOrEqualTo(FULL);
				after.add(file(rows));
			}
		}
		return after;
	}

	private Fragment file(int rows) {
		DataFile file = new DataFile("data/" + this.nextNumber, 100, 0);
		return fragment(FragmentRows.inFiles(List.of(file)), rows);
	}

	private Fragment worn(int rows) {
		return file(rows).delete(RoaringBitmap.bitmapOfRange(0, rows / 2 + 1));
	}

	private Fragment inLog(int rows) {
		return fragment(FragmentRows.inLog(new byte[0]), rows);
	}

	private Fragment fragment(FragmentRows rows, int count) {
		this.nextRow += count;
		return new Fragment(this.nextNumber++, RowIds.of(this.nextRow - count, count), null, rows);
	}

	private static Manifest manifest(List<Fragment> fragments) {
		return new Manifest(new TableVersion(1, Instant.EPOCH, Operation.APPEND, RowCounts.NONE), new Schema(List.of()),
				fragments, new Sequences(0, 0, 0), List.of());
	}

}
