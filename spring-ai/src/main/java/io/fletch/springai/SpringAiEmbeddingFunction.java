package io.fletch.springai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.embedding.PartialEmbeddingException;

/**
 * An {@link EmbeddingModel} of Spring AI as an embedding function. Passages go to it as
 * documents, which is how Spring AI's vector stores send them, and questions as text, so
 * that a model that tells them apart can. Retries, limits and observations are the
 * model's own.
 */
public final class SpringAiEmbeddingFunction implements EmbeddingFunction {

	/** As many as every provider takes; Spring AI's models send a list in one request. */
	private static final int MOST_TEXTS = 96;

	private final String name;

	private final EmbeddingModel model;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable ModelDescription description;

	private int dimensions;

	/**
	 * Makes a function of a model that says what it is in its answers: it is asked once,
	 * when that is first needed.
	 * @param name the name under which tables remember the function
	 * @param model the model
	 */
	public SpringAiEmbeddingFunction(String name, EmbeddingModel model) {
		this.name = name;
		this.model = model;
	}

	/**
	 * Makes a function of a model that does not say what it is.
	 * @param name the name under which tables remember the function
	 * @param model the model
	 * @param description what its vectors depend on
	 */
	public SpringAiEmbeddingFunction(String name, EmbeddingModel model, ModelDescription description) {
		this(name, model);
		this.description = description;
	}

	@Override
	public String name() {
		return this.name;
	}

	/**
	 * Returns the model.
	 * @return the model
	 */
	public EmbeddingModel model() {
		return this.model;
	}

	@Override
	public int dimensions() {
		this.lock.lock();
		try {
			if (this.dimensions == 0) {
				ask();
			}
			return this.dimensions;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns what the model says that it is, or else the name of this function.
	 */
	@Override
	public ModelDescription description() {
		this.lock.lock();
		try {
			return (this.description != null) ? this.description : ask();
		}
		finally {
			this.lock.unlock();
		}
	}

	private ModelDescription ask() {
		try {
			EmbeddingResponse answer = this.model
				.call(new EmbeddingRequest(List.of("model"), EmbeddingOptions.builder().build()));
			String said = answer.getMetadata().getModel();
			this.dimensions = checked(answer.getResult().getOutput(), 0).length;
			if (this.description == null) {
				this.description = new ModelDescription((said != null && !said.isBlank()) ? said : this.name, Map.of());
			}
			return this.description;
		}
		catch (RuntimeException ex) {
			throw failed("cannot be asked what it is", ex);
		}
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		List<float[]> vectors = new ArrayList<>(sources.size());
		try {
			while (vectors.size() < sources.size()) {
				int start = vectors.size();
				List<Document> batch = sources.subList(start, Math.min(start + MOST_TEXTS, sources.size()))
					.stream()
					.map(SpringAiEmbeddingFunction::document)
					.toList();
				List<float[]> answer = this.model.embed(batch, EmbeddingOptions.builder().build(), List::of);
				answer.forEach((vector) -> checked(vector, this.dimensions));
				if (answer.size() != batch.size()) {
					throw new EmbeddingException("gave " + answer.size() + " vectors for " + batch.size() + " texts");
				}
				vectors.addAll(answer);
			}
			return vectors;
		}
		catch (RuntimeException ex) {
			EmbeddingException failure = failed(
					"embedded " + vectors.size() + " of " + sources.size() + " texts, then failed", ex);
			throw vectors.isEmpty() ? failure : partial(failure, vectors);
		}
	}

	private static PartialEmbeddingException partial(EmbeddingException failure, List<float[]> vectors) {
		Map<Integer, float[]> embedded = new HashMap<>();
		for (int i = 0; i < vectors.size(); i++) {
			embedded.put(i, vectors.get(i));
		}
		return new PartialEmbeddingException(String.valueOf(failure.getMessage()), failure, embedded);
	}

	/**
	 * Returns a document whose text is embedded as it is: the usual format puts two line
	 * breaks before it.
	 */
	private static Document document(String text) {
		Document document = new Document(text);
		document.setContentFormatter((formatted, mode) -> text);
		return document;
	}

	@Override
	public float[] embedQuery(String query) {
		try {
			return checked(this.model.embed(query), this.dimensions);
		}
		catch (RuntimeException ex) {
			throw failed("failed on a question", ex);
		}
	}

	private static float[] checked(float[] vector, int expected) {
		if (vector.length == 0 || (expected > 0 && vector.length != expected)) {
			throw new EmbeddingException("gave a vector of " + vector.length + " numbers, but must give "
					+ ((expected > 0) ? expected : "at least one"));
		}
		return vector;
	}

	private EmbeddingException failed(String what, RuntimeException cause) {
		return new EmbeddingException("Embedding function '" + this.name + "' (Spring AI's "
				+ this.model.getClass().getSimpleName() + ") " + what + ": " + cause.getMessage(), cause);
	}

}
