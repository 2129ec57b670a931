package io.fletch.store;

import java.time.Duration;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a listener how far the adding of rows has come.
 */
final class ProgressReport {

	private static final Logger logger = LoggerFactory.getLogger(ProgressReport.class);

	private final Consumer<AddProgress> listener;

	private final long totalRows;

	private final long start = System.nanoTime();

	private long rows;

	private long bytes;

	private boolean failed;

	ProgressReport(Consumer<AddProgress> listener, long totalRows) {
		this.listener = listener;
		this.totalRows = totalRows;
	}

	/**
	 * Forgets what an attempt wrote that was not committed.
	 */
	void begin() {
		this.rows = 0;
		this.bytes = 0;
	}

	/**
	 * Tells what is written and not yet committed.
	 */
	void written(RowFiles files) {
		this.rows = files.rowCount();
		this.bytes = files.byteSize();
		tell(false);
	}

	/**
	 * Tells that what was written is committed.
	 */
	void committed() {
		tell(true);
	}

	private void tell(boolean done) {
		Duration elapsed = Duration.ofNanos(System.nanoTime() - this.start);
		try {
			this.listener.accept(new AddProgress(this.rows, this.bytes, this.totalRows, elapsed, done));
		}
		catch (RuntimeException | Error ex) {
			// Who only looks on must not break the write.
			if (!this.failed) {
				logger.warn("A listener of the progress of a write failed; this is said once", ex);
			}
			this.failed = true;
		}
	}

}
