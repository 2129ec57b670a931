package io.fletch.autoconfigure.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.fletch.autoconfigure.Databases;
import io.fletch.store.Database;
import io.fletch.store.Session;
import io.fletch.store.activity.Activity;
import io.fletch.store.activity.ActivityKind;
import io.fletch.store.activity.ActivityObserver;

/**
 * Registers the gauges of tables: of those that are there when an application starts, and
 * of each that is written to later.
 */
final class TableMeters implements SmartInitializingSingleton {

	private static final String CACHE = "fletch.cache.";

	private final MeterRegistry meters;

	private final Databases databases;

	private final ObservedTables tables;

	private final Map<String, DatabaseMeters> measured = new ConcurrentHashMap<>();

	TableMeters(MeterRegistry meters, Databases databases, ObservedTables tables) {
		this.meters = meters;
		this.databases = databases;
		this.tables = tables;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<String, Database> all = this.databases.all();
		all.forEach((name, database) -> this.measured.put(name,
				new DatabaseMeters(this.meters, name, database, this.tables.of(name))));
		Session[] sessions = all.values()
			.stream()
			.map((database) -> database.options().session())
			.distinct()
			.toArray(Session[]::new);
		count(sessions, "hits", Session::hits);
		count(sessions, "misses", Session::misses);
		Gauge.builder(CACHE + "size", sessions, (of) -> sum(of, Session::sizeBytes))
			.baseUnit("bytes")
			.strongReference(true)
			.description("What databases keep in memory of their files")
			.register(this.meters);
	}

	private void count(Session[] sessions, String what, ToDoubleFunction<Session> value) {
		FunctionCounter.builder(CACHE + what, sessions, (of) -> sum(of, value))
			.description("How often what was needed of files was in memory, or was not")
			.register(this.meters);
	}

	private static double sum(Session[] sessions, ToDoubleFunction<Session> value) {
		double sum = 0;
		for (Session session : sessions) {
			sum += value.applyAsDouble(session);
		}
		return sum;
	}

	/**
	 * Returns who hears of writes to tables that are new.
	 */
	ActivityObserver observer(String database) {
		return (activity) -> (activity.kind() == ActivityKind.WRITE) ? (outcome) -> written(database, activity)
				: ActivityObserver.NONE.begun(activity);
	}

	private void written(String database, Activity activity) {
		DatabaseMeters found = this.measured.get(database);
		if (found != null) {
			found.written(activity.table());
		}
	}

}
