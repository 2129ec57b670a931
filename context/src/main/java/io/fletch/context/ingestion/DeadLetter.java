package io.fletch.context.ingestion;

import java.time.Instant;
import java.util.Objects;

/**
 * A document that could not be ingested and is not tried again by itself.
 *
 * @param documentId the id of the document
 * @param name its name
 * @param reason a word for programs: one of
 * {@link io.fletch.context.reading.UnreadableDocumentException.Reason}, or
 * {@code EMBEDDING}, {@code MODEL}, {@code IO}, {@code STORE} and {@code MEMORY}, which
 * were tried several times, {@code CUT_SHORT}, at which the process ended five times,
 * {@code FILE_GONE}, {@code CANCELLED} or {@code UNEXPECTED}
 * @param message why it failed and what to do, for people to read
 * @param attempts how often it was tried
 * @param failedAt when the last attempt failed
 */
public record DeadLetter(String documentId, String name, String reason, String message, int attempts,
		Instant failedAt) {

	public DeadLetter {
		Objects.requireNonNull(documentId, "documentId");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(reason, "reason");
		Objects.requireNonNull(message, "message");
		Objects.requireNonNull(failedAt, "failedAt");
	}

	static DeadLetter of(IndexedDocument document) {
		return new DeadLetter(document.id(), document.name(),
				Objects.requireNonNullElse(document.reason(), Failure.UNEXPECTED),
				Objects.requireNonNullElse(document.error(), ""), document.attempts(),
				Objects.requireNonNullElse(document.failedAt(), document.addedAt()));
	}

}
