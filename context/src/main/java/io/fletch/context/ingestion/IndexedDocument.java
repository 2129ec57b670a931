package io.fletch.context.ingestion;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * A document that was submitted, as it stands. There is one for each name.
 *
 * @param id the first 16 hexadecimal digits of the SHA-256 of the name
 * @param name the file name, without folders and control characters
 * @param mediaType what the content was found to be; {@code application/octet-stream}
 * until it was read
 * @param contentHash the SHA-256 of the bytes, a dash, and a fingerprint of the settings
 * that its passages were made with
 * @param sizeBytes the size of the file
 * @param state one of {@link #PENDING}, {@link #READY}, {@link #FAILED} and
 * {@link #DELETED}
 * @param error why it failed, for people to read
 * @param passages the number of its passages in the passages table when this row was
 * written
 * @param addedAt when it was submitted last
 */
@Table("documents")
public record IndexedDocument(@Id String id, String name, String mediaType, String contentHash, long sizeBytes,
		String state, @Nullable String error, int passages, Instant addedAt) {

	/** Taken, and not yet completely searchable. */
	public static final String PENDING = "PENDING";

	/** Every passage is searchable. */
	public static final String READY = "READY";

	/** Could not be ingested. Passages of an older version may still be searchable. */
	public static final String FAILED = "FAILED";

	/** Deleted by the user. */
	public static final String DELETED = "DELETED";

	IndexedDocument ready(String mediaType, String contentHash, int passages) {
		return new IndexedDocument(this.id, this.name, mediaType, contentHash, this.sizeBytes, READY, null, passages,
				this.addedAt);
	}

	IndexedDocument failed(String error, int passages) {
		return new IndexedDocument(this.id, this.name, this.mediaType, this.contentHash, this.sizeBytes, FAILED, error,
				passages, this.addedAt);
	}

	IndexedDocument deleted() {
		return new IndexedDocument(this.id, this.name, this.mediaType, this.contentHash, this.sizeBytes, DELETED, null,
				0, this.addedAt);
	}

	boolean isDeleted() {
		return DELETED.equals(this.state);
	}

}
