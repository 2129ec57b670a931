package io.fletch.store.data.blob;

/**
 * Where a blob lies outside of its row.
 *
 * @param file the companion file, from the table's folder
 * @param offset where it begins
 * @param length its length in bytes
 * @param checksum its CRC-32C
 */
public record BlobPlace(String file, long offset, long length, int checksum) {
}
