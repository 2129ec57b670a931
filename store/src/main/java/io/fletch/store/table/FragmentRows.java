package io.fletch.store.table;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.RowBatch;
import io.fletch.store.io.Storage;

/**
 * Where the rows of a fragment are: in a data file, or, for a small append, in the log.
 * Read once, on first use; immutable from then on.
 */
final class FragmentRows {

	private final byte @Nullable [] message;

	private final @Nullable DataFile file;

	private volatile @Nullable List<RowBatch> batches;

	private FragmentRows(byte @Nullable [] message, @Nullable DataFile file) {
		this.message = message;
		this.file = file;
	}

	static FragmentRows inLog(byte[] message) {
		return new FragmentRows(message, null);
	}

	static FragmentRows inFile(DataFile file) {
		return new FragmentRows(null, file);
	}

	byte @Nullable [] message() {
		return this.message;
	}

	@Nullable DataFile file() {
		return this.file;
	}

	List<RowBatch> batches(Storage storage, Schema schema) throws IOException {
		List<RowBatch> read = this.batches;
		if (read == null) {
			read = read(storage, schema);
			this.batches = read;
		}
		return read;
	}

	private List<RowBatch> read(Storage storage, Schema schema) throws IOException {
		if (this.file != null) {
			return this.file.read(storage, schema);
		}
		byte[] bytes = (this.message != null) ? this.message : new byte[0];
		return List.of(RowBatch.decode(schema, MemorySegment.ofArray(bytes)));
	}

}
