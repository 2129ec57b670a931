package io.fletch.springai.vectorstore;

import java.util.ArrayList;
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
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.vectorstore.AbstractVectorStoreBuilder;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.observation.AbstractObservationVectorStore;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.Database;
import io.fletch.store.ReadableTable;
import io.fletch.store.Search;
import io.fletch.store.Table;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Expression;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

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

	private final LazyTable documents;

	private final QueryKind queryKind;

	private final @Nullable Reranker reranker;

	private FletchVectorStore(Builder builder) {
		super(builder);
		this.documents = builder.documents();
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
	 * @throws InvalidInputException if the model's vectors do not fit the table
	 */
	@Override
	public void doAdd(List<Document> documents) {
		Map<String, Document> byId = new LinkedHashMap<>();
		documents.forEach((document) -> byId.put(document.getId(), document));
		List<Document> all = List.copyOf(byId.values());
		if (all.isEmpty()) {
			return;
		}
		DocumentTable table = this.documents.get();
		// Before anything is paid for.
		all.forEach((document) -> DocumentRow.of(document, null));
		List<float[]> vectors = isEmbeddedByTheTable() ? List.of() : vectors(table, all);
		List<Map<String, @Nullable Object>> rows = new ArrayList<>(all.size());
		for (int i = 0; i < all.size(); i++) {
			rows.add(DocumentRow.of(all.get(i), vectors.isEmpty() ? null : vectors.get(i)));
		}
		merge(table, rows);
	}

	/**
	 * Adds documents with the vectors that another store kept, so that no model is asked.
	 * Those whose id is there are replaced. They are added in batches of 1,000, each of
	 * which is durable, all or none of it, before the next is taken; where it ends with
	 * an exception, begin anew. Not observed.
	 * @param documents the documents, which stay the caller's to close
	 * @return how many were added
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
				rows.put(next.document().getId(), DocumentRow.of(next.document(), next.vector()));
				added++;
			}
			merge(table, List.copyOf(rows.values()));
		}
		return added;
	}

	private static void requireFits(DocumentTable table, EmbeddedDocument given) {
		if (given.vector().length != table.dimensions()) {
			throw new InvalidInputException("The table '" + table.table().name() + "' holds vectors of "
					+ table.dimensions() + " numbers, but the document '" + given.document().getId() + "' has one of "
					+ given.vector().length
					+ ". Build the store with the model that made the vectors, and with another " + "table");
		}
	}

	private static void merge(DocumentTable table, List<Map<String, @Nullable Object>> rows) {
		table.table().mergeInsert(DocumentTable.ID).whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows);
	}

	private boolean isEmbeddedByTheTable() {
		return this.embeddingModel instanceof FletchEmbeddingModel model
				&& model.function() instanceof EmbeddingOfTheTable;
	}

	private List<float[]> vectors(DocumentTable table, List<Document> documents) {
		List<float[]> vectors = this.embeddingModel.embed(documents, EmbeddingOptions.builder().build(),
				this.batchingStrategy);
		if (vectors.size() != documents.size()) {
			throw new InvalidInputException(
					modelName() + " gave " + vectors.size() + " vectors for " + documents.size() + " documents");
		}
		vectors.forEach((vector) -> requireFits(table, vector));
		return vectors;
	}

	private float[] requireFits(DocumentTable table, float[] vector) {
		if (vector.length != table.dimensions()) {
			throw new InvalidInputException("The table '" + table.table().name() + "' holds vectors of "
					+ table.dimensions() + " numbers, but " + modelName() + " makes vectors of " + vector.length
					+ ". Use the model that the table was made with, or another table");
		}
		return vector;
	}

	private String modelName() {
		return "the embedding model " + ((this.embeddingModel instanceof FletchEmbeddingModel)
				? this.embeddingModel.toString() : this.embeddingModel.getClass().getSimpleName());
	}

	@Override
	public void doDelete(List<String> ids) {
		if (!ids.isEmpty()) {
			this.documents.get().table().delete("id IN (:ids)", Map.of("ids", List.copyOf(ids)));
		}
	}

	/**
	 * Deletes the documents that pass a filter.
	 * @param filter the filter
	 * @throws IllegalArgumentException if the filter means nothing
	 */
	@Override
	protected void doDelete(Filter.Expression filter) {
		DeleteCondition condition = DeleteCondition.of(filter);
		this.documents.get().table().delete(condition.sql(), condition.parameters());
	}

	/**
	 * Finds documents as this store was built to.
	 * @param request the question, how many, how similar, and the filter
	 * @return the documents, best first
	 */
	@Override
	public List<Document> doSimilaritySearch(SearchRequest request) {
		return found(request, this.queryKind);
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
		return found(request, Objects.requireNonNull(kind, "kind"));
	}

	private List<Document> found(SearchRequest request, QueryKind kind) {
		if (request.getTopK() == 0) {
			return List.of();
		}
		DocumentTable table = this.documents.get();
		double threshold = request.getSimilarityThreshold();
		Search<Map<String, @Nullable Object>> search = asked(table, request.getQuery(), kind).select(DocumentRow.READ)
			.limit(request.getTopK());
		if (request.getFilterExpression() != null) {
			search = search.where(condition(request.getFilterExpression()));
		}
		if (this.reranker != null) {
			search = search.rerank(this.reranker, request.getQuery());
		}
		if (kind == QueryKind.VECTOR && this.reranker == null) {
			return search.hits()
				.stream()
				.map((hit) -> DocumentRow.similar(hit, table.distance()))
				.filter((document) -> threshold <= SearchRequest.SIMILARITY_THRESHOLD_ACCEPT_ALL
						|| Objects.requireNonNull(document.getScore()) >= threshold)
				.toList();
		}
		if (threshold > SearchRequest.SIMILARITY_THRESHOLD_ACCEPT_ALL) {
			search = search.where(atLeast(table, threshold, kind));
		}
		return search.hits().stream().map(DocumentRow::ranked).toList();
	}

	private Search<Map<String, @Nullable Object>> asked(DocumentTable table, String question, QueryKind kind) {
		ReadableTable<Map<String, @Nullable Object>> rows = table.table();
		if (kind == QueryKind.TEXT || isEmbeddedByTheTable()) {
			return rows.search(question).kind(kind);
		}
		Search<Map<String, @Nullable Object>> search = rows
			.search(requireFits(table, this.embeddingModel.embed(question)))
			.column(DocumentTable.EMBEDDING);
		return (kind == QueryKind.VECTOR) ? search : search.text(TextQuery.match(question)).kind(QueryKind.HYBRID);
	}

	private static Expression atLeast(DocumentTable table, double threshold, QueryKind kind) {
		if (kind == QueryKind.TEXT) {
			throw new IllegalArgumentException("similarityThreshold is " + threshold
					+ ", but a search by words alone knows no similarity; leave it out, or search by VECTOR or HYBRID");
		}
		return Expression.column("_distance").le(Similarity.distance(table.distance(), threshold));
	}

	private static Expression condition(Filter.Expression filter) {
		return new MetadataFilter(Expression::value).condition(filter);
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
		return read(
				this.documents.get().table().scan().where(Expression.column(DocumentTable.ID).in(List.copyOf(ids))));
	}

	/**
	 * Lists documents in the order of adding; one that was replaced counts as added then.
	 * @param filter which; {@code null} for all
	 * @param offset how many to pass over
	 * @param limit how many at most, at least 1
	 * @return the documents
	 */
	public List<Document> list(Filter.@Nullable Expression filter, int offset, int limit) {
		Search<Map<String, @Nullable Object>> scan = this.documents.get().table().scan().offset(offset).limit(limit);
		return read((filter != null) ? scan.where(condition(filter)) : scan);
	}

	private static List<Document> read(Search<Map<String, @Nullable Object>> scan) {
		return scan.select(DocumentRow.READ).rows().stream().map(DocumentRow::read).toList();
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
		return this.documents.get().table().countRows(condition(filter));
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

	@Override
	public VectorStoreObservationContext.Builder createObservationContextBuilder(String operationName) {
		DocumentTable table = this.documents.get();
		return VectorStoreObservationContext.builder(SYSTEM, operationName)
			.collectionName(table.table().name())
			.namespace(String.join("/", table.table().namespace()))
			.dimensions(table.dimensions())
			.fieldName(DocumentTable.EMBEDDING)
			.similarityMetric(Similarity.metric(table.distance()));
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

		private LazyTable documents() {
			Table given = this.table;
			if (given != null) {
				DocumentTable documents = DocumentTable.of(given);
				return new LazyTable(() -> checked(documents));
			}
			Database in = Objects.requireNonNull(this.database, "database");
			return new LazyTable(() -> checked(opened(in)));
		}

		private DocumentTable opened(Database in) {
			if (!this.initializeSchema || in.hasTable(this.tableName)) {
				return DocumentTable.open(in, this.tableName);
			}
			return isOwnModel() ? DocumentTable.create(in, this.tableName, in.functions().defaultAlias(), this.distance)
					: DocumentTable.create(in, this.tableName, this.embeddingModel.dimensions(), this.distance);
		}

		private DocumentTable checked(DocumentTable documents) {
			if (isOwnModel() && documents.function() == null) {
				throw new InvalidInputException("The table '" + documents.table().name()
						+ "' has no embedding function, so vectors must be given; build the store with the "
						+ "EmbeddingModel that the table was made with");
			}
			return documents;
		}

		private boolean isOwnModel() {
			return this.embeddingModel instanceof FletchEmbeddingModel model
					&& model.function() instanceof EmbeddingOfTheTable;
		}

	}

}
