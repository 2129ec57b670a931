package io.fletch.embeddings.onnx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts texts into batches. Those of like length share one, since each is filled up to the
 * longest of its batch. The longest come first: the memory that they need serves all.
 */
final class BatchPlan {

	private BatchPlan() {
	}

	static List<List<Integer>> of(List<TokenIds> texts, int maxTexts, int maxTokens) {
		List<Integer> byLength = IntStream.range(0, texts.size())
			.boxed()
			.sorted(Comparator.comparingInt((index) -> -texts.get(index).length()))
			.toList();
		List<List<Integer>> batches = new ArrayList<>();
		int start = 0;
		while (start < byLength.size()) {
			int longest = texts.get(byLength.get(start)).length();
			int count = Math.clamp(maxTokens / longest, 1, maxTexts);
			int end = Math.min(start + count, byLength.size());
			batches.add(byLength.subList(start, end));
			start = end;
		}
		return batches;
	}

}
