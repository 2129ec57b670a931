package io.fletch.context.cache;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.Condition;
import io.fletch.store.ReadableTable;

/**
 * What an answer depends on besides its question. An answer is found only in the scope
 * that it was kept in, so it is forgotten as soon as its documents change. In which order
 * a scope is narrowed, and how often by the same, does not matter.
 *
 * @param text describes the scope; the same for the same scope
 */
public record CacheScope(String text) {

	private static final Pattern LENGTH = Pattern.compile("(\\d{1,9}):");

	private static final CacheScope ALL = new CacheScope("");

	public CacheScope {
		Objects.requireNonNull(text, "text");
	}

	/**
	 * The scope of answers that depend on nothing.
	 * @return the scope
	 */
	public static CacheScope all() {
		return ALL;
	}

	/**
	 * Narrows to the rows that a table has now: any change of it begins another scope,
	 * and so does a table of the same name elsewhere, or made anew.
	 * @param table the table
	 * @return the narrowed scope
	 */
	public CacheScope documents(ReadableTable<?> table) {
		Objects.requireNonNull(table, "table");
		return and("table", table.identity().toString(), Long.toString(table.version()));
	}

	/**
	 * Narrows to what somebody's documents are now, for example the hash of their hashes.
	 * @param fingerprint changes with the documents
	 * @return the narrowed scope
	 */
	public CacheScope documents(String fingerprint) {
		Objects.requireNonNull(fingerprint, "fingerprint");
		return and("documents", fingerprint);
	}

	/**
	 * Narrows to answers out of rows that satisfy a condition.
	 * @param condition the condition; {@code null} for none
	 * @return the narrowed scope
	 * @throws IllegalArgumentException if a value is of a type that cannot be told from
	 * others for sure; texts, numbers, booleans, times, enums, UUIDs, and arrays, lists,
	 * sets and maps of them can
	 */
	public CacheScope where(@Nullable Condition condition) {
		return (condition != null) ? and("where", condition.sql(), ScopeValue.encode(condition.parameters())) : this;
	}

	/**
	 * Narrows to answers of a model.
	 * @param name the name of the model, with what else decides its answers
	 * @return the narrowed scope
	 */
	public CacheScope model(String name) {
		Objects.requireNonNull(name, "name");
		return and("model", name);
	}

	/**
	 * Narrows to answers for somebody, so that nobody reads what others may not know.
	 * @param name the name of the user or tenant
	 * @return the narrowed scope
	 */
	public CacheScope user(String name) {
		Objects.requireNonNull(name, "name");
		return and("user", name);
	}

	private CacheScope and(String... parts) {
		TreeSet<String> narrowings = narrowings();
		narrowings.add(joined(List.of(parts)));
		return new CacheScope(joined(narrowings));
	}

	/** Lengths keep the parts apart, whatever they hold. */
	private static String joined(Collection<String> parts) {
		StringBuilder joined = new StringBuilder();
		parts.forEach((part) -> joined.append(part.length()).append(':').append(part));
		return joined.toString();
	}

	/** A text that somebody else wrote is one part. */
	private TreeSet<String> narrowings() {
		TreeSet<String> parts = new TreeSet<>();
		Matcher length = LENGTH.matcher(this.text);
		int start = 0;
		while (start < this.text.length()) {
			if (!length.region(start, this.text.length()).lookingAt()
					|| Integer.parseInt(length.group(1)) > this.text.length() - length.end()) {
				return new TreeSet<>(Set.of(this.text));
			}
			int end = length.end() + Integer.parseInt(length.group(1));
			parts.add(this.text.substring(length.end(), end));
			start = end;
		}
		return parts;
	}

}
