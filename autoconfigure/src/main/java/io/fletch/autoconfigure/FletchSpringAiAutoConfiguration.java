package io.fletch.autoconfigure;

import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.springai.SpringAiEmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

/**
 * Auto-configuration of embedding models for Spring AI. Its beans of the type
 * {@link EmbeddingModel} join the registry under their names; where there is none, the
 * default function is offered as one.
 */
@AutoConfiguration(after = FletchAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ EmbeddingModel.class, FletchEmbeddingModel.class })
@ConditionalOnBean(EmbeddingFunctionRegistry.class)
public final class FletchSpringAiAutoConfiguration {

	/** The bean that offers the default function as a model. */
	static final String MODEL = "fletchSpringAiEmbeddingModel";

	@Bean
	EmbeddingFunctionRegistryCustomizer fletchSpringAiEmbeddingModels(ListableBeanFactory beans) {
		return (registry) -> {
			for (String name : beans.getBeanNamesForType(EmbeddingModel.class, true, false)) {
				// Ours asks the registry, so it cannot be part of it.
				if (beans.getType(name) != FletchEmbeddingModel.class) {
					registry.register(new EmbeddingModelBean(name, () -> function(name, beans)));
				}
			}
		};
	}

	private static EmbeddingFunction function(String name, ListableBeanFactory beans) {
		EmbeddingModel model = beans.getBean(name, EmbeddingModel.class);
		if (model instanceof FletchEmbeddingModel) {
			throw EmbeddingModelBean.ofTheRegistry(name);
		}
		return new SpringAiEmbeddingFunction(name, model);
	}

	@Bean(MODEL)
	@ConditionalOnMissingBean(EmbeddingModel.class)
	FletchEmbeddingModel fletchSpringAiEmbeddingModel(EmbeddingFunctionRegistry registry) {
		return new FletchEmbeddingModel(new DefaultEmbeddingFunction(registry));
	}

}
