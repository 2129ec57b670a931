package io.fletch.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Committer;

/**
 * What all views of an open database share: its files, its open tables by the path of
 * their folder, and whether it is closed.
 */
final class Connection {

	/** The file that whoever creates, drops or moves tables and namespaces locks. */
	private static final String LOCK = "_lock";

	private final DatabaseUri uri;

	private final Storage storage;

	private final DatabaseOptions options;

	private final EmbeddingFunctionRegistry functions;

	private final Clock clock = Clock.systemUTC();

	private final BackgroundWork background = new BackgroundWork();

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, OpenTable> openTables = new HashMap<>();

	private volatile boolean closed;

	Connection(DatabaseUri uri, Storage storage, DatabaseOptions options) {
		this.uri = uri;
		this.storage = storage;
		this.options = options;
		EmbeddingFunctionRegistry given = options.functions();
		this.functions = (given != null) ? given : EmbeddingFunctionRegistry.discovered();
		Leftovers.remove(storage, this.clock.instant());
	}

	static Connection open(DatabaseUri uri, DatabaseOptions options) {
		try {
			return new Connection(uri, uri.open(options.session().cache().part()), options);
		}
		catch (IOException ex) {
			throw new StoreException("The folder " + uri + " cannot be used as a database: " + ex.getMessage(), ex);
		}
	}

	DatabaseUri uri() {
		return this.uri;
	}

	Storage storage() {
		return this.storage;
	}

	DatabaseOptions options() {
		return this.options;
	}

	EmbeddingFunctionRegistry functions() {
		return this.functions;
	}

	Clock clock() {
		return this.clock;
	}

	BackgroundWork background() {
		return this.background;
	}

	boolean isOpen() {
		return !this.closed;
	}

	/**
	 * Reads the files of the database.
	 */
	<T> T read(OpenTable.FileAccess<T> access) {
		requireOpen();
		try {
			return access.run();
		}
		catch (IOException | UncheckedIOException ex) {
			throw new StoreException("The database " + this.uri + " cannot be read or written: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Runs something alone in this process.
	 */
	<T> T locked(OpenTable.FileAccess<T> access) {
		this.lock.lock();
		try {
			return read(access);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Creates, drops or moves tables or namespaces, while nobody else in any process
	 * does.
	 */
	<T> T change(OpenTable.FileAccess<T> access) {
		return locked(() -> {
			CancelledException.throwIfInterrupted();
			try (Storage.StorageLock held = this.storage.lock(LOCK)) {
				return access.run();
			}
		});
	}

	/**
	 * Takes the lock of {@link #change}, which somebody who may only read cannot.
	 * @return the lock; {@code null} if it cannot be taken
	 */
	Storage.@Nullable StorageLock lockIfWritable() {
		try {
			return this.storage.lock(LOCK);
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Opens a table, or gives the one that is open. Only for whoever runs alone.
	 * @param name the name, for messages
	 * @param namespace the namespace that it is in
	 * @param folder the folder, which exists
	 */
	OpenTable table(String name, List<String> namespace, String folder) throws IOException {
		OpenTable open = this.openTables.get(folder);
		if (open != null && !open.isUsable()) {
			this.openTables.remove(folder);
			open.close(() -> new StoreException(
					"The table '" + name + "' was dropped, or its disk failed during a commit; open it anew"));
			open = null;
		}
		if (open != null) {
			open.refresh();
			return open;
		}
		Storage tableStorage = this.storage.folder(folder);
		OpenTable opened = OpenTable.open(Committer.open(tableStorage, this.clock),
				(committer) -> new OpenTable(OpenTable.Place.of(name, namespace, this.uri.of(folder)), tableStorage,
						committer, this.functions,
						new OpenTable.Background(this.background, this.options.upkeep(),
								this.options.readConsistencyInterval(), this.options.reranker(),
								this.options.observer())));
		this.openTables.put(folder, opened);
		return opened;
	}

	/**
	 * Closes the open tables that are no longer where they were. Only for whoever runs
	 * alone.
	 */
	void forget(Predicate<String> folders, OpenTable.Reason reason) {
		Closing closing = new Closing();
		for (String folder : this.openTables.keySet().stream().filter(folders).toList()) {
			OpenTable table = this.openTables.remove(folder);
			if (table != null) {
				closing.close(() -> table.close(reason));
			}
		}
		closing.finish();
	}

	void close() {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				this.background.close();
				Closing closing = new Closing();
				closing.close(() -> forget((folder) -> true, this::closedException));
				closing.close(() -> this.storage.cache().forgetAll());
				closing.close(() -> closeFunctions(this.options.functions()));
				closing.finish();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void closeFunctions(@Nullable EmbeddingFunctionRegistry given) {
		if (given == null) {
			this.functions.close();
		}
	}

	private void requireOpen() {
		if (this.closed) {
			throw closedException();
		}
	}

	private StoreException closedException() {
		return new StoreException("The database " + this.uri + " is closed");
	}

}
