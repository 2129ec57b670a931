package io.fletch.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.table.IndexChange;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;

/**
 * Creates one index. A new one is entered first, so that it follows changes of the schema
 * while it is built; one that replaces another is built first.
 */
final class IndexCreation {

	private static final Logger logger = LoggerFactory.getLogger(IndexCreation.class);

	private final OpenTable table;

	private final IndexMetadata index;

	private final boolean isReplacing;

	private final IndexProgress progress;

	/**
	 * Checks what is to be created.
	 */
	IndexCreation(OpenTable table, IndexDefinition definition, IndexProgress progress) {
		this.table = table;
		this.progress = progress;
		Manifest latest = table.refreshed();
		this.index = Indexes.metadata(definition, table, latest);
		this.isReplacing = latest.indexes().stream().anyMatch((other) -> other.name().equals(this.index.name()));
		if (this.isReplacing && !definition.isReplacing()) {
			throw new InvalidInputException("The table '" + table.name() + "' already has an index '"
					+ this.index.name() + "'; give the new one another name, or let it replace that one");
		}
	}

	IndexInfo run() {
		if (this.isReplacing) {
			return this.table.read(() -> this.table.indexing().replace(this.index, this::advanced));
		}
		this.table.commitOnly(IndexChange.create(this.index, null));
		try {
			return this.table.read(() -> this.table.indexing().extend(this.index, this::advanced));
		}
		catch (RuntimeException ex) {
			// Whatever it was, the entry goes, and it is thrown on.
			withdraw(ex);
			throw ex;
		}
	}

	private void withdraw(RuntimeException cause) {
		boolean interrupted = Thread.interrupted();
		try {
			this.table.commitOnly(IndexChange.withdraw(this.index));
		}
		catch (StoreException ex) {
			logger.warn("The index '{}', which could not be built, could not be removed", this.index.name(), ex);
			cause.addSuppressed(ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void advanced(long done, long total) {
		try {
			this.progress.advanced(done, total);
		}
		catch (RuntimeException | AssertionError ex) {
			// Who only looks on must not break the building.
			logger.warn("The listener to the building of the index '{}' failed", this.index.name(), ex);
		}
	}

}
