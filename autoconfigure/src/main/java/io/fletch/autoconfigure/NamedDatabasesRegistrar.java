package io.fletch.autoconfigure;

import java.util.Map;
import java.util.Set;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import io.fletch.store.Database;

/**
 * Registers a bean for each database of {@code fletch.databases}. Where one database is
 * wanted, it is not one of these.
 */
final class NamedDatabasesRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		names(environment).forEach((name) -> register(registry, name));
	}

	/**
	 * Returns the names of {@code fletch.databases}.
	 */
	static Set<String> names(Environment environment) {
		return Binder.get(environment)
			.bind("fletch.databases", Bindable.mapOf(String.class, FletchProperties.NamedDatabase.class))
			.orElse(Map.of())
			.keySet();
	}

	private static void register(BeanRegistry registry, String name) {
		registry.registerBean(Databases.beanName(name), Database.class,
				(spec) -> spec.fallback()
					.description("The database of fletch.databases." + name)
					.supplier((context) -> open(name, context)));
	}

	private static Database open(String name, BeanRegistry.SupplierContext context) {
		FletchProperties.NamedDatabase database = context.bean(FletchProperties.class).databases().get(name);
		if (database == null) {
			throw new IllegalStateException("fletch.databases." + name + " is gone");
		}
		return context.bean(DatabaseOpener.class).open(name, database.directory());
	}

}
