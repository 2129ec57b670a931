package io.fletch.context.query;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.fletch.context.language.LanguageModel;
import io.fletch.context.retrieval.Condition;
import io.fletch.store.ReadableTable;
import io.fletch.store.error.InvalidInputException;

/**
 * Lets a chat model draw conditions from a question, such as a year or a language that it
 * names. The model is told the columns, and writes a condition a line; each is read by
 * itself, checked by the store against the table, and passed over and noted if it is
 * anything else. Only the given columns are asked.
 */
public final class QuestionFilter implements QueryTransformer {

	private static final String INSTRUCTIONS = """
			Find the conditions that the question states about the listed columns of a table. \
			Write one condition a line: the column, one of = != < <= > >= in contains, and the value. \
			Write a list as (a, b), days as 2026-01-31, points in time as 2026-01-31T12:00:00Z. \
			Use listed values only. Conditions are joined by AND. \
			Write NONE if the question states no condition. Write nothing else.""";

	/** A text may hold the word, so it joins conditions only before another one. */
	private static final Pattern NEXT = Pattern.compile(
			"\\R|(?<![ \\t])\\s++AND\\s++(?=[`\"]?[\\p{L}_][\\p{L}\\p{N}_.]{0,100}[`\"]?\\s*(?:[=<>!]|in\\b|contains\\b|like\\b))",
			Pattern.CASE_INSENSITIVE);

	private static final int LONGEST = 4000;

	private static final int MOST_CONDITIONS = 10;

	private static final int LONGEST_SHOWN = 100;

	private final ReadableTable<?> table;

	private final List<FilterColumn> columns;

	private final ModelQuestion asked;

	/**
	 * Creates a transformer.
	 * @param model the chat model
	 * @param table the table that is retrieved from; of several, one with these columns
	 * @param columns the columns that may be asked, at least one
	 * @throws IllegalArgumentException if there is no column
	 */
	public QuestionFilter(LanguageModel model, ReadableTable<?> table, List<FilterColumn> columns) {
		Objects.requireNonNull(columns, "columns");
		if (columns.isEmpty()) {
			throw new IllegalArgumentException("columns must not be empty: name columns that conditions may ask");
		}
		this.table = Objects.requireNonNull(table, "table");
		this.columns = List.copyOf(columns);
		String schema = this.columns.stream().map(QuestionFilter::told).collect(Collectors.joining("\n"));
		this.asked = new ModelQuestion("filter", Objects.requireNonNull(model, "model"), INSTRUCTIONS, LONGEST, schema);
	}

	private static String told(FilterColumn column) {
		String values = column.values().isEmpty() ? ""
				: column.values().stream().collect(Collectors.joining("\", \"", ", one of: \"", "\""));
		return "- " + column.name() + " (" + column.type().name().toLowerCase(Locale.ROOT) + ")"
				+ values.replaceAll("\\p{Cntrl}", " ");
	}

	@Override
	public TransformedQuery transform(TransformedQuery query) {
		Objects.requireNonNull(query, "query");
		return this.asked.change(query, false, this::with);
	}

	private TransformedQuery with(TransformedQuery query, String written) {
		if (written.equalsIgnoreCase("none") || written.equalsIgnoreCase("none.")) {
			return query;
		}
		TransformedQuery changed = query;
		int number = 0;
		for (String line : NEXT.split(written)) {
			String stated = line.strip().replaceFirst("^[-*\u2022]\\s+|^\\d+[.)]\\s+", "");
			if (stated.isEmpty()) {
				continue;
			}
			Optional<Condition> condition = (number < MOST_CONDITIONS) ? read(stated, number) : Optional.empty();
			changed = condition.isPresent() ? changed.where(condition.get())
					: changed.noting("filter: '" + shown(stated) + "' is no condition on the columns; it was left out");
			number++;
		}
		return changed;
	}

	private Optional<Condition> read(String line, int number) {
		return new DrawnCondition(this.columns, number).read(line).filter(this::fits);
	}

	/** The store's own parser has the last word. */
	private boolean fits(Condition condition) {
		try {
			this.table.scan().where(condition.sql(), condition.parameters());
			return true;
		}
		catch (InvalidInputException ex) {
			// What does not fit the table is reported as not understood.
			return false;
		}
	}

	private static String shown(String line) {
		int length = line.codePointCount(0, line.length());
		return (length > LONGEST_SHOWN) ? line.substring(0, line.offsetByCodePoints(0, LONGEST_SHOWN)) + "\u2026"
				: line;
	}

}
