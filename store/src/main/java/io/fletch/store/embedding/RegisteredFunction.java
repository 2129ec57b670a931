package io.fletch.store.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A function that a registry knows, made when it is first asked for. Whoever asks for
 * another one meanwhile does not wait.
 */
final class RegisteredFunction {

	/** The user, or the query, of an address. */
	private static final Pattern SECRET_PART = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*@|[^?#]*\\?)");

	private final String name;

	private final @Nullable EmbeddingFunctionFactory factory;

	private final Map<String, String> options;

	private final @Nullable EmbeddingFunction given;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable EmbeddingFunction function;

	private boolean closed;

	private RegisteredFunction(String name, @Nullable EmbeddingFunctionFactory factory, Map<String, String> options,
			@Nullable EmbeddingFunction given) {
		this.name = name;
		this.factory = factory;
		this.options = Map.copyOf(options);
		this.given = given;
	}

	static RegisteredFunction of(EmbeddingFunction function) {
		return new RegisteredFunction(function.name(), null, Map.of(), function);
	}

	static RegisteredFunction of(String name, EmbeddingFunctionFactory factory, Map<String, String> options) {
		RegisteredFunction made = new RegisteredFunction(name, factory, options, null);
		made.requireKnown(factory);
		return made;
	}

	private void requireKnown(EmbeddingFunctionFactory of) {
		List<String> known = of.options().stream().map(EmbeddingOption::name).toList();
		for (String option : this.options.keySet()) {
			if (!known.contains(option)) {
				throw new EmbeddingException(
						"The embedding function '" + this.name + "' of the type '" + of.alias() + "' has no option '"
								+ option + "'" + NearNames.hint(option, known) + "; its options are " + known);
			}
			if (SECRET_PART.matcher(this.options.getOrDefault(option, "")).find()) {
				throw new EmbeddingException("The option '" + option + "' of the embedding function '" + this.name
						+ "' has a user, a password or a query in an address, which tables would keep: give a key by an option "
						+ "for it, or a variable");
			}
		}
	}

	String name() {
		return this.name;
	}

	/**
	 * Tells whether this is what a factory makes without options under its own alias.
	 */
	boolean isPlain() {
		return this.factory != null && this.factory.alias().equals(this.name);
	}

	/**
	 * Returns the function, making it if need be.
	 * @param wrapper puts something around it when it is first asked for
	 */
	EmbeddingFunction get(EmbeddingVariables variables, UnaryOperator<EmbeddingFunction> wrapper) {
		EmbeddingFunction made = this.function;
		if (made != null) {
			return made;
		}
		this.lock.lock();
		try {
			if (this.closed) {
				throw new EmbeddingException("The embedding function '" + this.name + "' is closed");
			}
			EmbeddingFunction meanwhile = this.function;
			if (meanwhile == null) {
				meanwhile = wrapper.apply(made(variables));
				this.function = meanwhile;
			}
			return meanwhile;
		}
		finally {
			this.lock.unlock();
		}
	}

	private EmbeddingFunction made(EmbeddingVariables variables) {
		if (this.given != null) {
			return this.given;
		}
		return create(Objects.requireNonNull(this.factory, "factory"), variables);
	}

	/**
	 * Makes a function that is the caller's own.
	 */
	EmbeddingFunction create(EmbeddingFunctionFactory by, EmbeddingVariables variables) {
		EmbeddingOptions filled = EmbeddingOptions.filled("embedding function", this.name, by.options(), this.options,
				variables);
		List<String> secrets = new ArrayList<>();
		for (String option : secretOptions(by)) {
			String secret = filled.find(option);
			if (secret != null) {
				secrets.add(secret);
			}
		}
		try {
			return by.create(this.name, filled);
		}
		catch (RuntimeException ex) {
			throw withoutSecrets(ex, secrets);
		}
	}

	private static Set<String> secretOptions(EmbeddingFunctionFactory of) {
		return of.options()
			.stream()
			.filter(EmbeddingOption::isSecret)
			.map(EmbeddingOption::name)
			.collect(Collectors.toSet());
	}

	/**
	 * Returns an exception that tells no secret, whatever a factory put into its message.
	 */
	private static RuntimeException withoutSecrets(RuntimeException ex, List<String> secrets) {
		boolean tells = false;
		for (Throwable part = ex; part != null; part = part.getCause()) {
			String message = String.valueOf(part.getMessage());
			tells |= secrets.stream().anyMatch((secret) -> !secret.isBlank() && message.contains(secret));
		}
		if (!tells) {
			return ex;
		}
		String message = String.valueOf(ex.getMessage());
		for (String secret : secrets) {
			message = secret.isBlank() ? message : message.replace(secret, "***");
		}
		EmbeddingException safe = new EmbeddingException(message);
		safe.setStackTrace(ex.getStackTrace());
		return safe;
	}

	/**
	 * Returns what a table keeps of the function.
	 */
	EmbeddingDefinition definition(String as, EmbeddingFunction made) {
		ModelDescription description = made.description();
		return new EmbeddingDefinition(as, (this.factory != null) ? this.factory.alias() : null, shown(),
				new EmbeddingDefinition.Model(description.model(), made.dimensions(), description.settings()));
	}

	/**
	 * Returns the options as they were written, secrets only where they are variables.
	 */
	private Map<String, String> shown() {
		Map<String, String> shown = new TreeMap<>(this.options);
		if (this.factory != null) {
			for (String secret : secretOptions(this.factory)) {
				String given = shown.remove(secret);
				String variable = (given != null) ? EmbeddingVariables.nameOnly(given) : null;
				if (variable != null) {
					shown.put(secret, variable);
				}
			}
		}
		return shown;
	}

	EmbeddingFunctionInfo info(List<String> aliases) {
		EmbeddingFunctionFactory by = this.factory;
		if (by != null) {
			return new EmbeddingFunctionInfo(this.name, by.alias(), aliases, by.accepts(), by.options(), shown(),
					this.function != null);
		}
		Set<SourceKind> accepts = (this.given instanceof ImageEmbeddingFunction)
				? Set.of(SourceKind.TEXT, SourceKind.IMAGE) : Set.of(SourceKind.TEXT);
		return new EmbeddingFunctionInfo(this.name, null, aliases, accepts, List.of(), Map.of(), true);
	}

	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			EmbeddingFunction made = (this.function != null) ? this.function : this.given;
			this.function = null;
			if (made != null) {
				made.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
