package io.fletch.context.ingestion;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The documents that could not be ingested: a view of those that are marked so. What
 * changes them works under the pipeline's lock.
 */
final class DeadLetters {

	private final JobList jobs;

	private final DocumentTables tables;

	private final Resumption resumption;

	DeadLetters(JobList jobs, DocumentTables tables, Resumption resumption) {
		this.jobs = jobs;
		this.tables = tables;
		this.resumption = resumption;
	}

	/**
	 * Returns the dead letters, the latest first.
	 */
	List<DeadLetter> all() {
		return this.tables.documentsIn(IndexedDocument.FAILED)
			.stream()
			.map(DeadLetter::of)
			.sorted(Comparator.comparing(DeadLetter::failedAt).reversed().thenComparing(DeadLetter::name))
			.toList();
	}

	/**
	 * Finds the document of a dead letter.
	 */
	Optional<IndexedDocument> find(String documentId) {
		return this.tables.document(documentId).filter(IndexedDocument::isFailed);
	}

	/**
	 * Makes a document pending again, as if it had just been submitted.
	 * @return its job; empty if there is no such dead letter
	 */
	Optional<Job> retry(String documentId) {
		return find(documentId).map((document) -> {
			IndexedDocument pending = document.pending();
			this.tables.write(pending);
			return this.resumption.enqueue(pending);
		});
	}

	/**
	 * Cancels a job and makes its document a dead letter, with the passages that it has.
	 */
	void cancel(Job job) {
		IndexedDocument document = job.document();
		this.jobs.cancel(job);
		this.tables.write(document.failed(Failure.cancelled(document.name()), document.attempts(),
				this.tables.countPassages(document.id())));
	}

}
