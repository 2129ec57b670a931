package io.fletch.store.index.text;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.store.Directory;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.OpenSegment;

/**
 * The words of some rows. Never changes, and serves any number of threads. Needs no
 * closing: what is mapped lives as long as the segment is reachable.
 */
public final class TextSegment implements OpenSegment {

	static final int HEAD = 0;

	static final int COUNTS = 1;

	static final int FIRST_FILE = 2;

	private final List<TextAnalysis> columns;

	private final DirectoryReader reader;

	private final TokenCounts counts;

	private TextSegment(List<TextAnalysis> columns, DirectoryReader reader, TokenCounts counts) {
		this.columns = List.copyOf(columns);
		this.reader = reader;
		this.counts = counts;
	}

	/**
	 * Opens a segment that was written to a file. Reads in place.
	 * @param file the file
	 * @return the segment
	 * @throws CorruptTableException if the file does not hold what it should
	 * @throws CancelledException if the thread is interrupted
	 * @throws UnsupportedFormatException if this version of the library cannot read it
	 */
	public static TextSegment open(IndexFile file) {
		try {
			return read(file);
		}
		catch (IndexFormatTooOldException | IndexFormatTooNewException ex) {
			throw new UnsupportedFormatException("The full-text index was written by another version of the library: "
					+ ex.getMessage() + "; drop the index and create it again", ex);
		}
		catch (CancelledException | UnsupportedFormatException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			// Lucene trusts what it reads, so it fails in many ways where that is wrong.
			throw new CorruptTableException("A segment of the full-text index is damaged: " + ex.getMessage()
					+ "; drop the index and create it again", ex);
		}
	}

	private static TextSegment read(IndexFile file) throws IOException {
		CancelledException.throwIfInterrupted();
		SegmentInput head = new SegmentInput("head", file.section(HEAD));
		int rows = head.readInt();
		List<TextAnalysis> columns = new ArrayList<>();
		for (int i = head.readCount(); i > 0; i--) {
			columns.add(TextAnalysis.of(options(head)));
		}
		Map<String, MemorySegment> files = new TreeMap<>();
		for (int i = head.readCount(); i > 0; i--) {
			files.put(head.readString(), file.section(FIRST_FILE + files.size()));
		}
		MemorySegment counts = file.section(COUNTS);
		if (counts.byteSize() != TokenCounts.byteSize(columns.size(), rows)) {
			throw new CorruptIndexException(counts.byteSize() + " bytes of token counts for " + rows + " rows", head);
		}
		return of(columns, new SegmentDirectory(files), new TokenCounts(counts, rows));
	}

	private static Map<String, String> options(SegmentInput head) throws IOException {
		Map<String, String> options = new TreeMap<>();
		for (int i = head.readCount(); i > 0; i--) {
			options.put(head.readString(), head.readString());
		}
		return options;
	}

	static TextSegment of(List<TextAnalysis> columns, Directory directory, TokenCounts counts) throws IOException {
		DirectoryReader reader = DirectoryReader.open(directory);
		if (reader.maxDoc() != counts.rows()) {
			throw new CorruptIndexException(reader.maxDoc() + " documents for " + counts.rows() + " rows", "segment");
		}
		return new TextSegment(columns, reader, counts);
	}

	@Override
	public int rowCount() {
		return this.counts.rows();
	}

	/**
	 * Returns how the texts were cut into words.
	 * @return the analysis of each column
	 */
	public List<TextAnalysis> columns() {
		return this.columns;
	}

	/**
	 * Returns how much it takes, in a file or in memory.
	 * @return the number of bytes
	 * @throws IOException if that cannot be told
	 */
	public long byteSize() throws IOException {
		long bytes = this.counts.numbers().byteSize();
		for (String file : this.reader.directory().listAll()) {
			bytes += this.reader.directory().fileLength(file);
		}
		return bytes;
	}

	IndexReader reader() {
		return this.reader;
	}

	TokenCounts counts() {
		return this.counts;
	}

}
