package io.fletch.store.table;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The ids of those rows of neighbouring fragments that are not deleted.
 *
 * @param rowIds the ids under which they are stored
 * @param origins the ids that users see, or {@code null} if they are the same
 */
record LiveRowIds(RowIds rowIds, @Nullable RowIds origins) {

	static LiveRowIds of(List<Fragment> fragments) {
		int count = fragments.stream().mapToInt(Fragment::liveCount).sum();
		long[] rowIds = new long[count];
		long[] origins = new long[count];
		int next = 0;
		for (Fragment fragment : fragments) {
			for (int position = 0; position < fragment.rowCount(); position++) {
				if (!fragment.isDeleted(position)) {
					rowIds[next] = fragment.rowIds().at(position);
					origins[next++] = fragment.origins().at(position);
				}
			}
		}
		return new LiveRowIds(RowIds.of(rowIds), Arrays.equals(rowIds, origins) ? null : RowIds.of(origins));
	}

}
