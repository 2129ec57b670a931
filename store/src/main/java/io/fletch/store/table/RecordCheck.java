package io.fletch.store.table;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.fletch.store.error.CorruptTableException;

/**
 * Checks that a record of the log fits the version before it: a record whose checksum
 * holds may still be one that nobody of good will wrote.
 */
final class RecordCheck {

	private final LogRecord logRecord;

	private RecordCheck(LogRecord logRecord) {
		this.logRecord = logRecord;
	}

	/**
	 * Checks a record.
	 * @throws CorruptTableException if it does not fit
	 */
	static void of(Manifest before, LogRecord logRecord) {
		new RecordCheck(logRecord).run(before);
	}

	private void run(Manifest before) {
		require(this.logRecord.next().rowId() >= before.next().rowId()
				&& this.logRecord.next().field() >= before.next().field(), "gives numbers anew");
		Map<Integer, Fragment> fragments = new HashMap<>();
		before.fragments().forEach((fragment) -> fragments.put(fragment.id(), fragment));
		Set<Integer> removed = new HashSet<>(this.logRecord.removed());
		require(removed.size() == this.logRecord.removed().size() && fragments.keySet().containsAll(removed),
				"removes fragments that are not there");
		fragments.keySet().removeAll(removed);
		for (Fragment added : this.logRecord.added()) {
			require(fragments.put(added.id(), added) == null, "adds a fragment that is there");
			require(added.rowIds().last() < this.logRecord.next().rowId(), "has row ids that were not given yet");
		}
		this.logRecord.deletions().forEach((number, positions) -> {
			Fragment fragment = fragments.get(number);
			require(fragment != null && (positions.isEmpty() || unsigned(positions.last()) < fragment.rowCount()),
					"deletes rows that are not there");
		});
		this.logRecord.columns().keySet().forEach((number) -> {
			Fragment fragment = fragments.get(number);
			require(fragment != null && !fragment.isInLog(), "gives a file of columns to rows that are in no file");
		});
	}

	private static long unsigned(int position) {
		return Integer.toUnsignedLong(position);
	}

	private void require(boolean condition, String what) {
		if (!condition) {
			throw new CorruptTableException("The log is damaged: version " + this.logRecord.version() + " " + what);
		}
	}

}
