package io.fletch.store.embedding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The embedding functions known to a database, by name. A function is created when it is
 * first asked for and shared from then on; whoever asks for another one meanwhile does
 * not wait. Safe for use by several threads at once.
 */
public final class EmbeddingFunctionRegistry implements AutoCloseable {

	/** The function of choice where several are on the class path and none was chosen. */
	private static final String BUNDLED = "all-minilm-l6-v2";

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, EmbeddingFunctionFactory> factories = new TreeMap<>();

	private final Map<String, RegisteredFunction> functions = new TreeMap<>();

	/** Functions of tables, which nobody registered here. */
	private final Map<Recipe, RegisteredFunction> kept = new HashMap<>();

	private final EmbeddingVariables variables;

	private volatile UnaryOperator<EmbeddingFunction> wrapper = UnaryOperator.identity();

	private @Nullable String defaultAlias;

	private boolean trustsTables;

	private boolean isClosed;

	/**
	 * Makes a registry without functions.
	 */
	public EmbeddingFunctionRegistry() {
		this(System::getenv);
	}

	EmbeddingFunctionRegistry(UnaryOperator<@Nullable String> environment) {
		this.variables = new EmbeddingVariables(environment);
	}

	/**
	 * Returns a registry of the functions that modules on the class path offer through
	 * {@link ServiceLoader}. No model is loaded yet.
	 * @return a new registry
	 * @throws EmbeddingException if two of them have the same alias
	 */
	public static EmbeddingFunctionRegistry discovered() {
		EmbeddingFunctionRegistry registry = new EmbeddingFunctionRegistry();
		ServiceLoader.load(EmbeddingFunctionFactory.class).forEach(registry::register);
		return registry;
	}

	/**
	 * Adds a kind of functions, and under its alias the one that is made without options,
	 * on first use.
	 * @param factory makes the functions
	 * @return this registry
	 * @throws EmbeddingException if the alias is taken
	 */
	public EmbeddingFunctionRegistry register(EmbeddingFunctionFactory factory) {
		RegisteredFunction plain = RegisteredFunction.of(factory.alias(), factory, Map.of());
		return locked(() -> {
			add(factory.alias(), plain);
			this.factories.put(factory.alias(), factory);
			return this;
		});
	}

	/**
	 * Adds a function that exists already under its own name.
	 * @param function the function; closed with this registry
	 * @return this registry
	 * @throws EmbeddingException if the name is taken
	 */
	public EmbeddingFunctionRegistry register(EmbeddingFunction function) {
		RegisteredFunction given = RegisteredFunction.of(function);
		return locked(() -> {
			add(function.name(), given);
			return this;
		});
	}

	/**
	 * Adds a function that is created on first use.
	 * @param name the name by which columns name it
	 * @param type the alias of the factory that makes it
	 * @param options its options, in which {@code ${NAME}}, {@code ${NAME:default}},
	 * {@code $var:NAME} and {@code $var:NAME:default} stand for variables, see
	 * {@link #variable}. They get their values when the function is created. Tables keep
	 * options as they are written here, a secret only if it is a variable
	 * @return this registry
	 * @throws EmbeddingException if the name is taken, the type is unknown, or has no
	 * such option
	 */
	public EmbeddingFunctionRegistry register(String name, String type, Map<String, String> options) {
		Objects.requireNonNull(name, "name");
		RegisteredFunction named = RegisteredFunction.of(name, factory(type), options);
		return locked(() -> {
			add(name, named);
			return this;
		});
	}

	/**
	 * Gives a function, and the kind of functions of that alias, one more name.
	 * @param newName the other name
	 * @param existing a name that is known
	 * @return this registry
	 * @throws EmbeddingException if the new name is taken, or the other unknown
	 */
	public EmbeddingFunctionRegistry alias(String newName, String existing) {
		Objects.requireNonNull(newName, "newName");
		return locked(() -> {
			add(newName, registered(existing));
			EmbeddingFunctionFactory factory = this.factories.get(existing);
			if (factory != null) {
				this.factories.put(newName, factory);
			}
			return this;
		});
	}

	/**
	 * Gives a variable a value, which goes before that of the environment. It is never
	 * stored.
	 * @param name the name, without {@code :}
	 * @param value the value
	 * @return this registry
	 * @throws EmbeddingException if nothing can have that name
	 */
	public EmbeddingFunctionRegistry variable(String name, String value) {
		Objects.requireNonNull(value, "value");
		this.variables.put(name, value);
		return this;
	}

	/**
	 * Puts something around every function that is asked for from now on for the first
	 * time, for example a cache or a measurement.
	 * @param around gives a function that has the same name, dimensions and description
	 * @return this registry
	 */
	public EmbeddingFunctionRegistry wrap(UnaryOperator<EmbeddingFunction> around) {
		Objects.requireNonNull(around, "around");
		return locked(() -> {
			UnaryOperator<EmbeddingFunction> before = this.wrapper;
			this.wrapper = (function) -> around.apply(before.apply(function));
			return this;
		});
	}

	/**
	 * Lets tables choose all options of functions that are not registered here, variables
	 * too. Without it, a table cannot choose what is read on this machine, nor where
	 * texts and keys are sent ({@link EmbeddingOption#isGuarded()}), and has keys only
	 * from the variables that these options have by default, or that {@link #variable}
	 * gave a value.
	 * @return this registry
	 */
	public EmbeddingFunctionRegistry trustTables() {
		return locked(() -> {
			this.trustsTables = true;
			return this;
		});
	}

	/**
	 * Creates a function that is not registered.
	 * @param type the alias of the factory that makes it
	 * @param options its options, as of {@link #register(String, String, Map)}
	 * @return a new function, which the caller closes
	 * @throws EmbeddingException if the type is unknown, an option is unknown, lacks or
	 * has no variable, or the model cannot be loaded
	 */
	public EmbeddingFunction create(String type, Map<String, String> options) {
		EmbeddingFunctionFactory factory = factory(type);
		return RegisteredFunction.of(factory.alias(), factory, options).create(factory, this.variables);
	}

	/**
	 * Returns a function, creating it if this is its first use.
	 * @param alias its name
	 * @return the shared function
	 * @throws EmbeddingException if the name is unknown, a variable has no value, or the
	 * model cannot be loaded
	 */
	public EmbeddingFunction get(String alias) {
		return made(locked(() -> registered(alias)));
	}

	/**
	 * Returns the function that a table names: the one of that name, or else one that is
	 * made as the table says.
	 * @param definition what the table keeps
	 * @param column the column that it fills, for messages
	 * @return the shared function
	 * @throws EmbeddingMismatchException if it makes other vectors than the table has
	 * @throws EmbeddingException if there is none of that name and nothing is known of
	 * how to make it, or it cannot be made
	 */
	public EmbeddingFunction get(EmbeddingDefinition definition, String column) {
		EmbeddingFunction found = made(locked(() -> kept(definition, column)));
		definition.requireSame(found, column);
		return found;
	}

	private EmbeddingFunction made(RegisteredFunction function) {
		return function.get(this.variables, this.wrapper);
	}

	private RegisteredFunction kept(EmbeddingDefinition definition, String column) {
		requireOpen();
		RegisteredFunction known = this.functions.get(definition.name());
		if (known != null) {
			return known;
		}
		String type = definition.type();
		EmbeddingFunctionFactory factory = (type != null) ? this.factories.get(type) : null;
		if (factory == null) {
			throw new EmbeddingException("The vectors of the column '" + column
					+ "' are made by the embedding function '" + definition.name() + "' with " + definition.model()
					+ ", which is not registered here" + ((type != null) ? ", nor is its type '" + type + "'" : "")
					+ "; known: " + names() + ". Register it under that name before the database is opened, "
					+ ((type != null) ? "add the module that offers the type to the class path, " : "")
					+ "or give the vectors");
		}
		return shared(definition.name(), factory, definition.options());
	}

	/**
	 * Whoever wrote a table may be anybody.
	 */
	private void requireHarmless(String name, EmbeddingFunctionFactory factory, Map<String, String> options) {
		for (EmbeddingOption option : factory.options()) {
			String value = options.get(option.name());
			if (value != null && !this.trustsTables && !option.isHarmless(value, this.variables)) {
				throw new EmbeddingException("The table wants the embedding function '" + name + "' of the type '"
						+ factory.alias() + "' to be made with the option '" + option.name()
						+ "', which a table may not choose, as it says what is read here, or where texts and keys are "
						+ "sent. Register a function of that name before the database is opened, or, if you trust all "
						+ "who write the table, call trustTables() of the registry");
			}
		}
	}

	/**
	 * Returns what a table keeps of a function, creating it if this is its first use.
	 * @param alias its name
	 * @return what the table keeps
	 * @throws EmbeddingException if the name is unknown, or the function cannot be
	 * created
	 */
	public EmbeddingDefinition define(String alias) {
		RegisteredFunction known = locked(() -> registered(alias));
		return known.definition(alias, made(known));
	}

	/**
	 * Returns what a table keeps of a function that nobody registered, creating it.
	 * @param name the name of the function
	 * @param type the alias of the factory that makes it
	 * @param options its options
	 * @return what the table keeps
	 * @throws EmbeddingException if the function cannot be created
	 */
	public EmbeddingDefinition define(String name, String type, Map<String, String> options) {
		EmbeddingFunctionFactory factory = factory(type);
		RegisteredFunction known = locked(() -> shared(name, factory, options));
		return known.definition(name, made(known));
	}

	private RegisteredFunction shared(String name, EmbeddingFunctionFactory factory, Map<String, String> options) {
		requireOpen();
		requireHarmless(name, factory, options);
		return this.kept.computeIfAbsent(new Recipe(name, factory.alias(), Map.copyOf(options)),
				(recipe) -> RegisteredFunction.of(name, factory, options));
	}

	/**
	 * Returns a kind of functions.
	 * @param type its alias
	 * @return what makes them
	 * @throws EmbeddingException if there is none
	 */
	public EmbeddingFunctionFactory factory(String type) {
		return locked(() -> {
			EmbeddingFunctionFactory factory = this.factories.get(type);
			if (factory == null) {
				throw new EmbeddingException("No type of embedding functions is named '" + type + "'"
						+ NearNames.hint(type, this.factories.keySet()) + "; known: " + this.factories.keySet()
						+ ". Register its factory, or add the module that offers it to the class path.");
			}
			return factory;
		});
	}

	/**
	 * Returns the kinds of functions.
	 * @return the aliases of the factories in order
	 */
	public Set<String> types() {
		return locked(() -> new TreeSet<>(this.factories.keySet()));
	}

	/**
	 * Returns all functions, without making one.
	 * @return what each is, accepts and needs, in the order of the names
	 */
	public List<EmbeddingFunctionInfo> list() {
		return locked(() -> {
			List<EmbeddingFunctionInfo> all = new ArrayList<>();
			this.functions.forEach((name, function) -> {
				if (function.name().equals(name)) {
					all.add(function.info(aliasesOf(function)));
				}
			});
			return all;
		});
	}

	private List<String> aliasesOf(RegisteredFunction function) {
		return this.functions.keySet()
			.stream()
			.filter((name) -> this.functions.get(name) == function && !function.name().equals(name))
			.toList();
	}

	/**
	 * Chooses the function of vector fields that name none.
	 * @param alias an alias of this registry
	 * @return this registry
	 * @throws EmbeddingException if the alias is unknown
	 */
	public EmbeddingFunctionRegistry defaultAlias(String alias) {
		return locked(() -> {
			registered(alias);
			this.defaultAlias = alias;
			return this;
		});
	}

	/**
	 * Returns the alias of the function of vector fields that name none: the one chosen,
	 * or else the only one that was registered by code, or else the only one there is, or
	 * else {@code all-minilm-l6-v2} if it is on the class path.
	 * @return the alias
	 * @throws EmbeddingException if none was chosen and it is not clear which it is
	 */
	public String defaultAlias() {
		return locked(() -> {
			if (this.defaultAlias != null) {
				return this.defaultAlias;
			}
			List<String> own = new ArrayList<>();
			this.functions.forEach((name, function) -> {
				if (!function.isPlain() && function.name().equals(name)) {
					own.add(name);
				}
			});
			if (own.size() == 1) {
				return own.getFirst();
			}
			if (own.isEmpty() && this.functions.containsKey(BUNDLED)) {
				return BUNDLED;
			}
			if (own.isEmpty() && this.functions.size() == 1) {
				return names().iterator().next();
			}
			throw new EmbeddingException(
					"No default embedding function: choose one of " + names() + " by defaultAlias(...)");
		});
	}

	/**
	 * Returns the aliases that {@link #get(String)} accepts.
	 * @return the aliases in order
	 */
	public Set<String> aliases() {
		return locked(this::names);
	}

	private Set<String> names() {
		return new TreeSet<>(this.functions.keySet());
	}

	/**
	 * Closes every function that was created or registered; nothing is created
	 * afterwards.
	 */
	@Override
	public void close() {
		Set<RegisteredFunction> all = locked(() -> {
			this.isClosed = true;
			Set<RegisteredFunction> every = new HashSet<>(this.functions.values());
			every.addAll(this.kept.values());
			return every;
		});
		RuntimeException failure = null;
		for (RegisteredFunction function : all) {
			try {
				function.close();
			}
			catch (RuntimeException ex) {
				if (failure != null) {
					ex.addSuppressed(failure);
				}
				failure = ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	/**
	 * Checks that a function has a name, and makes nothing.
	 * @param alias the name
	 * @throws EmbeddingException if none has
	 */
	public void requireAlias(String alias) {
		locked(() -> registered(alias));
	}

	private void requireOpen() {
		if (this.isClosed) {
			throw new EmbeddingException("The registry of embedding functions is closed");
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

	private RegisteredFunction registered(String alias) {
		RegisteredFunction known = this.functions.get(alias);
		if (known == null) {
			throw new EmbeddingException("No embedding function named '" + alias + "'" + NearNames.hint(alias, names())
					+ "; known: " + names() + ". Register it, or add the module that offers it to the class path.");
		}
		return known;
	}

	private void add(String name, RegisteredFunction function) {
		requireOpen();
		if (name.isBlank()) {
			throw new EmbeddingException("An embedding function must have a name that is not blank");
		}
		if (this.functions.putIfAbsent(name, function) != null) {
			throw new EmbeddingException("An embedding function named '" + name
					+ "' is registered already; choose another name, or leave the second away");
		}
	}

	@Override
	public String toString() {
		return "EmbeddingFunctionRegistry" + aliases();
	}

	/**
	 * What makes a function the same.
	 *
	 * @param name its name
	 * @param type its type
	 * @param options its options
	 */
	private record Recipe(String name, String type, Map<String, String> options) {
	}

}
