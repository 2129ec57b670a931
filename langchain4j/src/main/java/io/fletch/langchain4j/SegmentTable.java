package io.fletch.langchain4j;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.fletch.store.CreateMode;
import io.fletch.store.Database;
import io.fletch.store.Table;
import io.fletch.store.error.TableNotFoundException;

/**
 * The table of the segments, which is made when the first is added: only then it is known
 * how long vectors are.
 */
final class SegmentTable {

	private final Database database;

	private final String name;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Table open;

	/**
	 * Opens the table if it is there.
	 * @throws io.fletch.store.error.InvalidInputException if nothing can have that name
	 */
	SegmentTable(Database database, String name) {
		this.database = database;
		this.name = name;
		try {
			this.open = database.openTable(name);
		}
		catch (TableNotFoundException ex) {
			// It is made when the first embedding is added.
		}
	}

	Database database() {
		return this.database;
	}

	/**
	 * Returns the table, or {@code null} if nothing was ever added.
	 */
	@Nullable Table find() {
		Table table = this.open;
		if (table == null && this.database.hasTable(this.name)) {
			table = opened(() -> this.database.openTable(this.name));
		}
		return table;
	}

	/**
	 * Returns the table, and makes it if there is none.
	 * @param dimensions the length of the first vector
	 */
	Table findOrCreate(int dimensions) {
		Table table = find();
		return (table != null) ? table : opened(
				() -> this.database.createTable(this.name, StoredSegment.class, dimensions, CreateMode.EXIST_OK));
	}

	private Table opened(Supplier<Table> opening) {
		this.lock.lock();
		try {
			Table table = this.open;
			if (table == null) {
				table = opening.get();
				this.open = table;
			}
			return table;
		}
		finally {
			this.lock.unlock();
		}
	}

}
