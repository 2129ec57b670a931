package io.fletch.store;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.embedding.CountingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.CancelledException;
import io.fletch.store.io.FaultyStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Committer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The thread is interrupted at every single call to the storage while vectors are made
 * anew. No vector is made twice.
 */
@ExtendWith(SeededRandom.class)
class ReembedInterruptTests {

	private static final int ROWS = 40;

	/** How many vectors are made before some are committed. */
	private static final int LEAST = 10;

	private final CountingFunction after = new CountingFunction("after", 5, "after-1");

	private final EmbeddingFunctionRegistry functions = new EmbeddingFunctionRegistry()
		.register(new CountingFunction("before", 3, "before-1"))
		.register(this.after);

	/** At which call to the storage the thread is interrupted. */
	private final AtomicInteger left = new AtomicInteger();

	@Test
	void noVectorIsMadeTwiceWheneverTheThreadIsInterrupted(Random random, TestReporter reporter) throws IOException {
		FailurePoints.visit("the thread was interrupted", 50, reporter, (point) -> isInterruptedAt(point, random));
	}

	private boolean isInterruptedAt(int point, Random random) throws IOException {
		this.left.set(Integer.MAX_VALUE);
		Table table = filled(new FaultyStorage(random));
		this.after.embedded.set(0);
		this.left.set(point);
		boolean interrupted = false;
		try {
			reembed(table);
		}
		catch (CancelledException ex) {
			interrupted = true;
		}
		this.left.set(Integer.MAX_VALUE);
		assertThat(Thread.interrupted()).as("interrupted at call " + point).isEqualTo(interrupted);
		if (interrupted) {
			reembed(table);
		}
		assertThat(this.after.embedded).as("interrupted at call " + point).hasValue(ROWS);
		assertThat(table.verify().problems()).isEmpty();
		return interrupted;
	}

	private static void reembed(Table table) {
		if (table.columns().embeddings().getFirst().function().equals("before")) {
			table.columns().reembed("vector", "after", ReembedProgress.NONE, LEAST);
		}
	}

	private Table filled(FaultyStorage disk) throws IOException {
		Storage storage = interrupting(disk);
		Schema schema = new EmbeddingColumn("text", "vector", "before")
			.in(EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT), this.functions);
		Committer.create(storage, FunctionMetadata.ofNewTable(schema, this.functions), Clock.systemUTC());
		Table table = new Table(new OpenTable(OpenTable.Place.of("t", List.of(), "memory:t"), storage,
				Committer.open(storage, Clock.systemUTC()), this.functions, OpenTable.Background.by(Runnable::run)));
		table.add(rows(0, 15));
		table.optimize();
		table.add(rows(15, 10));
		table.optimize();
		table.add(rows(25, 15));
		return table;
	}

	private static List<Map<String, @Nullable Object>> rows(int first, int count) {
		return IntStream.range(first, first + count)
			.mapToObj((id) -> EmbeddingTables.row("id", id, "text", "row " + id))
			.toList();
	}

	private Storage interrupting(FaultyStorage disk) {
		return (Storage) Proxy.newProxyInstance(Storage.class.getClassLoader(), new Class<?>[] { Storage.class },
				(proxy, method, arguments) -> call(disk, method, arguments));
	}

	private @Nullable Object call(FaultyStorage disk, Method method, Object @Nullable [] arguments) throws Throwable {
		if (this.left.decrementAndGet() == 0) {
			Thread.currentThread().interrupt();
		}
		try {
			return method.invoke(disk, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

}
