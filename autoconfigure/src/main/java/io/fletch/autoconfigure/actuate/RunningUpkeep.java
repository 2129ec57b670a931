package io.fletch.autoconfigure.actuate;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.fletch.store.activity.Activity;
import io.fletch.store.activity.ActivityKind;
import io.fletch.store.activity.ActivityObserver;

/**
 * Knows which upkeep runs in the databases, whoever began it.
 */
final class RunningUpkeep {

	private static final Set<ActivityKind> UPKEEP = Set.of(ActivityKind.COMPACTION, ActivityKind.INDEXING,
			ActivityKind.CLEANUP);

	private final Clock clock;

	private final Set<Entry> running = ConcurrentHashMap.newKeySet();

	RunningUpkeep(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Returns what hears of the upkeep of a database.
	 */
	ActivityObserver observer(String database) {
		return (activity) -> UPKEEP.contains(activity.kind()) ? begun(database, activity)
				: ActivityObserver.NONE.begun(activity);
	}

	private ActivityObserver.Ending begun(String database, Activity activity) {
		Entry entry = new Entry(new Upkeep(database, activity.table(), activity.kind(), this.clock.instant()));
		this.running.add(entry);
		return (outcome) -> this.running.remove(entry);
	}

	List<Upkeep> list() {
		return this.running.stream().map((entry) -> entry.upkeep).sorted(Comparator.comparing(Upkeep::since)).toList();
	}

	/**
	 * Upkeep that runs.
	 *
	 * @param database the database
	 * @param table the table
	 * @param kind what is done
	 * @param since when that began
	 */
	record Upkeep(String database, String table, ActivityKind kind, Instant since) {
	}

	/** Told apart by identity. */
	private static final class Entry {

		private final Upkeep upkeep;

		Entry(Upkeep upkeep) {
			this.upkeep = upkeep;
		}

	}

}
