package io.fletch.store.activity;

/**
 * Hears of what is done with the tables of a database, when it begins and how it ended.
 * Called by many threads at once, in the thread that does it. Must return soon and not
 * use the database. What it throws is logged, and disturbs nothing.
 */
@FunctionalInterface
public interface ActivityObserver {

	/** Hears of nothing. */
	ActivityObserver NONE = (activity) -> (outcome) -> {
	};

	/**
	 * Hears that something begins.
	 * @param activity what
	 * @return who hears, in the same thread, how it ended; always, and once
	 */
	Ending begun(Activity activity);

	/**
	 * Tells whether the plans of searches are wanted, which takes some microseconds a
	 * search.
	 * @return whether an {@link ActivityOutcome} of a search shall have its plan
	 */
	default boolean wantsPlans() {
		return false;
	}

	/**
	 * Lets another hear, too: later of a beginning, and earlier of an end. One that fails
	 * does not keep the other from hearing of the end.
	 * @param other the other
	 * @return an observer that tells both
	 */
	default ActivityObserver and(ActivityObserver other) {
		return new BothObservers(this, other);
	}

	/**
	 * Hears how something ended.
	 */
	@FunctionalInterface
	interface Ending {

		/**
		 * Hears that it ended.
		 * @param outcome how
		 */
		void ended(ActivityOutcome outcome);

	}

}
