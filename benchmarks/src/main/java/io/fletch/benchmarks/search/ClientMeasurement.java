package io.fletch.benchmarks.search;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

import io.fletch.benchmarks.measure.Meter;
import io.fletch.benchmarks.measure.ResultSink;
import io.fletch.store.query.text.TextQuery;

/**
 * Measures how many searches a second several threads make, in turns, as the machine's
 * second core is not always as fast.
 */
final class ClientMeasurement {

	private static final int[] CLIENTS = { 1, 2, 4 };

	private static final int SEARCHES = 20_000;

	private static final int REPETITIONS = 7;

	private final SearchTable table;

	private final ResultSink sink;

	ClientMeasurement(SearchTable table, ResultSink sink) {
		this.table = table;
		this.sink = sink;
	}

	void run() throws Exception {
		measure("vector index k=10", SEARCHES, (i) -> SearchTable.ids(this.table.nearest(i)));
		measure("brute force k=10", SEARCHES / 100, (i) -> SearchTable.ids(this.table.nearest(i).exact()));
		List<TextQuestion> questions = this.table.data().questions();
		if (!questions.isEmpty()) {
			measure("fts match OR top-10", SEARCHES,
					(i) -> SearchTable.ids(this.table.table()
						.search(TextQuery.match(questions.get(i % questions.size()).text(), "text"))
						.limit(SearchTable.LIMIT)));
		}
	}

	private void measure(String config, int searches, IntConsumer search) throws Exception {
		rate(2, searches, search);
		double[][] rates = new double[CLIENTS.length][REPETITIONS];
		for (int repetition = 0; repetition < REPETITIONS; repetition++) {
			for (int i = 0; i < CLIENTS.length; i++) {
				rates[i][repetition] = rate(CLIENTS[i], searches, search);
			}
		}
		for (int i = 0; i < CLIENTS.length; i++) {
			new Meter(this.sink).note("concurrency", config + " clients=" + CLIENTS[i], "qps", rates[i]);
		}
	}

	private static double rate(int clients, int searches, IntConsumer search) throws Exception {
		AtomicInteger next = new AtomicInteger();
		double millis = Meter.millis(0, (repetition) -> {
			try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
				List<Future<?>> running = new ArrayList<>();
				for (int client = 0; client < clients; client++) {
					running.add(threads.submit(() -> {
						for (int i = next.getAndIncrement(); i < searches; i = next.getAndIncrement()) {
							search.accept(i);
						}
					}));
				}
				for (Future<?> client : running) {
					client.get();
				}
			}
		});
		return searches / millis * 1000;
	}

}
