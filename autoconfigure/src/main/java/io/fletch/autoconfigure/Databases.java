package io.fletch.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.fletch.store.Database;

/**
 * The databases of an application by their names: {@code default} for that of
 * {@code fletch.uri}, the name in {@code fletch.databases}, or the name of the
 * application's own bean.
 */
public final class Databases {

	/** The name of the database of {@code fletch.uri}. */
	public static final String DEFAULT = "default";

	private static final String DEFAULT_BEAN = "fletchDatabase";

	private static final String SUFFIX = "Database";

	private final ConfigurableListableBeanFactory beans;

	private final Set<String> configured;

	Databases(ConfigurableListableBeanFactory beans, Set<String> configured) {
		this.beans = beans;
		this.configured = Set.copyOf(configured);
	}

	static String beanName(String name) {
		return name + SUFFIX;
	}

	/**
	 * Returns all databases, opening those that are not open yet.
	 * @return the databases by their names, in the order of these
	 */
	public Map<String, Database> all() {
		Map<String, Database> all = new TreeMap<>();
		this.beans.getBeansOfType(Database.class, false, true)
			.forEach((bean, database) -> all.put(name(bean), database));
		return all;
	}

	/**
	 * Returns the databases that were needed until now.
	 * @return the databases by their names, in the order of these
	 */
	public Map<String, Database> opened() {
		Map<String, Database> opened = new TreeMap<>();
		for (String bean : this.beans.getBeanNamesForType(Database.class, false, false)) {
			if (this.beans.containsSingleton(bean) && this.beans.getSingleton(bean) instanceof Database database) {
				opened.put(name(bean), database);
			}
		}
		return opened;
	}

	private String name(String bean) {
		if (bean.equals(DEFAULT_BEAN)) {
			return DEFAULT;
		}
		return this.configured.stream().filter((name) -> beanName(name).equals(bean)).findFirst().orElse(bean);
	}

}
