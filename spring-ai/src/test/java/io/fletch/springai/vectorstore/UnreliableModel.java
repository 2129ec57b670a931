package io.fletch.springai.vectorstore;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * A model as of a provider who has too much to do at first, and counts who asked what the
 * model is called.
 */
final class UnreliableModel implements EmbeddingModel {

	static final String BUSY = "429 Too Many Requests";

	private final NamedModel model;

	private final AtomicInteger failures;

	private final AtomicInteger named = new AtomicInteger();

	UnreliableModel(String name, int failures) {
		this.model = new NamedModel(name);
		this.failures = new AtomicInteger(failures);
	}

	@Override
	public EmbeddingResponse call(EmbeddingRequest request) {
		if (this.failures.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
			throw new IllegalStateException(BUSY);
		}
		if (request.getInstructions().equals(List.of("model"))) {
			this.named.incrementAndGet();
		}
		return this.model.call(request);
	}

	@Override
	public float[] embed(Document document) {
		return this.model.embed(document);
	}

	@Override
	public int dimensions() {
		return this.model.dimensions();
	}

	int named() {
		return this.named.get();
	}

}
