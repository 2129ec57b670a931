package io.fletch.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.error.StoreException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every call to the storage fails in turn while indexes are created, built further,
 * replaced and dropped. Afterwards the table answers as its rows say, with whatever
 * indexes it has, is sound, and can be indexed.
 */
@ExtendWith(SeededRandom.class)
class IndexCrashTests {

	private static final List<Consumer<Table>> STEPS = List.of(
			(table) -> table.indexes().create(IndexDefinition.on("id")),
			(table) -> table.indexes().create(IndexDefinition.on("item").type(IndexType.BITMAP)),
			(table) -> table.add(List.of(DatabaseTests.row(100, "late"), DatabaseTests.row(101, "later"))),
			(table) -> table.delete("id = 3"), Table::optimize, (table) -> table.indexes().rebuild("item_idx"),
			(table) -> table.indexes().create(IndexDefinition.on("id").type(IndexType.BITMAP)),
			(table) -> table.indexes().drop("id_idx"), (table) -> table.cleanup(FaultyDatabase.EVERYTHING),
			Table::optimize);

	@Test
	void answersRightlyWheneverThePowerFails(Random random, TestReporter reporter) throws IOException {
		FailurePoints.visit("the power failed in changes of indexes", 50, reporter, (point) -> {
			FaultyDatabase database = prepare(random);
			database.storage().failAt(point);
			run(database);
			boolean failed = database.storage().hasFailed();
			database.restart();
			requireRightAnswers(database, "power failure at call " + point);
			return failed;
		});
	}

	@Test
	void answersRightlyThoughTheDiskWasFull(Random random, TestReporter reporter) throws IOException {
		FailurePoints.visit("the disk was full in changes of indexes", 50, reporter, (point) -> {
			FaultyDatabase database = prepare(random);
			database.storage().failOnceAt(point);
			run(database);
			boolean failed = database.storage().hasFailed();
			database.storage().failNever();
			requireRightAnswers(database, "full disk at call " + point);
			return failed;
		});
	}

	private static FaultyDatabase prepare(Random random) {
		FaultyDatabase database = new FaultyDatabase(random);
		Table table = database.database().createTable("t", DatabaseTests.ITEMS);
		for (int i = 0; i < 20; i++) {
			table.add(List.of(DatabaseTests.row(i, "item" + i % 3)));
		}
		return database;
	}

	private static void run(FaultyDatabase database) {
		try {
			STEPS.forEach((step) -> step.accept(database.database().openTable("t")));
		}
		catch (StoreException ex) {
			assertThat(database.storage().hasFailed()).as("failed for another reason: " + ex).isTrue();
		}
	}

	private static void requireRightAnswers(FaultyDatabase database, String when) {
		Table table = database.database().openTable("t");
		requireRightAnswers(table, when);
		database.requireSound(when);
		table.indexes().create(IndexDefinition.on("id"));
		table.optimize();
		requireRightAnswers(table, when + ", indexed again");
		assertThat(table.indexes().list()).as(when)
			.allSatisfy((index) -> assertThat(index.coverage().unindexedRows()).isZero());
	}

	private static void requireRightAnswers(Table table, String when) {
		List<Map<String, Object>> rows = List.copyOf((List<? extends Map<String, Object>>) table.scan().rows());
		assertThat(table.countRows("id >= 5", Map.of())).as(when)
			.isEqualTo(rows.stream().filter((row) -> (long) row.get("id") >= 5).count());
		assertThat(table.scan().where("item IN ('item1', 'late')").rows()).as(when)
			.isEqualTo(rows.stream()
				.filter((row) -> "item1".equals(row.get("item")) || "late".equals(row.get("item")))
				.toList());
		assertThat(table.scan().where("id = 3").rows()).as(when)
			.isEqualTo(rows.stream().filter((row) -> row.get("id").equals(3L)).toList());
	}

}
