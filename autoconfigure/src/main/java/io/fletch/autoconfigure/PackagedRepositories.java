package io.fletch.autoconfigure;

import java.util.List;
import java.util.Optional;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.data.repository.config.AnnotationRepositoryConfigurationSource;
import org.springframework.data.repository.config.RepositoryConfigurationDelegate;
import org.springframework.data.repository.config.RepositoryConfigurationUtils;
import org.springframework.data.util.Streamable;

import io.fletch.data.FletchTemplate;
import io.fletch.data.repository.config.EnableFletchRepositories;
import io.fletch.data.repository.config.FletchRepositoryConfigurationExtension;

/**
 * Registers the repositories in the packages of the application.
 */
class PackagedRepositories implements ImportBeanDefinitionRegistrar {

	private static final String TEMPLATE = "fletchTemplateRef";

	private final ConfigurableListableBeanFactory beans;

	private final ResourceLoader resources;

	private final Environment environment;

	PackagedRepositories(BeanFactory beans, ResourceLoader resources, Environment environment) {
		this.beans = (ConfigurableListableBeanFactory) beans;
		this.resources = resources;
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry,
			BeanNameGenerator generator) {
		if (!AutoConfigurationPackages.has(this.beans)) {
			return;
		}
		FletchRepositoryConfigurationExtension extension = new FletchRepositoryConfigurationExtension();
		Packages packages = new Packages(registry, generator);
		RepositoryConfigurationUtils.exposeRegistration(extension, registry, packages);
		new RepositoryConfigurationDelegate(packages, this.resources, this.environment).registerRepositoriesIn(registry,
				extension);
	}

	/**
	 * Returns the name of the template: the only one there is, or the primary one.
	 */
	private String template() {
		List<String> names = List.of(this.beans.getBeanNamesForType(FletchTemplate.class, true, false));
		return names.stream()
			.filter((name) -> names.size() == 1 || this.beans.getMergedBeanDefinition(name).isPrimary())
			.findFirst()
			.orElse("fletchTemplate");
	}

	/**
	 * The annotation as if it named the packages of the application.
	 */
	private final class Packages extends AnnotationRepositoryConfigurationSource {

		Packages(BeanDefinitionRegistry registry, BeanNameGenerator generator) {
			super(AnnotationMetadata.introspect(Enabled.class), EnableFletchRepositories.class,
					PackagedRepositories.this.resources, PackagedRepositories.this.environment, registry, generator);
		}

		@Override
		public Streamable<String> getBasePackages() {
			return Streamable.of(AutoConfigurationPackages.get(PackagedRepositories.this.beans));
		}

		@Override
		public <T> Optional<T> getAttribute(String name, Class<T> type) {
			return name.equals(TEMPLATE) ? Optional.of(type.cast(template())) : super.getAttribute(name, type);
		}

	}

	@EnableFletchRepositories
	private static final class Enabled {

	}

}
