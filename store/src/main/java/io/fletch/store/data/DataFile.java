package io.fletch.store.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.BlobFile;
import io.fletch.store.data.blob.BlobSource;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.schema.StoredSchema;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.io.Checksum;
import io.fletch.store.io.Storage;

/**
 * An immutable file of rows in the Arrow IPC file format, uncompressed, every body at a
 * multiple of 64 bytes.
 *
 * @param path the path of the file in the table's folder
 * @param byteSize the length of the file
 * @param checksum the CRC-32C of the file
 * @param blobFiles the companion files that its rows refer to
 */
public record DataFile(String path, long byteSize, int checksum, List<BlobFile> blobFiles) {

	/** The largest number of rows in a record batch. */
	public static final int BATCH_ROWS = 4096;

	public DataFile {
		blobFiles = List.copyOf(blobFiles);
	}

	/**
	 * A file whose rows refer to no other.
	 * @param path the path of the file in the table's folder
	 * @param byteSize the length of the file
	 * @param checksum the CRC-32C of the file
	 */
	public DataFile(String path, long byteSize, int checksum) {
		this(path, byteSize, checksum, List.of());
	}

	/**
	 * Writes rows into a new file, durably.
	 * @param storage where to write
	 * @param path the path of the file, from the table's folder
	 * @param schema the schema
	 * @param rows the rows, as for {@link BatchEncoder#encode(List)}
	 * @return the file
	 * @throws IOException if the file cannot be written
	 */
	public static DataFile write(Storage storage, String path, Schema schema, List<@Nullable Object[]> rows)
			throws IOException {
		try (DataFileWriter writer = DataFileWriter.create(storage, path, schema)) {
			writer.write(rows);
			return writer.finish();
		}
	}

	/**
	 * Maps the file and reads where its batches are. The rows stay in the file. A column
	 * of a batch is checked against its checksum when it is first got from there, and
	 * getting it throws {@link CorruptTableException} if that does not hold.
	 * @param storage where the file is
	 * @param schema the schema of the table; its fields are found in the file by their
	 * ids, or by name where there are none
	 * @return the batches in order, with the columns of the table; a column that the file
	 * has not is {@link ColumnReader.Absent}
	 * @throws IOException if the file cannot be read
	 * @throws CorruptTableException if the file is damaged
	 */
	public List<RowBatch> read(Storage storage, Schema schema) throws IOException {
		MemorySegment file = map(storage);
		BlobSource blobs = BlobSource.of(storage, this.path, this.blobFiles);
		return guarded(() -> {
			FileLayout layout = FileLayout.of(file);
			return decode(layout, new BatchDecoder(layout.schema(), schema, blobs), checks(file, layout));
		});
	}

	/**
	 * Reads the whole file and checks all that can be checked: length, checksum, the
	 * structure of every batch, and the blobs that it refers to.
	 * @param storage where the file is
	 * @throws IOException if the file cannot be read
	 * @throws CorruptTableException if the file is damaged; the message names it and what
	 * is wrong
	 */
	public void verify(Storage storage) throws IOException {
		MemorySegment file = map(storage);
		require(Checksum.of(file) == this.checksum, "its checksum does not hold");
		guarded(() -> {
			FileLayout layout = FileLayout.of(file);
			BlobSource blobs = new BlobSource(storage);
			List<RowBatch> batches = decode(layout,
					new BatchDecoder(layout.schema(), StoredSchema.logical(layout.schema()), blobs, true),
					(batch) -> PartCheck.NONE);
			batches.forEach((batch) -> batch.columns().forEach(BlobVerifier::verify));
			return batches;
		});
	}

	/**
	 * Deletes the file of rows that nobody else knows of, and its own companion.
	 * @param storage where the file is
	 * @throws IOException if it cannot be deleted
	 */
	public void delete(Storage storage) throws IOException {
		storage.delete(this.path);
		String name = this.path.substring(0, this.path.lastIndexOf('.') + 1);
		for (BlobFile blobs : this.blobFiles) {
			if (blobs.path().startsWith(name)) {
				storage.delete(blobs.path());
			}
		}
	}

	private MemorySegment map(Storage storage) throws IOException {
		MemorySegment file = storage.map(this.path);
		require(file.byteSize() == this.byteSize, "its length is " + file.byteSize() + ", not " + this.byteSize);
		return file;
	}

	private IntFunction<PartCheck> checks(MemorySegment bytes, FileLayout layout) {
		PartCheck.OpenFile file = new PartCheck.OpenFile(this.path, bytes);
		if (!layout.sums().isEmpty()) {
			return (batch) -> new PartCheck.OfBatch(file, layout, batch);
		}
		PartCheck whole = new PartCheck.OfFile(bytes, this.checksum);
		return (batch) -> whole;
	}

	private static List<RowBatch> decode(FileLayout layout, BatchDecoder decoder, IntFunction<PartCheck> checks) {
		List<RowBatch> batches = new ArrayList<>();
		for (int i = 0; i < layout.messages().size(); i++) {
			batches.add(decoder.decode(layout.messages().get(i), checks.apply(i)));
		}
		return batches;
	}

	private List<RowBatch> guarded(Reading reading) {
		try {
			return reading.run();
		}
		catch (CorruptTableException | InvalidInputException ex) {
			throw damaged(ex.getMessage(), ex);
		}
	}

	private void require(boolean condition, String what) {
		if (!condition) {
			throw damaged(what, null);
		}
	}

	private CorruptTableException damaged(@Nullable String what, @Nullable Throwable cause) {
		return new CorruptTableException("The data file " + this.path + " is damaged: " + what, cause);
	}

	/**
	 * Something that finds damage.
	 */
	@FunctionalInterface
	private interface Reading {

		List<RowBatch> run();

	}

}
