package io.fletch.store.data.blob;

import org.jspecify.annotations.Nullable;

/**
 * Where the blobs of rows go that are being written.
 */
public interface BlobTarget {

	/** Leaves every blob in its row. */
	BlobTarget INLINE = (blob) -> null;

	/**
	 * Writes a blob outside of its row.
	 * @param blob the blob
	 * @return where it is, or {@code null} if it stays in its row
	 */
	@Nullable BlobPlace store(Blob blob);

	/**
	 * Notes that a row refers to a blob that was written before.
	 * @param place where it is
	 */
	default void refer(BlobPlace place) {
	}

}
