package io.fletch.sample.collection;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionInfo;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.MultiVectorEmbeddingFunction;
import io.fletch.store.embedding.SourceKind;
import io.fletch.store.error.CancelledException;

/**
 * The embedding functions that a collection can have: those of the registry that make a
 * vector of a text.
 */
final class EmbeddingChoice {

	private static final String PROBE = "Does it answer?";

	private final Database database;

	EmbeddingChoice(Database database) {
		this.database = database;
	}

	/**
	 * Lists the functions, the default first. Those that lack an option which they must
	 * have are left out, as are those of pictures; whether a model can be loaded shows
	 * when it is used.
	 */
	List<String> names() {
		List<String> names = new ArrayList<>(List.of(this.database.defaultFunction()));
		for (EmbeddingFunctionInfo info : this.database.functions().list()) {
			if (info.accepts().equals(Set.of(SourceKind.TEXT)) && hasItsOptions(info) && !names.contains(info.name())) {
				names.add(info.name());
			}
		}
		return List.copyOf(names);
	}

	private static boolean hasItsOptions(EmbeddingFunctionInfo info) {
		return info.options()
			.stream()
			.filter(EmbeddingOption::isRequired)
			.allMatch((option) -> option.defaultValue() != null || info.chosen().containsKey(option.name()));
	}

	/**
	 * Checks that a function gives vectors, which may load its model.
	 * @throws UnusableFunctionException if it does not
	 */
	void requireUsable(String name) {
		EmbeddingFunction function;
		try {
			function = this.database.functions().get(name);
			function.embedQuery(PROBE);
		}
		catch (CancelledException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// Functions are anybody's, and so is what they throw; it is told on.
			throw new UnusableFunctionException(name, ex);
		}
		if (function instanceof MultiVectorEmbeddingFunction) {
			throw new UnusableFunctionException(name, "it makes several vectors of a text.");
		}
	}

}
