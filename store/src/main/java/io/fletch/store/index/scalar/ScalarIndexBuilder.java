package io.fletch.store.index.scalar;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.function.IntConsumer;

import org.apache.arrow.vector.types.pojo.Field;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.index.IndexRows;
import io.fletch.store.io.Storage;

/**
 * Builds the segments of a scalar index. Reads the rows once, and takes about 64 MiB of
 * memory beside the bitmap of the value that most rows hold; what has no room there is
 * sorted in files beside the segment.
 */
public final class ScalarIndexBuilder {

	private static final long BUDGET = 64 << 20;

	private final ScalarIndexType type;

	private final KeyType keyType;

	private final long budget;

	/**
	 * Builds indexes of a column.
	 * @param type the kind of index
	 * @param field the column
	 * @throws InvalidInputException if the column cannot have such an index
	 */
	public ScalarIndexBuilder(ScalarIndexType type, Field field) {
		this(type, field, BUDGET);
	}

	ScalarIndexBuilder(ScalarIndexType type, Field field, long budget) {
		this.type = type;
		this.keyType = type.requireKeyType(field);
		this.budget = budget;
	}

	/**
	 * Writes a segment.
	 * @param storage the folder of the table
	 * @param path the path of the file, in a folder that exists
	 * @param rows the rows that it covers, of one column
	 * @param progress is told again and again how many rows were read
	 * @return what is known of the file, which is durable
	 * @throws IOException if something cannot be read or written; no file is left then
	 * @throws CancelledException if the thread was interrupted; no file is left then
	 */
	public IndexFileWriter.Written build(Storage storage, String path, IndexRows rows, IntConsumer progress)
			throws IOException {
		RoaringBitmap nulls = new RoaringBitmap();
		try (EntrySorter sorter = new EntrySorter(this.keyType, storage, path, this.budget)) {
			for (IndexRows.Piece piece : rows.pieces()) {
				CancelledException.throwIfInterrupted();
				read(piece, sorter, nulls);
				progress.accept(piece.firstOrdinal() + piece.live().cardinality());
			}
			Entries entries = sorter.sorted();
			try (IndexFileWriter file = IndexFileWriter.create(storage, path)) {
				writeHeader(file, rows.count());
				new PageWriter(file, this.keyType.isLong()).write(entries);
				file.write(PageWriter.encoded(nulls));
				file.endSection();
				return file.finish();
			}
		}
	}

	private void writeHeader(IndexFileWriter file, int rows) throws IOException {
		BufferBuilder header = new BufferBuilder();
		header.putInt(this.type.code());
		header.putInt(this.keyType.form().code());
		header.putInt(this.keyType.parameter());
		header.putInt(rows);
		MemorySegment bytes = header.padded().asSlice(0, PageLayout.HEADER_LENGTH);
		file.write(bytes);
		file.endSection();
	}

	private void read(IndexRows.Piece piece, EntrySorter sorter, RoaringBitmap nulls) throws IOException {
		ColumnReader column = piece.columns().getFirst();
		BitSet live = piece.live();
		int ordinal = piece.firstOrdinal();
		for (int row = live.nextSetBit(0); row >= 0; row = live.nextSetBit(row + 1)) {
			if (column.isNull(row)) {
				nulls.add(ordinal);
			}
			else if (this.type == ScalarIndexType.LABEL_LIST) {
				readElements((ColumnReader.Lists) column, row, ordinal, sorter);
			}
			else {
				sorter.add(column, row, ordinal);
			}
			ordinal++;
		}
	}

	private static void readElements(ColumnReader.Lists lists, int row, int ordinal, EntrySorter sorter)
			throws IOException {
		for (int element = lists.start(row); element < lists.end(row); element++) {
			if (!lists.elements().isNull(element)) {
				sorter.add(lists.elements(), element, ordinal);
			}
		}
	}

}
