package io.fletch.benchmarks.measure;

/**
 * How often a short operation is repeated.
 *
 * @param count how often in a round
 * @param warmUp how often before the first round
 * @param rounds the number of rounds
 * @param maxMillis how long a round lasts at most
 */
public record Rounds(int count, int warmUp, int rounds, long maxMillis) {

	/**
	 * Three rounds of at most six seconds after 20 unmeasured runs.
	 * @param count how often in a round
	 * @return the rounds
	 */
	public static Rounds of(int count) {
		return new Rounds(count, 20, 3, 6000);
	}

	/**
	 * Changes how often the operation runs unmeasured.
	 * @param runs how often
	 * @return the rounds
	 */
	public Rounds warmedUpBy(int runs) {
		return new Rounds(this.count, runs, this.rounds, this.maxMillis);
	}

	/**
	 * Changes how long a round lasts at most.
	 * @param millis the milliseconds
	 * @return the rounds
	 */
	public Rounds atMost(long millis) {
		return new Rounds(this.count, this.warmUp, this.rounds, millis);
	}

}
