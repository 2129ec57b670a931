package io.fletch.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.StoreException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether a handle can go on being used, or the table must be opened anew.
 */
@ExtendWith(SeededRandom.class)
class UsableTests {

	@Test
	void notAfterAnotherProcessDroppedTheTable(@TempDir Path folder) {
		try (Database database = Database.open(folder); Database other = Database.open(folder)) {
			Table table = database.createTable("items", DatabaseTests.ITEMS);
			assertThat(table.isUsable()).isTrue();
			other.dropTable("items");
			assertThat(table.isUsable()).isFalse();
			other.createTable("items", DatabaseTests.ITEMS).add(List.of(DatabaseTests.row(1, "pen")));
			assertThat(table.isOpen()).isTrue();
			assertThat(table.isUsable()).isFalse();
			assertThat(database.openTable("items").isUsable()).isTrue();
			assertThat(database.openTable("items").countRows()).isEqualTo(1);
			assertThat(database.async().openTable("items").join().isUsable().join()).isTrue();
		}
	}

	@Test
	void notAfterItOrTheDatabaseWasClosed() {
		Database database = Database.open("memory:");
		Table closed = database.createTable("items", DatabaseTests.ITEMS);
		closed.close();
		assertThat(closed.isUsable()).isFalse();
		Table table = database.openTable("items");
		assertThat(table.isUsable()).isTrue();
		database.close();
		assertThat(table.isUsable()).isFalse();
	}

	@Test
	void notAfterACommitOfUnknownOutcome(Random random) {
		int unusable = 0;
		boolean hasFailed = true;
		for (int call = 1; hasFailed; call++) {
			FaultyDatabase faulty = new FaultyDatabase(random);
			Table table = faulty.database().createTable("items", DatabaseTests.ITEMS);
			faulty.storage().failAt(call);
			hasFailed = addFails(table);
			faulty.storage().failNever();
			faulty.storage().restart();
			if (!table.isUsable()) {
				unusable++;
				assertThat(table.isOpen()).isTrue();
				assertThat(addFails(table)).isTrue();
				Table anew = faulty.database().openTable("items");
				assertThat(anew.isUsable()).isTrue();
				assertThat(addFails(anew)).isFalse();
			}
		}
		assertThat(unusable).isPositive();
	}

	private static boolean addFails(Table table) {
		try {
			table.add(List.of(DatabaseTests.row(1, "pen")));
			return false;
		}
		catch (StoreException ex) {
			return true;
		}
	}

}
