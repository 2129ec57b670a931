package io.fletch.store.embedding;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The embedding functions known to a database, by alias. A function is created when it is
 * first asked for and shared from then on. Safe for use by several threads at once.
 */
public final class EmbeddingFunctionRegistry implements AutoCloseable {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, EmbeddingFunctionFactory> factories = new TreeMap<>();

	private final Map<String, EmbeddingFunction> functions = new TreeMap<>();

	private @Nullable String defaultAlias;

	/**
	 * Returns a registry of the functions that modules on the class path offer through
	 * {@link ServiceLoader}. No model is loaded yet.
	 * @return a new registry
	 */
	public static EmbeddingFunctionRegistry discovered() {
		EmbeddingFunctionRegistry registry = new EmbeddingFunctionRegistry();
		ServiceLoader.load(EmbeddingFunctionFactory.class).forEach(registry::register);
		return registry;
	}

	/**
	 * Adds a function that is created on first use.
	 * @param factory the source of the function
	 * @return this registry
	 * @throws EmbeddingException if the alias is taken
	 */
	public EmbeddingFunctionRegistry register(EmbeddingFunctionFactory factory) {
		this.lock.lock();
		try {
			requireFree(factory.alias());
			this.factories.put(factory.alias(), factory);
			return this;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Adds a function that exists already under its own name.
	 * @param function the function; closed with this registry
	 * @return this registry
	 * @throws EmbeddingException if the name is taken
	 */
	public EmbeddingFunctionRegistry register(EmbeddingFunction function) {
		this.lock.lock();
		try {
			requireFree(function.name());
			this.functions.put(function.name(), function);
			return this;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the function of an alias, creating it if this is its first use.
	 * @param alias the alias
	 * @return the shared function
	 * @throws EmbeddingException if the alias is unknown or its model cannot be loaded
	 */
	public EmbeddingFunction get(String alias) {
		this.lock.lock();
		try {
			EmbeddingFunction existing = this.functions.get(alias);
			if (existing != null) {
				return existing;
			}
			EmbeddingFunctionFactory factory = this.factories.get(alias);
			if (factory == null) {
				throw unknown(alias);
			}
			EmbeddingFunction created = factory.create(alias, new EmbeddingOptions(alias, Map.of()));
			this.functions.put(alias, created);
			return created;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Chooses the function of vector fields that name none.
	 * @param alias an alias of this registry
	 * @return this registry
	 * @throws EmbeddingException if the alias is unknown
	 */
	public EmbeddingFunctionRegistry defaultAlias(String alias) {
		this.lock.lock();
		try {
			if (!aliases().contains(alias)) {
				throw unknown(alias);
			}
			this.defaultAlias = alias;
			return this;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the alias of the function of vector fields that name none: the one chosen,
	 * or else the only one there is.
	 * @return the alias
	 * @throws EmbeddingException if none was chosen and there is not exactly one
	 */
	public String defaultAlias() {
		this.lock.lock();
		try {
			if (this.defaultAlias != null) {
				return this.defaultAlias;
			}
			Set<String> aliases = aliases();
			if (aliases.size() != 1) {
				throw new EmbeddingException(
						"No default embedding function: choose one of " + aliases + " by defaultAlias(...)");
			}
			return aliases.iterator().next();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the aliases that {@link #get(String)} accepts.
	 * @return the aliases in order
	 */
	public Set<String> aliases() {
		this.lock.lock();
		try {
			Set<String> aliases = new TreeSet<>(this.factories.keySet());
			aliases.addAll(this.functions.keySet());
			return aliases;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Closes every function that was created or registered.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.functions.values().forEach(EmbeddingFunction::close);
			this.functions.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	private EmbeddingException unknown(String alias) {
		return new EmbeddingException("No embedding function named '" + alias + "'; known: " + aliases()
				+ ". Register it, or add the module that offers it to the class path.");
	}

	private void requireFree(String alias) {
		if (this.factories.containsKey(alias) || this.functions.containsKey(alias)) {
			throw new EmbeddingException("An embedding function named '" + alias + "' is registered already");
		}
	}

}
