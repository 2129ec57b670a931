package io.fletch.store.data;

/**
 * Writes the companion file of a data file: its long blobs, one behind the other.
 */
final class BlobWriter {

	static final String SUFFIX = ".blob";

	private BlobWriter() {
	}

}
