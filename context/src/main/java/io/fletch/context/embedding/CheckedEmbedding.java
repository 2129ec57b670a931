package io.fletch.context.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.StoreException;

/**
 * Asks an embedding function, and believes nothing that it gives: a vector too few would
 * lose a passage.
 */
public final class CheckedEmbedding {

	/** More texts than these are not sent at once. */
	private static final int BATCH = 64;

	private final EmbeddingFunction function;

	/**
	 * Creates an embedding.
	 * @param function the function that is asked
	 */
	public CheckedEmbedding(EmbeddingFunction function) {
		Objects.requireNonNull(function, "function");
		this.function = function;
	}

	/**
	 * Embeds any number of texts, 64 at once.
	 * @param texts the texts
	 * @return one good vector for each text, in their order
	 * @throws EmbeddingException if the function fails, however it does, or gives another
	 * number of vectors or a bad one
	 * @throws io.fletch.store.error.CancelledException if the thread is interrupted
	 */
	public List<float[]> embedAll(List<String> texts) {
		Objects.requireNonNull(texts, "texts");
		List<float[]> vectors = new ArrayList<>(texts.size());
		for (int from = 0; from < texts.size(); from += BATCH) {
			CancelledException.throwIfInterrupted();
			vectors.addAll(embed(texts.subList(from, Math.min(texts.size(), from + BATCH))));
		}
		return vectors;
	}

	/**
	 * Embeds texts at once.
	 * @param texts the texts
	 * @return one good vector for each text, in their order
	 * @throws EmbeddingException if the function fails, however it does, or gives another
	 * number of vectors or a bad one
	 */
	public List<float[]> embed(List<String> texts) {
		Objects.requireNonNull(texts, "texts");
		List<float[]> vectors = asked(texts);
		if (vectors == null || vectors.size() != texts.size()) {
			throw new EmbeddingException("The embedding function '" + this.function.name() + "' gave "
					+ ((vectors != null) ? vectors.size() + " vectors" : "null") + " for " + texts.size()
					+ " texts. Mend the function");
		}
		for (int index = 0; index < vectors.size(); index++) {
			String fault = fault(vectors.get(index));
			if (fault != null) {
				throw new EmbeddingException("The embedding function '" + this.function.name() + "' gave " + fault
						+ " for text " + index + " of " + texts.size() + ". Mend the function");
			}
		}
		return vectors;
	}

	/**
	 * Embeds a question.
	 * @param question the question
	 * @return a good vector
	 * @throws EmbeddingException if the function fails, however it does, or gives a bad
	 * vector
	 */
	public float[] embedQuery(String question) {
		Objects.requireNonNull(question, "question");
		float @Nullable [] vector = guarded(() -> this.function.embedQuery(question));
		String fault = fault(vector);
		if (vector == null || fault != null) {
			throw new EmbeddingException("The embedding function '" + this.function.name() + "' gave " + fault
					+ " for a question. Mend the function");
		}
		return vector;
	}

	private @Nullable List<float[]> asked(List<String> texts) {
		return guarded(() -> this.function.embedSources(texts));
	}

	private <T> @Nullable T guarded(Supplier<? extends @Nullable T> asked) {
		try {
			return asked.get();
		}
		catch (EmbeddingException | StoreException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// A function of somebody else's may throw anything.
			throw new EmbeddingException("The embedding function '" + this.function.name() + "' failed: " + ex, ex);
		}
	}

	/**
	 * Returns the good vectors from the first on, as far as there is none missing.
	 * @param embedded what a function gave before it failed, by the places of the texts
	 * @return the vectors of the first texts
	 */
	public List<float[]> beginning(Map<Integer, float[]> embedded) {
		Objects.requireNonNull(embedded, "embedded");
		List<float[]> vectors = new ArrayList<>();
		float[] vector = embedded.get(0);
		while (vector != null && fault(vector) == null) {
			vectors.add(vector);
			vector = embedded.get(vectors.size());
		}
		return vectors;
	}

	private @Nullable String fault(float @Nullable [] vector) {
		if (vector == null) {
			return "null";
		}
		if (vector.length != this.function.dimensions()) {
			return "a vector of " + vector.length + " dimensions instead of " + this.function.dimensions();
		}
		for (float value : vector) {
			if (!Float.isFinite(value)) {
				return "a vector with " + value;
			}
		}
		return null;
	}

}
