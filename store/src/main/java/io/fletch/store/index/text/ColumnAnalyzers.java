package io.fletch.store.index.text;

import java.util.List;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;

/**
 * The analysis of each column of an index. Lucene knows a column by its place in the
 * index, as columns can be renamed.
 */
final class ColumnAnalyzers extends AnalyzerWrapper {

	private static final String PREFIX = "c";

	private final List<TextAnalysis> columns;

	ColumnAnalyzers(List<TextAnalysis> columns) {
		super(PER_FIELD_REUSE_STRATEGY);
		this.columns = columns;
	}

	static String field(int column) {
		return PREFIX + column;
	}

	static int column(String field) {
		return Integer.parseInt(field.substring(PREFIX.length()));
	}

	@Override
	protected Analyzer getWrappedAnalyzer(String field) {
		return this.columns.get(column(field)).analyzer();
	}

}
