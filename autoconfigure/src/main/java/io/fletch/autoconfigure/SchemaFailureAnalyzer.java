package io.fletch.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.fletch.store.error.SchemaMismatchException;

/**
 * Explains in what a table and a record differ, column by column.
 */
class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<SchemaMismatchException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SchemaMismatchException cause) {
		List<SchemaMismatchException.Difference> differences = cause.differences();
		boolean onlyMissing = differences.stream().allMatch((difference) -> difference.found() == null);
		String action = onlyMissing
				? "Set fletch.schema-mode=update to add these columns; those of rows that are there must be able to be "
						+ "null, so mark their components with @Nullable."
				: "Change the record, or the table by columns().alter(...), drop(...) and add(...): a column is never "
						+ "dropped and its type never changed at start. fletch.schema-mode=update adds columns that are "
						+ "missing, if those of rows that are there can be null (@Nullable) or are primitive, and "
						+ "makes columns full text.";
		return new FailureAnalysis("The table '" + cause.table() + "' does not have the columns of the record "
				+ cause.type() + ":\n\n" + table(differences), action, cause);
	}

	private static String table(List<SchemaMismatchException.Difference> differences) {
		int name = Math.max("column".length(),
				differences.stream().mapToInt((difference) -> difference.column().length()).max().orElse(0));
		int needed = Math.max("the record needs".length(),
				differences.stream().mapToInt((difference) -> needed(difference).length()).max().orElse(0));
		String form = "  %-" + name + "s  %-" + needed + "s  %s";
		String rows = differences.stream()
			.map((difference) -> String.format(Locale.ROOT, form, difference.column(), needed(difference),
					orElse(difference.found(), "no such column")))
			.collect(Collectors.joining("\n"));
		return String.format(Locale.ROOT, form, "column", "the record needs", "the table has") + "\n" + rows;
	}

	private static String needed(SchemaMismatchException.Difference difference) {
		return orElse(difference.needed(), "no such component");
	}

	private static String orElse(@Nullable String type, String absent) {
		return (type != null) ? type : absent;
	}

}
