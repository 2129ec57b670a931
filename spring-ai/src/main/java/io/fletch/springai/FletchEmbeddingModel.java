package io.fletch.springai;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;

/**
 * An embedding function as an {@link EmbeddingModel} of Spring AI. Spring AI does not say
 * what a text is embedded for, but its vector stores embed questions by
 * {@link #embed(String)} and everything else as documents or lists: so the former is a
 * question here, and all others are passages.
 */
public final class FletchEmbeddingModel implements EmbeddingModel {

	private final EmbeddingFunction function;

	/**
	 * Offers a function.
	 * @param function the function, which its owner closes
	 */
	public FletchEmbeddingModel(EmbeddingFunction function) {
		this.function = function;
	}

	/**
	 * Returns the function that is offered.
	 * @return the function
	 */
	public EmbeddingFunction function() {
		return this.function;
	}

	/**
	 * Embeds passages.
	 * @param request the passages; its options may name the model and the dimensions that
	 * the function has, or neither
	 * @return one vector for each, in their order, and the model's name
	 */
	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		requireOwn(request.getOptions());
		List<float[]> vectors = passages(request.getInstructions());
		List<Embedding> embeddings = IntStream.range(0, vectors.size())
			.mapToObj((i) -> new Embedding(vectors.get(i), i))
			.toList();
		return new EmbeddingResponse(embeddings,
				new EmbeddingResponseMetadata(this.function.description().model(), new EmptyUsage()));
	}

	private void requireOwn(@Nullable EmbeddingOptions options) {
		if (options == null) {
			return;
		}
		Integer dimensions = options.getDimensions();
		if (dimensions != null && dimensions != dimensions()) {
			throw misfit("dimensions", dimensions, dimensions());
		}
		String model = options.getModel();
		if (model != null && !model.equals(this.function.description().model())) {
			throw misfit("model", model, this.function.description().model());
		}
	}

	private IllegalArgumentException misfit(String option, Object asked, Object own) {
		return new IllegalArgumentException("The option " + option + " is " + asked + ", but the embedding function '"
				+ this.function.name() + "' has " + own + ": leave it out, or use a function that has it");
	}

	/**
	 * Embeds a question.
	 * @param text the question
	 * @return its vector
	 */
	@Override
	public float[] embed(String text) {
		return this.function.embedQuery(text);
	}

	/**
	 * Embeds the text of a document as a passage.
	 * @param document the document
	 * @return its vector
	 */
	@Override
	public float[] embed(Document document) {
		String text = Objects.requireNonNull(getEmbeddingContent(document),
				() -> "Document " + document.getId() + " has no text to embed");
		return passages(List.of(text)).getFirst();
	}

	private List<float[]> passages(List<String> texts) {
		List<float[]> vectors = this.function.embedSources(texts);
		if (vectors == null || vectors.size() != texts.size()) {
			throw new EmbeddingException("The embedding function '" + this.function.name() + "' gave "
					+ ((vectors != null) ? vectors.size() : "no") + " vectors for " + texts.size() + " texts");
		}
		return vectors;
	}

	@Override
	public int dimensions() {
		return this.function.dimensions();
	}

	@Override
	public String toString() {
		return "FletchEmbeddingModel[" + this.function.name() + "]";
	}

}
