package io.fletch.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.RowChecker;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.table.Manifest;

/**
 * Adds rows as a stream of several data files does, without the million rows that fill
 * one.
 */
final class SeveralFiles {

	/** How many rows there are in each file, too many for the log. */
	static final int STEP = RowFiles.MAX_LOG_ROWS + 1;

	private SeveralFiles() {
	}

	static void add(OpenTable table, List<Map<String, Object>> rows) {
		Manifest latest = table.refreshed();
		Schema schema = table.view(latest.schema()).schema();
		table.read(() -> {
			try (RowFiles files = new RowFiles(table.storage(), latest.schema(), STEP)) {
				for (int from = 0; from < rows.size(); from += STEP) {
					RowChecker checker = new RowChecker(schema);
					List<@Nullable Object[]> batch = checker
						.arrange(rows.subList(from, Math.min(rows.size(), from + STEP)));
					checker.check(batch);
					files.write(batch);
				}
				commit(table, latest.schema(), files);
				return files;
			}
		});
	}

	private static void commit(OpenTable table, Schema schema, RowFiles files) throws IOException {
		try {
			table.commit(Append.of(schema, files.finish()));
			files.keep();
		}
		catch (CommitUnknownException ex) {
			files.keep();
			throw ex;
		}
	}

}
