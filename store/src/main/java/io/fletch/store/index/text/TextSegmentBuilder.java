package io.fletch.store.index.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.ThreadInterruptedException;

import io.fletch.store.error.CancelledException;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.index.IndexRows;

/**
 * Makes a segment of rows.
 */
public final class TextSegmentBuilder {

	private static final int CHUNK = 1 << 20;

	private final List<TextAnalysis> columns;

	private final IndexRows rows;

	private final IntConsumer progress;

	/**
	 * Prepares a segment.
	 * @param columns the analysis of each column of the rows
	 * @param rows the rows: texts, or lists of texts, of which each is one document
	 * @param progress is told how many rows are done; may throw to stop the work. So does
	 * an interrupt of the thread
	 */
	public TextSegmentBuilder(List<TextAnalysis> columns, IndexRows rows, IntConsumer progress) {
		this.columns = List.copyOf(columns);
		this.rows = rows;
		this.progress = progress;
	}

	/**
	 * Makes the segment in memory, for rows that no file covers.
	 * @return the segment
	 * @throws CancelledException if the thread was interrupted
	 */
	public TextSegment inMemory() {
		try {
			Directory directory = new ByteBuffersDirectory();
			return TextSegment.of(this.columns, directory, index(directory));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Makes the segment and writes it to a file. What does not fit into memory meanwhile
	 * lies in a folder for temporary files that only this user can read.
	 * @param file the file, at its beginning; is not finished here
	 * @throws IOException if something cannot be read or written
	 * @throws CancelledException if the thread was interrupted
	 */
	public void writeTo(IndexFileWriter file) throws IOException {
		Path folder = Files.createTempDirectory("fletch-text");
		try (Directory directory = new NormsInMemory(new NIOFSDirectory(folder, NoLockFactory.INSTANCE))) {
			pack(directory, index(directory), file);
		}
		catch (ClosedByInterruptException | ThreadInterruptedException ex) {
			throw new CancelledException("The building of a full-text index was interrupted; nothing changed", ex);
		}
		finally {
			delete(folder);
		}
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(folder);
	}

	private TokenCounts index(Directory directory) throws IOException {
		MemorySegment numbers = Arena.ofAuto()
			.allocate(TokenCounts.byteSize(this.columns.size(), this.rows.count()), Integer.BYTES);
		TokenCounts counts = new TokenCounts(numbers, this.rows.count());
		RowDocuments documents = new RowDocuments(this.columns, counts);
		try (IndexWriter writer = new IndexWriter(new Interruptible(directory), documents.config())) {
			try {
				add(writer, documents);
				writer.forceMerge(1);
			}
			catch (Throwable ex) {
				// Whatever it was, closing the writer must not commit half an index.
				writer.rollback();
				throw ex;
			}
		}
		return counts;
	}

	private void add(IndexWriter writer, RowDocuments documents) throws IOException {
		for (IndexRows.Piece piece : this.rows.pieces()) {
			CancelledException.throwIfInterrupted();
			int ordinal = piece.firstOrdinal();
			for (int row = piece.live().nextSetBit(0); row >= 0; row = piece.live().nextSetBit(row + 1)) {
				writer.addDocument(documents.of(piece, row, ordinal++));
			}
			this.progress.accept(ordinal);
		}
	}

	private void pack(Directory directory, TokenCounts counts, IndexFileWriter file) throws IOException {
		List<String> names = new ArrayList<>();
		try (DirectoryReader reader = DirectoryReader.open(directory)) {
			names.addAll(reader.getIndexCommit().getFileNames());
		}
		names.sort(null);
		file.write(MemorySegment.ofArray(head(names)));
		file.endSection();
		file.write(counts.numbers());
		file.endSection();
		for (String name : names) {
			try (IndexInput input = directory.openInput(name, IOContext.READONCE)) {
				copy(input, file);
			}
		}
	}

	private byte[] head(List<String> names) throws IOException {
		ByteBuffersDataOutput head = new ByteBuffersDataOutput();
		head.writeInt(this.rows.count());
		head.writeVInt(this.columns.size());
		for (TextAnalysis column : this.columns) {
			head.writeMapOfStrings(column.options());
		}
		head.writeVInt(names.size());
		for (String name : names) {
			head.writeString(name);
		}
		return head.toArrayCopy();
	}

	private static void copy(IndexInput input, IndexFileWriter file) throws IOException {
		byte[] chunk = new byte[CHUNK];
		for (long left = input.length(); left > 0;) {
			CancelledException.throwIfInterrupted();
			int length = (int) Math.min(left, CHUNK);
			input.readBytes(chunk, 0, length);
			file.write(MemorySegment.ofArray(chunk).asSlice(0, length));
			left -= length;
		}
		file.endSection();
	}

}
