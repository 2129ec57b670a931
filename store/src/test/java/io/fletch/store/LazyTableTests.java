package io.fletch.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Indexed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SeededRandom.class)
class LazyTableTests {

	private static final List<Map<String, Object>> ONE = List.of(Map.of("id", 1L));

	private final AtomicInteger openings = new AtomicInteger();

	@Test
	void opensWhenItIsFirstNeededAndOnce() {
		try (Database database = Database.open("memory:")) {
			LazyTable<Table> table = lazy(database);
			assertThat(table.ifOpen()).isEmpty();
			assertThat(database.tableNames()).isEmpty();
			assertThat(table.get()).isSameAs(table.get());
			assertThat(table.ifOpen()).containsSame(table.get());
			assertThat(this.openings).hasValue(1);
		}
	}

	@Test
	void aFailureToOpenIsNotKept() {
		try (Database database = Database.open("memory:")) {
			LazyTable<Table> table = LazyTable.of(() -> database.openTable("items"));
			assertThatExceptionOfType(TableNotFoundException.class).isThrownBy(table::get)
				.withMessageContaining("'items' was not found");
			database.createTable("items", DatabaseTests.ITEMS);
			assertThat(table.get().countRows()).isZero();
		}
	}

	@Test
	void opensAnewWhatWasDropped() {
		try (Database database = Database.open("memory:")) {
			LazyTable<Table> table = lazy(database);
			table.get().add(ONE);
			database.dropTable("items");
			assertThat(table.ifOpen()).isEmpty();
			assertThat(table.get().countRows()).isZero();
			assertThat(this.openings).hasValue(2);
		}
	}

	@Test
	void opensAnewWhatAnotherProcessDropped(@TempDir Path folder) {
		try (Database database = Database.open(folder); Database other = Database.open(folder)) {
			LazyTable<Table> table = lazy(database);
			table.get().add(ONE);
			other.dropTable("items");
			table.get().add(ONE);
			assertThat(other.openTable("items").countRows()).isEqualTo(1);
		}
	}

	@Test
	void opensAnewAfterACommitOfUnknownOutcome(Random random) {
		FaultyDatabase faulty = new FaultyDatabase(random);
		LazyTable<Table> table = lazy(faulty.database());
		Table broken = table.get();
		faulty.storage().beforeSync(() -> {
			throw new IllegalStateException("injected");
		});
		assertThatExceptionOfType(CommitUnknownException.class).isThrownBy(() -> broken.add(ONE))
			.withMessageContaining("outcome is unknown");
		assertThat(broken.isOpen()).isTrue();
		assertThat(broken.isUsable()).isFalse();
		long before = table.get().countRows();
		table.get().add(ONE);
		assertThat(table.get().countRows()).isEqualTo(before + 1);
	}

	@Test
	void goesOnAfterACommitThatFailedForCertain(Random random) {
		FaultyDatabase faulty = new FaultyDatabase(random);
		LazyTable<Table> table = lazy(faulty.database());
		faulty.storage().beforeSync(() -> {
			throw new IOException("injected");
		});
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> table.get().add(ONE))
			.withMessageContaining("injected");
		table.get().add(ONE);
		assertThat(table.get().countRows()).isEqualTo(1);
	}

	@Test
	void tellsThatTheDatabaseIsClosed() {
		Database database = Database.open("memory:");
		LazyTable<Table> table = lazy(database);
		table.get();
		database.close();
		assertThatExceptionOfType(StoreException.class).isThrownBy(table::get).withMessageContaining("is closed");
	}

	@Test
	void opensRecordsUnderAnotherName() {
		try (Database database = Database.open("memory:")) {
			LazyTable<TypedTable<Item>> table = LazyTable.of(() -> database.table("others", Item.class));
			table.get().add(List.of(new Item(1)));
			table.get().close();
			assertThat(table.get().scan().rows()).containsExactly(new Item(1));
			assertThat(database.tableNames()).containsExactly("others");
			assertThat(table.get().untyped().indexes().list()).hasSize(1);
			database.createTable("notes", DatabaseTests.ITEMS);
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> database.table("notes", Word.class))
				.withMessageContaining("word");
		}
	}

	@Test
	void holdsWhatStandsOnATable() {
		try (Database database = Database.open("memory:")) {
			LazyTable<List<Table>> tables = LazyTable.of(() -> List.of(open(database)), List::getFirst);
			assertThat(tables.get()).isSameAs(tables.get());
			database.dropTable("items");
			assertThat(tables.get().getFirst().isUsable()).isTrue();
			assertThat(this.openings).hasValue(2);
		}
	}

	private LazyTable<Table> lazy(Database database) {
		return LazyTable.of(() -> open(database));
	}

	private Table open(Database database) {
		this.openings.incrementAndGet();
		return database.createTable("items", DatabaseTests.ITEMS, CreateMode.EXIST_OK);
	}

	/**
	 * A row with an index.
	 */
	@io.fletch.store.mapping.Table("items")
	record Item(@Id @Indexed long id) {
	}

	/**
	 * A row that no other table has.
	 */
	@io.fletch.store.mapping.Table("words")
	record Word(@Id String word) {
	}

}
