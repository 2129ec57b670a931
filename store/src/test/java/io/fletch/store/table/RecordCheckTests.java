package io.fletch.store.table;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.DataFile;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;
import io.fletch.store.version.TableVersion;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Records whose checksums hold, but which do not fit the version before them.
 */
class RecordCheckTests {

	private static final Sequences NEXT = new Sequences(10, 1, 1);

	private static final Manifest BEFORE = new Manifest(info(1), new Schema(List.of()), List.of(fragment(0, 0)), NEXT,
			List.of());

	static List<LogRecord> unfitting() {
		DataFile file = new DataFile("data/x.arrow", 1, 1, List.of());
		return List.of(of(new Sequences(9, 1, 1), List.of(), List.of(), Map.of(), Map.of()),
				of(NEXT, List.of(7), List.of(), Map.of(), Map.of()),
				of(NEXT, List.of(0, 0), List.of(), Map.of(), Map.of()),
				of(NEXT, List.of(), List.of(fragment(0, 5)), Map.of(), Map.of()),
				of(NEXT, List.of(), List.of(fragment(1, 8)), Map.of(), Map.of()),
				of(NEXT, List.of(), List.of(), Map.of(0, RoaringBitmap.bitmapOf(3)), Map.of()),
				of(NEXT, List.of(), List.of(), Map.of(0, RoaringBitmap.bitmapOf(-1)), Map.of()),
				of(NEXT, List.of(), List.of(), Map.of(4, RoaringBitmap.bitmapOf(0)), Map.of()),
				of(NEXT, List.of(), List.of(), Map.of(), Map.of(4, file)),
				of(NEXT, List.of(), List.of(), Map.of(), Map.of(0, file)));
	}

	@ParameterizedTest
	@MethodSource("unfitting")
	void refusesWhatDoesNotFit(LogRecord logRecord) {
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> BEFORE.apply(logRecord))
			.withMessageStartingWith("The log is damaged: version 2 ");
	}

	private static LogRecord of(Sequences next, List<Integer> removed, List<Fragment> added,
			Map<Integer, RoaringBitmap> deletions, Map<Integer, DataFile> columns) {
		return new LogRecord(info(2), next, removed, added, deletions, columns, null, null);
	}

	private static TableVersion info(long version) {
		return new TableVersion(version, Instant.EPOCH, Operation.APPEND, RowCounts.NONE);
	}

	private static Fragment fragment(int number, long firstRow) {
		return new Fragment(number, RowIds.of(firstRow, 3), null, FragmentRows.inLog(new byte[0]));
	}

}
