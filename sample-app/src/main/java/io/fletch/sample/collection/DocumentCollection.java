package io.fletch.sample.collection;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.context.retrieval.Retriever;
import io.fletch.store.Database;

/**
 * A set of documents that is open: what ingests them, and what finds their passages. Safe
 * for use by several threads at once.
 */
public final class DocumentCollection {

	/** The id of the collection that is always there. */
	public static final String DEFAULT = "default";

	private final String id;

	private final Database database;

	private final IngestionPipeline pipeline;

	private final Retriever retriever;

	private final List<Retriever> retrievers;

	private final Map<Class<?>, Object> parts = new ConcurrentHashMap<>();

	DocumentCollection(String id, Database database, IngestionPipeline pipeline, Retriever retriever,
			List<Retriever> retrievers) {
		this.id = id;
		this.database = database;
		this.pipeline = pipeline;
		this.retriever = retriever;
		this.retrievers = List.copyOf(retrievers);
	}

	/**
	 * Returns what names it in requests.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Says whether it is the one that is always there.
	 * @return whether it is
	 */
	public boolean isDefault() {
		return this.id.equals(DEFAULT);
	}

	/**
	 * Returns the database as seen from its namespace.
	 * @return the view, whose new tables have its embedding function
	 */
	public Database database() {
		return this.database;
	}

	/**
	 * Returns what ingests its documents.
	 * @return the pipeline; others neither close nor resume it
	 */
	public IngestionPipeline pipeline() {
		return this.pipeline;
	}

	/**
	 * Returns what finds its passages.
	 * @return the retriever
	 */
	public Retriever retriever() {
		return this.retriever;
	}

	/**
	 * Returns all that answers are looked for in: of the default collection, also the
	 * retrievers that the application adds.
	 * @return the retrievers, at least one
	 */
	public List<Retriever> retrievers() {
		return this.retrievers;
	}

	/**
	 * Says whether a passage that was found is of this collection.
	 * @param source what it was found in, as
	 * {@link io.fletch.context.retrieval.RetrievedPassage#source()} tells
	 * @return whether it was found in the tables of this collection
	 */
	public boolean holds(String source) {
		return source.startsWith(this.id + "$");
	}

	/**
	 * Returns what belongs to this collection as long as it is open, for example a
	 * drawing of its passages.
	 * @param type its class, of which a collection has one
	 * @param maker makes it when it is first asked for
	 * @param <T> its class
	 * @return what was made
	 */
	public <T> T part(Class<T> type, Function<DocumentCollection, T> maker) {
		return type.cast(this.parts.computeIfAbsent(type, (absent) -> maker.apply(this)));
	}

}
