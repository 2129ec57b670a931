package io.fletch.store;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AsyncTests {

	/** What a method that does not wait may be called without a future. */
	private static final List<String> AT_ONCE = List.of("serialize", "uri", "directory", "options", "functions",
			"isOpen", "namespaces", "namespacePath", "name", "schema", "mergeInsert", "scan", "search", "untyped",
			"embeddingFunction");

	@TempDir
	private Path folder;

	private Database database;

	private AsyncDatabase async;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder);
		this.async = this.database.async();
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	static Stream<Method> methodsWithATwin() {
		return Stream
			.of(Database.class, Namespaces.class, Table.class, TypedTable.class, Search.class, MergeInsert.class)
			.flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
			.filter((method) -> !method.isSynthetic() && !List.of("async", "toString").contains(method.getName()));
	}

	@ParameterizedTest
	@MethodSource("methodsWithATwin")
	void everyMethodHasATwinThatDoesNotWait(Method method) throws Exception {
		Class<?> twins = Class.forName("io.fletch.store.Async" + method.getDeclaringClass().getSimpleName());
		Method twin = twins.getMethod(method.getName(), method.getParameterTypes());
		String result = boxed(method.getGenericReturnType().getTypeName()).replaceAll(
				"io\\.fletch\\.store\\.(Database|Namespaces|Table|TypedTable|Search|MergeInsert)\\b(?!\\.)",
				"io.fletch.store.Async$1");
		boolean refinement = method.getReturnType() == method.getDeclaringClass()
				&& List.of(Search.class, MergeInsert.class).contains(method.getReturnType());
		assertThat(boxed(twin.getGenericReturnType().getTypeName()))
			.isEqualTo((refinement || AT_ONCE.contains(method.getName())) ? result
					: "java.util.concurrent.CompletableFuture<" + result + ">");
	}

	private static String boxed(String type) {
		return Optional
			.ofNullable(Map.of("int", "java.lang.Integer", "long", "java.lang.Long", "boolean", "java.lang.Boolean",
					"void", "java.lang.Void")
				.get(type))
			.orElse(type);
	}

	@Test
	void givesWhatTheDatabaseGives() throws Exception {
		AsyncTable table = this.async.createTable("t", DatabaseTests.ITEMS).get();
		assertThat(table.add(List.of(DatabaseTests.row(1, "foo"), DatabaseTests.row(2, "bar"))).get().version())
			.isEqualTo(2);
		assertThat(table.scan().where("id = 2").rows().get()).containsExactly(DatabaseTests.row(2, "bar"));
		assertThat(table.countRows().get()).isEqualTo(2);
		assertThat(this.async.tableNames().get()).isEqualTo(this.database.tableNames());
		assertThat(this.database.openTable("t").countRows()).isEqualTo(2);
	}

	@Test
	void failsWithTheExceptionItself() throws Exception {
		CompletableFuture<AsyncTable> future = this.async.openTable("nowhere");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get).withMessageContaining("nowhere");
		assertThat(future.exceptionNow()).isExactlyInstanceOf(TableNotFoundException.class)
			.hasMessageContaining("Table 'nowhere' was not found");
	}

	@Test
	void runsManyWritesAtOnce() throws Exception {
		AsyncTable table = this.async.createTable("t", DatabaseTests.ITEMS).get();
		List<CompletableFuture<WriteResult>> writes = Stream.iterate(0L, (id) -> id < 100, (id) -> id + 1)
			.map((id) -> table.add(List.of(DatabaseTests.row(id, "item"))))
			.toList();
		CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).get();
		assertThat(table.countRows().get()).isEqualTo(100);
	}

	@Test
	void aWriteThatIsCancelledBeforeItsTurnChangesNothing() throws Exception {
		Table table = this.database.createTable("t", DatabaseTests.ITEMS);
		CompletableFuture<WriteResult> write;
		try (Storage.StorageLock lock = new LocalStorage(this.folder).lock("t.fletch/_lock")) {
			write = this.database.async().openTable("t").get().add(List.of(DatabaseTests.row(1, "item")));
			assertThat(write.cancel(true)).isTrue();
		}
		assertThat(write).isCancelled();
		table.add(List.of(DatabaseTests.row(2, "item")));
		assertThat(table.scan().rows()).containsExactly(DatabaseTests.row(2, "item"));
		assertThat(table.version()).isEqualTo(2);
	}

	@Test
	void aTimeoutInterruptsTheWorkToo() throws Exception {
		AtomicReference<Throwable> stopped = new AtomicReference<>();
		CountDownLatch done = new CountDownLatch(1);
		CompletableFuture<String> future = AsyncRun.<String>call(() -> {
			try {
				new CountDownLatch(1).await();
				return "never";
			}
			catch (InterruptedException ex) {
				stopped.set(ex);
				done.countDown();
				throw ex;
			}
		}).orTimeout(10, TimeUnit.MILLISECONDS);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get)
			.withCauseInstanceOf(TimeoutException.class)
			.withMessageContaining("Timeout");
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(stopped.get()).isInstanceOf(InterruptedException.class).hasNoCause();
	}

	@Test
	void whatIsCancelledBeforeItBeginsIsNotDone() {
		CompletableFuture<AsyncTable> future = this.async.createTable("t", DatabaseTests.ITEMS);
		assertThat(future.cancel(true) && !future.isCancelled()).isFalse();
		assertThat(this.database.createTable("t", DatabaseTests.ITEMS, CreateMode.EXIST_OK).countRows()).isZero();
	}

	@Test
	void anInterruptedThreadChangesNothing() {
		Table table = this.database.createTable("t", DatabaseTests.ITEMS);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> table.add(List.of(DatabaseTests.row(1, "item"))))
			.withMessageContaining("nothing was changed");
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> this.database.createTable("u", DatabaseTests.ITEMS))
			.withMessageContaining("cancelled by an interrupt of its thread");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(table.countRows()).isZero();
		assertThat(this.database.tableNames()).containsExactly("t");
	}

	@Test
	void canBeClosedByACallbackOfItsOwn() throws Exception {
		this.async.createTable("t", DatabaseTests.ITEMS).thenCompose((table) -> this.async.close()).get();
		assertThat(this.async.isOpen()).isFalse();
		CompletableFuture<List<String>> late = this.async.tableNames();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(late::get)
			.withCauseExactlyInstanceOf(StoreException.class)
			.withMessageContaining("is closed");
	}

}
