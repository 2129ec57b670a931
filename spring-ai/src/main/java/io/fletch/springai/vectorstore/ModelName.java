package io.fletch.springai.vectorstore;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;

import io.fletch.springai.FletchEmbeddingModel;

/**
 * What a model says that it is. It is asked when somebody first wants to know, which
 * costs a request, until it answers; the answer is kept. Safe for use by several threads
 * at once.
 */
final class ModelName {

	private final EmbeddingModel model;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Optional<String> answer;

	ModelName(EmbeddingModel model) {
		this.model = model;
	}

	EmbeddingModel model() {
		return this.model;
	}

	/**
	 * Returns the name; {@code null} if the model answers without telling one.
	 * @throws RuntimeException whatever the model throws if it does not answer: that says
	 * nothing of what it is
	 */
	@Nullable String get() {
		Optional<String> known = this.answer;
		if (known != null) {
			return known.orElse(null);
		}
		this.lock.lock();
		try {
			known = this.answer;
			if (known == null) {
				known = Optional.ofNullable(ask()).filter((name) -> !name.isBlank());
				this.answer = known;
			}
			return known.orElse(null);
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable String ask() {
		if (this.model instanceof FletchEmbeddingModel own) {
			return own.function().description().model();
		}
		return this.model.call(new EmbeddingRequest(List.of("model"), EmbeddingOptions.builder().build()))
			.getMetadata()
			.getModel();
	}

}
