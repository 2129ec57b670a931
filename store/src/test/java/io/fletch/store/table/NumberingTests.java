package io.fletch.store.table;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;
import io.fletch.store.version.TableVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table that is written to a thousand times a second uses up the numbers of fragments
 * in 25 days.
 */
class NumberingTests {

	private static final FragmentRows ROWS = FragmentRows.inLog(new byte[0]);

	@Test
	void numbersBeginAnewAndPassOverThoseThatAreInUse() {
		Manifest latest = manifest(List.of(fragment(0, 0), fragment(2, 10)), Integer.MAX_VALUE);
		LogRecord made = number(latest, 4);
		assertThat(made.added()).extracting(Fragment::id).containsExactly(Integer.MAX_VALUE, 1, 3, 4);
		assertThat(made.next().fragment()).isEqualTo(5);
		assertThat(LogRecord.decode(made.encode()).next()).isEqualTo(made.next());
		assertThat(latest.apply(made).fragments()).extracting(Fragment::id).doesNotHaveDuplicates();
	}

	@Test
	void deletionsOfNewRowsKeepTheNumberOfTheirFragment() {
		Manifest latest = manifest(List.of(fragment(0, 0)), 0);
		Change.NewRows deleted = new Change.NewRows(ROWS, 3, null, null, RoaringBitmap.bitmapOf(2));
		LogRecord made = Numbering.of(latest, Clock.systemUTC())
			.number(Operation.APPEND, Change.NONE.adding(List.of(deleted)));
		assertThat(made.deletions()).isEqualTo(Map.of(1, RoaringBitmap.bitmapOf(2)));
	}

	@Test
	void twoFragmentsOfOneNumberAreToldApart() {
		Manifest before = manifest(List.of(fragment(7, 0)), 8);
		Manifest after = manifest(List.of(fragment(7, 100)), 8);
		assertThat(VersionComparison.between(before, after).counts()).isEqualTo(new RowCounts(3, 0, 3));
	}

	private static LogRecord number(Manifest latest, int count) {
		Change.NewRows rows = new Change.NewRows(ROWS, 3, null, null, new RoaringBitmap());
		return Numbering.of(latest, Clock.systemUTC())
			.number(Operation.APPEND, Change.NONE.adding(Collections.nCopies(count, rows)));
	}

	private static Fragment fragment(int number, long firstRow) {
		return new Fragment(number, RowIds.of(firstRow, 3), null, ROWS);
	}

	private static Manifest manifest(List<Fragment> fragments, int next) {
		return new Manifest(new TableVersion(1, Instant.EPOCH, Operation.APPEND, RowCounts.NONE), new Schema(List.of()),
				fragments, new Sequences(200, next, 0), List.of());
	}

}
