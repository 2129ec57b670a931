package io.fletch.rerankers;

import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Reranker;

/**
 * The rerankers of an application by name. One is made when it is first asked for, and
 * shared from then on; whoever asks for another meanwhile does not wait. All kinds that
 * {@link Rerankers} knows are there under their own names, with default parameters. Safe
 * for use by several threads at once.
 */
public final class RerankerRegistry implements AutoCloseable {

	private final ReentrantLock lock = new ReentrantLock();

	private final TreeMap<String, RerankerFactory> factories = Rerankers.discovered();

	private final Map<String, RegisteredReranker> named = new TreeMap<>();

	private final Map<String, String> variables = new ConcurrentHashMap<>();

	private boolean isClosed;

	/**
	 * Makes a registry of the rerankers on the class path. None is made yet.
	 */
	public RerankerRegistry() {
		this.factories.forEach((alias, factory) -> this.named.put(alias,
				RegisteredReranker.by(() -> Rerankers.create(alias, factory, Map.of(), this.variables))));
	}

	/**
	 * Gives a variable a value, which goes before that of the environment.
	 * @param name the name, without {@code :}
	 * @param value the value
	 * @return this registry
	 */
	public RerankerRegistry variable(String name, String value) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(value, "value");
		this.variables.put(name, value);
		return this;
	}

	/**
	 * Adds a kind of rerankers, and under its alias the one with default parameters.
	 * @param factory makes the rerankers
	 * @return this registry
	 * @throws InvalidInputException if the alias is taken
	 */
	public RerankerRegistry register(RerankerFactory factory) {
		Objects.requireNonNull(factory, "factory");
		String alias = factory.alias();
		return add(alias, RegisteredReranker.by(() -> Rerankers.create(alias, factory, Map.of(), this.variables)),
				factory);
	}

	/**
	 * Adds a reranker that exists already, under its own name.
	 * @param reranker the reranker; not closed with this registry
	 * @return this registry
	 * @throws InvalidInputException if the name is taken
	 */
	public RerankerRegistry register(Reranker reranker) {
		Objects.requireNonNull(reranker, "reranker");
		return add(reranker.name(), RegisteredReranker.of(reranker), null);
	}

	/**
	 * Adds a reranker that is made on first use.
	 * @param name its name
	 * @param type the alias of its kind, one of {@link #types()}
	 * @param options its options
	 * @return this registry
	 * @throws InvalidInputException if the name is taken, or the type unknown
	 * @throws RerankException if there is no such option; values are read on first use
	 */
	public RerankerRegistry register(String name, String type, Map<String, String> options) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(options, "options");
		Map<String, String> copy = Map.copyOf(options);
		RerankerFactory factory = locked(() -> Rerankers.factory(this.factories, type));
		Rerankers.requireOptions(name, factory, copy.keySet());
		return add(name, RegisteredReranker.by(() -> Rerankers.create(name, factory, copy, this.variables)), null);
	}

	private RerankerRegistry add(String name, RegisteredReranker reranker, @Nullable RerankerFactory factory) {
		return locked(() -> {
			requireOpen();
			if (name.isBlank()) {
				throw new InvalidInputException("A reranker must have a name that is not blank");
			}
			if (this.named.putIfAbsent(name, reranker) != null) {
				throw new InvalidInputException("A reranker named '" + name + "' is known already, of "
						+ new TreeSet<>(this.named.keySet()) + "; choose another name");
			}
			if (factory != null) {
				this.factories.put(name, factory);
			}
			return this;
		});
	}

	/**
	 * Returns a reranker, making it if this is its first use.
	 * @param name one of {@link #names()}
	 * @return the shared reranker, which this registry closes
	 * @throws InvalidInputException if the name is unknown
	 * @throws RerankException if it cannot be made
	 */
	public Reranker get(String name) {
		Objects.requireNonNull(name, "name");
		RegisteredReranker known = locked(() -> {
			requireOpen();
			RegisteredReranker found = this.named.get(name);
			if (found == null) {
				throw new InvalidInputException("No reranker named '" + name + "'; known: " + names());
			}
			return found;
		});
		return known.get();
	}

	/**
	 * Returns the names that {@link #get(String)} accepts.
	 * @return the names in order
	 */
	public SortedSet<String> names() {
		return locked(() -> new TreeSet<>(this.named.keySet()));
	}

	/**
	 * Returns the kinds of rerankers.
	 * @return their aliases in order
	 */
	public SortedSet<String> types() {
		return locked(() -> new TreeSet<>(this.factories.keySet()));
	}

	/**
	 * Closes every reranker that was made here, those too that are being made just now;
	 * none is made afterwards.
	 */
	@Override
	public void close() {
		Map<String, RegisteredReranker> all = locked(() -> {
			this.isClosed = true;
			return new TreeMap<>(this.named);
		});
		RerankException failure = null;
		for (Map.Entry<String, RegisteredReranker> each : all.entrySet()) {
			try {
				each.getValue().close();
			}
			catch (Exception ex) {
				// AutoCloseable throws anything; the others are closed all the same.
				RerankException unclosed = new RerankException(
						"The reranker '" + each.getKey() + "' could not be closed", ex);
				if (failure == null) {
					failure = unclosed;
				}
				else {
					failure.addSuppressed(unclosed);
				}
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	private void requireOpen() {
		if (this.isClosed) {
			throw RegisteredReranker.closed();
		}
	}

	private <T> T locked(Supplier<T> access) {
		this.lock.lock();
		try {
			return access.get();
		}
		finally {
			this.lock.unlock();
		}
	}

}
