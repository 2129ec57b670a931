package io.fletch.store.embedding;

import java.util.Arrays;
import java.util.List;

/**
 * A deterministic function for tests: a vector for each word, of its length and its first
 * letter.
 */
public final class LetterFunction implements MultiVectorEmbeddingFunction {

	@Override
	public String name() {
		return "letters";
	}

	@Override
	public int dimensions() {
		return 2;
	}

	@Override
	public List<float[][]> embedSourceTokens(List<String> sources) {
		return sources.stream().map(this::embedQueryTokens).toList();
	}

	@Override
	public float[][] embedQueryTokens(String query) {
		return Arrays.stream(query.split(" "))
			.map((word) -> new float[] { word.length(), word.charAt(0) - 'a' + 1 })
			.toArray(float[][]::new);
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return sources.stream().map(this::embedQuery).toList();
	}

	@Override
	public float[] embedQuery(String query) {
		return embedQueryTokens(query)[0];
	}

}
