package io.fletch.store;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.QueryPlan;
import io.fletch.store.scan.PlanTrace;

/**
 * Runs a search within its time, and tells the observer of the table.
 *
 * @param handle the table
 * @param request the search
 */
record SearchWatch(TableHandle handle, SearchRequest request) {

	/**
	 * Reads a version, anew if a cleanup takes it.
	 */
	<T> T run(ToLongFunction<T> rows, Reading<T> reading) {
		Activities activities = this.handle.table().activities();
		AtomicReference<@Nullable Told> told = new AtomicReference<>();
		return activities.query(kind(activities), rows, () -> plan(told.get()),
				() -> TimeLimit.run(this.request.options().timeout(), () -> this.handle.scan((snapshot) -> {
					boolean isTold = activities.wantsPlans();
					PlanTrace trace = isTold ? PlanTrace.telling(snapshot.manifest()) : new PlanTrace(false);
					told.set(isTold ? new Told(snapshot, trace) : null);
					return reading.read(snapshot, trace);
				})));
	}

	/**
	 * Does something whose rows are not counted.
	 */
	<T> T run(Supplier<T> reading) {
		Activities activities = this.handle.table().activities();
		return activities.query(kind(activities), (result) -> -1, () -> null, reading::get);
	}

	private static @Nullable QueryPlan plan(@Nullable Told told) {
		return (told != null) ? new QueryPlan(told.snapshot().manifest().version(),
				told.snapshot().manifest().rowCount(), told.trace().steps()) : null;
	}

	private String kind(Activities activities) {
		if (activities.isSilent()) {
			return "";
		}
		try {
			return this.handle
				.scan((snapshot) -> word(new CandidateSearch(snapshot, this.request, new PlanTrace(false)).compared()));
		}
		catch (InvalidInputException ex) {
			// The search itself says what is wrong with it.
			return Activities.word(this.request.kind());
		}
	}

	private static String word(@Nullable QueryKind compared) {
		return (compared != null) ? Activities.word(compared) : "scan";
	}

	/**
	 * Reads a version.
	 *
	 * @param <T> what it gives
	 */
	@FunctionalInterface
	interface Reading<T> {

		T read(TableHandle.Snapshot snapshot, PlanTrace trace) throws IOException;

	}

	private record Told(TableHandle.Snapshot snapshot, PlanTrace trace) {
	}

}
