package io.fletch.store.table;

import java.util.ArrayList;
import java.util.List;

import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

/**
 * Makes a table what it was in an older version, as a new version. Files that both have
 * are not written anew. Rows that lie in the log have the older schema, which becomes the
 * table's again.
 */
public final class Restore implements Transaction {

	private final Manifest target;

	/**
	 * Restores a version.
	 * @param target the older version
	 */
	public Restore(Manifest target) {
		this.target = target;
	}

	@Override
	public Operation operation() {
		return Operation.RESTORE;
	}

	@Override
	public Change apply(Manifest latest) {
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
