package io.fletch.store.embedding;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns text into vectors of one fixed length. Implementations are safe for use by
 * several threads at once.
 */
public interface EmbeddingFunction extends AutoCloseable {

	/**
	 * Returns the alias under which a table remembers this function.
	 * @return the alias, for example {@code all-minilm-l6-v2}
	 */
	String name();

	/**
	 * Returns the length of every vector that this function makes.
	 * @return the number of dimensions, at least 1
	 */
	int dimensions();

	/**
	 * Returns what decides whether vectors can be compared.
	 * @return the model and its settings; the name alone by default
	 */
	default ModelDescription description() {
		return new ModelDescription(name(), Map.of());
	}

	/**
	 * Embeds passages that are to be stored.
	 * @param sources the passages, none of them blank
	 * @return one vector of {@link #dimensions()} floats for each source, in the order of
	 * the sources
	 * @throws EmbeddingException if the model fails; no vector is returned then
	 */
	List<float[]> embedSources(List<String> sources);

	/**
	 * Embeds a question. Models that treat questions and passages alike give the vector
	 * that {@link #embedSources(List)} would give.
	 * @param query the question, not blank
	 * @return a vector of {@link #dimensions()} floats
	 * @throws EmbeddingException if the model fails
	 */
	float[] embedQuery(String query);

	/**
	 * Returns what cuts texts as the model does, so that they can be cut to its measure.
	 * @return the tokenizer, valid until this function is closed; empty by default
	 */
	default Optional<Tokenizer> tokenizer() {
		return Optional.empty();
	}

	/**
	 * Frees the model. Does nothing by default.
	 */
	@Override
	default void close() {
	}

}
