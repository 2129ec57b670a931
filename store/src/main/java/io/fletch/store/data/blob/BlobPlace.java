package io.fletch.store.data.blob;

import io.fletch.store.error.CorruptTableException;

/**
 * Where a blob lies outside of its row.
 *
 * @param file the companion file, from the table's folder
 * @param offset where it begins
 * @param length its length in bytes
 * @param checksum its CRC-32C
 */
public record BlobPlace(String file, long offset, long length, int checksum) {

	void requireChecksum(int found) {
		if (this.checksum != found) {
			throw new CorruptTableException("The blob at " + this.offset + " of the file " + this.file
					+ " is damaged: its checksum does not hold");
		}
	}

}
