package io.fletch.store.data;

/**
 * Where a blob lies outside of its row.
 *
 * @param file the companion file, from the table's folder
 * @param offset where it begins
 * @param length its length in bytes
 * @param checksum its CRC-32C
 */
record BlobPlace(String file, long offset, long length, int checksum) {
}
