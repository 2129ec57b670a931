package io.fletch.store;

import java.nio.file.Path;
import java.util.List;

/**
 * Adds rows to a table one by one, for tests that load the store twice.
 *
 * @param folder the folder of the database
 * @param from the first id
 */
public record AddingRows(Path folder, int from) implements Runnable {

	static final int COUNT = 300;

	@Override
	public void run() {
		try (Database database = Database.open(this.folder)) {
			Table table = database.openTable("t");
			for (int id = this.from; id < this.from + COUNT; id++) {
				table.add(List.of(DatabaseTests.row(id, "x")));
			}
		}
	}

}
