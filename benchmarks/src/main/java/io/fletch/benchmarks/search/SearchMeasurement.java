package io.fletch.benchmarks.search;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.fletch.benchmarks.measure.ResultSink;
import io.fletch.store.Database;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Distance;

/**
 * Measures how long searches take, and how much of the exact answer they find.
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
	 * @param files the files
	 * @param distance what is measured between vectors
	 * @param sink takes the results
	 * @return the measurement
	 * @throws IOException if a file cannot be read
	 */
	public static SearchMeasurement of(SearchFiles files, Distance distance, ResultSink sink) throws IOException {
		return new SearchMeasurement(SearchData.read(files, distance), sink);
	}

	/**
	 * Measures searches of a table.
	 * @param database where to make it
	 * @param groups what to measure; of words only if there are documents and questions
	 * @param types the kinds of vector indexes; the first is there for hybrid searches
	 * @throws Exception if something fails
	 */
	public void tables(Database database, Set<SearchGroup> groups, List<IndexType> types) throws Exception {
		SearchTable table = SearchTable.of(this.data, database);
		vectors(table, groups, types);
		if (!this.data.documents().isEmpty() && !this.data.questions().isEmpty()) {
			texts(new TextMeasurement(table, this.sink), groups);
		}
		if (groups.contains(SearchGroup.CLIENTS)) {
			new ClientMeasurement(table, this.sink).run();
		}
	}

	private void vectors(SearchTable table, Set<SearchGroup> groups, List<IndexType> types) throws Exception {
		if (groups.contains(SearchGroup.EXACT)) {
			new VectorMeasurement(table, this.sink).exact();
		}
		if (!groups.contains(SearchGroup.VECTOR)) {
			table.table().indexes().create(IndexDefinition.on("vector").type(types.getFirst()));
			return;
		}
		VectorMeasurement measurement = new VectorMeasurement(table, this.sink);
		for (IndexType type : types.reversed()) {
			measurement.index(type);
		}
	}

	private static void texts(TextMeasurement texts, Set<SearchGroup> groups) throws Exception {
		texts.build();
		if (groups.contains(SearchGroup.TEXT)) {
			texts.words();
		}
		if (groups.contains(SearchGroup.HYBRID)) {
			texts.hybrid();
		}
		if (groups.contains(SearchGroup.UNINDEXED)) {
			texts.unindexed();
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
