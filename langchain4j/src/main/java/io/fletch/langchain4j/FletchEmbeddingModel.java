package io.fletch.langchain4j;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;

/**
 * An embedding function as an {@link EmbeddingModel} of LangChain4j. A request can say
 * what its texts are. Where nothing is said, a string is a question, as LangChain4j's
 * content retriever embeds questions by {@link #embed(String)}, and everything else is a
 * passage, as its ingestor embeds segments.
 */
public final class FletchEmbeddingModel implements EmbeddingModel {

	private final EmbeddingFunction function;

	private final List<EmbeddingModelListener> listeners;

	/**
	 * Offers a function.
	 * @param function the function, which its owner closes
	 */
	public FletchEmbeddingModel(EmbeddingFunction function) {
		this(function, List.of());
	}

	/**
	 * Offers a function, and tells listeners what is asked and answered.
	 * @param function the function, which its owner closes
	 * @param listeners the listeners
	 */
	public FletchEmbeddingModel(EmbeddingFunction function, List<EmbeddingModelListener> listeners) {
		this.function = function;
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Returns the function that is offered.
	 * @return the function
	 */
	public EmbeddingFunction function() {
		return this.function;
	}

	@Override
	public List<EmbeddingModelListener> listeners() {
		return this.listeners;
	}

	@Override
	public Set<EmbeddingParameter<?>> supportedParameters() {
		return Set.of(EmbeddingRequestParameters.INPUT_TYPE);
	}

	@Override
	public EmbeddingResponse doEmbed(EmbeddingRequest request) {
		List<String> texts = request.inputs().stream().map(EmbeddingInput::text).toList();
		List<float[]> vectors = (request.inputType() == EmbeddingInputType.QUERY)
				? texts.stream().map(this.function::embedQuery).toList() : this.function.embedSources(texts);
		if (vectors == null || vectors.size() != texts.size()) {
			throw new EmbeddingException("The embedding function '" + this.function.name() + "' gave "
					+ ((vectors != null) ? vectors.size() : "no") + " vectors for " + texts.size() + " texts");
		}
		return EmbeddingResponse.builder()
			.embeddings(vectors.stream().map(Embedding::from).toList())
			.modelName(modelName())
			.build();
	}

	@Override
	public CompletableFuture<EmbeddingResponse> doEmbedAsync(EmbeddingRequest request) {
		return CompletableFuture.supplyAsync(() -> doEmbed(request), Thread::startVirtualThread);
	}

	/**
	 * Embeds a question.
	 * @param text the question
	 * @return its vector
	 */
	@Override
	public Response<Embedding> embed(String text) {
		EmbeddingResponse answer = embed(
				EmbeddingRequest.builder().input(text).inputType(EmbeddingInputType.QUERY).build());
		return Response.from(answer.embeddings().getFirst());
	}

	@Override
	public int dimension() {
		return this.function.dimensions();
	}

	@Override
	public String modelName() {
		return this.function.description().model();
	}

	@Override
	public String toString() {
		return "FletchEmbeddingModel[" + this.function.name() + "]";
	}

}
