package io.fletch.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.beans.factory.ListableBeanFactory;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

/**
 * Chooses what embeds for the vector store.
 */
final class VectorStoreModel {

	private VectorStoreModel() {
	}

	/**
	 * Returns the model among the beans that is named, or else the only or primary one.
	 * @param beans the beans
	 * @param named the name of the default embedding function, if there is one
	 * @return the model, or empty if the table's own embedding function embeds
	 * @throws AmbiguousModelException if there are several, and none is named
	 */
	static Optional<EmbeddingModel> of(ListableBeanFactory beans, @Nullable String named) {
		List<String> models = Arrays.stream(beans.getBeanNamesForType(EmbeddingModel.class, true, false))
			.filter((name) -> !name.equals(FletchSpringAiAutoConfiguration.MODEL))
			.toList();
		if (named != null) {
			return models.contains(named) ? Optional.of(beans.getBean(named, EmbeddingModel.class)) : Optional.empty();
		}
		if (models.isEmpty()) {
			return Optional.empty();
		}
		EmbeddingModel only = beans.getBeanProvider(EmbeddingModel.class).getIfUnique();
		if (only == null) {
			throw new AmbiguousModelException(models);
		}
		return Optional.of(only);
	}

	/**
	 * Returns the model as {@link #of}, or else one of the default embedding function.
	 * @param beans the beans
	 * @param named the name of the default embedding function, if there is one
	 * @return the model
	 * @throws AmbiguousModelException if there are several, and none is named
	 */
	static EmbeddingModel orFunction(ListableBeanFactory beans, @Nullable String named) {
		return of(beans, named).orElseGet(() -> new FletchEmbeddingModel(
				new DefaultEmbeddingFunction(beans.getBean(EmbeddingFunctionRegistry.class))));
	}

}
