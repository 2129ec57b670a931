package io.fletch.store.query.text;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * What is asked of the texts of a table. Where a column is {@code null}, every text
 * column is asked, and the best of their scores counts. A query without words, or of
 * nothing but stop words, finds no row; within a {@link Combination} it is left out. A
 * query has at most 10,000 parts, which nest at most 100 deep.
 */
public sealed interface TextQuery {

	/**
	 * Asks for words in every text column. The text has no operators.
	 * @param text the words
	 * @return the query
	 */
	static Match match(String text) {
		return new Match(text, null, WordOperator.OR, Fuzziness.NONE, 1);
	}

	/**
	 * Asks for words in a column. The text has no operators.
	 * @param text the words
	 * @param column the name of the column
	 * @return the query
	 */
	static Match match(String text, String column) {
		return match(text).in(column);
	}

	/**
	 * Asks for words that follow each other, in every text column.
	 * @param text the words
	 * @return the query
	 */
	static Phrase phrase(String text) {
		return new Phrase(text, null, 0);
	}

	/**
	 * Asks for words in several columns; the best of their scores counts.
	 * @param text the words
	 * @param columns the names of the columns
	 * @return the query
	 */
	static MultiMatch multiMatch(String text, List<String> columns) {
		return new MultiMatch(text, columns, Collections.nCopies(columns.size(), 1.0), WordOperator.OR);
	}

	/**
	 * Reads what a user typed.
	 * @param text what was typed, whatever it is
	 * @return the query
	 */
	static QueryString queryString(String text) {
		return new QueryString(text, List.of(), WordOperator.OR);
	}

	/**
	 * Asks for rows that this query and another find. What must be found in either of
	 * them stands side by side in the result.
	 * @param other the other query
	 * @return both
	 * @throws InvalidInputException if it has too many parts, or nests too deep
	 */
	default TextQuery and(TextQuery other) {
		Objects.requireNonNull(other, "other");
		List<TextQuery> both = Stream.of(this, other)
			.flatMap((query) -> (query instanceof Combination(var must, var should, var mustNot) && should.isEmpty()
					&& mustNot.isEmpty()) ? must.stream() : Stream.of(query))
			.toList();
		return new Combination(both, List.of(), List.of());
	}

	/**
	 * Asks for rows that this query or another finds. What either of them asks for stands
	 * side by side in the result.
	 * @param other the other query
	 * @return either
	 * @throws InvalidInputException if it has too many parts, or nests too deep
	 */
	default TextQuery or(TextQuery other) {
		Objects.requireNonNull(other, "other");
		List<TextQuery> either = Stream.of(this, other)
			.flatMap((query) -> (query instanceof Combination(var must, var should, var mustNot) && must.isEmpty()
					&& mustNot.isEmpty()) ? should.stream() : Stream.of(query))
			.toList();
		return new Combination(List.of(), either, List.of());
	}

	private static void requireFactor(String name, double value) {
		if (!(value >= 0 && value <= Float.MAX_VALUE)) {
			throw new InvalidInputException(
					"The " + name + " " + value + " is not possible: give a number that is not negative");
		}
	}

	/**
	 * Finds texts with words of the query, in any order. A word that the query has twice
	 * counts twice.
	 *
	 * @param text the words
	 * @param column the name of the column, or {@code null} for all
	 * @param operator how many of the words a text must have
	 * @param fuzziness how far words may differ
	 * @param boost what the score is multiplied with, not negative
	 */
	record Match(String text, @Nullable String column, WordOperator operator, Fuzziness fuzziness,
			double boost) implements TextQuery {

		public Match {
			requireFactor("boost", boost);
		}

		/**
		 * Asks one column.
		 * @param name the name of the column
		 * @return the query for that column
		 */
		public Match in(String name) {
			return new Match(this.text, name, this.operator, this.fuzziness, this.boost);
		}

		/**
		 * Says how many of the words a text must have.
		 * @param words one or all
		 * @return the query with that operator
		 */
		public Match with(WordOperator words) {
			return new Match(this.text, this.column, words, this.fuzziness, this.boost);
		}

		/**
		 * Says how far words may differ.
		 * @param difference how far
		 * @return the query with that fuzziness
		 */
		public Match with(Fuzziness difference) {
			return new Match(this.text, this.column, this.operator, difference, this.boost);
		}

		/**
		 * Says what the score is multiplied with.
		 * @param factor the factor, not negative
		 * @return the query with that boost
		 */
		public Match boostedBy(double factor) {
			return new Match(this.text, this.column, this.operator, this.fuzziness, factor);
		}

	}

	/**
	 * Finds texts with the words of the query one behind the other. Stop words of the
	 * phrase stand for any one word.
	 *
	 * @param text the words
	 * @param column the name of the column, or {@code null} for all
	 * @param slop how many other words may stand between them, in all; their order stays
	 */
	record Phrase(String text, @Nullable String column, int slop) implements TextQuery {

		public Phrase {
			if (slop < 0) {
				throw new InvalidInputException("The slop " + slop + " is negative: give 0 or more words");
			}
		}

		/**
		 * Asks one column.
		 * @param name the name of the column
		 * @return the query for that column
		 */
		public Phrase in(String name) {
			return new Phrase(this.text, name, this.slop);
		}

		/**
		 * Lets other words stand between those of the phrase.
		 * @param words how many, in all
		 * @return the query with that slop
		 */
		public Phrase withSlop(int words) {
			return new Phrase(this.text, this.column, words);
		}

	}

	/**
	 * Finds texts with a word that begins in a way. All words with that beginning count
	 * as one; where they are more than 500, each row that has one scores 1.
	 *
	 * @param text the beginning of a word
	 * @param column the name of the column, or {@code null} for all
	 */
	record Prefix(String text, @Nullable String column) implements TextQuery {
	}

	/**
	 * Finds texts that all of some queries find and none of others. The scores of
	 * {@code must} and {@code should} add up. With {@code mustNot} only it finds every
	 * row that none of these finds, also one without text, with score 1.
	 *
	 * @param must queries that must find the text
	 * @param should queries of which one must find the text, if none must
	 * @param mustNot queries that must not find the text
	 */
	record Combination(List<TextQuery> must, List<TextQuery> should, List<TextQuery> mustNot) implements TextQuery {

		public Combination {
			must = List.copyOf(must);
			should = List.copyOf(should);
			mustNot = List.copyOf(mustNot);
			if (must.isEmpty() && should.isEmpty() && mustNot.isEmpty()) {
				throw new InvalidInputException(
						"A combination of text queries has no query: give at least one that must, should or must not match");
			}
			QuerySize.require(List.of(must, should, mustNot));
		}

		/**
		 * Tells whether it only says what must not be found.
		 * @return whether all other rows are found
		 */
		public boolean isAllBut() {
			return this.must.isEmpty() && this.should.isEmpty();
		}

	}

	/**
	 * Finds what one query finds, and takes from the score of a text what another finds
	 * in it: score = positive - negativeBoost * negative, which may be below 0.
	 *
	 * @param positive what to find
	 * @param negative what counts against a text
	 * @param negativeBoost how much that counts, not negative
	 */
	record Demotion(TextQuery positive, TextQuery negative, double negativeBoost) implements TextQuery {

		public Demotion {
			requireFactor("negative boost", negativeBoost);
			QuerySize.require(List.of(List.of(positive, negative)));
		}

		/**
		 * Takes half of the score of the negative query.
		 * @param positive what to find
		 * @param negative what counts against a text
		 */
		public Demotion(TextQuery positive, TextQuery negative) {
			this(positive, negative, 0.5);
		}

	}

	/**
	 * Finds words in several columns. The best of the columns' scores counts, each
	 * multiplied with the column's boost.
	 *
	 * @param text the words
	 * @param columns the names of the columns
	 * @param boosts the boost of each column, not negative
	 * @param operator how many of the words a column must have
	 */
	record MultiMatch(String text, List<String> columns, List<Double> boosts,
			WordOperator operator) implements TextQuery {

		public MultiMatch {
			columns = List.copyOf(columns);
			boosts = List.copyOf(boosts);
			if (columns.isEmpty()) {
				throw new InvalidInputException("A query over several columns names none: give at least one");
			}
			if (columns.size() != boosts.size()) {
				throw new InvalidInputException("There are " + boosts.size() + " boosts for " + columns.size()
						+ " columns: give one boost for each of " + columns);
			}
			boosts.forEach((boost) -> requireFactor("boost", boost));
		}

		/**
		 * Gives columns different weights.
		 * @param factors the boost of each column
		 * @return the query with these boosts
		 */
		public MultiMatch withBoosts(List<Double> factors) {
			return new MultiMatch(this.text, this.columns, factors, this.operator);
		}

	}

	/**
	 * What a user typed: words; {@code "phrases"} and {@code "phrases"~2}; {@code +must}
	 * and {@code -not}; {@code AND}, {@code OR}, {@code NOT}; {@code column:word};
	 * {@code word~} and {@code word~1} for fuzzy words, {@code word*} for prefixes. What
	 * is not of this form is taken as plain words; nothing is ever refused. Where there
	 * is nothing but {@code -not}, every other row is found.
	 *
	 * @param text what was typed
	 * @param columns the columns that are asked where no other is named; none for all.
	 * What is typed can name these and all that have an index or are marked as full text,
	 * first as they are written, else without regard to case; another name is a word
	 * @param operator how many of the words a text must have
	 */
	record QueryString(String text, List<String> columns, WordOperator operator) implements TextQuery {

		public QueryString {
			columns = List.copyOf(columns);
		}

		/**
		 * Reads the text.
		 * @param known the names of all text columns
		 * @return the query, which has no query string in it
		 */
		public TextQuery parsed(Set<String> known) {
			Set<String> all = new LinkedHashSet<>(this.columns);
			all.addAll(known);
			return new QueryStringParser(this.text, all, this.operator).query();
		}

	}

}
