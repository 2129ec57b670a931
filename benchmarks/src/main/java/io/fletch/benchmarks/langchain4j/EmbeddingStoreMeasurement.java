package io.fletch.benchmarks.langchain4j;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import org.jspecify.annotations.Nullable;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.benchmarks.measure.Subject;
import io.fletch.langchain4j.FletchEmbeddingStore;
import io.fletch.store.Database;
import io.fletch.store.Search;
import io.fletch.store.Table;
import io.fletch.store.query.Expression;

/**
 * Measures adding and searching: by the store in memory, by ours, and by the table that
 * ours is made of, first without an index and then with one.
 */
public final class EmbeddingStoreMeasurement {

	private static final int LIMIT = 10;

	private static final int TURNS = 2;

	private static final String SEARCH = "embedding_store_search";

	private static final Map<String, Filter> FILTERS = Map.of("1%", new IsEqualTo("number", 7), "50%",
			new IsLessThan("number", StoredSegments.NUMBERS / 2));

	private static final Map<String, Expression> CONDITIONS = Map.of("1%",
			Expression.column("integers").element("number").eq(7), "50%",
			Expression.column("integers").element("number").lt(StoredSegments.NUMBERS / 2));

	private final Meter meter;

	private final StoredSegments data;

	private final Rounds rounds;

	/**
	 * Makes the data.
	 * @param meter takes the time
	 * @param segments how many segments are stored
	 * @param dimensions the length of their vectors
	 * @param rounds how often is searched
	 */
	public EmbeddingStoreMeasurement(Meter meter, int segments, int dimensions, Rounds rounds) {
		this.meter = meter;
		this.data = StoredSegments.of(segments, dimensions, rounds.count());
		this.rounds = rounds;
	}

	/**
	 * Measures.
	 * @param database where ours keeps its table
	 * @throws Exception if a store fails or the results cannot be kept
	 */
	public void run(Database database) throws Exception {
		InMemoryEmbeddingStore<TextSegment> memory = new InMemoryEmbeddingStore<>();
		FletchEmbeddingStore ours = FletchEmbeddingStore.builder(database).build();
		add("in-memory", memory);
		add("fletch", ours);
		Table table = ours.table().orElseThrow();
		search("in-memory", memory);
		table.optimize();
		both("", ours, table);
		recall(memory, ours);
		table.indexes().drop("vector_idx");
		both(" exact", ours, table);
	}

	/**
	 * In turns, so that neither finds the other's code compiled and the caches filled.
	 */
	private void both(String how, FletchEmbeddingStore ours, Table table) throws Exception {
		for (int turn = 0; turn < TURNS; turn++) {
			search("fletch" + how, ours);
			search("table" + how, table);
		}
	}

	private void add(String who, EmbeddingStore<TextSegment> store) throws Exception {
		this.meter.runs(new Subject("embedding_store_add", who, this.data.count()), 1, (run) -> this.data.addTo(store));
	}

	private void search(String who, EmbeddingStore<TextSegment> store) throws Exception {
		this.meter.latency(SEARCH, name(who), this.rounds, (query) -> store.search(request(query, null)));
		for (Map.Entry<String, Filter> filter : FILTERS.entrySet()) {
			this.meter.latency(SEARCH, name(who) + " filter=" + filter.getKey(), this.rounds,
					(query) -> store.search(request(query, filter.getValue())));
		}
	}

	private void search(String who, Table table) throws Exception {
		this.meter.latency(SEARCH, name(who), this.rounds, (query) -> nearest(table, query).hits());
		for (Map.Entry<String, Expression> condition : CONDITIONS.entrySet()) {
			this.meter.latency(SEARCH, name(who) + " filter=" + condition.getKey(), this.rounds,
					(query) -> nearest(table, query).where(condition.getValue()).hits());
		}
	}

	private Search<Map<String, @Nullable Object>> nearest(Table table, int query) {
		return table.search(question(query).vector()).limit(LIMIT);
	}

	private EmbeddingSearchRequest request(int query, @Nullable Filter filter) {
		return EmbeddingSearchRequest.builder()
			.queryEmbedding(question(query))
			.maxResults(LIMIT)
			.filter(filter)
			.build();
	}

	private Embedding question(int query) {
		return this.data.questions().get(query % this.data.questions().size());
	}

	/**
	 * Tells how many of the nearest segments ours finds by its index.
	 */
	private void recall(EmbeddingStore<TextSegment> exact, EmbeddingStore<TextSegment> indexed) throws Exception {
		int asked = Math.min(100, this.data.questions().size());
		int found = 0;
		int all = 0;
		for (int query = 0; query < asked; query++) {
			Set<String> expected = found(exact, query);
			all += expected.size();
			found += (int) found(indexed, query).stream().filter(expected::contains).count();
		}
		this.meter.note(SEARCH, name("fletch"), "recall", (double) found / Math.max(all, 1));
	}

	private Set<String> found(EmbeddingStore<TextSegment> store, int query) {
		return store.search(request(query, null))
			.matches()
			.stream()
			.map((match) -> match.embedded().text())
			.collect(Collectors.toSet());
	}

	private String name(String who) {
		return who + " n=" + this.data.count();
	}

}
