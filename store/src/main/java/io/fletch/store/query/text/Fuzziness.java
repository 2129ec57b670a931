package io.fletch.store.query.text;

import io.fletch.store.error.InvalidInputException;

/**
 * How far a word of a text may be from the word of the query. A word that is found this
 * way scores like the word itself.
 *
 * @param edits how many letters may be inserted, deleted, replaced or swapped with their
 * neighbour: 0, 1 or 2, or {@link #AUTO_EDITS}
 * @param prefixLength how many letters at the beginning must be equal
 * @param maxExpansions how many different words one word may stand for, at most; the
 * nearest are taken
 */
public record Fuzziness(int edits, int prefixLength, int maxExpansions) {

	/**
	 * No edits for words of up to two letters, one for up to five, two for longer ones.
	 */
	public static final int AUTO_EDITS = -1;

	/** Words are found as they are. */
	public static final Fuzziness NONE = new Fuzziness(0);

	/** The number of edits depends on the length of the word. */
	public static final Fuzziness AUTO = new Fuzziness(AUTO_EDITS);

	private static final int GREATEST_EDITS = 2;

	private static final int DEFAULT_EXPANSIONS = 50;

	private static final int GREATEST_EXPANSIONS = 500;

	public Fuzziness {
		if (edits < AUTO_EDITS || edits > GREATEST_EDITS) {
			throw new InvalidInputException(
					"The fuzziness " + edits + " is not possible: give 0, 1 or 2 edits, or Fuzziness.AUTO");
		}
		if (prefixLength < 0) {
			throw new InvalidInputException("The prefix length " + prefixLength + " is negative: give 0 or more");
		}
		if (maxExpansions < 1 || maxExpansions > GREATEST_EXPANSIONS) {
			throw new InvalidInputException(
					"The number of expansions " + maxExpansions + " is not possible: give 1 to " + GREATEST_EXPANSIONS);
		}
	}

	/**
	 * Allows edits anywhere in a word.
	 * @param edits how many: 0, 1 or 2, or {@link #AUTO_EDITS}
	 */
	public Fuzziness(int edits) {
		this(edits, 0, DEFAULT_EXPANSIONS);
	}

	/**
	 * Returns how many edits a word may have.
	 * @param word the word of the query
	 * @return 0, 1 or 2
	 */
	public int editsFor(String word) {
		if (this.edits != AUTO_EDITS) {
			return this.edits;
		}
		int letters = word.codePointCount(0, word.length());
		return (letters <= 2) ? 0 : (letters <= 5) ? 1 : 2;
	}

}
