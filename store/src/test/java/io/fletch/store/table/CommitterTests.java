package io.fletch.store.table;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CommitterTests {

	private static final Schema SCHEMA = new Schema(
			List.of(new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null)));

	@Test
	void anErrorInOneTransactionOfAGroupLeavesTheOthersDone(@TempDir Path folder) throws Exception {
		Storage storage = new LocalStorage(folder);
		Committer.create(storage, SCHEMA, Clock.systemUTC());
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		try (Committer committer = Committer.open(storage, Clock.systemUTC());
				ExecutorService threads = Executors.newFixedThreadPool(3)) {
			Future<Manifest> first = threads.submit(() -> committer.commit(add((latest) -> {
				started.countDown();
				await(release);
			})));
			started.await();
			Future<Manifest> failing = threads.submit(() -> committer.commit(add((latest) -> {
				throw new OutOfMemoryError("made by the test");
			})));
			Future<Manifest> last = threads.submit(() -> committer.commit(add((latest) -> {
			})));
			release.countDown();
			assertThat(first.get().info().rows().inserted()).isEqualTo(1);
			assertThat(last.get().info().rows().inserted()).isEqualTo(1);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(failing::get)
				.withCauseInstanceOf(StoreException.class)
				.withMessageContaining("too large to be worked out");
			assertThat(committer.latest().rowCount()).isEqualTo(2);
		}
		try (Committer reopened = Committer.open(storage, Clock.systemUTC())) {
			assertThat(reopened.latest().version()).isEqualTo(3);
			assertThat(reopened.latest().rowCount()).isEqualTo(2);
		}
	}

	@Test
	void aTransactionThatGivesUpIsNotRepeated(@TempDir Path folder) throws Exception {
		Storage storage = new LocalStorage(folder);
		Committer.create(storage, SCHEMA, Clock.systemUTC());
		AtomicInteger runs = new AtomicInteger();
		try (Committer committer = Committer.open(storage, Clock.systemUTC());
				ExecutorService threads = Executors.newFixedThreadPool(8)) {
			List<Future<Manifest>> writes = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				writes.add(threads.submit(() -> committer.commit(add((latest) -> {
					runs.incrementAndGet();
					throw new CancelledException("its time is over");
				}))));
			}
			for (Future<Manifest> write : writes) {
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(write::get)
					.withCauseInstanceOf(CancelledException.class)
					.withMessageContaining("its time is over");
			}
		}
		assertThat(runs).hasValue(8);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Transaction add(Step step) {
		return new Transaction() {

			@Override
			public Operation operation() {
				return Operation.APPEND;
			}

			@Override
			public Change apply(Manifest latest) throws IOException {
				step.run(latest);
				return Change.NONE
					.adding(List.of(Change.NewRows
						.inLog(new BatchEncoder(SCHEMA).encode(List.<Object[]>of(new Object[] { 1L })))))
					.counting(new RowCounts(1, 0, 0));
			}

		};
	}

	@FunctionalInterface
	private interface Step {

		void run(Manifest latest);

	}

}
