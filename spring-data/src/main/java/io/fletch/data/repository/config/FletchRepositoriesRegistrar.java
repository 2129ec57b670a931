package io.fletch.data.repository.config;

import java.lang.annotation.Annotation;

import org.springframework.data.repository.config.RepositoryBeanDefinitionRegistrarSupport;
import org.springframework.data.repository.config.RepositoryConfigurationExtension;

/**
 * Registers what {@link EnableFletchRepositories} asks for.
 */
class FletchRepositoriesRegistrar extends RepositoryBeanDefinitionRegistrarSupport {

	@Override
	protected Class<? extends Annotation> getAnnotation() {
		return EnableFletchRepositories.class;
	}

	@Override
	protected RepositoryConfigurationExtension getExtension() {
		return new FletchRepositoryConfigurationExtension();
	}

}
