package io.fletch.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.activity.ActivityObserver;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Reranker;
import io.fletch.store.scan.OpenIndexes;
import io.fletch.store.table.Committer;
import io.fletch.store.table.Leases;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Transaction;
import io.fletch.store.table.VersionObserver;
import io.fletch.store.version.TableVersion;

/**
 * What all handles of one table in a database share.
 */
final class OpenTable {

	private static final int MAX_ATTEMPTS = 5;

	private final Place place;

	private final Storage storage;

	private final Committer committer;

	private final EmbeddingFunctionRegistry functions;

	private final Leases leases;

	private final Background background;

	private final Activities activities;

	private final Upkeep upkeep;

	private final ChangeFeed changes;

	private final OpenIndexes indexes;

	private final Indexing indexing;

	private final ReadConsistency consistency;

	private final Map<String, OpenTable> branches = new HashMap<>();

	private volatile SchemaView view;

	private volatile @Nullable Reason closed;

	OpenTable(Place place, Storage storage, Committer committer, EmbeddingFunctionRegistry functions,
			Background background) throws IOException {
		this.place = place;
		this.storage = storage;
		this.committer = committer;
		this.functions = functions;
		this.leases = new Leases(storage);
		this.indexes = new OpenIndexes(storage);
		this.indexing = new Indexing(this);
		this.background = background;
		this.activities = new Activities(background.observer(), place.id());
		this.consistency = new ReadConsistency(background.readConsistencyInterval(), System::nanoTime);
		this.upkeep = new Upkeep(this, background, Clock.systemUTC());
		this.changes = new ChangeFeed(new Versions());
		Manifest latest = committer.latest();
		this.view = SchemaView.of(latest.schema());
		this.indexes.observe(latest.info());
		committer.observe(new Observer());
		this.upkeep.startIfCleanupDue();
	}

	/**
	 * Opens a table. If that fails, its log is closed again.
	 */
	static OpenTable open(Committer committer, Opening opening) throws IOException {
		try {
			return opening.run(committer);
		}
		catch (IOException | RuntimeException ex) {
			try (committer) {
				throw ex;
			}
		}
	}

	String name() {
		return this.place.name();
	}

	Place place() {
		return this.place;
	}

	Storage storage() {
		return this.storage;
	}

	Committer committer() {
		return this.committer;
	}

	Leases leases() {
		return this.leases;
	}

	Upkeep upkeep() {
		return this.upkeep;
	}

	Indexing indexing() {
		return this.indexing;
	}

	OpenIndexes indexes() {
		return this.indexes;
	}

	ChangeFeed changes() {
		return this.changes;
	}

	EmbeddingFunctionRegistry functions() {
		return this.functions;
	}

	Activities activities() {
		return this.activities;
	}

	@Nullable Reranker reranker() {
		return this.background.reranker();
	}

	/**
	 * Returns the branches of the table, also if this is one of them.
	 */
	Branches branches() {
		OpenTable trunk = this.place.trunk();
		return (trunk != null) ? new Branches(trunk, this, trunk.branches) : new Branches(this, this, this.branches);
	}

	/**
	 * Opens a branch, which lives no longer than this.
	 */
	OpenTable branch(String branch, Storage folder, Committer committerOfBranch) throws IOException {
		return open(committerOfBranch, (committer) -> new OpenTable(this.place.branch(branch, this), folder, committer,
				this.functions, this.background));
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
		refreshed();
	}

	/**
	 * Returns the latest version, whichever process wrote it.
	 */
	Manifest refreshed() {
		return read(this.committer::latest);
	}

	/**
	 * Returns the latest schema as users see it.
	 */
	Schema schema() {
		return view(latest().schema()).schema();
	}

	/**
	 * Returns how users see a schema, which lately was the latest.
	 */
	SchemaView view(Schema schema) {
		SchemaView known = this.view;
		if (!known.isOf(schema)) {
			known = SchemaView.of(schema);
			this.view = known;
		}
		return known;
	}

	Manifest commit(Transaction transaction) {
		Manifest made = commitOnly(transaction);
		this.upkeep.startIfDue(made);
		return made;
	}

	/**
	 * Commits, and leaves it to the caller to start upkeep: when this throws, the files
	 * of the change are not needed.
	 */
	Manifest commitOnly(Transaction transaction) {
		return read(() -> commitAsItIs(transaction));
	}

	/**
	 * Commits, for callers that throw {@link IOException}.
	 */
	Manifest commitAsItIs(Transaction transaction) throws IOException {
		return this.activities.run(ActivityKind.COMMIT, Activities.word(transaction.operation()),
				() -> this.committer.commit(transaction));
	}

	/**
	 * Reads the latest version for long, while no cleanup takes its files.
	 */
	<T> T leased(Committer.Action<T> access) {
		for (int attempt = 1;; attempt++) {
			try {
				return leased(refreshed().version(), access);
			}
			catch (VersionNotFoundException ex) {
				// It was cleaned up before the lease was seen; by now another is latest.
				if (attempt == MAX_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Reads a version for long, while no cleanup takes its files.
	 */
	<T> T leased(long version, Committer.Action<T> access) {
		this.leases.pin(version);
		this.upkeep.renewLeases();
		try {
			return read(() -> access.run(this.committer.at(version)));
		}
		finally {
			this.leases.release(version);
		}
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
						"The table '" + name() + "' was dropped or renamed, perhaps by another process", ex);
			}
			throw new StoreException(
					"The files of the table '" + name() + "' cannot be read or written: " + ex.getMessage(), ex);
		}
	}

	private boolean isGone() {
		try {
			return !this.committer.isInPlace();
		}
		catch (IOException ex) {
			// It cannot be told, so the first failure stands.
			return false;
		}
	}

	/**
	 * Tells whether this can go on: whether it is open, and the table was neither dropped
	 * nor left by a commit of unknown outcome.
	 */
	boolean isUsable() throws IOException {
		return isOpen() && this.committer.isUsable();
	}

	boolean isOpen() {
		return this.closed == null;
	}

	/**
	 * Closes the table.
	 * @param reason what whoever uses it from now on gets
	 */
	void close(Reason reason) {
		this.closed = reason;
		Closing closing = new Closing();
		synchronized (this.branches) {
			this.branches.values().forEach((branch) -> closing.close(() -> branch.close(reason)));
		}
		this.changes.stop();
		this.upkeep.stop();
		this.leases.stop();
		closing.close(() -> close(() -> {
			this.committer.close();
			return this;
		}));
		closing.finish();
	}

	private void close(FileAccess<?> closing) {
		try {
			closing.run();
		}
		catch (IOException ex) {
			throw new StoreException("The files of the table '" + name() + "' could not be closed", ex);
		}
	}

	void requireOpen() {
		Reason reason = this.closed;
		if (reason != null) {
			throw reason.toException();
		}
	}

	/**
	 * What a table is called, and where it is.
	 *
	 * @param name the name, for messages; of a branch the table's before {@code @}
	 * @param namespace the names of its namespace from the root down
	 * @param uri the folder
	 * @param branch the name of the branch, or {@code null} if this is none
	 * @param trunk the table of the branch, or {@code null} if this is none
	 */
	record Place(String name, List<String> namespace, String uri, @Nullable String branch, @Nullable OpenTable trunk) {

		static Place of(String name, List<String> namespace, String uri) {
			return new Place(name, namespace, uri, null, null);
		}

		/**
		 * Returns what names the table in the whole database; of a branch, its table.
		 */
		String id() {
			return (this.trunk != null) ? this.trunk.place.id() : Names.render(this.namespace, this.name);
		}

		Place branch(String of, OpenTable table) {
			return new Place(this.name + "@" + of, this.namespace, this.uri + "/" + Branches.folder(of), of, table);
		}

	}

	/**
	 * What a database gives its tables for what happens beside reads and writes.
	 *
	 * @param executor runs upkeep
	 * @param upkeep what upkeep does
	 * @param readConsistencyInterval how old the view of what other processes wrote may
	 * be
	 * @param reranker joins the sides of hybrid searches that name no reranker, or
	 * {@code null}
	 * @param observer hears of what is done
	 */
	record Background(Executor executor, UpkeepOptions upkeep, Duration readConsistencyInterval,
			@Nullable Reranker reranker, ActivityObserver observer) {

		/**
		 * The default upkeep, and every read looks for what other processes wrote.
		 */
		static Background by(Executor executor) {
			return new Background(executor, UpkeepOptions.DEFAULT, Duration.ZERO, null, ActivityObserver.NONE);
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
	 * Makes a table of what commits to it.
	 */
	@FunctionalInterface
	interface Opening {

		OpenTable run(Committer committer) throws IOException;

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

	/**
	 * Passes on what the log tells.
	 */
	private final class Observer implements VersionObserver {

		@Override
		public void expect(TableVersion version) {
			OpenTable.this.indexes.observe(version);
		}

		@Override
		public void observe(TableVersion version) {
			OpenTable.this.changes.offer(version);
		}

		@Override
		public void skipTo(long version) {
			OpenTable.this.indexes.skipTo(version);
		}

	}

	/**
	 * The versions, for listeners.
	 */
	private final class Versions implements ChangeFeed.History {

		@Override
		public TableVersion known() {
			return OpenTable.this.committer.known().info();
		}

		@Override
		public TableVersion look() {
			return refreshed().info();
		}

		@Override
		public List<TableVersion> versions() {
			return read(OpenTable.this.committer::versions);
		}

	}

}
