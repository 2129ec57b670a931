package io.fletch.autoconfigure.actuate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.fletch.autoconfigure.TableNames;
import io.fletch.store.Database;
import io.fletch.store.IndexInfo;
import io.fletch.store.Table;
import io.fletch.store.error.StoreException;

/**
 * The health of one database: down if its folder is gone or cannot be written to any
 * more, or one of its first tables cannot be opened. A folder that could not be written
 * to when the application started is one that it only reads. What an index lacks costs
 * time, not rows, and is told only.
 */
final class DatabaseHealthIndicator extends AbstractHealthIndicator {

	/** How many tables are looked at. */
	static final int TABLES = 50;

	private static final String MEMORY = "memory:";

	private final Database database;

	private final Predicate<Path> writable;

	private final boolean isWritten;

	DatabaseHealthIndicator(Database database) {
		this(database, Files::isWritable);
	}

	DatabaseHealthIndicator(Database database, Predicate<Path> writable) {
		super("The database cannot be read");
		this.database = database;
		this.writable = writable;
		this.isWritten = isInMemory() || writable.test(database.directory());
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.withDetail("uri", this.database.uri());
		if (!this.database.isOpen()) {
			builder.down().withDetail("problems", List.of("The database is closed"));
			return;
		}
		List<String> problems = new ArrayList<>();
		boolean writable = isInMemory() || this.writable.test(this.database.directory());
		boolean usable = isUsable(writable, problems);
		List<String> names = TableNames.of(this.database, TABLES + 1);
		Map<String, TableState> tables = new TreeMap<>();
		for (String name : names.subList(0, Math.min(TABLES, names.size()))) {
			usable &= look(name, tables, problems);
		}
		builder.status(usable ? Status.UP : Status.DOWN);
		builder.withDetail("writable", writable);
		builder.withDetail("tables", tables);
		if (names.size() > TABLES) {
			builder.withDetail("moreTables", true);
		}
		builder.withDetail("problems", problems);
	}

	private boolean isInMemory() {
		return this.database.uri().startsWith(MEMORY);
	}

	private boolean isUsable(boolean writable, List<String> problems) {
		if (!isInMemory() && !Files.isDirectory(this.database.directory())) {
			problems.add("The folder is gone");
			return false;
		}
		if (!writable && this.isWritten) {
			problems.add("The folder cannot be written to any more; see to its permissions and its disk");
			return false;
		}
		return true;
	}

	private boolean look(String name, Map<String, TableState> tables, List<String> problems) {
		try {
			TableNames.open(this.database, name).ifPresent((table) -> tables.put(name, state(table, problems)));
			return true;
		}
		catch (StoreException ex) {
			problems.add("The table '" + name + "' cannot be opened: " + ex.getMessage());
			return false;
		}
	}

	private static TableState state(Table table, List<String> problems) {
		List<IndexInfo> indexes = table.indexes().list();
		for (IndexInfo index : indexes) {
			if (index.problem() != null) {
				problems.add("The index '" + index.name() + "' of the table '" + table.id() + "': " + index.problem());
			}
		}
		long rows = table.countRows();
		long unindexed = indexes.stream().mapToLong((index) -> index.coverage().unindexedRows()).max().orElse(0);
		return new TableState(table.version(), rows, unindexed);
	}

	/**
	 * The state of one table.
	 *
	 * @param version the latest version
	 * @param rows how many rows it has
	 * @param unindexedRows how many of them the index lacks that lacks most
	 */
	record TableState(long version, long rows, long unindexedRows) {
	}

}
