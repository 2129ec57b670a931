package io.fletch.context.ingestion;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * A document that was submitted, as it stands. There is one for each name.
 *
 * @param id the first 16 hexadecimal digits of the SHA-256 of the name
 * @param name the file name, without control characters; below the folder of its source,
 * if it has one
 * @param mediaType what the content was found to be; {@code application/octet-stream}
 * until it was read
 * @param contentHash the SHA-256 of the bytes, a dash, and a fingerprint of the settings
 * that its passages were made with
 * @param sizeBytes the size of the file
 * @param state one of {@link #PENDING}, {@link #READY}, {@link #FAILED} and
 * {@link #DELETED}
 * @param error why it failed, or the last attempt did, for people to read
 * @param passages the number of its passages in the passages table when this row was
 * written
 * @param addedAt when it was submitted last
 * @param reason why it failed, as in {@link DeadLetter#reason()}; of a deleted document,
 * {@link #REMOVED} if its source has it no more
 * @param attempts how many attempts have failed since it was submitted
 * @param failedAt when the last attempt failed
 * @param source the name of the source that it was synchronised from; {@code null} if it
 * was submitted alone
 * @param tags what it was tagged with, as all its passages are
 */
@Table("documents")
public record IndexedDocument(@Id String id, String name, String mediaType, String contentHash, long sizeBytes,
		String state, @Nullable String error, int passages, Instant addedAt, @Nullable String reason, int attempts,
		@Nullable Instant failedAt, @Nullable String source, List<@Nullable String> tags) {

	/** Taken, and not yet completely searchable. */
	public static final String PENDING = "PENDING";

	/** Every passage is searchable. */
	public static final String READY = "READY";

	/** Could not be ingested. Passages of an older version may still be searchable. */
	public static final String FAILED = "FAILED";

	/** Deleted by the user, or removed with its source's file. */
	public static final String DELETED = "DELETED";

	/** The reason of a deleted document that its source has no more. */
	public static final String REMOVED = "REMOVED";

	private static final LaterColumns LATER = new LaterColumns("documents",
			Map.of("reason", "cast(null as string)", "attempts", "cast(0 as int)", "failedAt",
					"cast(null as timestamptz(6))", "source", "cast(null as string)", "tags",
					"cast(array[] as string[])"));

	private static final String UNKNOWN_TYPE = "application/octet-stream";

	public IndexedDocument {
		// Null where this column was not read.
		tags = (tags != null) ? List.copyOf(tags) : List.of();
	}

	/**
	 * Creates a document that was submitted alone, without tags.
	 * @param id the first 16 hexadecimal digits of the SHA-256 of the name
	 * @param name the file name
	 * @param mediaType what the content was found to be
	 * @param contentHash the hash of the content and of the settings
	 * @param sizeBytes the size of the file
	 * @param state the state
	 * @param error why it failed
	 * @param passages the number of its passages
	 * @param addedAt when it was submitted last
	 */
	public IndexedDocument(String id, String name, String mediaType, String contentHash, long sizeBytes, String state,
			@Nullable String error, int passages, Instant addedAt) {
		this(id, name, mediaType, contentHash, sizeBytes, state, error, passages, addedAt, null, 0, null, null,
				List.of());
	}

	/**
	 * Opens the table of documents, creating it if there is none, and adding the columns
	 * that it did not have in older versions.
	 * @param database the database
	 * @return the table
	 */
	public static TypedTable<IndexedDocument> table(Database database) {
		return LATER.open(database, IndexedDocument.class);
	}

	static IndexedDocument submitted(DocumentName name, String contentHash, long sizeBytes, int passages) {
		return new IndexedDocument(name.id(), name.value(), UNKNOWN_TYPE, contentHash, sizeBytes, PENDING, null,
				passages, now());
	}

	IndexedDocument from(@Nullable String source, List<@Nullable String> tags) {
		return new IndexedDocument(this.id, this.name, this.mediaType, this.contentHash, this.sizeBytes, this.state,
				this.error, this.passages, this.addedAt, this.reason, this.attempts, this.failedAt, source, tags);
	}

	IndexedDocument ready(String mediaType, int passages) {
		return new IndexedDocument(this.id, this.name, mediaType, this.contentHash, this.sizeBytes, READY, null,
				passages, this.addedAt, null, 0, null, this.source, this.tags);
	}

	IndexedDocument failed(Failure failure, int attempts, int passages) {
		return with(FAILED, failure, attempts, passages);
	}

	IndexedDocument retrying(Failure failure, int attempts) {
		return with(PENDING, failure, attempts, this.passages);
	}

	private IndexedDocument with(String state, Failure failure, int attempts, int passages) {
		return new IndexedDocument(this.id, this.name, this.mediaType, this.contentHash, this.sizeBytes, state,
				failure.message(), passages, this.addedAt, failure.reason(), attempts, now(), this.source, this.tags);
	}

	IndexedDocument pending() {
		return new IndexedDocument(this.id, this.name, this.mediaType, this.contentHash, this.sizeBytes, PENDING, null,
				this.passages, this.addedAt, null, 0, null, this.source, this.tags);
	}

	IndexedDocument deleted(@Nullable String reason) {
		return new IndexedDocument(this.id, this.name, this.mediaType, this.contentHash, this.sizeBytes, DELETED, null,
				0, this.addedAt, reason, 0, null, this.source, this.tags);
	}

	boolean isDeleted() {
		return DELETED.equals(this.state);
	}

	boolean isFailed() {
		return FAILED.equals(this.state);
	}

	boolean isReady(String hash) {
		return READY.equals(this.state) && this.contentHash.equals(hash);
	}

	/**
	 * Says whether the user deleted this document when it had this content.
	 * @param sha256 the SHA-256 of the bytes
	 */
	boolean wasDeletedByUser(String sha256) {
		return isDeleted() && !REMOVED.equals(this.reason) && this.contentHash.startsWith(sha256 + "-");
	}

	private static Instant now() {
		return Instant.now().truncatedTo(ChronoUnit.MICROS);
	}

}
