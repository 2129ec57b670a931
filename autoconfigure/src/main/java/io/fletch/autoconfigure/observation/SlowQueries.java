package io.fletch.autoconfigure.observation;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.activity.Activity;
import io.fletch.store.activity.ActivityKind;
import io.fletch.store.activity.ActivityObserver;
import io.fletch.store.activity.ActivityOutcome;

/**
 * Logs searches that took long, and how they were answered; neither questions nor values
 * of rows.
 */
final class SlowQueries implements ActivityObserver {

	private static final Logger logger = LoggerFactory.getLogger(SlowQueries.class);

	private final String database;

	private final Duration threshold;

	SlowQueries(String database, Duration threshold) {
		this.database = database;
		this.threshold = threshold;
	}

	@Override
	public Ending begun(Activity activity) {
		if (activity.kind() != ActivityKind.QUERY) {
			return (outcome) -> {
			};
		}
		long begin = System.nanoTime();
		return (outcome) -> ended(activity, Duration.ofNanos(System.nanoTime() - begin), outcome);
	}

	private void ended(Activity activity, Duration time, ActivityOutcome outcome) {
		if (time.compareTo(this.threshold) >= 0) {
			logger.warn("A query of kind {} on the table '{}' of the database '{}' took {} ms and {}{}",
					activity.detail(), activity.table(), this.database, time.toMillis(), result(outcome),
					(outcome.plan() != null) ? "; " + outcome.plan() : "");
		}
	}

	private static String result(ActivityOutcome outcome) {
		if (outcome.failure() != null) {
			return "failed with " + outcome.failure().getClass().getSimpleName();
		}
		return (outcome.rows() >= 0) ? "gave " + outcome.rows() : "was begun";
	}

	@Override
	public boolean wantsPlans() {
		return true;
	}

}
