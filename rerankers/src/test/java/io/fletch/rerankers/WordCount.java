package io.fletch.rerankers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Counts the words of the question in texts, and remembers what it was asked.
 */
final class WordCount implements RelevanceModel {

	private final List<List<String>> asked = Collections.synchronizedList(new ArrayList<>());

	private volatile boolean closed;

	@Override
	public String name() {
		return "word-count";
	}

	@Override
	public double[] scores(String query, List<String> texts) {
		this.asked.add(List.copyOf(texts));
		List<String> words = List.of(query.split(" "));
		return texts.stream()
			.mapToDouble((text) -> Arrays.stream(text.split(" ")).filter(words::contains).count())
			.toArray();
	}

	List<List<String>> asked() {
		return this.asked;
	}

	boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
