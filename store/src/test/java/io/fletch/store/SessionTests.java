package io.fletch.store;

import java.nio.file.Path;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SessionTests {

	@Test
	void keepsWhatWasReadOfDataFiles(@TempDir Path folder) {
		Session session = Session.withLimit(1L << 20);
		try (Database database = Database.open(folder, DatabaseOptions.defaults().withSession(session))) {
			Table table = database.createTable("t", DatabaseTests.ITEMS);
			assertThat(session.itemCount()).isZero();
			table.add(IntStream.range(0, 2000).mapToObj((i) -> DatabaseTests.row(i, "item")).toList());
			assertThat(table.scan().rows()).hasSize(2000);
			assertThat(session.itemCount()).isEqualTo(1);
			assertThat(session.sizeBytes()).isBetween(1L, 1L << 20);
		}
	}

	@Test
	void keepsNothingOfADatabaseThatIsClosed(@TempDir Path folder) {
		Session session = Session.withLimit(1L << 20);
		DatabaseOptions options = DatabaseOptions.defaults().withSession(session);
		try (Database other = Database.open("memory:", options)) {
			fill(other.createTable("t", DatabaseTests.ITEMS));
			try (Database database = Database.open(folder, options)) {
				fill(database.createTable("t", DatabaseTests.ITEMS));
				assertThat(session.itemCount()).isEqualTo(2);
			}
			assertThat(session.itemCount()).isEqualTo(1);
			assertThat(other.openTable("t").scan().rows()).hasSize(2000);
		}
		assertThat(session.sizeBytes()).isZero();
	}

	@Test
	void countsHowOftenItHadWhatWasNeeded() {
		Session session = Session.withLimit(1L << 20);
		try (Database database = Database.open("memory:", DatabaseOptions.defaults().withSession(session))) {
			Table table = database.createTable("t", DatabaseTests.ITEMS);
			fill(table);
			long misses = session.misses();
			long hits = session.hits();
			assertThat(misses).isPositive();
			table.scan().rows();
			assertThat(session.misses()).isEqualTo(misses);
			assertThat(session.hits()).isGreaterThan(hits);
		}
	}

	private static void fill(Table table) {
		table.add(IntStream.range(0, 2000).mapToObj((i) -> DatabaseTests.row(i, "item")).toList());
		assertThat(table.scan().rows()).hasSize(2000);
	}

	@Test
	void isSharedByDatabasesThatAreOpenedWithIt(@TempDir Path folder) {
		Session session = Session.withLimit(0);
		DatabaseOptions options = DatabaseOptions.defaults().withSession(session);
		try (Database first = Database.open(folder, options); Database second = Database.open("memory:", options)) {
			assertThat(first.options().session()).isSameAs(second.options().session());
		}
		try (Database other = Database.open(folder)) {
			assertThat(other.options().session()).isSameAs(Session.shared());
		}
	}

	@Test
	void givesTheSameRowsWhenItKeepsNothing(@TempDir Path folder) {
		DatabaseOptions options = DatabaseOptions.defaults().withSession(Session.withLimit(0));
		try (Database database = Database.open(folder, options)) {
			Table table = database.createTable("t", DatabaseTests.ITEMS);
			table.add(IntStream.range(0, 2000).mapToObj((i) -> DatabaseTests.row(i, "item")).toList());
			assertThat(table.scan().rows()).isEqualTo(table.scan().rows()).hasSize(2000);
		}
	}

	@Test
	void refusesNegativeLimits() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Session.withLimit(-1))
			.withMessageContaining("The limit of a session is -1 bytes; it must be at least 0");
	}

}
