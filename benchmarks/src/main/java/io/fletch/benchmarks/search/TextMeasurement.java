package io.fletch.benchmarks.search;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.ResultSink;
import io.fletch.benchmarks.measure.Rounds;
import io.fletch.benchmarks.measure.Subject;
import io.fletch.store.Search;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.query.text.Fuzziness;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.query.text.WordOperator;

/**
 * Measures searches by words, and by words and vectors.
 */
final class TextMeasurement {

	private static final Rounds ROUNDS = Rounds.of(300).warmedUpBy(20_000);

	private static final int UNINDEXED = 10_000;

	private static final int BUILDS = 11;

	private final SearchTable table;

	private final ResultSink sink;

	private final List<TextQuestion> questions;

	TextMeasurement(SearchTable table, ResultSink sink) {
		this.table = table;
		this.sink = sink;
		this.questions = table.data().questions();
	}

	void build() throws Exception {
		new Meter(this.sink).runs(
				new Subject("index_build", name("FTS(text) default (with positions)"),
						this.table.data().base().count()),
				BUILDS, (i) -> this.table.table().indexes().create(IndexDefinition.fullText("text")));
	}

	void words() throws Exception {
		measure("match OR 2-4 terms top-10 select id", (q) -> words(TextQuery.match(q.text(), "text")).select("id"));
		measure("match OR 2-4 terms top-10 all cols toArray", (q) -> words(TextQuery.match(q.text(), "text")));
		measure("match AND 2-4 terms top-10",
				(q) -> words(TextQuery.match(q.text(), "text").with(WordOperator.AND)).select("id"));
		measure("single rare term top-10", (q) -> words(TextQuery.match(q.rarest(), "text")).select("id"));
		measure("single frequent term top-10", (q) -> words(TextQuery.match(q.mostFrequent(), "text")).select("id"));
		measure("long query (10+ words) top-10", (q) -> words(TextQuery.match(q.beginning(), "text")).select("id"));
		measure("fuzzy=1 single term top-10",
				(q) -> words(TextQuery.match(q.rarest(), "text").with(new Fuzziness(1))).select("id"));
		measure("phrase (2 words) top-10", (q) -> words(TextQuery.phrase(q.phrase()).in("text")).select("id"));
		measure("boolean must+should+must_not top-10", (q) -> words(combination(q)).select("id"));
		measure("match OR + prefilter num<10% top-10",
				(q) -> words(TextQuery.match(q.text(), "text")).where(this.table.filter(0.1)).select("id"));
		measure("match OR top-100 select id", (q) -> words(TextQuery.match(q.text(), "text")).limit(100).select("id"));
	}

	private static TextQuery combination(TextQuestion question) {
		return new TextQuery.Combination(List.of(TextQuery.match(question.rarest(), "text")),
				List.of(TextQuery.match(question.mostFrequent(), "text")), List.of(TextQuery.match("webster", "text")));
	}

	/**
	 * Measures searches that compare vectors, too.
	 */
	void hybrid() throws Exception {
		hybrid("FTS + RRF(60) top-10 select id", (search) -> search.select("id"));
		hybrid("FTS + RRF(60) top-10 all cols toArray", (search) -> search);
		hybrid("FTS + RRF(60) depth=10 top-10 select id", (search) -> search.depth(10).select("id"));
		hybrid("FTS + RRF(60) depth=10 top-10 all cols toArray", (search) -> search.depth(10));
	}

	private void hybrid(String config,
			Function<Search<Map<String, @Nullable Object>>, Search<Map<String, @Nullable Object>>> columns)
			throws Exception {
		float[][] vectors = this.table.data().queries();
		new Meter(this.sink).latency("hybrid", name(config), ROUNDS,
				(i) -> columns
					.apply(words(TextQuery.match(this.questions.get(i % this.questions.size()).text(), "text"))
						.vector(vectors[i % vectors.length]))
					.hits());
	}

	/**
	 * Measures searches where some rows are not in the index.
	 */
	void unindexed() throws Exception {
		int count = this.table.data().base().count();
		this.table.add(count, count + UNINDEXED);
		measure("match OR 2-4 terms top-10 select id, 10k unindexed rows",
				(q) -> words(TextQuery.match(q.text(), "text")).select("id"));
	}

	private Search<Map<String, @Nullable Object>> words(TextQuery query) {
		return this.table.table().search(query).limit(SearchTable.LIMIT);
	}

	private void measure(String config, Function<TextQuestion, Search<Map<String, @Nullable Object>>> search)
			throws Exception {
		new Meter(this.sink).latency("fts", name(config), ROUNDS,
				(i) -> search.apply(this.questions.get(i % this.questions.size())).hits());
	}

	private String name(String config) {
		return this.table.data().name() + " " + config;
	}

}
