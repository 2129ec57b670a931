package io.fletch.context.answer;

import java.util.List;
import java.util.Set;

/**
 * A number that a text names, with its sign and its unit.
 *
 * @param readings what it can mean: {@code 5 m} is five metres or five millions
 */
record Quantity(List<Reading> readings) {

	/**
	 * One meaning.
	 *
	 * @param number the number in digits, with a minus where it is negative, without
	 * zeros that say nothing
	 * @param units the units that its spelling stands for; none if none is told
	 */
	record Reading(String number, Set<String> units) {
	}

}
