package io.fletch.store.table;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.version.Operation;
import io.fletch.store.version.TableVersion;

/**
 * Makes a record of a change: gives its version, rows, fragments and fields their
 * numbers, which follow those of the version before.
 */
final class Numbering {

	private final Manifest latest;

	private final Instant now;

	private long nextRowId;

	private int nextFragment;

	private Numbering(Manifest latest, Instant now) {
		this.latest = latest;
		this.now = now;
		this.nextRowId = latest.next().rowId();
		this.nextFragment = latest.next().fragment();
	}

	static Numbering of(Manifest latest, Clock clock) {
		return new Numbering(latest, clock.instant().truncatedTo(ChronoUnit.MICROS));
	}

	LogRecord number(Operation operation, Change change) {
		List<Fragment> added = new ArrayList<>();
		Map<Integer, RoaringBitmap> deletions = new HashMap<>(change.deletions());
		for (Change.NewRows rows : change.added()) {
			int number = nextFragment();
			if (!rows.deletions().isEmpty()) {
				deletions.put(number, rows.deletions());
			}
			added.add(rows.toFragment(number, this.nextRowId));
			this.nextRowId += rows.takesNewIds() ? rows.rowCount() : 0;
		}
		int lastField = this.latest.next().field();
		Schema schema = (change.schema() != null) ? FieldIds.assign(change.schema(), lastField) : null;
		int nextField = (schema != null) ? Math.max(lastField, FieldIds.next(schema)) : lastField;
		return new LogRecord(new TableVersion(this.latest.version() + 1, timestamp(), operation, change.rows()),
				new Sequences(this.nextRowId, this.nextFragment, nextField), change.removed(), added, deletions,
				change.columns(), schema, indexes(change, schema));
	}

	/**
	 * Returns the indexes, or {@code null} if they stay as they are.
	 */
	private @Nullable List<IndexMetadata> indexes(Change change, @Nullable Schema schema) {
		List<IndexMetadata> indexes = (change.indexes() != null) ? change.indexes() : this.latest.indexes();
		if (schema != null) {
			indexes = IndexMetadata.follow(indexes, this.latest.schema(), schema);
		}
		return indexes.equals(this.latest.indexes()) ? null : indexes;
	}

	/**
	 * Gives a number to a fragment. A busy table uses up the numbers in a month; then
	 * they begin anew, and those that some fragment has are passed over.
	 */
	private int nextFragment() {
		int number = this.nextFragment;
		while (isTaken(number)) {
			number = following(number);
		}
		this.nextFragment = following(number);
		return number;
	}

	private boolean isTaken(int number) {
		for (Fragment fragment : this.latest.fragments()) {
			if (fragment.id() == number) {
				return true;
			}
		}
		return false;
	}

	private static int following(int number) {
		return (number < Integer.MAX_VALUE) ? number + 1 : 0;
	}

	private Instant timestamp() {
		Instant before = this.latest.info().timestamp();
		return this.now.isBefore(before) ? before : this.now;
	}

}
