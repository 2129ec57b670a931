package io.fletch.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.data.RowChecker;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.index.text.TextIndex;
import io.fletch.store.io.Storage;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.scan.Scanner;
import io.fletch.store.table.Commit;
import io.fletch.store.table.Committer;
import io.fletch.store.table.Compaction;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Transaction;

/**
 * What all handles of one table in a database share.
 */
final class OpenTable {

	private static final Logger logger = LoggerFactory.getLogger(OpenTable.class);

	/** How much log may lie behind the last checkpoint before a new one is due. */
	private static final long MAX_TAIL_BYTES = 4L << 20;

	/** How much log is worth a checkpoint when upkeep is done anyway. */
	private static final long CHECKPOINT_BYTES = 64L << 10;

	private final String name;

	private final Storage storage;

	private final Committer committer;

	private final Executor background;

	private final EmbeddingFunctionRegistry functions;

	private final Schema schema;

	private final ColumnRoles roles;

	private final TextIndex textIndex;

	private final AtomicBoolean upkeepRunning = new AtomicBoolean();

	private final ReadConsistency consistency;

	private volatile @Nullable Reason closed;

	OpenTable(String name, Storage storage, Committer committer, Executor background,
			EmbeddingFunctionRegistry functions) throws IOException {
		this(name, storage, committer, background, functions, ReadConsistency.strong());
	}

	OpenTable(String name, Storage storage, Committer committer, Executor background,
			EmbeddingFunctionRegistry functions, ReadConsistency consistency) throws IOException {
		this.consistency = consistency;
		this.name = name;
		this.storage = storage;
		this.committer = committer;
		this.background = background;
		this.functions = functions;
		this.schema = committer.latest().schema();
		this.roles = ColumnRoles.of(this.schema);
		this.textIndex = new TextIndex(storage, this.roles.text());
	}

	String name() {
		return this.name;
	}

	Storage storage() {
		return this.storage;
	}

	Schema schema() {
		return this.schema;
	}

	ColumnRoles roles() {
		return this.roles;
	}

	TextIndex textIndex() {
		return this.textIndex;
	}

	EmbeddingFunctionRegistry functions() {
		return this.functions;
	}

	/**
	 * Returns the latest version: of this process, and as new of other processes as the
	 * database was opened to see.
	 */
	Manifest latest() {
		return read(this.consistency.isDue() ? this.committer::latest : this.committer::known);
	}

	/**
	 * Looks for what other processes wrote.
	 */
	void refresh() {
		read(this.committer::latest);
	}

	Scanner scanner() {
		return new Scanner(this.storage, latest());
	}

	/**
	 * Checks rows, and fills the vectors that an embedding function can make.
	 */
	void prepare(List<@Nullable Object[]> rows) {
		new VectorFiller(this.schema, this.roles, this.functions).fill(rows);
		new RowChecker(this.schema).check(rows);
	}

	Commit commit(Transaction transaction) {
		Commit commit = read(() -> this.committer.commit(transaction));
		startUpkeepIfDue(commit.manifest());
		return commit;
	}

	/**
	 * Runs something that reads or writes files, for callers that do not throw
	 * {@link IOException}.
	 */
	<T> T read(FileAccess<T> access) {
		requireOpen();
		try {
			return access.run();
		}
		catch (IOException | UncheckedIOException ex) {
			if (isGone()) {
				throw new TableNotFoundException(
						"The table '" + this.name + "' was dropped or renamed, perhaps by another process", ex);
			}
			throw new StoreException(
					"The files of the table '" + this.name + "' cannot be read or written: " + ex.getMessage(), ex);
		}
	}

	private boolean isGone() {
		try {
			return !this.committer.isUsable();
		}
		catch (IOException ex) {
			// It cannot be told, so the first failure stands.
			return false;
		}
	}

	private void startUpkeepIfDue(Manifest manifest) {
		boolean due = Compaction.isDue(manifest) || this.committer.tailBytes() > MAX_TAIL_BYTES;
		if (due && this.upkeepRunning.compareAndSet(false, true)) {
			try {
				this.background.execute(this::keepUp);
			}
			catch (RejectedExecutionException ex) {
				// The database is closing; the next process that writes will see to it.
				this.upkeepRunning.set(false);
			}
		}
	}

	private void keepUp() {
		try {
			Manifest manifest = this.committer.latest();
			if (Compaction.isDue(manifest)) {
				compact(manifest);
			}
			this.committer.checkpointBeyond(CHECKPOINT_BYTES);
			Leftovers.removeFromTable(this.storage, Instant.now());
		}
		catch (IOException | RuntimeException ex) {
			// Nothing is lost: the table is as it was, and the next write tries again.
			logger.warn("The upkeep of the table '{}' failed", this.name, ex);
		}
		finally {
			this.upkeepRunning.set(false);
		}
	}

	private void compact(Manifest manifest) throws IOException {
		Compaction compaction = Compaction.prepare(this.storage, manifest);
		try {
			this.committer.commit(compaction);
		}
		catch (CommitUnknownException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			compaction.discard(this.storage);
			throw ex;
		}
	}

	/**
	 * Tells whether this can go on: whether the table was neither dropped nor left by a
	 * commit of unknown outcome.
	 */
	boolean isUsable() throws IOException {
		return this.committer.isUsable();
	}

	/**
	 * Closes the table.
	 * @param reason what whoever uses it from now on gets
	 */
	void close(Reason reason) {
		this.closed = reason;
		try {
			this.textIndex.close();
			this.committer.close();
		}
		catch (IOException ex) {
			throw new StoreException("The files of the table '" + this.name + "' could not be closed", ex);
		}
	}

	private void requireOpen() {
		Reason reason = this.closed;
		if (reason != null) {
			throw reason.toException();
		}
	}

	/**
	 * Why a table is closed.
	 */
	@FunctionalInterface
	interface Reason {

		StoreException toException();

	}

	/**
	 * Something that reads or writes files.
	 *
	 * @param <T> what it gives
	 */
	@FunctionalInterface
	interface FileAccess<T> {

		T run() throws IOException;

	}

}
