package io.fletch.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.error.StoreException;
import io.fletch.store.io.FaultyStorage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The power fails at every single call to the storage in turn, while tables are created,
 * moved, cloned and dropped. Afterwards there are the tables of the state before the
 * operation under way or of the state after it, whole.
 */
@ExtendWith(SeededRandom.class)
class DatabaseCrashTests {

	private static final List<Step> STEPS = List.of(new Step((db) -> db.createTable("a", DatabaseTests.ITEMS), "a 0"),
			new Step((db) -> db.openTable("a").add(rows(1500)), "a 1500"),
			new Step((db) -> db.namespaces().create("n", NamespaceMode.CREATE, Map.of("key", "value")), "a 1500", "n"),
			new Step((db) -> db.cloneTable("a", "b", CloneOptions.shallow().into("n")), "a 1500", "n", "n$b 1500"),
			new Step((db) -> db.renameTable("a", "c"), "c 1500", "n", "n$b 1500"),
			new Step((db) -> db.dropTable("c"), "n", "n$b 1500"),
			new Step((db) -> db.namespace("n").renameTable("b", List.of(), "d"), "d 1500", "n"),
			new Step((db) -> db.cloneTable("d", "e", CloneOptions.copy()), "d 1500", "e 1500", "n"),
			new Step((db) -> db.namespaces().create("n", NamespaceMode.OVERWRITE, Map.of()), "d 1500", "e 1500", "n"),
			new Step((db) -> db.namespaces().drop("n", DropMode.FAIL, DropBehavior.RESTRICT), "d 1500", "e 1500"));

	@Test
	void keepsWholeTablesWheneverThePowerFails(Random random, TestReporter reporter) throws IOException {
		FailurePoints.visit("the power failed", 150, reporter, (point) -> failsAt(point, random));
	}

	private boolean failsAt(int point, Random random) {
		FaultyStorage storage = new FaultyStorage(random);
		Database database = open(storage);
		storage.failAt(point);
		int done = 0;
		try {
			while (done < STEPS.size()) {
				STEPS.get(done).change.accept(database);
				done++;
			}
		}
		catch (StoreException ex) {
			assertThat(storage.hasFailed()).as("failed for another reason than the power").isTrue();
		}
		boolean failed = storage.hasFailed();
		storage.restart();
		Set<String> before = (done == 0) ? Set.of() : STEPS.get(done - 1).expected;
		Set<String> after = STEPS.get(Math.min(done, STEPS.size() - 1)).expected;
		Database reopened = open(storage);
		// To replace a namespace is to drop it and to make it.
		Set<String> between = new TreeSet<>(before);
		between.remove("n");
		assertThat(state(reopened)).as("power failure at call " + point).isIn(before, after, between);
		reopened.createTable("works", DatabaseTests.ITEMS).add(rows(1));
		return failed;
	}

	@Test
	void aFullDiskChangesNothingAndLetsTheDatabaseGoOn(Random random, TestReporter reporter) throws IOException {
		FailurePoints.visit("the disk was full", 150, reporter, (point) -> isFullAt(point, random));
	}

	private static boolean isFullAt(int point, Random random) {
		FaultyStorage storage = new FaultyStorage(random);
		try (Database database = open(storage)) {
			storage.failOnceAt(point);
			for (Step step : STEPS) {
				Set<String> before = stateAtLast(database);
				try {
					step.change.accept(database);
				}
				catch (StoreException ex) {
					assertThat(stateAtLast(database)).as("full disk at call " + point + ": " + ex)
						.isSubsetOf(union(before, step.expected));
				}
				runAgainIfNeeded(step, database);
				assertThat(stateAtLast(database)).as("full disk at call " + point).isEqualTo(step.expected);
			}
			return storage.hasFailed();
		}
	}

	private static Set<String> union(Set<String> one, Set<String> other) {
		Set<String> union = new TreeSet<>(one);
		union.addAll(other);
		return union;
	}

	private static void runAgainIfNeeded(Step step, Database database) {
		if (!stateAtLast(database).equals(step.expected)) {
			step.change.accept(database);
		}
	}

	private static Database open(FaultyStorage storage) {
		return new Database(new Connection(DatabaseUri.parse("memory:"), storage, DatabaseOptions.defaults()),
				List.of(), true);
	}

	private static List<Map<String, Object>> rows(int count) {
		return LongStream.range(0, count).mapToObj((id) -> DatabaseTests.row(id, "item " + id)).toList();
	}

	/**
	 * Reads the state, though the call that fails may be one of this.
	 */
	private static Set<String> stateAtLast(Database database) {
		try {
			return state(database);
		}
		catch (StoreException ex) {
			return state(database);
		}
	}

	private static Set<String> state(Database database) {
		Set<String> state = new TreeSet<>();
		database.tableNames().forEach((name) -> state.add(name + " " + database.openTable(name).scan().rows().size()));
		for (String namespace : database.namespaces().list()) {
			database.namespaces().describe(namespace);
			state.add(namespace);
			Database view = database.namespace(namespace);
			view.tableNames()
				.forEach((name) -> state.add(namespace + "$" + name + " " + view.openTable(name).scan().rows().size()));
		}
		return state;
	}

	private record Step(Consumer<Database> change, Set<String> expected) {

		Step(Consumer<Database> change, String... expected) {
			this(change, new TreeSet<>(List.of(expected)));
		}

	}

}
