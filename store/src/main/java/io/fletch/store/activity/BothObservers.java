package io.fletch.store.activity;

import java.util.Objects;

/**
 * Two that hear.
 *
 * @param first hears first that something begins
 * @param second hears first how it ended
 */
record BothObservers(ActivityObserver first, ActivityObserver second) implements ActivityObserver {

	BothObservers {
		Objects.requireNonNull(first, "first");
		Objects.requireNonNull(second, "second");
	}

	@Override
	public Ending begun(Activity activity) {
		Ending outer = this.first.begun(activity);
		Ending inner = inner(activity);
		return (outcome) -> {
			try {
				inner.ended(outcome);
			}
			finally {
				outer.ended(outcome);
			}
		};
	}

	private Ending inner(Activity activity) {
		try {
			return this.second.begun(activity);
		}
		catch (RuntimeException ex) {
			// Thrown in the end, so that the first hears of both.
			return (outcome) -> {
				throw ex;
			};
		}
	}

	@Override
	public boolean wantsPlans() {
		return this.first.wantsPlans() || this.second.wantsPlans();
	}

}
