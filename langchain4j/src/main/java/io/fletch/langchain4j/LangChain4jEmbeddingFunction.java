package io.fletch.langchain4j;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;

/**
 * An {@link EmbeddingModel} of LangChain4j as an embedding function. A model that can be
 * told whether a text is a question or a passage is told; others embed questions as they
 * embed a string, and passages as segments. Batches, retries and listeners are the
 * model's own.
 */
public final class LangChain4jEmbeddingFunction implements EmbeddingFunction {

	/** What models answer that do not say what they are. */
	private static final String UNKNOWN = "unknown";

	private final String name;

	private final EmbeddingModel model;

	private final ModelDescription description;

	private final AtomicInteger dimensions = new AtomicInteger();

	/**
	 * Makes a function of a model that says what it is; one that does not goes by the
	 * name of this function.
	 * @param name the name under which tables remember the function
	 * @param model the model
	 */
	public LangChain4jEmbeddingFunction(String name, EmbeddingModel model) {
		this(name, model, describe(name, model));
	}

	/**
	 * Makes a function of a model that does not say what it is.
	 * @param name the name under which tables remember the function
	 * @param model the model
	 * @param description what its vectors depend on
	 */
	public LangChain4jEmbeddingFunction(String name, EmbeddingModel model, ModelDescription description) {
		this.name = name;
		this.model = model;
		this.description = description;
	}

	private static ModelDescription describe(String name, EmbeddingModel model) {
		String said = model.modelName();
		boolean isTelling = said != null && !said.isBlank() && !UNKNOWN.equals(said);
		return new ModelDescription(isTelling ? said : name, Map.of());
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
		if (this.dimensions.get() == 0) {
			try {
				this.dimensions.set(this.model.dimension());
			}
			catch (RuntimeException ex) {
				throw failed("cannot be asked for its dimensions", ex);
			}
		}
		return this.dimensions.get();
	}

	@Override
	public ModelDescription description() {
		return this.description;
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		if (sources.isEmpty()) {
			return List.of();
		}
		try {
			List<Embedding> embeddings = isTold() ? told(sources, EmbeddingInputType.DOCUMENT)
					: this.model.embedAll(sources.stream().map(TextSegment::from).toList()).content();
			if (embeddings.size() != sources.size()) {
				throw new EmbeddingException("it gave " + embeddings.size() + " vectors, but must give one for each");
			}
			return embeddings.stream().map(this::vector).toList();
		}
		catch (RuntimeException ex) {
			throw failed("failed on " + sources.size() + " texts", ex);
		}
	}

	@Override
	public float[] embedQuery(String query) {
		try {
			return vector(isTold() ? told(List.of(query), EmbeddingInputType.QUERY).getFirst()
					: this.model.embed(query).content());
		}
		catch (RuntimeException ex) {
			throw failed("failed on a question", ex);
		}
	}

	private boolean isTold() {
		return this.model.supportedParameters().contains(EmbeddingRequestParameters.INPUT_TYPE);
	}

	private List<Embedding> told(List<String> texts, EmbeddingInputType type) {
		return this.model
			.embed(EmbeddingRequest.builder()
				.inputs(texts.stream().map(EmbeddingInput::from).toList())
				.inputType(type)
				.build())
			.embeddings();
	}

	private float[] vector(Embedding embedding) {
		float[] vector = embedding.vector();
		int expected = this.dimensions.get();
		if (vector.length == 0 || (expected > 0 && vector.length != expected)) {
			throw new EmbeddingException("it gave a vector of " + vector.length + " numbers, but must give "
					+ ((expected > 0) ? expected : "at least one"));
		}
		return vector;
	}

	private EmbeddingException failed(String what, RuntimeException cause) {
		return new EmbeddingException("Embedding function '" + this.name + "' (LangChain4j's "
				+ this.model.getClass().getSimpleName() + ") " + what + ": " + cause.getMessage(), cause);
	}

}
