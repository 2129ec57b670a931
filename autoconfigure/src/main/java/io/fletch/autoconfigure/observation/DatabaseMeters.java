package io.fletch.autoconfigure.observation;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.autoconfigure.TableNames;
import io.fletch.store.Database;
import io.fletch.store.error.StoreException;

/**
 * The gauges of the tables of one database. Tables that are gone make place for others,
 * and all of their meters go.
 */
final class DatabaseMeters {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseMeters.class);

	private static final String OURS = "fletch.";

	private static final String TABLE = OURS + "table.";

	/** Between two looks at which tables are gone. */
	private static final Duration PAUSE = Duration.ofSeconds(5);

	private final MeterRegistry meters;

	private final String name;

	private final Database database;

	private final TableTags tags;

	private final Set<String> known = ConcurrentHashMap.newKeySet();

	private final AtomicLong nextLook = new AtomicLong(System.nanoTime());

	/**
	 * Makes gauges of the tables that are there.
	 * @param tags tells which tables are observed, and hears of those that are gone
	 */
	DatabaseMeters(MeterRegistry meters, String name, Database database, TableTags tags) {
		this.meters = meters;
		this.name = name;
		this.database = database;
		this.tags = tags;
		TableNames.of(database, TableTags.MOST).forEach(this::register);
	}

	/**
	 * Hears of a write, in the thread that wrote.
	 */
	void written(String table) {
		if (this.known.contains(table)) {
			return;
		}
		if (this.known.size() < TableTags.MOST) {
			register(table);
		}
		else {
			lookForGone();
		}
	}

	private void register(String table) {
		if (!this.known.add(table)) {
			return;
		}
		TableGauge gauge = new TableGauge(this.database, table, this::lookForGone);
		Tags tagged = tags(table);
		gauge(gauge, "rows", "Rows of the latest version", tagged, TableFigures::rows);
		gauge(gauge, "fragments", "Parts that the rows lie in", tagged, TableFigures::fragments);
		gauge(gauge, "unindexed", "Rows that indexes do not cover yet", tagged, TableFigures::unindexedRows);
		gauge(gauge, "version", "The latest version", tagged, TableFigures::version);
		Gauge.builder(TABLE + "size", gauge, (of) -> of.value(TableFigures::bytes))
			.baseUnit("bytes")
			.tags(tagged)
			.strongReference(true)
			.description("Data files and index files of the latest version")
			.register(this.meters);
	}

	private Tags tags(String table) {
		return Tags.of(FletchObservation.Tag.DATABASE.asString(), this.name, FletchObservation.Tag.TABLE.asString(),
				table);
	}

	private void gauge(TableGauge gauge, String what, String description, Tags tagged,
			ToDoubleFunction<TableFigures> figure) {
		Gauge.builder(TABLE + what, gauge, (of) -> of.value(figure))
			.tags(tagged)
			.strongReference(true)
			.description(description)
			.register(this.meters);
	}

	/**
	 * Looks in a thread of its own: who writes or reads meters shall not wait.
	 */
	private void lookForGone() {
		long due = this.nextLook.get();
		long now = System.nanoTime();
		if (now - due >= 0 && this.nextLook.compareAndSet(due, now + PAUSE.toNanos())) {
			Thread.startVirtualThread(this::forgetGone);
		}
	}

	private void forgetGone() {
		Set<String> tables = new TreeSet<>(this.known);
		tables.addAll(this.tags.known());
		try {
			tables.stream().filter((table) -> !TableNames.exists(this.database, table)).forEach(this::forget);
		}
		catch (StoreException ex) {
			logger.debug("The tables of the database '{}' cannot be looked for", this.name, ex);
		}
	}

	private void forget(String table) {
		this.known.remove(table);
		this.tags.forget(table);
		Set<Meter> gone = ConcurrentHashMap.newKeySet();
		this.meters.forEachMeter((meter) -> {
			if (meter.getId().getName().startsWith(OURS)
					&& meter.getId().getTags().containsAll(tags(table).stream().toList())) {
				gone.add(meter);
			}
		});
		gone.forEach(this.meters::remove);
	}

}
