package io.fletch.rerankers;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Reranker;

/**
 * The rerankers by the names that configuration uses: those of this module, and those
 * that other modules on the class path offer by a {@link RerankerFactory}.
 */
public final class Rerankers {

	private static final String KIND = "reranker";

	/** What is shorter stands in many a word. */
	private static final int LEAST_SECRET = 4;

	private Rerankers() {
	}

	/**
	 * Returns a reranker with its default parameters.
	 * @param name one of {@link #names()}
	 * @return a new reranker; if it is {@link AutoCloseable}, the caller closes it
	 * @throws InvalidInputException if the name is unknown
	 * @throws RerankException if it cannot be made
	 */
	public static Reranker named(String name) {
		Objects.requireNonNull(name, "name");
		return create(name, Map.of());
	}

	/**
	 * Makes a reranker.
	 * @param name one of {@link #names()}
	 * @param options its options, in which {@code ${NAME}} and {@code ${NAME:default}}
	 * stand for variables of the environment
	 * @return a new reranker; if it is {@link AutoCloseable}, the caller closes it
	 * @throws InvalidInputException if the name is unknown
	 * @throws RerankException if an option is unknown, lacks or has a value that means
	 * nothing, or a model cannot be loaded
	 */
	public static Reranker create(String name, Map<String, String> options) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(options, "options");
		return create(name, factory(discovered(), name), options, Map.of());
	}

	/**
	 * Returns what can be chosen.
	 * @param name one of {@link #names()}
	 * @return the options of this kind of rerankers
	 * @throws InvalidInputException if the name is unknown
	 */
	public static List<EmbeddingOption> options(String name) {
		Objects.requireNonNull(name, "name");
		return factory(discovered(), name).options();
	}

	/**
	 * Returns the names that {@link #named(String)} accepts.
	 * @return the names in order
	 */
	public static SortedSet<String> names() {
		return Collections.unmodifiableSortedSet(discovered().navigableKeySet());
	}

	static TreeMap<String, RerankerFactory> discovered() {
		TreeMap<String, RerankerFactory> factories = new TreeMap<>();
		for (RerankerFactory formula : Formula.values()) {
			factories.put(formula.alias(), formula);
		}
		for (RerankerFactory factory : ServiceLoader.load(RerankerFactory.class)) {
			RerankerFactory present = factories.putIfAbsent(factory.alias(), factory);
			if (present != null) {
				throw new InvalidInputException(
						"Two kinds of rerankers are named '" + factory.alias() + "', " + present.getClass().getName()
								+ " and " + factory.getClass().getName() + "; take one of them off the class path");
			}
		}
		return factories;
	}

	static RerankerFactory factory(TreeMap<String, RerankerFactory> factories, String name) {
		RerankerFactory factory = factories.get(name);
		if (factory == null) {
			throw new InvalidInputException("No reranker named '" + name + "'; known: " + factories.keySet());
		}
		return factory;
	}

	static void requireOptions(String name, RerankerFactory factory, Set<String> given) {
		try {
			EmbeddingOptions.requireKnown(KIND, name, factory.options(), given);
		}
		catch (EmbeddingException ex) {
			throw failed("The reranker '" + name + "' cannot be made: " + ex.getMessage(), ex, List.of());
		}
	}

	/**
	 * Makes a reranker.
	 * @param name its name, for messages
	 * @param variables values of variables, which go before those of the environment
	 */
	static Reranker create(String name, RerankerFactory factory, Map<String, String> options,
			Map<String, String> variables) {
		List<String> secrets = new ArrayList<>();
		try {
			EmbeddingOptions filled = EmbeddingOptions.of(KIND, name, factory.options(), options, variables);
			for (EmbeddingOption option : factory.options()) {
				String value = option.isSecret() ? filled.find(option.name()) : null;
				if (value != null && value.strip().length() >= LEAST_SECRET) {
					secrets.add(value.strip());
				}
			}
			return factory.create(filled);
		}
		catch (RuntimeException ex) {
			// A factory may throw anything, also with a secret in it.
			throw failed("The reranker '" + name + "' cannot be made: " + ex.getMessage(), ex, secrets);
		}
	}

	/**
	 * Returns an exception that tells no secret, whatever a factory put into its own.
	 */
	private static RerankException failed(String message, RuntimeException cause, List<String> secrets) {
		StringWriter told = new StringWriter();
		cause.printStackTrace(new PrintWriter(told));
		if (secrets.stream().noneMatch(told.toString()::contains)) {
			return new RerankException(message, cause);
		}
		String safe = message;
		for (String secret : secrets) {
			safe = safe.replace(secret, "***");
		}
		return new RerankException(safe);
	}

}
