package io.fletch.springai.vectorstore;

import java.util.List;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;

/**
 * Stands where Spring AI wants a model, and says that the table makes its vectors itself.
 * It is never asked for one.
 */
final class EmbeddingOfTheTable implements EmbeddingFunction {

	@Override
	public String name() {
		return "the table's own";
	}

	@Override
	public int dimensions() {
		throw unasked();
	}

	@Override
	public ModelDescription description() {
		throw unasked();
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		throw unasked();
	}

	@Override
	public float[] embedQuery(String query) {
		throw unasked();
	}

	private static IllegalStateException unasked() {
		return new IllegalStateException("The table makes its vectors itself; nobody else is asked for them");
	}

}
