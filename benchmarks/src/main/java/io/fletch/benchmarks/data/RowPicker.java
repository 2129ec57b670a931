package io.fletch.benchmarks.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Picks rows by the linear congruential generator that the programs to compare with use
 * too, so that all of them touch the same rows.
 */
public final class RowPicker {

	private int state = 12345;

	/**
	 * Returns the next number.
	 * @param bound the bound
	 * @return a number below the bound
	 */
	public int next(int bound) {
		this.state = (this.state * 1103515245 + 12345) & 0x7fffffff;
		return this.state % bound;
	}

	/**
	 * Picks different rows.
	 * @param count how many
	 * @param bound the number of rows to pick from
	 * @return the positions of the rows
	 */
	public List<Integer> pick(int count, int bound) {
		Set<Integer> picked = new LinkedHashSet<>();
		while (picked.size() < count) {
			picked.add(next(bound));
		}
		return new ArrayList<>(picked);
	}

}
