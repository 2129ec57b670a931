package io.fletch.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;

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
	void tellsATableFromEveryOtherByItsIdentity(@TempDir Path folder, @TempDir Path otherFolder) {
		try (Database database = Database.open(folder);
				Database again = Database.open(folder);
				Database other = Database.open(otherFolder)) {
			database.namespaces().create("guests");
			Table first = database.createTable("items", DatabaseTests.ITEMS);
			UUID identity = first.identity();
			Table inNamespace = database.namespace("guests").createTable("items", DatabaseTests.ITEMS);
			Table elsewhere = other.createTable("items", DatabaseTests.ITEMS);
			first.add(List.of(DatabaseTests.row(1, "pen")));
			assertThat(again.openTable("items").identity()).isEqualTo(identity);
			assertThat(first.checkout(1).identity()).isEqualTo(identity);
			UUID branch = first.branches().create("draft").identity();
			database.renameTable("items", "things");
			assertThat(database.openTable("things").identity()).isEqualTo(identity);
			database.dropTable("things");
			UUID later = database.createTable("items", DatabaseTests.ITEMS).identity();
			assertThat(List.of(identity, inNamespace.identity(), elsewhere.identity(), branch, later))
				.doesNotHaveDuplicates();
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
