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

	private final JobList jobs;

	private final DocumentTables tables;

	private final DocumentFiles files;

	private final int mostAttempts;

	Resumption(JobList jobs, DocumentTables tables, DocumentFiles files, int mostAttempts) {
		this.jobs = jobs;
		this.tables = tables;
		this.files = files;
		this.mostAttempts = mostAttempts;
	}

	/**
	 * Removes what the last run left behind, and takes up what was pending.
	 * @return the jobs, oldest document first
	 */
	List<Job> run() {
		List<IndexedDocument> all = this.tables.documents();
		Set<String> cutShort = all.stream()
			.map(IndexedDocument::id)
			.filter(this.files::wasCutShort)
			.collect(Collectors.toSet());
		removeLeftovers(all);
		return all.stream()
			.filter((document) -> document.state().equals(IndexedDocument.PENDING))
			.filter((document) -> this.jobs.active(document.id()).isEmpty())
			.sorted(Comparator.comparing(IndexedDocument::addedAt))
			.map((document) -> cutShort.contains(document.id()) ? tryAgain(document) : enqueue(document))
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
	private Job tryAgain(IndexedDocument document) {
		Failure failure = Failure.cutShort(document.name());
		int attempts = document.attempts() + 1;
		logger.warn("Attempt {}: {}", attempts, failure.message());
		if (attempts >= this.mostAttempts) {
			return fail(document, failure, attempts);
		}
		IndexedDocument again = document.retrying(failure, attempts);
		this.tables.write(again);
		return enqueue(again);
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
