package io.fletch.store.table;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.ConflictException;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Makes a table what it was in an older version, as a new version. Files that both have
 * are not written anew. Rows that lie in the log have the older schema, which becomes the
 * table's again.
 */
public final class Restore implements Transaction {

	private final Manifest target;

	private final @Nullable Long expected;

	private Restore(Manifest target, @Nullable Long expected) {
		this.target = target;
		this.expected = expected;
	}

	/**
	 * Restores a version, whatever came after it.
	 * @param target the older version
	 * @return the change
	 */
	public static Restore of(Manifest target) {
		return new Restore(target, null);
	}

	/**
	 * Restores a version if nobody changed the table meanwhile.
	 * @param target the older version
	 * @param expected the version that must be the latest when the change is made
	 * @return the change
	 */
	public static Restore expecting(Manifest target, long expected) {
		return new Restore(target, expected);
	}

	@Override
	public Operation operation() {
		return Operation.RESTORE;
	}

	@Override
	public Change apply(Manifest latest) {
		if (this.expected != null && latest.version() != this.expected) {
			throw new ConflictException("Version " + this.target.version() + " was not restored: version "
					+ this.expected + " was expected to be the latest, but version " + latest.version()
					+ " is. Look at what changed, then restore again.");
		}
		List<Change.NewRows> rows = new ArrayList<>();
		for (Fragment fragment : this.target.fragments()) {
			rows.add(Change.NewRows.stored(fragment, fragment.rows()));
		}
		RowCounts differing = VersionComparison.between(latest, this.target).counts();
		Change change = Change.NONE.adding(rows)
			.removing(latest.fragments().stream().map(Fragment::id).toList())
			.counting(differing)
			.withIndexes(this.target.indexes());
		return this.target.schema().equals(latest.schema()) ? change : change.withSchema(this.target.schema());
	}

}
