package io.fletch.store;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.embedding.CountingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.FaultyStorage;
import io.fletch.store.table.Committer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The power fails, or the disk is full, at every single call to the storage while vectors
 * are made anew. Afterwards they are all the old ones or all the new ones, and the same
 * call goes on.
 */
@ExtendWith(SeededRandom.class)
class ReembedCrashTests {

	private static final int ROWS = 40;

	/** How many vectors are made before some are committed. */
	private static final int LEAST = 10;

	private final CountingFunction before = new CountingFunction("before", 3, "before-1");

	private final CountingFunction after = new CountingFunction("after", 5, "after-1");

	private final EmbeddingFunctionRegistry functions = new EmbeddingFunctionRegistry().register(this.before)
		.register(this.after);

	@Test
	void allVectorsAreOldOrNewWheneverThePowerFails(Random random, TestReporter reporter) throws IOException {
		FailurePoints.visit("the power failed", 50, reporter, (point) -> losesPowerAt(point, random));
	}

	private boolean losesPowerAt(int point, Random random) throws IOException {
		FaultyStorage storage = filled(random);
		this.after.embedded.set(0);
		storage.failAt(point);
		boolean failed = reembed(storage);
		storage.restart();
		requireSound(open(storage), failed, "power failure at call " + point);
		return failed;
	}

	@Test
	void goesOnWithTheSameTableAfterTheDiskWasFull(Random random, TestReporter reporter) throws IOException {
		FailurePoints.visit("the disk was full", 50, reporter, (point) -> isFullAt(point, random));
	}

	private boolean isFullAt(int point, Random random) throws IOException {
		FaultyStorage storage = filled(random);
		this.after.embedded.set(0);
		Table table = open(storage);
		storage.failOnceAt(point);
		boolean failed = false;
		try {
			reembed(table);
		}
		catch (StoreException ex) {
			failed = storage.hasFailed();
			assertThat(failed).as("failed for another reason: " + ex).isTrue();
		}
		failed |= storage.hasFailed();
		storage.failNever();
		requireSound(table.opened().isUsable() ? table : open(storage), failed, "full disk at call " + point);
		return failed;
	}

	private FaultyStorage filled(Random random) throws IOException {
		FaultyStorage storage = new FaultyStorage(random);
		Schema schema = new EmbeddingColumn("text", "vector", "before")
			.in(EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT), this.functions);
		Committer.create(storage, FunctionMetadata.ofNewTable(schema, this.functions), Clock.systemUTC());
		Table table = open(storage);
		table.add(rows(0, 25));
		table.optimize();
		table.add(rows(25, 15));
		return storage;
	}

	private static List<Map<String, @Nullable Object>> rows(int first, int count) {
		return IntStream.range(first, first + count)
			.mapToObj((id) -> EmbeddingTables.row("id", id, "text", "row " + id))
			.toList();
	}

	private Table open(FaultyStorage storage) throws IOException {
		return new Table(new OpenTable(OpenTable.Place.of("t", List.of(), "memory:t"), storage,
				Committer.open(storage, Clock.systemUTC()), this.functions, OpenTable.Background.by(Runnable::run)));
	}

	private boolean reembed(FaultyStorage storage) {
		try {
			reembed(open(storage));
		}
		catch (IOException | StoreException ex) {
			assertThat(storage.hasFailed()).as("failed for another reason: " + ex).isTrue();
		}
		return storage.hasFailed();
	}

	private static void reembed(Table table) {
		table.columns().reembed("vector", "after", ReembedProgress.NONE, LEAST);
	}

	private void requireSound(Table table, boolean failed, String when) {
		String function = table.columns().embeddings().getFirst().function();
		requireVectors(table, function, when);
		if (function.equals("before")) {
			reembed(table);
		}
		requireVectors(table, "after", when + ", and again");
		assertThat(table.schema().getFields()).as(when).hasSize(3);
		assertThat(table.verify().problems()).as(when).isEmpty();
		int twice = this.after.embedded.get() - ROWS;
		assertThat(twice).as("vectors made twice after " + when).isBetween(0, failed ? LEAST : 0);
	}

	private void requireVectors(Table table, String function, String when) {
		List<@Nullable Object> expected = IntStream.range(0, ROWS)
			.<@Nullable Object>mapToObj((id) -> this.functions.get(function).embedQuery("row " + id))
			.toList();
		assertThat(EmbeddingTables.values(table, "vector")).as(when).usingRecursiveComparison().isEqualTo(expected);
	}

}
