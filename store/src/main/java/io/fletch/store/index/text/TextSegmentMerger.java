package io.fletch.store.index.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/**
 * Joins segments to one in memory, from the words that they hold: no text is read again.
 */
public final class TextSegmentMerger {

	private final List<TextAnalysis> columns;

	private final List<Source> sources;

	/**
	 * Prepares a segment.
	 * @param columns the analysis of each column, that of all segments
	 * @param sources the segments, in the order of their rows
	 */
	public TextSegmentMerger(List<TextAnalysis> columns, List<Source> sources) {
		this.columns = List.copyOf(columns);
		this.sources = List.copyOf(sources);
	}

	/**
	 * Makes the segment.
	 * @return the segment
	 */
	public TextSegment inMemory() {
		TokenCounts counts = counts();
		Directory directory = new ByteBuffersDirectory();
		try {
			try (IndexWriter writer = new IndexWriter(directory, new RowDocuments(this.columns, counts).config())) {
				writer.addIndexes(readers());
			}
			return TextSegment.of(this.columns, directory, counts);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private TokenCounts counts() {
		int rows = this.sources.stream().mapToInt((source) -> source.kept().cardinality()).sum();
		MemorySegment numbers = Arena.ofAuto().allocate(TokenCounts.byteSize(this.columns.size(), rows), Integer.BYTES);
		TokenCounts counts = new TokenCounts(numbers, rows);
		int next = 0;
		for (Source source : this.sources) {
			BitSet kept = source.kept();
			for (int row = kept.nextSetBit(0); row >= 0; row = kept.nextSetBit(row + 1)) {
				for (int column = 0; column < this.columns.size(); column++) {
					counts.set(column, next, source.segment().counts().get(column, row));
				}
				next++;
			}
		}
		return counts;
	}

	/**
	 * A segment has one leaf, as it was merged into one, or none without rows.
	 */
	private CodecReader[] readers() {
		List<CodecReader> readers = new ArrayList<>();
		for (Source source : this.sources) {
			for (LeafReaderContext leaf : source.segment().reader().leaves()) {
				readers.add(new KeptRows((CodecReader) leaf.reader(), source.kept()));
			}
		}
		return readers.toArray(new CodecReader[0]);
	}

	/**
	 * A segment that is joined with others.
	 *
	 * @param segment the segment
	 * @param kept the ordinals of the rows to keep
	 */
	public record Source(TextSegment segment, BitSet kept) {
	}

}
