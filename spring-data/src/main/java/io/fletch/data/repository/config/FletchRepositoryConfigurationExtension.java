package io.fletch.data.repository.config;

import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;

import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.data.repository.config.AnnotationRepositoryConfigurationSource;
import org.springframework.data.repository.config.RepositoryConfigurationExtensionSupport;
import org.springframework.data.repository.config.RepositoryConfigurationSource;

import io.fletch.data.repository.FletchRepository;
import io.fletch.data.repository.support.FletchRepositoryFactoryBean;
import io.fletch.store.mapping.Table;

/**
 * Tells Spring Data which repositories are ours, beside those of other modules, and what
 * makes them.
 */
public class FletchRepositoryConfigurationExtension extends RepositoryConfigurationExtensionSupport {

	private static final String TEMPLATE = "fletchTemplate";

	@Override
	public String getModuleName() {
		return "Fletch";
	}

	@Override
	@SuppressWarnings("deprecation")
	protected String getModulePrefix() {
		return "fletch";
	}

	@Override
	public String getRepositoryFactoryBeanClassName() {
		return FletchRepositoryFactoryBean.class.getName();
	}

	@Override
	protected Collection<Class<? extends Annotation>> getIdentifyingAnnotations() {
		return List.of(Table.class);
	}

	@Override
	protected Collection<Class<?>> getIdentifyingTypes() {
		return List.of(FletchRepository.class);
	}

	@Override
	public void postProcess(BeanDefinitionBuilder builder, AnnotationRepositoryConfigurationSource config) {
		builder.addPropertyReference("template", config.getAttribute("fletchTemplateRef").orElse(TEMPLATE));
	}

	@Override
	public void postProcess(BeanDefinitionBuilder builder, RepositoryConfigurationSource source) {
		if (!(source instanceof AnnotationRepositoryConfigurationSource)) {
			builder.addPropertyReference("template", TEMPLATE);
		}
	}

}
