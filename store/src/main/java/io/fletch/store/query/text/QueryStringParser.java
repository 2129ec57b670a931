package io.fletch.store.query.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a user typed. Every text has a meaning: what is not an operator is a word.
 */
final class QueryStringParser {

	/** Possessive throughout, so that no text makes it slow. */
	private static final Pattern CLAUSE = Pattern.compile("(?<sign>[+-])?+(?:(?<column>[^\\s:\"]++):)?+"
			+ "(?:\"(?<phrase>[^\"]*+)\"(?:~(?<slop>\\d{1,4}+))?+(?=\\s|$)|(?<word>\\S++))");

	/** What stands behind so many is left out; a query has fewer words. */
	private static final int MAX_CLAUSES = 5_000;

	private static final Pattern WORD = Pattern
		.compile("(?<word>[^*~]++)(?:(?<prefix>\\*)|(?<fuzzy>~)(?<edits>[012])?+)");

	private final String text;

	private final Collection<String> columns;

	private final WordOperator operator;

	private final List<Clause> clauses = new ArrayList<>();

	/** Whether the next clause was asked for, or refused, by the operator before it. */
	private @Nullable Occurrence next;

	QueryStringParser(String text, Collection<String> columns, WordOperator operator) {
		this.text = text;
		this.columns = columns;
		this.operator = operator;
	}

	TextQuery query() {
		int position = 0;
		Matcher matcher = CLAUSE.matcher(this.text);
		while ((position = behindSpaces(position)) < this.text.length() && this.clauses.size() < MAX_CLAUSES) {
			matcher.region(position, this.text.length());
			position = (matcher.lookingAt()) ? read(matcher) : plain(position);
		}
		return combined();
	}

	private int behindSpaces(int from) {
		int position = from;
		while (position < this.text.length() && Character.isWhitespace(this.text.charAt(position))) {
			position++;
		}
		return position;
	}

	/**
	 * Takes what stands up to the next space as plain words.
	 */
	private int plain(int from) {
		int end = from + 1;
		while (end < this.text.length() && !Character.isWhitespace(this.text.charAt(end))) {
			end++;
		}
		add(null, TextQuery.match(this.text.substring(from, end)));
		return end;
	}

	private int read(Matcher matcher) {
		String typed = matcher.group("column");
		String column = (typed != null) ? known(typed) : null;
		String word = matcher.group("word");
		if (typed != null && column == null) {
			if (word == null) {
				return plain(matcher.start());
			}
			word = typed + ":" + word;
		}
		if (isOperator(matcher.group())) {
			return matcher.end();
		}
		add(matcher.group("sign"), (word != null) ? word(word, column)
				: new TextQuery.Phrase(matcher.group("phrase"), column, slop(matcher.group("slop"))));
		return matcher.end();
	}

	/**
	 * Finds a column by its name, first as typed, else without regard to case.
	 */
	private @Nullable String known(String typed) {
		if (this.columns.contains(typed)) {
			return typed;
		}
		List<String> alike = this.columns.stream().filter((name) -> name.equalsIgnoreCase(typed)).distinct().toList();
		return (alike.size() == 1) ? alike.getFirst() : null;
	}

	private static int slop(@Nullable String digits) {
		return (digits != null) ? Integer.parseInt(digits) : 0;
	}

	private boolean isOperator(String word) {
		switch (word) {
			case "AND" -> {
				if (!this.clauses.isEmpty()) {
					this.clauses.addLast(this.clauses.removeLast().required());
				}
				this.next = Occurrence.MUST;
			}
			case "OR" -> {
				if (!this.clauses.isEmpty()) {
					this.clauses.addLast(this.clauses.removeLast().optional());
				}
				this.next = Occurrence.SHOULD;
			}
			case "NOT" -> this.next = Occurrence.MUST_NOT;
			default -> {
				return false;
			}
		}
		return true;
	}

	private static TextQuery word(String text, @Nullable String column) {
		Matcher matcher = WORD.matcher(text);
		if (!matcher.matches()) {
			return new TextQuery.Match(text, column, WordOperator.OR, Fuzziness.NONE, 1);
		}
		String word = matcher.group("word");
		if (matcher.group("prefix") != null) {
			return new TextQuery.Prefix(word, column);
		}
		String edits = matcher.group("edits");
		Fuzziness fuzziness = (edits != null) ? new Fuzziness(Integer.parseInt(edits)) : Fuzziness.AUTO;
		return new TextQuery.Match(word, column, WordOperator.OR, fuzziness, 1);
	}

	private void add(@Nullable String sign, TextQuery query) {
		Occurrence byOperator = this.next;
		this.next = null;
		if (sign != null) {
			this.clauses.add(new Clause(sign.equals("+") ? Occurrence.MUST : Occurrence.MUST_NOT, true, query));
		}
		else if (byOperator != null) {
			this.clauses.add(new Clause(byOperator, byOperator != Occurrence.SHOULD, query));
		}
		else {
			Occurrence usual = (this.operator == WordOperator.AND) ? Occurrence.MUST : Occurrence.SHOULD;
			this.clauses.add(new Clause(usual, false, query));
		}
	}

	private TextQuery combined() {
		List<TextQuery> must = of(Occurrence.MUST);
		List<TextQuery> should = of(Occurrence.SHOULD);
		List<TextQuery> mustNot = of(Occurrence.MUST_NOT);
		if (this.clauses.isEmpty()) {
			return TextQuery.match(this.text).with(this.operator);
		}
		if (must.isEmpty()) {
			should = withWordsTogether(should);
		}
		if (mustNot.isEmpty() && must.size() + should.size() == 1) {
			return (must.isEmpty()) ? should.get(0) : must.get(0);
		}
		return new TextQuery.Combination(must, should, mustNot);
	}

	private List<TextQuery> of(Occurrence occurrence) {
		return this.clauses.stream().filter((clause) -> clause.occurrence() == occurrence).map(Clause::query).toList();
	}

	/**
	 * Makes one match of all plain words, so that they score as if typed without
	 * operators.
	 */
	private static List<TextQuery> withWordsTogether(List<TextQuery> queries) {
		StringBuilder words = new StringBuilder();
		List<TextQuery> result = new ArrayList<>();
		for (TextQuery query : queries) {
			if (query instanceof TextQuery.Match match && match.column() == null
					&& match.fuzziness().equals(Fuzziness.NONE)) {
				words.append((words.isEmpty()) ? "" : " ").append(match.text());
			}
			else {
				result.add(query);
			}
		}
		if (!words.isEmpty()) {
			result.addFirst(TextQuery.match(words.toString()));
		}
		return result;
	}

	private enum Occurrence {

		MUST, SHOULD, MUST_NOT

	}

	/**
	 * A part of the query.
	 *
	 * @param fixed whether an operator behind it changes nothing
	 */
	private record Clause(Occurrence occurrence, boolean fixed, TextQuery query) {

		Clause required() {
			return (this.fixed) ? this : new Clause(Occurrence.MUST, true, this.query);
		}

		Clause optional() {
			return (this.fixed) ? this : new Clause(Occurrence.SHOULD, false, this.query);
		}

	}

}
