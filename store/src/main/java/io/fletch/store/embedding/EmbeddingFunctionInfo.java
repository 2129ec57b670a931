package io.fletch.store.embedding;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What a registry tells of a function, without making it.
 *
 * @param name the name by which columns name it
 * @param type the alias of the factory that makes it, or {@code null} if it was
 * registered as it is
 * @param aliases its other names
 * @param accepts what it can embed
 * @param options what can be chosen
 * @param chosen the options that were chosen, as they were written; a secret only where
 * it is a variable
 * @param isLoaded whether it was made already
 */
public record EmbeddingFunctionInfo(String name, @Nullable String type, List<String> aliases, Set<SourceKind> accepts,
		List<EmbeddingOption> options, Map<String, String> chosen, boolean isLoaded) {

	/**
	 * Copies the collections.
	 */
	public EmbeddingFunctionInfo {
		aliases = List.copyOf(aliases);
		accepts = Set.copyOf(accepts);
		options = List.copyOf(options);
		chosen = new TreeMap<>(chosen);
	}

}
