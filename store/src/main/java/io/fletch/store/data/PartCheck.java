package io.fletch.store.data;

import java.lang.foreign.MemorySegment;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.io.Checksum;

/**
 * Checks parts of a file when they are first used.
 */
sealed interface PartCheck {

	/** For what was checked as a whole. */
	PartCheck NONE = new Done();

	/**
	 * Checks the metadata of a batch.
	 */
	void requireMetadata(MemorySegment metadata);

	/**
	 * Checks a column's part of a batch.
	 * @param column the position of the column in the file
	 * @param bytes its buffers
	 */
	void requireColumn(int column, MemorySegment bytes);

	/**
	 * Nothing is left to check.
	 */
	record Done() implements PartCheck {

		@Override
		public void requireMetadata(MemorySegment metadata) {
			// It was checked before.
		}

		@Override
		public void requireColumn(int column, MemorySegment bytes) {
			// It was checked before.
		}

	}

	/**
	 * A batch with checksums of its parts.
	 *
	 * @param file the file that it lies in
	 * @param layout what the file says of itself
	 * @param batch the position of the batch in the file
	 */
	record OfBatch(OpenFile file, FileLayout layout, int batch) implements PartCheck {

		@Override
		public void requireMetadata(MemorySegment metadata) {
			if (!holds(0, metadata)) {
				throw new CorruptTableException(
						"the checksum of the metadata of batch " + this.batch + " does not hold");
			}
		}

		@Override
		public void requireColumn(int column, MemorySegment bytes) {
			if (!holds(1 + column, bytes)) {
				throw new CorruptTableException(
						"The data file " + this.file.path() + " is damaged: the checksum of the column '"
								+ this.layout.schema().getFields().get(column).getName() + "' does not hold in batch "
								+ this.batch + ", which has it in " + bytes.byteSize() + " bytes at "
								+ (bytes.address() - this.file.bytes().address()) + "; restore the file from a backup");
			}
		}

		private boolean holds(int part, MemorySegment bytes) {
			return Checksum.of(bytes) == this.layout.sums().get(this.batch)[part];
		}

	}

	/**
	 * A file of an earlier version of the library, with one checksum for all of it.
	 */
	final class OfFile implements PartCheck {

		private final MemorySegment file;

		private final int checksum;

		private volatile boolean isChecked;

		OfFile(MemorySegment file, int checksum) {
			this.file = file;
			this.checksum = checksum;
		}

		@Override
		public void requireColumn(int column, MemorySegment bytes) {
			// It was checked with the metadata, which can hide a column.
		}

		@Override
		public void requireMetadata(MemorySegment metadata) {
			if (this.isChecked) {
				return;
			}
			if (Checksum.of(this.file) != this.checksum) {
				throw new CorruptTableException("its checksum does not hold; restore the file from a backup");
			}
			this.isChecked = true;
		}

	}

	/**
	 * A file that is mapped.
	 *
	 * @param path its path in the table's folder
	 * @param bytes its bytes
	 */
	record OpenFile(String path, MemorySegment bytes) {
	}

}
