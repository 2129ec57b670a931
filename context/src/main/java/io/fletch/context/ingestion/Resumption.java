package io.fletch.context.ingestion;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with what the last run of a pipeline did not finish. Works under the pipeline's
 * lock.
 */
final class Resumption {

	private static final Logger logger = LoggerFactory.getLogger(Resumption.class);

	private static final int DELETED_AT_ONCE = 1_000;

	/** So often the process may end at a document that makes no progress. */
	private static final int MOST_ENDS = 5;

	private final JobList jobs;

	private final DocumentTables tables;

	private final DocumentFiles files;

	Resumption(JobList jobs, DocumentTables tables, DocumentFiles files) {
		this.jobs = jobs;
		this.tables = tables;
		this.files = files;
	}

	/**
	 * Removes what the last run left behind, and takes up what was pending.
	 * @return the jobs, oldest document first
	 */
	List<Job> run() {
		List<IndexedDocument> all = this.tables.documents();
		removeLeftovers(all);
		List<IndexedDocument> pending = all.stream()
			.filter((document) -> document.state().equals(IndexedDocument.PENDING))
			.sorted(Comparator.comparing(IndexedDocument::addedAt))
			.toList();
		this.files.marks().removeAllBut(pending.stream().map(IndexedDocument::id).toList());
		return pending.stream()
			.filter((document) -> this.jobs.active(document.id()).isEmpty())
			.map(this::resume)
			.toList();
	}

	private void removeLeftovers(List<IndexedDocument> all) {
		List<String> deleted = all.stream().filter(IndexedDocument::isDeleted).map(IndexedDocument::id).toList();
		for (int from = 0; from < deleted.size(); from += DELETED_AT_ONCE) {
			List<String> some = deleted.subList(from, Math.min(from + DELETED_AT_ONCE, deleted.size()));
			if (this.tables.hasRemains(some)) {
				some.forEach(this.tables::clear);
			}
		}
		Set<Path> known = all.stream()
			.filter((document) -> !document.isDeleted())
			.map(this.files::path)
			.collect(Collectors.toSet());
		this.files.removeAllBut(known);
	}

	/**
	 * A document that ends the process again and again must not do so for ever.
	 */
	private Job resume(IndexedDocument document) {
		int ends = this.files.marks().countEnd(document.id());
		if (ends < MOST_ENDS) {
			return enqueue(document);
		}
		Failure failure = Failure.cutShort(document.name(), ends);
		logger.warn("{}", failure.message());
		Job job = fail(document, failure, document.attempts());
		this.files.marks().ended(document.id());
		return job;
	}

	/**
	 * Queues a pending document whose file was kept.
	 */
	Job enqueue(IndexedDocument document) {
		if (Files.exists(this.files.path(document))) {
			return this.jobs.enqueue(new Job(document));
		}
		return fail(document, Failure.fileGone(document.name()), document.attempts());
	}

	private Job fail(IndexedDocument document, Failure failure, int attempts) {
		IndexedDocument failed = document.failed(failure, attempts, this.tables.countPassages(document.id()));
		this.tables.write(failed);
		Job job = new Job(failed);
		job.fail(failed);
		return this.jobs.addFinished(job);
	}

}
