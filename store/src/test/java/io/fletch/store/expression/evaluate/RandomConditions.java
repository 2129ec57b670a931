package io.fletch.store.expression.evaluate;

import java.util.List;
import java.util.Random;

/**
 * Random conditions in the part of SQL that other databases have too, over the columns
 * {@code a} and {@code b} (bigint), {@code d} (double), {@code s} and {@code t} (text),
 * {@code f} (boolean) and {@code dt} (date).
 */
final class RandomConditions {

	private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=");

	private static final List<String> TEXTS = List.of("'a'", "'ab'", "'B'", "''", "'b a'", "'%'", "'ä'");

	private static final List<String> PATTERNS = List.of("'a%'", "'%b%'", "'_'", "'a_%'", "'%'", "''");

	private final Random random;

	RandomConditions(Random random) {
		this.random = random;
	}

	String condition(int depth) {
		int choice = this.random.nextInt((depth > 0) ? 16 : 6);
		return switch (choice) {
			case 0 -> number(depth - 1) + pick(OPERATORS) + number(depth - 1);
			case 1 -> text(depth - 1) + pick(OPERATORS) + text(depth - 1);
			case 2 -> real(depth - 1) + pick(OPERATORS) + real(depth - 1);
			case 3 -> "dt" + pick(OPERATORS) + date();
			case 4 -> "f";
			case 5 -> "s" + maybeNot() + " LIKE " + pick(PATTERNS);
			case 6, 7 -> "(" + condition(depth - 1) + " AND " + condition(depth - 1) + ")";
			case 8, 9 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
			case 10 -> "(NOT " + condition(depth - 1) + ")";
			case 11 -> number(depth - 1) + maybeNot() + " IN (" + number(0) + ", " + number(0) + ", 3, NULL)";
			case 12 -> text(depth - 1) + maybeNot() + " IN ('a', 'ab', 'ä')";
			case 13 -> number(depth - 1) + maybeNot() + " BETWEEN " + number(0) + " AND " + number(depth - 1);
			case 14 -> "(" + condition(depth - 1) + ") IS" + maybeNot() + pick(List.of(" TRUE", " FALSE", " UNKNOWN"));
			default -> any(depth - 1) + " IS" + maybeNot() + " NULL";
		};
	}

	String any(int depth) {
		return switch (this.random.nextInt(3)) {
			case 0 -> number(depth);
			case 1 -> text(depth);
			default -> real(depth);
		};
	}

	String number(int depth) {
		int choice = this.random.nextInt((depth > 0) ? 11 : 3);
		return switch (choice) {
			case 0 -> "a";
			case 1 -> "b";
			case 2 -> String.valueOf(this.random.nextInt(9) - 4);
			case 3 -> "(" + number(depth - 1) + pick(List.of(" + ", " - ", " * ")) + number(depth - 1) + ")";
			case 4 -> "(" + number(depth - 1) + pick(List.of(" / 3", " % 3")) + ")";
			case 5 -> "CHAR_LENGTH(" + text(depth - 1) + ")";
			case 6 -> "COALESCE(" + number(depth - 1) + ", " + number(depth - 1) + ")";
			case 7 -> "NULLIF(" + number(depth - 1) + ", " + number(depth - 1) + ")";
			case 8 -> "ABS(" + number(depth - 1) + ")";
			case 9 -> "CAST(" + number(depth - 1) + " AS BIGINT)";
			default -> "CASE WHEN " + condition(depth - 1) + " THEN " + number(depth - 1) + " ELSE " + number(depth - 1)
					+ " END";
		};
	}

	String text(int depth) {
		int choice = this.random.nextInt((depth > 0) ? 10 : 3);
		return switch (choice) {
			case 0 -> "s";
			case 1 -> "t";
			case 2 -> pick(TEXTS);
			case 3 -> "LOWER(" + text(depth - 1) + ")";
			case 4 -> "UPPER(" + text(depth - 1) + ")";
			case 5 -> "(" + text(depth - 1) + " || " + text(depth - 1) + ")";
			case 6 -> "TRIM(" + text(depth - 1) + ")";
			case 7 -> "REPLACE(" + text(depth - 1) + ", 'a', 'xy')";
			case 8 -> "SUBSTRING(" + text(depth - 1) + ", 2, 2)";
			default -> "COALESCE(" + text(depth - 1) + ", " + text(depth - 1) + ")";
		};
	}

	private String real(int depth) {
		int choice = this.random.nextInt((depth > 0) ? 5 : 2);
		return switch (choice) {
			case 0 -> "d";
			case 1 -> "CAST(" + (this.random.nextInt(9) - 4) / 2.0 + " AS DOUBLE PRECISION)";
			case 2 -> "(" + real(depth - 1) + pick(List.of(" + ", " - ", " * ")) + real(depth - 1) + ")";
			case 3 -> "FLOOR(" + real(depth - 1) + ")";
			default -> "CAST(" + number(depth - 1) + " AS DOUBLE PRECISION)";
		};
	}

	private String date() {
		return "DATE '2024-0" + (1 + this.random.nextInt(3)) + "-01'";
	}

	private String maybeNot() {
		return (this.random.nextInt(3) == 0) ? " NOT" : "";
	}

	private String pick(List<String> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}
