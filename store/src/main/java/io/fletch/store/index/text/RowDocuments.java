package io.fletch.store.index.text;

import java.util.ArrayList;
import java.util.List;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.FieldInvertState;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.search.similarities.BM25Similarity;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.index.IndexRows;

/**
 * Makes Lucene documents of rows, and counts their tokens as they are indexed.
 */
final class RowDocuments {

	/**
	 * How many megabytes of a segment are collected before they are written, by the heap:
	 * parts of it that are written one by one must be merged.
	 */
	private static final double BUFFER_MEGABYTES = Math.clamp(Runtime.getRuntime().maxMemory() >> 24, 16, 256);

	private final List<TextAnalysis> columns;

	private final List<FieldType> types;

	private final TokenCounts counts;

	private int ordinal;

	RowDocuments(List<TextAnalysis> columns, TokenCounts counts) {
		this.columns = columns;
		this.types = columns.stream().map(RowDocuments::type).toList();
		this.counts = counts;
	}

	private static FieldType type(TextAnalysis analysis) {
		FieldType type = new FieldType();
		type.setTokenized(true);
		type.setIndexOptions(
				(analysis.withPositions()) ? IndexOptions.DOCS_AND_FREQS_AND_POSITIONS : IndexOptions.DOCS_AND_FREQS);
		type.freeze();
		return type;
	}

	/**
	 * Merges take neighbours only, in the thread that writes: documents stay in the order
	 * of the rows.
	 */
	IndexWriterConfig config() {
		LogDocMergePolicy merges = new LogDocMergePolicy();
		merges.setNoCFSRatio(0);
		Analyzer analyzer = new ColumnAnalyzers(this.columns);
		return new IndexWriterConfig(analyzer).setRAMBufferSizeMB(BUFFER_MEGABYTES)
			.setUseCompoundFile(false)
			.setMergePolicy(merges)
			.setMergeScheduler(new SerialMergeScheduler())
			.setSimilarity(new Counting());
	}

	Document of(IndexRows.Piece piece, int row, int rowOrdinal) {
		this.ordinal = rowOrdinal;
		Document document = new Document();
		for (int column = 0; column < this.columns.size(); column++) {
			for (String text : texts(piece.columns().get(column), row)) {
				document.add(new Field(ColumnAnalyzers.field(column), text, this.types.get(column)));
			}
		}
		return document;
	}

	private static List<String> texts(ColumnReader column, int row) {
		if (column.isNull(row)) {
			return List.of();
		}
		Object value = column.value(row);
		if (!(value instanceof List<?> elements)) {
			return List.of(value.toString());
		}
		List<String> texts = new ArrayList<>();
		for (Object element : elements) {
			if (element != null) {
				texts.add(element.toString());
			}
		}
		return texts;
	}

	/**
	 * BM25 as it is; learns how many tokens each field has.
	 */
	private final class Counting extends BM25Similarity {

		@Override
		public long computeNorm(FieldInvertState state) {
			RowDocuments.this.counts.set(ColumnAnalyzers.column(state.getName()), RowDocuments.this.ordinal,
					state.getLength());
			return super.computeNorm(state);
		}

	}

}
