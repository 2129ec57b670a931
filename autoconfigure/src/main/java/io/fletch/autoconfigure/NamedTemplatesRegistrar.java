package io.fletch.autoconfigure;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

import io.fletch.data.FletchTemplate;
import io.fletch.data.mapping.FletchMappingContext;
import io.fletch.store.Database;

/**
 * Registers a template for each database of {@code fletch.databases}. Where one template
 * is wanted, it is not one of these.
 */
final class NamedTemplatesRegistrar implements BeanRegistrar {

	private static final String SUFFIX = "FletchTemplate";

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		NamedDatabasesRegistrar.names(environment).forEach((name) -> register(registry, name));
	}

	private static void register(BeanRegistry registry, String name) {
		registry.registerBean(name + SUFFIX, FletchTemplate.class,
				(spec) -> spec.fallback()
					.description("The template of fletch.databases." + name)
					.supplier((context) -> template(name, context)));
	}

	private static FletchTemplate template(String name, BeanRegistry.SupplierContext context) {
		return new FletchTemplate(context.bean(Databases.beanName(name), Database.class),
				context.bean(FletchMappingContext.class), context.bean(FletchProperties.class).schemaMode());
	}

}
