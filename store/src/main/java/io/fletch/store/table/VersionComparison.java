package io.fletch.store.table;

import java.util.List;

import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

import io.fletch.store.version.VersionDiff;

/**
 * Compares two versions of a table by the ids of their rows.
 */
public final class VersionComparison {

	private VersionComparison() {
	}

	/**
	 * Compares two versions of a table.
	 * @param from one version
	 * @param to another version, newer or older
	 * @return what the step from one to the other inserts, updates and deletes
	 */
	public static VersionDiff between(Manifest from, Manifest to) {
		Roaring64Bitmap idsFrom = storedOnlyIn(from, to);
		Roaring64Bitmap idsTo = storedOnlyIn(to, from);
		Roaring64Bitmap both = idsFrom.clone();
		both.and(idsTo);
		idsFrom.andNot(both);
		idsTo.andNot(both);
		Roaring64Bitmap deleted = origins(from, idsFrom);
		Roaring64Bitmap inserted = origins(to, idsTo);
		Roaring64Bitmap updated = deleted.clone();
		updated.and(inserted);
		deleted.andNot(updated);
		inserted.andNot(updated);
		return new VersionDiff(inserted, updated, deleted);
	}

	/**
	 * Returns the ids of the rows in fragments that the other version has not as they
	 * are.
	 */
	private static Roaring64Bitmap storedOnlyIn(Manifest manifest, Manifest other) {
		Roaring64Bitmap ids = new Roaring64Bitmap();
		List<Fragment> same = other.fragments();
		for (Fragment fragment : manifest.fragments()) {
			boolean unchanged = same.stream()
				.anyMatch((candidate) -> candidate.isOfSameRows(fragment)
						&& candidate.deletions().equals(fragment.deletions()));
			for (int i = 0; !unchanged && i < fragment.rowCount(); i++) {
				if (!fragment.isDeleted(i)) {
					ids.addLong(fragment.rowIds().at(i));
				}
			}
		}
		return ids;
	}

	private static Roaring64Bitmap origins(Manifest manifest, Roaring64Bitmap rowIds) {
		Roaring64Bitmap origins = new Roaring64Bitmap();
		for (LongIterator ids = rowIds.getLongIterator(); ids.hasNext();) {
			long id = ids.next();
			Fragment fragment = manifest.fragmentOf(id);
			if (fragment != null) {
				origins.addLong(fragment.origins().at(fragment.rowIds().positionOf(id)));
			}
		}
		return origins;
	}

}
