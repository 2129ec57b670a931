package io.fletch.store;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowChecker;
import io.fletch.store.table.Manifest;

/**
 * Adds rows as a stream of several data files does, without the million rows that fill
 * one.
 */
final class SeveralFiles {

	/** Rows that are too many for the log. */
	static final int STEP = RowFiles.MAX_LOG_ROWS + 1;

	private SeveralFiles() {
	}

	/**
	 * Adds rows.
	 * @param step how many rows each file gets; those of the first must be too many or
	 * too long for the log
	 */
	static void add(OpenTable table, List<Map<String, Object>> rows, int step) {
		Manifest latest = table.refreshed();
		Schema schema = table.view(latest.schema()).schema();
		table.read(() -> {
			try (RowFiles files = new RowFiles(table.storage(), latest.schema(), step)) {
				for (int from = 0; from < rows.size(); from += step) {
					RowChecker checker = new RowChecker(schema);
					List<@Nullable Object[]> batch = checker
						.arrange(rows.subList(from, Math.min(rows.size(), from + step)));
					checker.check(batch);
					files.write(batch);
				}
				files.commit(table, new Append(latest.schema(), files.finish()));
				return files;
			}
		});
	}

}
