package io.fletch.store.query;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A condition on rows, as a tree. It is true, false or unknown for a row, by the rules of
 * SQL; only rows for which it is true pass.
 */
public sealed interface Filter {

	/**
	 * True, false or unknown for every row.
	 *
	 * @param value the truth value; {@code null} is unknown
	 */
	record Constant(@Nullable Boolean value) implements Filter {
	}

	/**
	 * Compares a column with a value; unknown where the column is null.
	 *
	 * @param column the name of the column
	 * @param operator how to compare
	 * @param value a String, Boolean, Long, Double or Instant
	 */
	record Comparison(String column, Operator operator, Object value) implements Filter {
	}

	/**
	 * True where the column has one of the values; unknown where the column is null.
	 *
	 * @param column the name of the column
	 * @param values values as in {@link Comparison}
	 */
	record In(String column, List<Object> values) implements Filter {

		public In {
			values = List.copyOf(values);
		}

	}

	/**
	 * Matches a text column with a pattern, in which {@code %} stands for any characters,
	 * {@code _} for one, and a backslash takes the meaning from what follows.
	 *
	 * @param column the name of the column
	 * @param pattern the pattern
	 * @param caseSensitive whether case matters
	 */
	record Like(String column, String pattern, boolean caseSensitive) implements Filter {
	}

	/**
	 * True where the column is null, false elsewhere.
	 *
	 * @param column the name of the column
	 */
	record IsNull(String column) implements Filter {
	}

	/**
	 * True where both are.
	 *
	 * @param left a condition
	 * @param right a condition
	 */
	record And(Filter left, Filter right) implements Filter {
	}

	/**
	 * True where one is.
	 *
	 * @param left a condition
	 * @param right a condition
	 */
	record Or(Filter left, Filter right) implements Filter {
	}

	/**
	 * True where the condition is false.
	 *
	 * @param condition a condition
	 */
	record Not(Filter condition) implements Filter {
	}

	/**
	 * How a column is compared with a value.
	 */
	enum Operator {

		/** Equal. */
		EQ,

		/** Not equal. */
		NE,

		/** Less than. */
		LT,

		/** At most. */
		LE,

		/** Greater than. */
		GT,

		/** At least. */
		GE;

		/**
		 * Tells whether a comparison holds.
		 * @param order negative, zero or positive, as of
		 * {@link Comparable#compareTo(Object)}
		 * @return whether it holds
		 */
		public boolean holds(int order) {
			return switch (this) {
				case EQ -> order == 0;
				case NE -> order != 0;
				case LT -> order < 0;
				case LE -> order <= 0;
				case GT -> order > 0;
				case GE -> order >= 0;
			};
		}

		/**
		 * Returns the operator that holds for swapped sides.
		 * @return the mirrored operator
		 */
		public Operator mirrored() {
			return switch (this) {
				case EQ, NE -> this;
				case LT -> GT;
				case LE -> GE;
				case GT -> LT;
				case GE -> LE;
			};
		}

	}

}
