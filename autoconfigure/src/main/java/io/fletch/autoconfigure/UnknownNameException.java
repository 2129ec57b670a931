package io.fletch.autoconfigure;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A property names an embedding function or a reranker that does not exist.
 */
final class UnknownNameException extends RuntimeException {

	private final String property;

	private final SortedSet<String> known;

	private final String remedy;

	private UnknownNameException(String property, String value, Iterable<String> known, String remedy) {
		super(property + " is '" + value + "', but known are only: " + list(known));
		this.property = property;
		this.known = sorted(known);
		this.remedy = remedy;
	}

	static UnknownNameException ofEmbeddingFunction(String alias, Iterable<String> known) {
		return new UnknownNameException("fletch.embedding.default-function", alias, known,
				"define a bean of type EmbeddingFunction with that name, or add the module that offers it");
	}

	static UnknownNameException ofReranker(String property, String name, Iterable<String> known) {
		return new UnknownNameException(property, name, known,
				property.endsWith(".type") ? "define a bean of type RerankerFactory"
						: "name one by fletch.rerankers, or define a bean of type Reranker");
	}

	String action() {
		if (this.known.isEmpty()) {
			return "For " + this.property + ", " + this.remedy + ".";
		}
		return "Set " + this.property + " to one of " + list(this.known) + ", or " + this.remedy + ".";
	}

	private static String list(Iterable<String> names) {
		SortedSet<String> sorted = sorted(names);
		return sorted.isEmpty() ? "none" : String.join(", ", sorted);
	}

	private static SortedSet<String> sorted(Iterable<String> names) {
		SortedSet<String> sorted = new TreeSet<>();
		names.forEach(sorted::add);
		return sorted;
	}

}
