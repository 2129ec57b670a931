package io.fletch.store.table;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.RowBatch;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.io.Storage;

/**
 * Where the rows of a fragment are: in data files, or, for a small append, in the log.
 * Each data file holds some of the columns of all rows; of two that hold the same column
 * the later counts. Rows in the log always have the schema of the table. Read once, on
 * first use; immutable from then on.
 */
final class FragmentRows {

	private final byte @Nullable [] message;

	private final List<DataFile> files;

	/**
	 * Rows in the log stay in memory; those in files are kept as long as there is room.
	 */
	private volatile @Nullable Decoded decoded;

	private final Object owner = new Object();

	private volatile @Nullable FragmentGroup group;

	private FragmentRows(byte @Nullable [] message, List<DataFile> files) {
		this.message = message;
		this.files = List.copyOf(files);
	}

	static FragmentRows inLog(byte[] message) {
		return new FragmentRows(message, List.of());
	}

	static FragmentRows inFiles(List<DataFile> files) {
		return new FragmentRows(null, files);
	}

	/**
	 * Returns the same rows with columns from one more file.
	 */
	FragmentRows with(DataFile file) {
		if (this.message != null) {
			throw new IllegalStateException("Rows in the log take no columns from files");
		}
		List<DataFile> more = new ArrayList<>(this.files);
		more.add(file);
		return new FragmentRows(null, more);
	}

	/**
	 * Returns the last group that began with these rows.
	 */
	@Nullable FragmentGroup group() {
		return this.group;
	}

	void keep(FragmentGroup joined) {
		this.group = joined;
	}

	byte @Nullable [] message() {
		return this.message;
	}

	List<DataFile> files() {
		return this.files;
	}

	Decoded decoded(Storage storage, Schema schema) throws IOException {
		Decoded known = this.decoded;
		if (this.message == null) {
			known = storage.cache().get(this.owner, () -> decode(storage, schema), Decoded::weight);
		}
		if (known == null || !known.isOf(schema)) {
			Decoded fresh = decode(storage, schema);
			keep(storage, fresh);
			known = fresh;
		}
		return known;
	}

	private Decoded decode(Storage storage, Schema schema) throws IOException {
		return Decoded.of(schema, read(storage, schema));
	}

	private void keep(Storage storage, Decoded fresh) throws IOException {
		if (this.message != null) {
			this.decoded = fresh;
		}
		else {
			storage.cache().forget(this.owner);
			storage.cache().get(this.owner, () -> fresh, Decoded::weight);
		}
	}

	private List<RowBatch> read(Storage storage, Schema schema) throws IOException {
		if (this.message != null) {
			return List.of(RowBatch.decode(schema, schema, outsideOfHeap(this.message)));
		}
		List<RowBatch> batches = this.files.getFirst().read(storage, schema);
		for (DataFile file : this.files.subList(1, this.files.size())) {
			batches = overlay(batches, file.read(storage, schema), file);
		}
		return batches;
	}

	/**
	 * Copies bytes to where those of files are too: loops that read one kind of memory
	 * only are compiled to faster code.
	 */
	private static MemorySegment outsideOfHeap(byte[] bytes) {
		return Arena.ofAuto().allocate(bytes.length, Long.BYTES).copyFrom(MemorySegment.ofArray(bytes));
	}

	private static List<RowBatch> overlay(List<RowBatch> batches, List<RowBatch> later, DataFile file) {
		if (batches.size() != later.size()) {
			throw new CorruptTableException("The data file " + file.path() + " has " + later.size()
					+ " batches, the other files of its fragment have " + batches.size());
		}
		List<RowBatch> overlaid = new ArrayList<>(batches.size());
		for (int i = 0; i < batches.size(); i++) {
			overlaid.add(batches.get(i).overlay(later.get(i)));
		}
		return overlaid;
	}

	/**
	 * The rows as a schema shows them.
	 *
	 * @param starts the position where each batch begins, and behind the last the number
	 * of rows
	 */
	record Decoded(Schema schema, List<RowBatch> batches, long[] starts) {

		/** About how many bytes the reader of a column of a batch takes. */
		private static final long READER_BYTES = 256;

		static Decoded of(Schema schema, List<RowBatch> batches) {
			long[] starts = new long[batches.size() + 1];
			for (int i = 0; i < batches.size(); i++) {
				starts[i + 1] = starts[i] + batches.get(i).rowCount();
			}
			return new Decoded(schema, batches, starts);
		}

		long rowCount() {
			return this.starts[this.batches.size()];
		}

		/**
		 * Returns the number of the batch that holds a position; batches may be empty.
		 */
		int batchOf(int position) {
			// Batches are mostly of one length, so that no search is needed.
			int guess = (int) Math.min(position / Math.max(1, this.starts[1]), this.batches.size() - 1);
			if (this.starts[guess] <= position && position < this.starts[guess + 1]) {
				return guess;
			}
			int low = 0;
			int high = this.batches.size() - 1;
			while (low < high) {
				int middle = (low + high) >>> 1;
				if (this.starts[middle + 1] <= position) {
					low = middle + 1;
				}
				else {
					high = middle;
				}
			}
			return low;
		}

		boolean isOf(Schema other) {
			return this.schema == other || this.schema.equals(other);
		}

		long weight() {
			long converted = this.batches.stream().mapToLong(RowBatch::convertedBytes).sum();
			return converted + READER_BYTES * this.batches.size() * (1 + this.schema.getFields().size());
		}

	}

}
