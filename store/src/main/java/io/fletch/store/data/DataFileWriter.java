package io.fletch.store.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.BlobFile;
import io.fletch.store.data.blob.BlobWriter;
import io.fletch.store.data.buffer.EncodedBatch;
import io.fletch.store.data.schema.StoredSchema;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.io.Storage;

/**
 * Writes a data file, batch by batch, so that memory holds one batch at most however long
 * the file becomes.
 */
public final class DataFileWriter implements AutoCloseable {

	private static final long BATCH_BYTES = 8 << 20;

	/** How many rows are copied before the length of the batch is looked at again. */
	private static final int COPIED_ROWS = 64;

	private final String path;

	private final Schema schema;

	private final int @Nullable [] batchRowCounts;

	private final Storage.FileWriter file;

	private final BlobWriter blobs;

	private final BatchBuilder batch;

	private final CRC32C checksum = new CRC32C();

	private final List<FileLayout.BatchBlock> blocks = new ArrayList<>();

	private long position;

	private int rowCount;

	private DataFileWriter(Storage storage, String path, Schema schema, int @Nullable [] batchRowCounts)
			throws IOException {
		this.path = path;
		this.schema = StoredSchema.of(schema);
		this.batchRowCounts = batchRowCounts;
		this.blobs = new BlobWriter(storage, path);
		this.batch = new BatchBuilder(schema, this.blobs);
		this.file = storage.create(path);
		boolean begun = false;
		try {
			append(MemorySegment.ofArray(FileLayout.head(this.schema)));
			begun = true;
		}
		finally {
			if (!begun) {
				this.file.close();
			}
		}
	}

	/**
	 * Begins a data file.
	 * @param storage where to write
	 * @param path the path of the file, from the table's folder
	 * @param schema the schema of the rows
	 * @return the writer
	 * @throws IOException if the file cannot be made
	 */
	public static DataFileWriter create(Storage storage, String path, Schema schema) throws IOException {
		return new DataFileWriter(storage, path, schema, null);
	}

	/**
	 * Begins a data file whose batches have given numbers of rows, so that it can stand
	 * beside another file of the same rows.
	 * @param storage where to write
	 * @param path the path of the file, from the table's folder
	 * @param schema the schema of the rows
	 * @param batchRowCounts the number of rows of each batch
	 * @return the writer
	 * @throws IOException if the file cannot be made
	 */
	public static DataFileWriter createAligned(Storage storage, String path, Schema schema, int[] batchRowCounts)
			throws IOException {
		return new DataFileWriter(storage, path, schema, batchRowCounts.clone());
	}

	/**
	 * Adds rows.
	 * @param rows the values of each row in the order of the schema's fields, checked by
	 * {@link RowChecker}
	 * @throws IOException if they cannot be written
	 */
	public void write(List<@Nullable Object[]> rows) throws IOException {
		for (@Nullable
		Object[] row : rows) {
			requireRoom();
			try {
				this.batch.write(row);
			}
			catch (UncheckedIOException ex) {
				throw ex.getCause();
			}
			this.rowCount++;
			flushIfFull();
		}
	}

	/**
	 * Adds rows of a batch, copied column by column.
	 * @param source the batch, whose columns have the types of this schema
	 * @param selected the positions of the rows to copy
	 * @throws IOException if they cannot be written
	 */
	public void write(RowBatch source, BitSet selected) throws IOException {
		write(source, selected, null);
	}

	/**
	 * Adds rows of a batch with new values.
	 * @param source the batch, whose columns have the types of this schema
	 * @param selected the positions of the rows to copy
	 * @param patch the new values, or {@code null} if none are new
	 * @throws IOException if they cannot be written
	 */
	public void write(RowBatch source, BitSet selected, @Nullable RowPatch patch) throws IOException {
		int copied = 0;
		int from = selected.nextSetBit(0);
		while (from >= 0) {
			int end = Math.min(selected.nextClearBit(from), from + Math.min(COPIED_ROWS, requireRoom()));
			try {
				this.batch.copy(source, from, end - from, patch, copied);
			}
			catch (UncheckedIOException ex) {
				throw ex.getCause();
			}
			this.rowCount += end - from;
			copied += end - from;
			flushIfFull();
			from = selected.nextSetBit(end);
		}
	}

	/**
	 * Returns how many rows were added.
	 * @return the number of rows
	 */
	public int rowCount() {
		return this.rowCount;
	}

	/**
	 * Returns how many bytes wait in memory.
	 */
	long bufferedBytes() {
		return this.batch.byteSize();
	}

	private int requireRoom() throws IOException {
		flushIfFull();
		int room = batchLimit() - this.batch.rowCount();
		if (room <= 0) {
			throw new InvalidInputException(
					"The file " + this.path + " takes " + this.rowCount + " rows, as the file it stands beside has");
		}
		return room;
	}

	private int batchLimit() {
		if (this.batchRowCounts == null) {
			return DataFile.BATCH_ROWS;
		}
		return (this.blocks.size() < this.batchRowCounts.length) ? this.batchRowCounts[this.blocks.size()] : 0;
	}

	private void flushIfFull() throws IOException {
		if (this.batchRowCounts == null) {
			if (this.batch.rowCount() >= DataFile.BATCH_ROWS || this.batch.byteSize() >= BATCH_BYTES) {
				flush();
			}
			return;
		}
		while (this.blocks.size() < this.batchRowCounts.length && this.batch.rowCount() == batchLimit()) {
			flush();
		}
	}

	private void flush() throws IOException {
		EncodedBatch encoded = this.batch.encode();
		this.blocks.add(new FileLayout.BatchBlock(this.position, encoded.metadata().length, encoded.bodyLength(),
				encoded.sums()));
		append(MemorySegment.ofArray(encoded.metadata()));
		for (MemorySegment buffer : encoded.body()) {
			append(buffer);
		}
		this.batch.clear();
	}

	private void append(MemorySegment part) throws IOException {
		this.file.write(part);
		this.checksum.update(part.asByteBuffer());
		this.position += part.byteSize();
	}

	/**
	 * Ends the file and makes it durable.
	 * @return the file
	 * @throws IOException if it cannot be written; it is not there then
	 */
	public DataFile finish() throws IOException {
		flushIfFull();
		if (this.batchRowCounts != null
				&& (this.batch.rowCount() > 0 || this.blocks.size() < this.batchRowCounts.length)) {
			throw new InvalidInputException(
					"The file " + this.path + " has " + this.rowCount + " rows, fewer than the file it stands beside");
		}
		if (this.batch.rowCount() > 0) {
			flush();
		}
		append(MemorySegment.ofArray(FileLayout.tail(this.schema, this.blocks)));
		List<BlobFile> blobFiles = this.blobs.finish();
		this.file.finish();
		this.blobs.keep();
		return new DataFile(this.path, this.position, (int) this.checksum.getValue(), blobFiles);
	}

	/**
	 * Ends the writing. Without {@link #finish()} before, nothing is left.
	 * @throws IOException if what was written cannot be removed
	 */
	@Override
	public void close() throws IOException {
		try (this.blobs) {
			this.file.close();
		}
	}

}
