package io.fletch.autoconfigure.observation;

import java.time.Duration;
import java.util.function.ToDoubleFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.autoconfigure.TableNames;
import io.fletch.store.Database;
import io.fletch.store.error.StoreException;

/**
 * Reads the figures of one table when meters are asked for, all of them at once.
 */
final class TableGauge {

	private static final Logger logger = LoggerFactory.getLogger(TableGauge.class);

	/** Meters are asked one after the other. */
	private static final Duration AGE = Duration.ofSeconds(2);

	private final Database database;

	private final String table;

	private final Runnable gone;

	private TableFigures figures = TableFigures.NONE;

	private long read;

	private boolean isRead;

	/**
	 * Makes what reads a table.
	 * @param gone is told when the table is not there
	 */
	TableGauge(Database database, String table, Runnable gone) {
		this.database = database;
		this.table = table;
		this.gone = gone;
	}

	double value(ToDoubleFunction<TableFigures> figure) {
		return figure.applyAsDouble(figures());
	}

	private synchronized TableFigures figures() {
		if (!this.isRead || System.nanoTime() - this.read > AGE.toNanos()) {
			this.figures = look();
			this.read = System.nanoTime();
			this.isRead = true;
		}
		return this.figures;
	}

	private TableFigures look() {
		try {
			return TableNames.open(this.database, this.table).map(TableFigures::of).orElseGet(() -> {
				this.gone.run();
				return TableFigures.NONE;
			});
		}
		catch (StoreException ex) {
			logger.debug("The figures of the table '{}' cannot be read", this.table, ex);
			return TableFigures.NONE;
		}
	}

}
