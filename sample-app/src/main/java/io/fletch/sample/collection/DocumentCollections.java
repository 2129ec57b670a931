package io.fletch.sample.collection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.context.ingestion.Passage;
import io.fletch.store.Database;
import io.fletch.store.DropBehavior;
import io.fletch.store.DropMode;
import io.fletch.store.NamespaceMode;
import io.fletch.store.error.NamespaceNotFoundException;

/**
 * The collections of the default database. A collection is a namespace whose properties
 * tell its name and its embedding function; its tables are made when it is opened, which
 * is when it is first needed, or at start if documents of it are on their way. It is
 * there from the moment that its namespace is, and gone from the moment that its
 * namespace is: what a crash leaves of its files goes at the next start. Safe for use by
 * several threads at once; one application to a database.
 */
public final class DocumentCollections implements AutoCloseable {

	/** How many collections there can be, the default one among them. */
	public static final int MOST = 20;

	/** The longest name, in characters. */
	public static final int LONGEST_NAME = CollectionName.LONGEST;

	private static final String DEFAULT_NAME = "Documents";

	private static final String NAME = "collection.name";

	private static final String FUNCTION = "collection.function";

	/** So long the database stays open for a deletion. */
	private static final Duration LONGEST_DELETION = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(DocumentCollections.class);

	private final Database database;

	private final DocumentCollection standard;

	private final CollectionOpener opener;

	private final EmbeddingChoice functions;

	private final CollectionFolders folders;

	private final Map<String, DocumentCollection> opened = new ConcurrentHashMap<>();

	/** The ids of those that are being deleted: no request finds them any more. */
	private final Set<String> leaving = ConcurrentHashMap.newKeySet();

	/**
	 * Guards what collections there are, and which are open. Never held while an
	 * ingestion ends.
	 */
	private final ReentrantLock changing = new ReentrantLock();

	private final Condition deleted = this.changing.newCondition();

	private volatile boolean isClosed;

	/**
	 * Finds the collections, and removes the files of those that a crash kept from being
	 * deleted whole.
	 * @param standard the collection that is always there
	 * @param opener opens the others
	 */
	DocumentCollections(DocumentCollection standard, CollectionOpener opener) {
		this.database = standard.database();
		this.standard = standard;
		this.opener = opener;
		this.functions = new EmbeddingChoice(this.database);
		this.folders = opener.folders();
		this.folders.removeAllBut(named().keySet());
	}

	/**
	 * Lists the embedding functions that a new collection can have.
	 * @return their aliases, the default first
	 */
	public List<String> functions() {
		return this.functions.names();
	}

	/**
	 * Lists the collections.
	 * @return the default one, and the others in the order of their names
	 */
	public List<CollectionInfo> list() {
		Stream<CollectionInfo> others = named().entrySet()
			.stream()
			.map((entry) -> info(entry.getKey(), entry.getValue()))
			.flatMap(Optional::stream)
			.sorted((one, other) -> one.name().compareToIgnoreCase(other.name()));
		return Stream.concat(Stream.of(standardInfo()), others).toList();
	}

	private CollectionInfo standardInfo() {
		String function = Passage.table(this.database).embeddingFunction();
		return new CollectionInfo(DocumentCollection.DEFAULT, DEFAULT_NAME,
				(function != null) ? function : this.database.defaultFunction(), documents(this.database));
	}

	/** Returns nothing where it was deleted meanwhile. */
	private Optional<CollectionInfo> info(String id, Map<String, String> properties) {
		try {
			return Optional.of(new CollectionInfo(id, properties.getOrDefault(NAME, id),
					properties.getOrDefault(FUNCTION, ""), documents(this.database.namespace(id))));
		}
		catch (NamespaceNotFoundException ex) {
			return Optional.empty();
		}
	}

	private static long documents(Database place) {
		return count(place, "state <> '" + IndexedDocument.DELETED + "'");
	}

	private static long count(Database place, String condition) {
		return place.hasTable("documents") ? IndexedDocument.table(place).countRows(condition) : 0;
	}

	/** The properties of the namespaces that are collections; others are not ours. */
	private Map<String, Map<String, String>> named() {
		Map<String, Map<String, String>> found = new TreeMap<>();
		for (String namespace : this.database.namespaces().list()) {
			properties(namespace).ifPresent((properties) -> found.put(namespace, properties));
		}
		return found;
	}

	private Optional<Map<String, String>> properties(String id) {
		if (!CollectionName.ID.matcher(id).matches() || this.leaving.contains(id)) {
			return Optional.empty();
		}
		try {
			return Optional.of(this.database.namespaces().describe(id))
				.filter((properties) -> properties.containsKey(NAME) && properties.containsKey(FUNCTION));
		}
		catch (NamespaceNotFoundException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Makes a collection.
	 * @param name what it is called: 1 to {@value #LONGEST_NAME} characters that can be
	 * seen, other than those of the other names
	 * @param function the alias of its embedding function, one of {@link #functions()}
	 * @return the collection
	 * @throws RefusedCollectionException if name or function cannot be taken, or there
	 * are too many collections
	 * @throws UnusableFunctionException if the function gives no vectors
	 */
	public CollectionInfo create(String name, String function) {
		CollectionName checked = CollectionName.of(name);
		List<String> known = functions();
		if (!known.contains(function)) {
			throw RefusedCollectionException.invalid("function",
					"function is none of those that embed texts here. Send one of " + String.join(", ", known) + ".");
		}
		this.functions.requireUsable(function);
		this.changing.lock();
		try {
			requireOpen();
			Map<String, Map<String, String>> present = named();
			if (present.size() + 1 >= MOST) {
				throw RefusedCollectionException.conflict("name",
						"There are " + MOST + " collections, and no more can be made. Delete one first.");
			}
			requireFree(checked, present);
			List<String> taken = this.database.namespaces().list();
			String id = checked.freeId((each) -> each.equals(DocumentCollection.DEFAULT) || this.leaving.contains(each)
					|| taken.stream().anyMatch((other) -> other.equalsIgnoreCase(each)));
			// What a deletion could not remove must not come back to life.
			this.folders.remove(id);
			this.database.namespaces()
				.create(id, NamespaceMode.CREATE, Map.of(NAME, checked.value(), FUNCTION, function));
			this.opened.put(id, openNew(id, function));
			return new CollectionInfo(id, checked.value(), function, 0);
		}
		finally {
			this.changing.unlock();
		}
	}

	/** What cannot be opened was not made. */
	private DocumentCollection openNew(String id, String function) {
		try {
			return this.opener.open(id, function);
		}
		catch (RuntimeException | Error ex) {
			dropAfter(ex, id);
			throw ex;
		}
	}

	private void dropAfter(Throwable failure, String id) {
		try {
			drop(id);
		}
		catch (RuntimeException ex) {
			// Why it could not be opened matters more.
			failure.addSuppressed(ex);
		}
	}

	private void drop(String id) {
		// From here on it is gone: the next start removes what a crash leaves.
		this.database.namespaces().drop(id, DropMode.SKIP, DropBehavior.CASCADE);
		this.folders.removeOrWarn(id);
	}

	private static void requireFree(CollectionName name, Map<String, Map<String, String>> present) {
		boolean isTaken = name.isSameAs(DEFAULT_NAME)
				|| present.values().stream().anyMatch((properties) -> name.isSameAs(properties.get(NAME)));
		if (isTaken) {
			throw RefusedCollectionException.conflict("name",
					"name is that of another collection. Send one that tells them apart.");
		}
	}

	/**
	 * Renames a collection. Its id stays.
	 * @param id its id
	 * @param name what it is called from now on
	 * @return the collection
	 * @throws UnknownCollectionException if there is none of this id
	 * @throws RefusedCollectionException if it is the default one, or the name cannot be
	 * taken
	 */
	public CollectionInfo rename(String id, String name) {
		requireNotDefault(id, "renamed");
		CollectionName checked = CollectionName.of(name);
		this.changing.lock();
		try {
			requireOpen();
			Map<String, Map<String, String>> others = named();
			Map<String, String> properties = others.remove(id);
			if (properties == null) {
				throw unknown();
			}
			requireFree(checked, others);
			Map<String, String> renamed = new TreeMap<>(properties);
			renamed.put(NAME, checked.value());
			this.database.namespaces().alter(id, renamed);
			return info(id, renamed).orElseThrow(this::unknown);
		}
		finally {
			this.changing.unlock();
		}
	}

	private static void requireNotDefault(String id, String what) {
		if (id.equals(DocumentCollection.DEFAULT)) {
			throw RefusedCollectionException.invalid("id",
					"The collection '" + id + "' is always there, and cannot be " + what + ". Name another one.");
		}
	}

	/**
	 * Deletes a collection with its documents, tables and files. No request finds it any
	 * more from the beginning on, and what is ingested into it is given up at once.
	 * @param id its id
	 * @throws UnknownCollectionException if there is none of this id
	 * @throws RefusedCollectionException if it is the default one
	 */
	public void delete(String id) {
		requireNotDefault(id, "deleted");
		DocumentCollection open = takeOut(id);
		try {
			if (open != null) {
				open.pipeline().abandon();
			}
			drop(id);
		}
		finally {
			forget(id);
		}
	}

	private @Nullable DocumentCollection takeOut(String id) {
		this.changing.lock();
		try {
			requireOpen();
			properties(id).orElseThrow(this::unknown);
			this.leaving.add(id);
			return this.opened.remove(id);
		}
		finally {
			this.changing.unlock();
		}
	}

	private void forget(String id) {
		this.changing.lock();
		try {
			this.leaving.remove(id);
			this.deleted.signalAll();
		}
		finally {
			this.changing.unlock();
		}
	}

	/**
	 * Says whether there is a collection, open or not.
	 * @param id its id
	 * @return whether there is; not if it is being deleted
	 */
	public boolean isThere(String id) {
		return id.equals(DocumentCollection.DEFAULT) || properties(id).isPresent();
	}

	/**
	 * Says whether the application closes, so that nothing can be asked any more.
	 * @return whether it does
	 */
	public boolean isClosed() {
		return this.isClosed;
	}

	/**
	 * Returns a collection, opening it if it is not open. What the last run left
	 * unfinished goes on then.
	 * @param id its id
	 * @return the collection
	 * @throws UnknownCollectionException if there is none of this id
	 * @throws UnusableFunctionException if its embedding function gives no vectors
	 */
	public DocumentCollection open(String id) {
		if (id.equals(DocumentCollection.DEFAULT)) {
			return this.standard;
		}
		DocumentCollection open = this.opened.get(id);
		return (open != null) ? open : openFirst(id);
	}

	private DocumentCollection openFirst(String id) {
		String function = functionOf(id);
		// A model may take long to load; meanwhile others go on.
		this.functions.requireUsable(function);
		this.changing.lock();
		try {
			requireOpen();
			functionOf(id);
			return this.opened.computeIfAbsent(id, (absent) -> this.opener.open(absent, function));
		}
		finally {
			this.changing.unlock();
		}
	}

	private String functionOf(String id) {
		return properties(id).map((properties) -> properties.get(FUNCTION)).orElseThrow(this::unknown);
	}

	private UnknownCollectionException unknown() {
		List<String> known = new ArrayList<>(List.of(DocumentCollection.DEFAULT));
		known.addAll(named().keySet());
		return new UnknownCollectionException(known);
	}

	/**
	 * Opens the collections that have documents on their way, so that these go on.
	 */
	void resume() {
		for (String id : named().keySet()) {
			try {
				if (count(this.database.namespace(id), "state = '" + IndexedDocument.PENDING + "'") > 0) {
					open(id);
					logger.info("Goes on with the documents of the collection '{}'", id);
				}
			}
			catch (NamespaceNotFoundException | UnknownCollectionException ex) {
				logger.debug("The collection '{}' was deleted meanwhile", id, ex);
			}
			catch (UnusableFunctionException ex) {
				logger.warn("Documents of the collection '{}' wait until somebody opens it: {}", id, ex.getMessage());
			}
			catch (RuntimeException ex) {
				// The application may close, and one must not keep the others from going
				// on.
				if (!this.isClosed) {
					logger.error("The collection '{}' cannot be opened", id, ex);
				}
			}
		}
	}

	private void requireOpen() {
		if (this.isClosed) {
			throw new IllegalStateException("The application is closing");
		}
	}

	/**
	 * Ends the ingestion of all collections but the default one, at once, so that it
	 * takes no longer than that of one. Whoever asks meanwhile is refused.
	 */
	@Override
	public void close() {
		List<IngestionPipeline> pipelines = refuseAll();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			pipelines.forEach((pipeline) -> threads.execute(pipeline::close));
		}
	}

	private List<IngestionPipeline> refuseAll() {
		this.changing.lock();
		try {
			this.isClosed = true;
			long nanos = LONGEST_DELETION.toNanos();
			while (!this.leaving.isEmpty() && nanos > 0) {
				nanos = this.deleted.awaitNanos(nanos);
			}
		}
		catch (InterruptedException ex) {
			// What is left of them goes at the next start.
			Thread.currentThread().interrupt();
		}
		finally {
			this.changing.unlock();
		}
		return this.opened.values().stream().map(DocumentCollection::pipeline).toList();
	}

}
