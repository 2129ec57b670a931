package io.fletch.store.query;

/**
 * A span of the calendar and the clock, as in {@code INTERVAL '1' MONTH}. Months and days
 * have no fixed length, which is why the three stay apart.
 *
 * @param months the months
 * @param days the days
 * @param nanos the nanoseconds
 */
public record Interval(int months, int days, long nanos) {

	/**
	 * Returns the same span backwards.
	 * @return the negated interval
	 * @throws ArithmeticException if a part cannot be negated
	 */
	public Interval negated() {
		return new Interval(Math.negateExact(this.months), Math.negateExact(this.days), Math.negateExact(this.nanos));
	}

	/**
	 * Adds another span.
	 * @param other the other span
	 * @return the sum
	 * @throws ArithmeticException if a part becomes too large
	 */
	public Interval plus(Interval other) {
		return new Interval(Math.addExact(this.months, other.months), Math.addExact(this.days, other.days),
				Math.addExact(this.nanos, other.nanos));
	}

}
