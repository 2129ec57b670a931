package io.fletch.context.ingestion;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which files of a folder are meant.
 *
 * @param included the patterns of which one must fit, if there are any
 * @param excluded the patterns of which none may fit
 */
record Globs(Patterns included, Patterns excluded) {

	static final Globs ALL = new Globs(Patterns.NONE, Patterns.NONE);

	/** Any folders, where a name of the path begins: alone they may be none. */
	private static final Pattern ANYWHERE = Pattern.compile("(?<=^|[/{,])\\*\\*/");

	private static final int MOST_EXPANSIONS = 256;

	Globs including(String... globs) {
		return new Globs(patterns(globs), this.excluded);
	}

	Globs excluding(String... globs) {
		return new Globs(this.included, patterns(globs));
	}

	boolean fit(Path below) {
		return (this.included.matchers().isEmpty() || this.included.fitsOne(below)) && !this.excluded.fitsOne(below);
	}

	boolean isSame(Globs other) {
		return this.included.texts().equals(other.included.texts())
				&& this.excluded.texts().equals(other.excluded.texts());
	}

	private static Patterns patterns(String... globs) {
		return new Patterns(new LinkedHashSet<>(List.of(globs)), matchers(globs));
	}

	private static List<PathMatcher> matchers(String... globs) {
		List<PathMatcher> matchers = new ArrayList<>();
		for (String glob : globs) {
			try {
				for (String pattern : expanded(glob)) {
					matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + pattern));
				}
			}
			catch (PatternSyntaxException ex) {
				throw new IllegalArgumentException("'" + glob + "' is no pattern for files (" + ex.getDescription()
						+ "); write it as in *.pdf or reports/**/*.md", ex);
			}
		}
		return List.copyOf(matchers);
	}

	/**
	 * Returns the pattern with and without each folder that may be none.
	 */
	private static Set<String> expanded(String glob) {
		Set<String> patterns = new LinkedHashSet<>(Set.of(glob));
		Deque<String> open = new ArrayDeque<>(patterns);
		while (!open.isEmpty()) {
			String pattern = open.remove();
			ANYWHERE.matcher(pattern).results().forEach((found) -> {
				String without = pattern.substring(0, found.start()) + pattern.substring(found.end());
				if (patterns.add(without)) {
					open.add(without);
				}
			});
			if (patterns.size() > MOST_EXPANSIONS) {
				throw new IllegalArgumentException("'" + glob + "' has too many **/; use at most 8 in a pattern");
			}
		}
		return patterns;
	}

	/**
	 * Patterns as they were written, and what they fit.
	 */
	record Patterns(Set<String> texts, List<PathMatcher> matchers) {

		static final Patterns NONE = new Patterns(Set.of(), List.of());

		boolean fitsOne(Path below) {
			return this.matchers.stream().anyMatch((matcher) -> matcher.matches(below));
		}

	}

}
