package io.fletch.springai.vectorstore;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.AbstractVectorStoreBuilder;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.observation.AbstractObservationVectorStore;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.Table;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Expression;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;

/**
 * A table as a vector store of Spring AI. A document whose id is there is replaced, what
 * was added is durable and found at once, and filters run in the store. The table is
 * opened, and created if that is allowed, when it is first used. Safe for use by several
 * threads at once.
 */
public final class FletchVectorStore extends AbstractObservationVectorStore {

	/** The name of the table unless another is given. */
	public static final String DEFAULT_TABLE_NAME = "vector_store";

	/** The system that observations name. */
	static final String SYSTEM = "fletch";

	/** How many documents with vectors are added at once. */
	private static final int BATCH = 1000;

	private final LazyTable<DocumentTable> documents;

	private final Place place;

	private final DocumentVectors vectors;

	private final QueryKind queryKind;

	private final @Nullable Reranker reranker;

	private FletchVectorStore(Builder builder) {
		super(builder);
		ModelName model = new ModelName(this.embeddingModel);
		this.documents = builder.documents(model);
		this.place = builder.place();
		this.vectors = new DocumentVectors(model, this.batchingStrategy);
		this.queryKind = builder.queryKind;
		this.reranker = builder.reranker;
	}

	/**
	 * Begins a store whose vectors an embedding model of Spring AI makes.
	 * @param database holds the table, and stays the caller's to close
	 * @param embeddingModel makes the vectors
	 * @return the builder
	 */
	public static Builder builder(Database database, EmbeddingModel embeddingModel) {
		return new Builder(database, null, embeddingModel);
	}

	/**
	 * Begins a store whose table makes its vectors by its embedding function; a new table
	 * has the default function of the database.
	 * @param database holds the table, and stays the caller's to close
	 * @return the builder
	 */
	public static Builder builder(Database database) {
		return new Builder(database, null, new FletchEmbeddingModel(new EmbeddingOfTheTable()));
	}

	/**
	 * Begins a store over a table that was made by a store of this kind.
	 * @param table the table, which stays the caller's to close
	 * @param embeddingModel makes the vectors
	 * @return the builder
	 */
	public static Builder builder(Table table, EmbeddingModel embeddingModel) {
		return new Builder(null, table, embeddingModel);
	}

	/**
	 * Begins a store over a table that was made by a store of this kind, and makes its
	 * vectors itself.
	 * @param table the table, which stays the caller's to close
	 * @return the builder
	 */
	public static Builder builder(Table table) {
		return new Builder(null, table, new FletchEmbeddingModel(new EmbeddingOfTheTable()));
	}

	/**
	 * Adds documents, all or none; those whose id is there replace what is there.
	 * @param documents the documents; of several with one id the last counts
	 * @throws IllegalArgumentException if metadata cannot be kept
	 * @throws io.fletch.store.error.InvalidInputException if the model's vectors do not
	 * fit the table
	 * @throws io.fletch.store.embedding.EmbeddingMismatchException if another model made
	 * those that are there
	 */
	@Override
	public void doAdd(List<Document> documents) {
		Map<String, Document> byId = new LinkedHashMap<>();
		documents.forEach((document) -> byId.put(document.getId(), document));
		List<Document> all = List.copyOf(byId.values());
		if (all.isEmpty()) {
			return;
		}
		// Before anything is paid for.
		List<Map<String, @Nullable Object>> rows = all.stream().map(DocumentRow::of).toList();
		DocumentTable table = this.documents.get();
		if (!this.vectors.areMadeByTheTable()) {
			List<float[]> made = this.vectors.of(table, all);
			for (int i = 0; i < rows.size(); i++) {
				rows.get(i).put(DocumentTable.EMBEDDING, made.get(i));
			}
		}
		merge(table, rows);
	}

	/**
	 * Adds documents with the vectors that another store kept, so that nothing is
	 * embedded; only to make the table, if it is not there, the model is asked for its
	 * name and its dimensions. Those whose id is there are replaced. They are added in
	 * batches of 1,000, each of which is durable, all or none of it, before the next is
	 * taken; where it ends with an exception, begin anew. Not observed.
	 * @param documents the documents, which stay the caller's to close; of several with
	 * one id the last counts
	 * @return how many were added; those of one batch with the same id count as one
	 * @throws IllegalArgumentException if metadata cannot be kept
	 * @throws InvalidInputException if a vector has not the length of the table's
	 */
	public long addEmbedded(Stream<EmbeddedDocument> documents) {
		DocumentTable table = this.documents.get();
		Iterator<EmbeddedDocument> remaining = documents.iterator();
		long added = 0;
		while (remaining.hasNext()) {
			Map<String, Map<String, @Nullable Object>> rows = new LinkedHashMap<>();
			for (int i = 0; i < BATCH && remaining.hasNext(); i++) {
				EmbeddedDocument next = remaining.next();
				requireFits(table, next);
				Map<String, @Nullable Object> row = DocumentRow.of(next.document());
				row.put(DocumentTable.EMBEDDING, next.vector());
				rows.put(next.document().getId(), row);
			}
			merge(table, List.copyOf(rows.values()));
			added += rows.size();
		}
		return added;
	}

	private static void requireFits(DocumentTable table, EmbeddedDocument given) {
		if (given.vector().length != table.dimensions()) {
			throw new InvalidInputException("The table '" + table.table().name() + "' holds vectors of "
					+ table.dimensions() + " numbers, but the document '" + given.document().getId() + "' has one of "
					+ given.vector().length
					+ ". Build the store with the model that made the vectors, and with another table");
		}
	}

	private static void merge(DocumentTable table, List<Map<String, @Nullable Object>> rows) {
		table.table().mergeInsert(DocumentTable.ID).whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows);
	}

	@Override
	public void doDelete(List<String> ids) {
		if (!ids.isEmpty()) {
			this.documents.get().table().delete(Expression.column(DocumentTable.ID).in(List.copyOf(ids)));
		}
	}

	/**
	 * Deletes the documents that pass a filter.
	 * @param filter the filter
	 * @throws IllegalArgumentException if the filter means nothing
	 */
	@Override
	protected void doDelete(Filter.Expression filter) {
		Expression condition = MetadataFilter.condition(filter);
		this.documents.get().table().delete(condition);
	}

	/**
	 * Finds documents as this store was built to. Without a question it gives those that
	 * pass the filter in the order of adding, if it names no least similarity.
	 * @param request the question, how many, how similar, and the filter
	 * @return the documents, best first
	 */
	@Override
	public List<Document> doSimilaritySearch(SearchRequest request) {
		return search(request, this.queryKind);
	}

	/**
	 * Finds documents by words, by meaning, or by both. Not observed.
	 * @param request the question, how many, how similar, and the filter
	 * @param kind what is compared
	 * @return the documents, best first
	 * @throws IllegalArgumentException if the request names a least similarity, and the
	 * kind is {@link QueryKind#TEXT}, or its filter means nothing
	 */
	public List<Document> search(SearchRequest request, QueryKind kind) {
		Objects.requireNonNull(kind, "kind");
		return search().find(request, kind);
	}

	private DocumentSearch search() {
		return new DocumentSearch(this.documents.get(), this.vectors, this.reranker);
	}

	/**
	 * Returns a document.
	 * @param id the id
	 * @return the document, or empty if there is none
	 */
	public Optional<Document> findById(String id) {
		return findAllById(List.of(id)).stream().findFirst();
	}

	/**
	 * Returns documents.
	 * @param ids the ids
	 * @return those that are there, in no particular order
	 */
	public List<Document> findAllById(Collection<String> ids) {
		DocumentSearch search = search();
		return search
			.read(search.table().table().scan().where(Expression.column(DocumentTable.ID).in(List.copyOf(ids))));
	}

	/**
	 * Lists documents in the order of adding; one that was replaced counts as added then.
	 * @param filter which; {@code null} for all
	 * @param offset how many to pass over
	 * @param limit how many at most, at least 1
	 * @return the documents
	 */
	public List<Document> list(Filter.@Nullable Expression filter, int offset, int limit) {
		return search().list(filter, offset, limit);
	}

	/**
	 * Counts the documents.
	 * @return how many there are
	 */
	public long count() {
		return this.documents.get().table().countRows();
	}

	/**
	 * Counts the documents that pass a filter.
	 * @param filter the filter
	 * @return how many there are
	 */
	public long count(Filter.Expression filter) {
		return this.documents.get().table().countRows(MetadataFilter.condition(filter));
	}

	/**
	 * Returns the {@link Table}, to create indexes, read versions, or whatever else
	 * Spring AI has no word for.
	 */
	@Override
	@SuppressWarnings("unchecked")
	public <T> Optional<T> getNativeClient() {
		return Optional.of((T) this.documents.get().table());
	}

	/**
	 * Tells what is known without opening the table: before it was first used, neither
	 * dimensions nor metric.
	 */
	@Override
	public VectorStoreObservationContext.Builder createObservationContextBuilder(String operationName) {
		VectorStoreObservationContext.Builder observed = VectorStoreObservationContext.builder(SYSTEM, operationName)
			.collectionName(this.place.table())
			.namespace(String.join("/", this.place.namespace()))
			.fieldName(DocumentTable.EMBEDDING);
		this.documents.ifOpen()
			.ifPresent((table) -> observed.dimensions(table.dimensions())
				.similarityMetric(Similarity.metric(table.distance())));
		return observed;
	}

	/**
	 * Where the documents are.
	 *
	 * @param namespace the namespace of the table
	 * @param table its name
	 */
	private record Place(List<String> namespace, String table) {
	}

	/**
	 * Builds a store.
	 */
	public static final class Builder extends AbstractVectorStoreBuilder<Builder> {

		private final @Nullable Database database;

		private final @Nullable Table table;

		private String tableName = DEFAULT_TABLE_NAME;

		private boolean initializeSchema = true;

		private Distance distance = Distance.COSINE;

		private QueryKind queryKind = QueryKind.VECTOR;

		private @Nullable Reranker reranker;

		private Builder(@Nullable Database database, @Nullable Table table, EmbeddingModel embeddingModel) {
			super(embeddingModel);
			this.database = database;
			this.table = table;
		}

		/**
		 * Names the table; has no effect where one was given.
		 * @param tableName the name, {@value FletchVectorStore#DEFAULT_TABLE_NAME} by
		 * default
		 * @return this
		 */
		public Builder tableName(String tableName) {
			this.tableName = Objects.requireNonNull(tableName, "tableName");
			return this;
		}

		/**
		 * Says whether a table that is not there is created.
		 * @param initializeSchema whether it is, as by default
		 * @return this
		 */
		public Builder initializeSchema(boolean initializeSchema) {
			this.initializeSchema = initializeSchema;
			return this;
		}

		/**
		 * Says how vectors of a new table are compared.
		 * @param distance the distance, {@link Distance#COSINE} by default
		 * @return this
		 * @throws IllegalArgumentException if vectors of floating point numbers have no
		 * such distance
		 */
		public Builder distance(Distance distance) {
			Similarity.metric(distance);
			this.distance = distance;
			return this;
		}

		/**
		 * Says what searches compare. {@link QueryKind#HYBRID} finds by words and by
		 * meaning; the score of a document is then the relevance that the reranker gives
		 * it.
		 * @param queryKind the kind, {@link QueryKind#VECTOR} by default
		 * @return this
		 */
		public Builder queryKind(QueryKind queryKind) {
			this.queryKind = Objects.requireNonNull(queryKind, "queryKind");
			return this;
		}

		/**
		 * Joins the two sides of a hybrid search by a reranker, or orders what one side
		 * found. By default that of the database joins, and one side is left as it is.
		 * @param reranker the reranker
		 * @return this
		 */
		public Builder reranker(Reranker reranker) {
			this.reranker = Objects.requireNonNull(reranker, "reranker");
			return this;
		}

		@Override
		public FletchVectorStore build() {
			return new FletchVectorStore(this);
		}

		private LazyTable<DocumentTable> documents(ModelName model) {
			Table given = this.table;
			if (given != null) {
				DocumentTable.of(given);
				return LazyTable.of(() -> checked(DocumentTable.of(given)), DocumentTable::table);
			}
			Database in = database();
			return LazyTable.of(() -> checked(opened(in, model)), DocumentTable::table);
		}

		private Place place() {
			Table given = this.table;
			return (given != null) ? new Place(given.namespace(), given.name())
					: new Place(database().namespacePath(), this.tableName);
		}

		private Database database() {
			return Objects.requireNonNull(this.database, "database");
		}

		private DocumentTable opened(Database in, ModelName model) {
			if (!this.initializeSchema) {
				return DocumentTable.open(in, this.tableName);
			}
			if (in.hasTable(this.tableName)) {
				return DocumentTable.openIndexed(in, this.tableName);
			}
			return DocumentVectors.areMadeByTheTable(this.embeddingModel)
					? DocumentTable.create(in, this.tableName, in.defaultFunction(), this.distance)
					: DocumentTable.create(in, this.tableName, model, this.distance);
		}

		private DocumentTable checked(DocumentTable documents) {
			if (DocumentVectors.areMadeByTheTable(this.embeddingModel) && !documents.origin().isFunction()) {
				throw new InvalidInputException("The table '" + documents.table().name()
						+ "' has no embedding function, so vectors must be given; build the store with the "
						+ "EmbeddingModel that the table was made with");
			}
			return documents;
		}

	}

}
