package io.fletch.autoconfigure.actuate;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.IndexInfo;
import io.fletch.store.Table;
import io.fletch.store.TableStatistics;
import io.fletch.store.version.TableVersion;

/**
 * A table, as the endpoint shows it.
 *
 * @param name the name, with the namespaces before it
 * @param version the latest version
 * @param rows the number of rows
 * @param fragments the number of parts that they lie in
 * @param deletedRows how many deleted rows still take space
 * @param bytes the length of the data files
 * @param indexes the indexes
 * @param versions the last versions, newest first; empty where several tables are shown
 */
record TableDescriptor(String name, long version, long rows, int fragments, long deletedRows, long bytes,
		List<IndexDescriptor> indexes, List<VersionDescriptor> versions) {

	private static final int VERSIONS = 20;

	static TableDescriptor brief(Table table) {
		return of(table, List.of());
	}

	static TableDescriptor full(Table table) {
		List<TableVersion> all = table.versions();
		return of(table, all.reversed().stream().limit(VERSIONS).map(VersionDescriptor::of).toList());
	}

	private static TableDescriptor of(Table table, List<VersionDescriptor> versions) {
		TableStatistics statistics = table.statistics();
		return new TableDescriptor(table.id(), table.version(), statistics.rows(), statistics.fragments().count(),
				statistics.deletedRows(), statistics.bytes(),
				table.indexes().list().stream().map(IndexDescriptor::of).toList(), versions);
	}

	/**
	 * An index.
	 *
	 * @param name the name
	 * @param type the kind
	 * @param columns the columns
	 * @param indexedRows how many rows it covers
	 * @param unindexedRows how many are searched without it
	 * @param coverage the share of rows that it covers, from 0 to 1
	 * @param segments how many parts it has
	 * @param bytes the length of its files
	 * @param problem why it could not have all rows, or {@code null}
	 */
	record IndexDescriptor(String name, String type, List<String> columns, long indexedRows, long unindexedRows,
			double coverage, int segments, long bytes, @Nullable String problem) {

		static IndexDescriptor of(IndexInfo index) {
			IndexInfo.Coverage coverage = index.coverage();
			long rows = coverage.indexedRows() + coverage.unindexedRows();
			return new IndexDescriptor(index.name(), String.valueOf(index.type()), index.columns(),
					coverage.indexedRows(), coverage.unindexedRows(),
					(rows == 0) ? 1 : (double) coverage.indexedRows() / rows, coverage.segments(), coverage.bytes(),
					index.problem());
		}

	}

	/**
	 * A version.
	 *
	 * @param version the number
	 * @param time when it was made
	 * @param operation what made it
	 * @param inserted how many rows it inserted
	 * @param updated how many rows it updated
	 * @param deleted how many rows it deleted
	 */
	record VersionDescriptor(long version, Instant time, String operation, long inserted, long updated, long deleted) {

		static VersionDescriptor of(TableVersion version) {
			return new VersionDescriptor(version.version(), version.timestamp(), version.operation().name(),
					version.rows().inserted(), version.rows().updated(), version.rows().deleted());
		}

	}

}
