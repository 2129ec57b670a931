package io.fletch.autoconfigure.observation;

import java.util.List;

import io.fletch.store.IndexInfo;
import io.fletch.store.Table;
import io.fletch.store.TableStatistics;

/**
 * The figures of a table at one moment.
 *
 * @param rows the number of rows
 * @param fragments the number of fragments
 * @param unindexedRows how many rows lie beside its indexes, summed up over these
 * @param bytes the length of its data files and index files
 * @param version the number of the version
 */
record TableFigures(double rows, double fragments, double unindexedRows, double bytes, double version) {

	/** Of a table that is not there. */
	static final TableFigures NONE = new TableFigures(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

	static TableFigures of(Table table) {
		TableStatistics statistics = table.statistics();
		List<IndexInfo.Coverage> indexes = table.indexes().list().stream().map(IndexInfo::coverage).toList();
		return new TableFigures(statistics.rows(), statistics.fragments().count(),
				indexes.stream().mapToLong(IndexInfo.Coverage::unindexedRows).sum(),
				statistics.bytes() + indexes.stream().mapToDouble(IndexInfo.Coverage::bytes).sum(), table.version());
	}

}
