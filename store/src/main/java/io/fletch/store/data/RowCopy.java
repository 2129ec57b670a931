package io.fletch.store.data;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.data.blob.BlobPlace;
import io.fletch.store.data.blob.BlobSource;
import io.fletch.store.data.blob.BlobTarget;
import io.fletch.store.data.blob.BlobWriter;
import io.fletch.store.data.buffer.EncodedBatch;
import io.fletch.store.io.Storage;

/**
 * Collects rows of other batches in memory, column by column, until they are taken as one
 * batch.
 */
public final class RowCopy {

	private final Storage storage;

	private final Schema schema;

	private final BatchBuilder batch;

	private boolean isSelfContained = true;

	/**
	 * Copies rows of a schema.
	 * @param storage where the blobs of the rows lie that do not lie in them
	 * @param schema the schema of the rows
	 */
	public RowCopy(Storage storage, Schema schema) {
		this.storage = storage;
		this.schema = schema;
		this.batch = new BatchBuilder(schema, new Blobs());
	}

	/**
	 * Adds rows of a batch.
	 * @param source the batch, whose columns have the types of this schema
	 * @param selected the positions of the rows to copy
	 */
	public void add(RowBatch source, BitSet selected) {
		add(source, selected, null);
	}

	/**
	 * Adds rows of a batch with new values.
	 * @param source the batch, whose columns have the types of this schema
	 * @param selected the positions of the rows to copy
	 * @param patch the new values, or {@code null} if none are new
	 */
	public void add(RowBatch source, BitSet selected, @Nullable RowPatch patch) {
		int copied = 0;
		for (int from = selected.nextSetBit(0); from >= 0;) {
			int end = selected.nextClearBit(from);
			this.batch.copy(source, from, end - from, patch, copied);
			copied += end - from;
			from = selected.nextSetBit(end);
		}
	}

	/**
	 * Adds rows.
	 * @param rows the values of each row in the order of the schema's fields, checked by
	 * {@link RowChecker}
	 */
	public void add(List<@Nullable Object[]> rows) {
		for (@Nullable
		Object[] row : rows) {
			this.batch.write(row);
		}
	}

	/**
	 * Returns how many rows were added.
	 * @return the number of rows
	 */
	public int rowCount() {
		return this.batch.rowCount();
	}

	/**
	 * Returns how long the values of the rows are.
	 * @return the length in bytes, without padding and metadata
	 */
	public long byteSize() {
		return this.batch.byteSize();
	}

	/**
	 * Tells whether no blob is so long that it belongs into a file beside the rows, nor
	 * lies in one.
	 * @return whether the encoded rows are all there is to keep
	 */
	public boolean isSelfContained() {
		return this.isSelfContained;
	}

	/**
	 * Encodes the rows. They stand in memory that later rows will use.
	 * @return the rows as one batch
	 */
	public EncodedBatch encode() {
		return this.batch.encode();
	}

	/**
	 * Takes the rows and begins anew.
	 * @return the rows
	 */
	public RowBatch take() {
		byte[] message = encode().toByteArray();
		this.batch.clear();
		this.isSelfContained = true;
		return new BatchDecoder(this.schema, this.schema, new BlobSource(this.storage))
			.decode(MemorySegment.ofArray(message), PartCheck.NONE);
	}

	/**
	 * Leaves every blob where it is.
	 */
	private final class Blobs implements BlobTarget {

		@Override
		public @Nullable BlobPlace store(Blob blob) {
			RowCopy.this.isSelfContained &= blob.length() <= BlobWriter.MAX_INLINE;
			return null;
		}

		@Override
		public void refer(BlobPlace place) {
			RowCopy.this.isSelfContained = false;
		}

	}

}
