package io.fletch.store;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.FaultyStorage;
import io.fletch.store.table.Committer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The power fails at every single call to the storage in turn. What was acknowledged must
 * be there afterwards; what was under way may be there, whole.
 */
@ExtendWith(SeededRandom.class)
class CrashTests {

	private static final Schema SCHEMA = new Schema(
			List.of(new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null),
					new Field("text", FieldType.nullable(new ArrowType.Utf8()), null)));

	@Test
	void keepsWhatWasAcknowledgedWheneverThePowerFails(Random random, TestReporter reporter) throws IOException {
		FailurePoints.visit("the power failed", 50, reporter, (point) -> runWithFailureAt(point, random));
	}

	private boolean runWithFailureAt(int point, Random random) throws IOException {
		FaultyStorage storage = new FaultyStorage(random);
		Committer.create(storage, SCHEMA, Clock.systemUTC());
		storage.failAt(point);
		TreeSet<Long> acknowledged = new TreeSet<>();
		TreeSet<Long> underWay = new TreeSet<>();
		try {
			Table table = open(storage);
			for (Step step : steps()) {
				underWay.clear();
				underWay.addAll(acknowledged);
				step.expect(underWay);
				step.run(table);
				acknowledged.clear();
				acknowledged.addAll(underWay);
			}
		}
		catch (IOException | StoreException ex) {
			assertThat(storage.hasFailed()).as("failed for another reason than the power").isTrue();
		}
		boolean failed = storage.hasFailed();
		storage.restart();
		Table reopened = open(storage);
		assertThat(ids(reopened)).as("power failure at call " + point).isIn(acknowledged, underWay);
		reopened.add(rows(99_999, 1));
		assertThat(ids(open(storage))).contains(99_999L);
		return failed;
	}

	/**
	 * Enough rows in the log for two compactions and checkpoints, between them writes of
	 * every kind.
	 */
	private static List<Step> steps() {
		List<Step> steps = new ArrayList<>();
		for (int i = 0; i < 9; i++) {
			steps.add(new Step(rows(i * 1000, 950), Range.NONE));
		}
		steps.add(new Step(rows(10_000, 1500), Range.NONE));
		steps.add(new Step(List.of(), new Range(20, 10_100)));
		for (int i = 20; i < 29; i++) {
			steps.add(new Step(rows(i * 1000, 950), Range.NONE));
		}
		steps.add(new Step(List.of(), new Range(28_000, 28_010)));
		return steps;
	}

	private static Table open(FaultyStorage storage) throws IOException {
		// Upkeep runs in the calling thread, so that every run makes the same calls.
		return new Table(new OpenTable(OpenTable.Place.of("t", List.of(), "memory:t"), storage,
				Committer.open(storage, Clock.systemUTC()), new EmbeddingFunctionRegistry(),
				OpenTable.Background.by(Runnable::run)));
	}

	private static List<Map<String, Object>> rows(long first, int count) {
		return IntStream.range(0, count)
			.<Map<String, Object>>mapToObj((i) -> Map.of("id", first + i, "text", "row " + (first + i)))
			.toList();
	}

	private static TreeSet<Long> ids(Table table) {
		TreeSet<Long> ids = new TreeSet<>();
		List<Map<String, Object>> wrong = table.scan()
			.rows()
			.stream()
			.filter((row) -> !("row " + row.get("id")).equals(row.get("text")) || !ids.add((Long) row.get("id")))
			.toList();
		assertThat(wrong).as("rows that are torn or doubled").isEmpty();
		return ids;
	}

	private record Step(List<Map<String, Object>> added, Range deleted) {

		void expect(TreeSet<Long> ids) {
			this.added.forEach((row) -> ids.add((Long) row.get("id")));
			ids.removeIf(this.deleted::contains);
		}

		void run(Table table) {
			if (this.added.isEmpty()) {
				table.delete("id BETWEEN :first AND :last",
						Map.of("first", this.deleted.first(), "last", this.deleted.last()));
			}
			else {
				table.add(this.added);
			}
		}

	}

	private record Range(long first, long last) {

		private static final Range NONE = new Range(0, -1);

		boolean contains(long id) {
			return id >= this.first && id <= this.last;
		}

	}

}
