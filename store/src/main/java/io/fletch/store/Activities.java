package io.fletch.store;

import java.util.Locale;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.activity.Activity;
import io.fletch.store.activity.ActivityKind;
import io.fletch.store.activity.ActivityObserver;
import io.fletch.store.activity.ActivityOutcome;
import io.fletch.store.query.QueryPlan;

/**
 * Tells an observer what is done with one table. An observer that fails disturbs nothing.
 *
 * @param observer the observer
 * @param table the table as it is named in the whole database
 */
record Activities(ActivityObserver observer, String table) {

	private static final Logger logger = LoggerFactory.getLogger(Activities.class);

	private static final ActivityObserver.Ending UNHEARD = (outcome) -> {
	};

	/**
	 * Tells whether nobody listens.
	 */
	boolean isSilent() {
		return this.observer == ActivityObserver.NONE;
	}

	boolean wantsPlans() {
		return this.observer.wantsPlans();
	}

	/**
	 * Does something, of which the number of rows is not known.
	 */
	<T, X extends Exception> T run(ActivityKind kind, String detail, Action<T, X> action) throws X {
		return run(kind, detail, (result) -> -1, action);
	}

	/**
	 * Does something.
	 * @param rows tells how many rows it found or changed
	 */
	<T, X extends Exception> T run(ActivityKind kind, String detail, ToLongFunction<T> rows, Action<T, X> action)
			throws X {
		if (isSilent()) {
			return action.run();
		}
		Running<T> running = new Running<>(begun(new Activity(kind, this.table, detail)), rows);
		return running.finish(action, () -> null);
	}

	/**
	 * Runs a search.
	 * @param plan tells afterwards how it was answered, or {@code null}
	 */
	<T> T query(String detail, ToLongFunction<T> rows, Planned plan, Action<T, RuntimeException> action) {
		if (isSilent()) {
			return action.run();
		}
		return new Running<>(begun(new Activity(ActivityKind.QUERY, this.table, detail)), rows).finish(action, plan);
	}

	/**
	 * Returns the word for a constant.
	 */
	static String word(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	private ActivityObserver.Ending begun(Activity activity) {
		try {
			return this.observer.begun(activity);
		}
		catch (RuntimeException ex) {
			// Whatever is wrong with an observer, the store goes on.
			logger.warn("The observer {} failed for {}", this.observer, activity, ex);
			return UNHEARD;
		}
	}

	/**
	 * What is done.
	 *
	 * @param <T> what it gives
	 * @param <X> what it throws
	 */
	@FunctionalInterface
	interface Action<T, X extends Exception> {

		T run() throws X;

	}

	/**
	 * Tells how a search was answered.
	 */
	@FunctionalInterface
	interface Planned {

		@Nullable QueryPlan plan();

	}

	private record Running<T>(ActivityObserver.Ending ending, ToLongFunction<T> rows) {

		<X extends Exception> T finish(Action<T, X> action, Planned plan) throws X {
			T result;
			try {
				result = action.run();
			}
			catch (Throwable ex) {
				end(new ActivityOutcome(-1, null, ex));
				throw ex;
			}
			end(outcome(result, plan));
			return result;
		}

		private ActivityOutcome outcome(T result, Planned plan) {
			try {
				return new ActivityOutcome(this.rows.applyAsLong(result), plan.plan(), null);
			}
			catch (RuntimeException ex) {
				// It was done; that nobody can tell more of it must not undo it.
				logger.warn("What was done cannot be described to its observer", ex);
				return new ActivityOutcome(-1, null, null);
			}
		}

		private void end(ActivityOutcome outcome) {
			try {
				this.ending.ended(outcome);
			}
			catch (RuntimeException ex) {
				// Whatever is wrong with an observer, the store goes on.
				logger.warn("An observer failed at the end of what it observed", ex);
			}
		}

	}

}
