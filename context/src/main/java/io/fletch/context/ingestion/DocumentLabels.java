package io.fletch.context.ingestion;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Changes what documents are labelled with, their source and their tags, while their
 * content stays the same. Works under the pipeline's lock.
 */
final class DocumentLabels {

	private final JobList jobs;

	private final DocumentTables tables;

	DocumentLabels(JobList jobs, DocumentTables tables) {
		this.jobs = jobs;
		this.tables = tables;
	}

	/**
	 * Gives a document the source and the tags of a submission of the same content.
	 */
	IndexedDocument of(IndexedDocument document, Submission submission) {
		IndexedDocument labelled = document.from(submission.source(), submission.tags());
		if (!labelled.equals(document)) {
			if (!labelled.tags().equals(document.tags())) {
				this.tables.tag(document.id(), labelled.tags());
			}
			this.tables.write(labelled);
		}
		return labelled;
	}

	/**
	 * Gives a document and its passages other tags.
	 */
	IndexedDocument tag(IndexedDocument document, List<@Nullable String> tags) {
		IndexedDocument tagged = document.from(document.source(), tags);
		// Always: a crash may have kept them from the passages the last time.
		this.tables.write(tagged);
		this.tables.tag(document.id(), tagged.tags());
		this.jobs.active(document.id()).ifPresent((job) -> job.label(tagged));
		return tagged;
	}

	/**
	 * Gives the documents of a source to another one.
	 * @return how many there were
	 */
	int renameSource(String from, String to) {
		List<IndexedDocument> documents = this.tables.documents()
			.stream()
			.filter((document) -> from.equals(document.source()))
			.toList();
		for (IndexedDocument document : documents) {
			IndexedDocument renamed = document.from(to, document.tags());
			this.tables.write(renamed);
			this.jobs.active(document.id()).ifPresent((job) -> job.label(renamed));
		}
		return documents.size();
	}

}
