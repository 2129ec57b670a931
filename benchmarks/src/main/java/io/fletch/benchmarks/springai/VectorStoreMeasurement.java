package io.fletch.benchmarks.springai;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.filter.FilterExpressionBuilder;

import io.fletch.benchmarks.files.TemporaryFolder;
import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.benchmarks.measure.Subject;
import io.fletch.springai.vectorstore.FletchVectorStore;
import io.fletch.store.Database;
import io.fletch.store.Search;
import io.fletch.store.Table;

/**
 * Measures how long a similarity search over the same documents takes by Fletch's vector
 * store, by the one that Spring AI keeps in memory, and by the store's own API on the
 * table of the former; with and without a filter that a tenth of the documents passes,
 * with the index that the vector store makes, and without.
 */
public final class VectorStoreMeasurement {

	/** How many questions there are, whose vectors are the last. */
	public static final int QUESTIONS = 200;

	private static final int BATCH = 1000;

	private static final int TOP = 10;

	private static final int TENTHS = 10;

	private static final int COMPARED = 20;

	private static final int TURNS = 2;

	private static final String INDEX = "embedding_idx";

	private static final String OP = "similaritySearch";

	private static final Filter.Expression FILTER = new FilterExpressionBuilder().eq("tenth", 3).build();

	private final Meter meter;

	private final NumberedTexts model;

	private final int documents;

	private final Rounds rounds;

	/**
	 * Measures.
	 * @param meter takes the time
	 * @param vectors the vectors of the documents, then those of the questions
	 * @param documents how many documents
	 * @param rounds how often a question is asked, each time the next
	 */
	public VectorStoreMeasurement(Meter meter, List<float[]> vectors, int documents, Rounds rounds) {
		this.meter = meter;
		this.model = new NumberedTexts(vectors);
		this.documents = documents;
		this.rounds = rounds;
	}

	/**
	 * Measures all, in one process.
	 * @throws Exception if something fails or the results cannot be kept
	 */
	public void run() throws Exception {
		try (TemporaryFolder folder = TemporaryFolder.create("spring-ai");
				Database database = Database.open(folder.path())) {
			SimpleVectorStore simple = SimpleVectorStore.builder(this.model).build();
			FletchVectorStore fletch = FletchVectorStore.builder(database, this.model)
				.batchingStrategy(List::of)
				.build();
			load("simple", simple);
			load("fletch", fletch);
			Table table = fletch.<Table>getNativeClient().orElseThrow();
			table.optimize();
			search("simple", simple);
			both("", fletch, table);
			recall(simple, fletch);
			table.indexes().drop(INDEX);
			both(" exact", fletch, table);
		}
	}

	private void load(String name, VectorStore store) throws Exception {
		this.meter.runs(new Subject("load", name, this.documents), 1, (run) -> {
			for (int from = 0; from < this.documents; from += BATCH) {
				store.add(IntStream.range(from, Math.min(from + BATCH, this.documents))
					.mapToObj(VectorStoreMeasurement::document)
					.toList());
			}
		});
	}

	private static Document document(int number) {
		return new Document(Integer.toString(number), "The text of document " + number + ", which is not long.",
				Map.of("number", number, "tenth", number % TENTHS, "title", "Document " + number));
	}

	/**
	 * In turns, so that neither finds the other's code compiled and the caches filled.
	 */
	private void both(String how, FletchVectorStore fletch, Table table) throws Exception {
		for (int turn = 0; turn < TURNS; turn++) {
			search("fletch" + how, fletch);
			latency("store" + how, (question) -> asked(table, question).hits());
			latency("store" + how + " filtered",
					(question) -> asked(table, question).where("array_has(labels, '\"tenth\":3')").hits());
		}
	}

	private void search(String name, VectorStore store) throws Exception {
		latency(name, (question) -> store.similaritySearch(request(question, null)));
		latency(name + " filtered", (question) -> store.similaritySearch(request(question, FILTER)));
	}

	private Search<Map<String, @Nullable Object>> asked(Table table, int question) {
		return table.search(this.model.embed(text(question))).select("id", "content", "metadata").limit(TOP);
	}

	private SearchRequest request(int question, Filter.@Nullable Expression filter) {
		SearchRequest.Builder request = SearchRequest.builder().query(text(question)).topK(TOP);
		return ((filter != null) ? request.filterExpression(filter) : request).build();
	}

	private String text(int question) {
		return Integer.toString(this.documents + question);
	}

	private void latency(String name, Asking asking) throws Exception {
		this.meter.latency(OP, name, this.rounds, asking::ask);
	}

	/**
	 * Of what the exact answer holds, the share that the index finds.
	 */
	private void recall(VectorStore exact, VectorStore indexed) throws Exception {
		int found = 0;
		for (int question = 0; question < COMPARED; question++) {
			Set<String> ids = new HashSet<>(ids(exact, question));
			found += (int) ids(indexed, question).stream().filter(ids::contains).count();
		}
		this.meter.note(OP, "fletch", "recall", (double) found / (COMPARED * TOP));
	}

	private List<String> ids(VectorStore store, int question) {
		return store.similaritySearch(request(question, null)).stream().map(Document::getId).toList();
	}

	/**
	 * Asks a question by its number.
	 */
	@FunctionalInterface
	private interface Asking {

		void ask(int question);

	}

}
