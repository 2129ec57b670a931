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
		Ending inner = inner(activity, outer);
		return (outcome) -> {
			try {
				inner.ended(outcome);
			}
			finally {
				outer.ended(outcome);
			}
		};
	}

	private Ending inner(Activity activity, Ending outer) {
		try {
			return this.second.begun(activity);
		}
		catch (RuntimeException ex) {
			// The first was told that it began, so it is told that it ended, and why
			// nobody hears more.
			outer.ended(new ActivityOutcome(-1, null, ex));
			throw ex;
		}
	}

	@Override
	public boolean wantsPlans() {
		return this.first.wantsPlans() || this.second.wantsPlans();
	}

}
