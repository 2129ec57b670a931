package io.fletch.autoconfigure.observation;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.fletch.autoconfigure.Databases;
import io.fletch.autoconfigure.TableNames;
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

	private static final String TABLE = "fletch.table.";

	private static final String CACHE = "fletch.cache.";

	private static final String BYTES = "bytes";

	private final MeterRegistry meters;

	private final Databases databases;

	private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

	TableMeters(MeterRegistry meters, Databases databases) {
		this.meters = meters;
		this.databases = databases;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<String, Database> all = this.databases.all();
		all.forEach((name, database) -> TableNames.of(database, TableTags.MOST)
			.forEach((table) -> register(name, database, table)));
		Session[] sessions = all.values()
			.stream()
			.map((database) -> database.options().session())
			.distinct()
			.toArray(Session[]::new);
		count(sessions, "hits", Session::hits);
		count(sessions, "misses", Session::misses);
		Gauge.builder(CACHE + "size", sessions, (of) -> sum(of, Session::sizeBytes))
			.baseUnit(BYTES)
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
		return (activity) -> {
			if (activity.kind() == ActivityKind.WRITE && !known(database).contains(activity.table())) {
				return (outcome) -> registerNew(database, activity);
			}
			return (outcome) -> {
			};
		};
	}

	private void registerNew(String name, Activity activity) {
		Database database = this.databases.opened().get(name);
		if (database != null) {
			register(name, database, activity.table());
		}
	}

	private Set<String> known(String database) {
		return this.known.computeIfAbsent(database, (name) -> ConcurrentHashMap.newKeySet());
	}

	private void register(String name, Database database, String table) {
		Set<String> tables = known(name);
		if (tables.size() < TableTags.MOST && tables.add(table)) {
			TableGauge gauge = new TableGauge(database, table);
			Tags tags = Tags.of(FletchObservation.Tag.DATABASE.asString(), name, FletchObservation.Tag.TABLE.asString(),
					table);
			gauge(gauge, "rows", "Rows of the latest version", tags, TableFigures::rows);
			gauge(gauge, "fragments", "Parts that the rows lie in", tags, TableFigures::fragments);
			gauge(gauge, "unindexed", "Rows that indexes do not cover yet", tags, TableFigures::unindexedRows);
			gauge(gauge, "version", "The latest version", tags, TableFigures::version);
			Gauge.builder(TABLE + "size", gauge, (of) -> of.value(TableFigures::bytes))
				.baseUnit(BYTES)
				.tags(tags)
				.strongReference(true)
				.description("Data files and index files of the latest version")
				.register(this.meters);
		}
	}

	private void gauge(TableGauge gauge, String what, String description, Tags tags,
			ToDoubleFunction<TableFigures> figure) {
		Gauge.builder(TABLE + what, gauge, (of) -> of.value(figure))
			.tags(tags)
			.strongReference(true)
			.description(description)
			.register(this.meters);
	}

}
