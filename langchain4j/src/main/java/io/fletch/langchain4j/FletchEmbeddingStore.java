package io.fletch.langchain4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import org.jspecify.annotations.Nullable;

import io.fletch.store.Database;
import io.fletch.store.RowSource;
import io.fletch.store.Search;
import io.fletch.store.Table;
import io.fletch.store.query.Distance;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Hit;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

/**
 * An {@link EmbeddingStore} in a table of a database. What was added is durable when the
 * call returns. All metadata come back in their types, and filters run in the store.
 *
 * <p>
 * A request with a {@linkplain EmbeddingSearchRequest#query() text} looks for its words,
 * too, and joins what words and embedding find, unless that is
 * {@linkplain Builder#hybrid(boolean) switched off}. The score of a match is always the
 * relevance score of its embedding; of such a request the matches stand in the order of
 * the joined rankings.
 *
 * <p>
 * The table is made when the first embedding is added, whose length all others must have.
 * Safe for use by several threads, and several processes on one folder.
 */
public final class FletchEmbeddingStore implements EmbeddingStore<TextSegment> {

	/** The name of the table unless another is given. */
	public static final String DEFAULT_TABLE = "segments";

	private static final Comparator<EmbeddingMatch<TextSegment>> BEST_FIRST = Comparator
		.<EmbeddingMatch<TextSegment>>comparingDouble(EmbeddingMatch::score)
		.reversed();

	private final SegmentTable segments;

	private final boolean hybrid;

	private final @Nullable Reranker reranker;

	private FletchEmbeddingStore(Builder builder) {
		this.segments = new SegmentTable(builder.database, builder.table);
		this.hybrid = builder.hybrid;
		this.reranker = builder.reranker;
	}

	/**
	 * Begins a store.
	 * @param database holds the table; its owner closes it
	 * @return a builder
	 */
	public static Builder builder(Database database) {
		return new Builder(database);
	}

	/**
	 * Returns the table, to create indexes, look at versions or ask more than this
	 * interface can: see {@code docs/langchain4j.md} for its columns.
	 * @return the table; empty until something was added
	 */
	public Optional<Table> table() {
		return Optional.ofNullable(this.segments.find());
	}

	/**
	 * Counts what is stored.
	 * @return the number of embeddings
	 */
	public long size() {
		return table().map(Table::countRows).orElse(0L);
	}

	@Override
	public String add(Embedding embedding) {
		return addAll(listOfOne("embedding", embedding)).getFirst();
	}

	/**
	 * Adds an embedding, in the place of the one with this id if there is one.
	 * @param id the id, not blank
	 * @param embedding the embedding
	 */
	@Override
	public void add(String id, Embedding embedding) {
		addAll(List.of(requireId(id)), listOfOne("embedding", embedding), null);
	}

	@Override
	public String add(Embedding embedding, @Nullable TextSegment segment) {
		List<Embedding> one = listOfOne("embedding", embedding);
		return (segment != null) ? addAll(one, List.of(segment)).getFirst() : addAll(one).getFirst();
	}

	@Override
	public List<String> addAll(List<Embedding> embeddings) {
		List<String> ids = generateIds(embeddings.size());
		insert(ids, embeddings, null);
		return ids;
	}

	@Override
	public List<String> addAll(List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
		List<String> ids = generateIds(embeddings.size());
		requireSizes(ids, embeddings, segments);
		insert(ids, embeddings, segments);
		return ids;
	}

	/**
	 * Adds embeddings in one version of the table, in the place of those with these ids.
	 * Of embeddings with the same id the last counts.
	 * @param ids the ids, none of them blank
	 * @param embeddings as many embeddings, all of one length
	 * @param segments as many segments, or {@code null} for none; single ones can be
	 * {@code null}
	 * @throws IllegalArgumentException if the lists are not of the same size
	 * @throws io.fletch.store.error.InvalidInputException if an embedding is not as long
	 * as those in the table, or holds other than finite numbers; nothing is added
	 */
	@Override
	public void addAll(@Nullable List<String> ids, @Nullable List<Embedding> embeddings,
			@Nullable List<TextSegment> segments) {
		List<String> keys = Objects.requireNonNullElse(ids, List.of());
		List<Embedding> vectors = Objects.requireNonNullElse(embeddings, List.of());
		requireSizes(keys, vectors, segments);
		if (vectors.isEmpty()) {
			return;
		}
		Map<String, Map<String, @Nullable Object>> rows = LinkedHashMap.newLinkedHashMap(keys.size());
		for (int i = 0; i < keys.size(); i++) {
			rows.put(requireId(keys.get(i)), row(keys.get(i), vectors.get(i), segmentAt(segments, i)));
		}
		this.segments.findOrCreate(vectors.getFirst().dimension())
			.mergeInsert(StoredSegment.ID)
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(List.copyOf(rows.values()));
	}

	/** Ids that were just made are in no table yet, so nothing has to be looked for. */
	private void insert(List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
		if (embeddings.isEmpty()) {
			return;
		}
		Stream<Map<String, @Nullable Object>> rows = IntStream.range(0, ids.size())
			.mapToObj((i) -> row(ids.get(i), embeddings.get(i), segmentAt(segments, i)));
		this.segments.findOrCreate(required("embedding", embeddings.getFirst()).dimension()).add(RowSource.maps(rows));
	}

	private static @Nullable TextSegment segmentAt(@Nullable List<TextSegment> segments, int index) {
		return (segments != null) ? segments.get(index) : null;
	}

	private static Map<String, @Nullable Object> row(String id, Embedding embedding, @Nullable TextSegment segment) {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		row.put(StoredSegment.ID, id);
		row.put(StoredSegment.TEXT, (segment != null) ? segment.text() : null);
		row.put(StoredSegment.VECTOR, required("embedding", embedding).vector());
		SegmentMetadata.write((segment != null) ? segment.metadata() : new Metadata(), row);
		return row;
	}

	@Override
	public void remove(String id) {
		removeAll(List.of(requireId(id)));
	}

	/**
	 * Removes embeddings.
	 * @param ids their ids; those that are not there, none, and {@code null} are ignored
	 */
	@Override
	public void removeAll(@Nullable Collection<String> ids) {
		if (ids != null && !ids.isEmpty()) {
			List<String> present = ids.stream().filter(Objects::nonNull).toList();
			table().ifPresent((table) -> table.delete(Expression.column(StoredSegment.ID).in(present)));
		}
	}

	/**
	 * Removes the embeddings whose segments have metadata that pass a filter. Those
	 * without segment stay.
	 * @param filter the filter
	 */
	@Override
	public void removeAll(Filter filter) {
		Expression condition = MetadataFilter.condition(required("filter", filter));
		table().ifPresent((table) -> table.delete(condition));
	}

	@Override
	public void removeAll() {
		table().ifPresent((table) -> table.delete(Expression.value(true)));
	}

	/**
	 * Finds embeddings. Those without segment pass no filter. A zero vector has no
	 * direction: it is found, and finds, by words at most.
	 * @param request the request
	 * @return the matches; without a text, or where this store is not hybrid, in the
	 * order of their scores
	 * @throws io.fletch.store.error.InvalidInputException if the embedding is not as long
	 * as those in the table
	 */
	@Override
	public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
		Table table = this.segments.find();
		if (table == null) {
			return new EmbeddingSearchResult<>(List.of());
		}
		Embedding question = request.queryEmbedding();
		Search<Map<String, @Nullable Object>> search = table.search(question.vector())
			.column(StoredSegment.VECTOR)
			.distance(Distance.COSINE)
			.limit(request.maxResults());
		if (request.filter() != null) {
			search = search.where(MetadataFilter.condition(request.filter()));
		}
		String words = request.query();
		boolean isHybrid = this.hybrid && words != null && !words.isBlank();
		if (isHybrid) {
			search = hybrid(search, request);
		}
		return new EmbeddingSearchResult<>(matches(search.hits(), request, isHybrid));
	}

	@Override
	public CompletableFuture<EmbeddingSearchResult<TextSegment>> searchAsync(EmbeddingSearchRequest request) {
		return CompletableFuture.supplyAsync(() -> search(request), Thread::startVirtualThread);
	}

	private Search<Map<String, @Nullable Object>> hybrid(Search<Map<String, @Nullable Object>> search,
			EmbeddingSearchRequest request) {
		Search<Map<String, @Nullable Object>> both = search.text(TextQuery.match(request.query()));
		Reranker joining = reranker();
		if (request.minScore() > 0) {
			return both.rerank(new ScoreFloor(joining, request.queryEmbedding(), request.minScore()), request.query());
		}
		return (joining != null) ? both.rerank(joining, request.query()) : both;
	}

	/**
	 * Returns what joins words and embedding; {@code null} for the store's own way.
	 */
	@Nullable Reranker reranker() {
		return (this.reranker != null) ? this.reranker : this.segments.database().options().reranker();
	}

	private static List<EmbeddingMatch<TextSegment>> matches(List<Hit<Map<String, @Nullable Object>>> hits,
			EmbeddingSearchRequest request, boolean isRanked) {
		List<EmbeddingMatch<TextSegment>> matches = new ArrayList<>(hits.size());
		for (Hit<Map<String, @Nullable Object>> hit : hits) {
			EmbeddingMatch<TextSegment> match = match(hit.row(), request.queryEmbedding());
			if (match.score() >= request.minScore()) {
				matches.add(match);
			}
		}
		if (!isRanked) {
			matches.sort(BEST_FIRST);
		}
		return matches;
	}

	private static EmbeddingMatch<TextSegment> match(Map<String, @Nullable Object> row, Embedding question) {
		Embedding embedding = Embedding.from((float[]) Objects.requireNonNull(row.get(StoredSegment.VECTOR)));
		String text = (String) row.get(StoredSegment.TEXT);
		TextSegment segment = (text != null && !text.isBlank()) ? TextSegment.from(text, SegmentMetadata.read(row))
				: null;
		return new EmbeddingMatch<>(ScoreFloor.score(question, embedding), (String) row.get(StoredSegment.ID),
				embedding, segment);
	}

	@Override
	public List<String> generateIds(int count) {
		return Stream.generate(() -> UUID.randomUUID().toString()).limit(count).toList();
	}

	private static void requireSizes(List<String> ids, List<Embedding> embeddings,
			@Nullable List<TextSegment> segments) {
		if (ids.size() != embeddings.size()) {
			throw new IllegalArgumentException(
					"ids size (" + ids.size() + ") is not equal to embeddings size (" + embeddings.size() + ")");
		}
		if (segments != null && segments.size() != embeddings.size()) {
			throw new IllegalArgumentException("embeddings size (" + embeddings.size()
					+ ") is not equal to embedded size (" + segments.size() + ")");
		}
	}

	private static String requireId(@Nullable String id) {
		if (id == null || id.isBlank()) {
			throw new IllegalArgumentException("id cannot be null or blank");
		}
		return id;
	}

	private static <T> List<T> listOfOne(String name, @Nullable T value) {
		return List.of(required(name, value));
	}

	private static <T> T required(String name, @Nullable T value) {
		if (value == null) {
			throw new IllegalArgumentException(name + " cannot be null");
		}
		return value;
	}

	/**
	 * Says how a store looks.
	 */
	public static final class Builder {

		private final Database database;

		private String table = DEFAULT_TABLE;

		private boolean hybrid = true;

		private @Nullable Reranker reranker;

		private Builder(Database database) {
			this.database = Objects.requireNonNull(database, "database");
		}

		/**
		 * Names the table; stores with different names have nothing in common.
		 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning
		 * with {@code .}, at most 200, or else the first use is an
		 * {@link io.fletch.store.error.InvalidInputException};
		 * {@value FletchEmbeddingStore#DEFAULT_TABLE} by default
		 * @return this builder
		 */
		public Builder table(String name) {
			this.table = Objects.requireNonNull(name, "name");
			return this;
		}

		/**
		 * Says whether requests with a text look for its words as well, as they do by
		 * default.
		 * @param hybrid whether they do
		 * @return this builder
		 */
		public Builder hybrid(boolean hybrid) {
			this.hybrid = hybrid;
			return this;
		}

		/**
		 * Says what joins words and embedding.
		 * @param reranker the reranker; that of the database by default, or else
		 * reciprocal rank fusion
		 * @return this builder
		 */
		public Builder reranker(Reranker reranker) {
			this.reranker = Objects.requireNonNull(reranker, "reranker");
			return this;
		}

		/**
		 * Makes the store, which opens its table when it is first used.
		 * @return the store
		 */
		public FletchEmbeddingStore build() {
			return new FletchEmbeddingStore(this);
		}

	}

}
