package io.fletch.benchmarks.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.fletch.benchmarks.measure.ResultSink;
import io.fletch.store.Database;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Distance;

/**
 * Measures how long searches by vectors take, and how much of the exact answer they find.
 */
public final class SearchMeasurement {

	private final SearchData data;

	private final ResultSink sink;

	private SearchMeasurement(SearchData data, ResultSink sink) {
		this.data = data;
		this.sink = sink;
	}

	/**
	 * Reads what is to be measured.
	 * @param files the vectors, the queries and the exact answers, in this order
	 * @param distance what is measured between vectors
	 * @param sink takes the results
	 * @return the measurement
	 * @throws IOException if a file cannot be read
	 */
	public static SearchMeasurement of(List<Path> files, Distance distance, ResultSink sink) throws IOException {
		return new SearchMeasurement(SearchData.read(files.get(0), files.get(1), files.get(2), distance), sink);
	}

	/**
	 * Measures searches of a table.
	 * @param database where to make it
	 * @param types the kinds of indexes
	 * @throws Exception if something fails
	 */
	public void tables(Database database, List<IndexType> types) throws Exception {
		TableMeasurement table = TableMeasurement.of(this.data, database, this.sink);
		table.runExact();
		for (IndexType type : types) {
			table.run(type);
		}
	}

	/**
	 * Measures segments of indexes at several efforts.
	 * @param types the kinds of indexes
	 * @throws Exception if something fails
	 */
	public void segments(List<IndexType> types) throws Exception {
		for (IndexType type : types) {
			new IndexMeasurement(this.data, this.sink).run(type);
		}
	}

}
