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

	private boolean failed;

	ProgressReport(Consumer<AddProgress> listener, long totalRows) {
		this.listener = listener;
		this.totalRows = totalRows;
	}

	void tell(RowFiles written, boolean done) {
		Duration elapsed = Duration.ofNanos(System.nanoTime() - this.start);
		try {
			this.listener
				.accept(new AddProgress(written.rowCount(), written.byteSize(), this.totalRows, elapsed, done));
		}
		catch (RuntimeException | AssertionError ex) {
			// Who only looks on must not break the write.
			if (!this.failed) {
				logger.warn("A listener of the progress of a write failed; this is said once", ex);
			}
			this.failed = true;
		}
	}

}
