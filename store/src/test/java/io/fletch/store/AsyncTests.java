package io.fletch.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.ConflictException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.version.VerificationReport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AsyncTests {

	/** What a method that does not wait may be called without a future. */
	private static final List<String> AT_ONCE = List.of("serialize", "uri", "directory", "options", "functions",
			"isOpen", "namespaces", "namespacePath", "name", "mergeInsert", "scan", "search", "untyped", "isCheckedOut",
			"checkoutLatest", "tags", "branches", "columns", "onChange", "update", "takeRowIds", "takeOffsets",
			"branch", "id", "identity", "indexes", "reranker", "defaultFunction", "withDefaultFunction");

	private static final Map<Class<?>, Class<?>> TWINS = Map.ofEntries(Map.entry(Database.class, AsyncDatabase.class),
			Map.entry(Namespaces.class, AsyncNamespaces.class), Map.entry(Table.class, AsyncTable.class),
			Map.entry(TypedTable.class, AsyncTypedTable.class), Map.entry(Search.class, AsyncSearch.class),
			Map.entry(SearchResults.class, AsyncSearchResults.class),
			Map.entry(SearchByVector.class, AsyncSearch.class), Map.entry(Take.class, AsyncTake.class),
			Map.entry(MergeInsert.class, AsyncMergeInsert.class), Map.entry(Update.class, AsyncUpdate.class),
			Map.entry(TableTags.class, AsyncTags.class), Map.entry(Branches.class, AsyncBranches.class),
			Map.entry(Columns.class, AsyncColumns.class), Map.entry(Indexes.class, AsyncIndexes.class));

	/** What only describes what is to be done. */
	private static final List<Class<?>> REFINED = List.of(Search.class, Take.class, MergeInsert.class, Update.class);

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

	static Stream<Arguments> methodsWithATwin() {
		return TWINS.keySet().stream().flatMap((type) -> methods(type).map((method) -> Arguments.of(type, method)));
	}

	/** Its own methods, and those of the classes of the door that it extends. */
	private static Stream<Method> methods(Class<?> type) {
		return Stream.<Class<?>>iterate(type, (one) -> one.getPackage() == type.getPackage(), Class::getSuperclass)
			.flatMap((one) -> Arrays.stream(one.getDeclaredMethods()))
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
			.filter((method) -> !method.isSynthetic() && !List.of("async", "toString").contains(method.getName()));
	}

	@ParameterizedTest
	@MethodSource("methodsWithATwin")
	void everyMethodHasATwinThatDoesNotWait(Class<?> type, Method method) throws Exception {
		Class<?> twins = Objects.requireNonNull(TWINS.get(type));
		Method twin = twins.getMethod(method.getName(),
				Arrays.stream(method.getParameterTypes())
					.<Class<?>>map((parameter) -> TWINS.getOrDefault(parameter, parameter))
					.toArray(Class<?>[]::new));
		String result = boxed(method.getGenericReturnType().getTypeName());
		for (Map.Entry<Class<?>, Class<?>> twinOf : TWINS.entrySet()) {
			result = result.replaceAll(Pattern.quote(twinOf.getKey().getName()) + "\\b", twinOf.getValue().getName());
		}
		Class<?> given = method.getReturnType();
		boolean refinement = method.getDeclaringClass().isAssignableFrom(given) && REFINED.contains(given);
		boolean isKnown = method.getName().equals("namespace") && method.getParameterCount() == 0;
		boolean atOnce = given != void.class && (isKnown || AT_ONCE.contains(method.getName()));
		assertThat(boxed(twin.getGenericReturnType().getTypeName()))
			.isEqualTo((refinement || atOnce) ? result : "java.util.concurrent.CompletableFuture<" + result + ">");
	}

	@Test
	void everythingThatThesePartsGiveHasATwinOrIsAValue() {
		List<Class<?>> acting = TWINS.keySet()
			.stream()
			.flatMap(AsyncTests::methods)
			.<Class<?>>map(Method::getReturnType)
			.filter((type) -> type.getPackage() == Table.class.getPackage())
			.filter((type) -> !type.isRecord() && !type.isInterface())
			.distinct()
			.toList();
		assertThat(TWINS).containsKeys(acting.toArray(Class<?>[]::new));
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

	static Map<String, Function<AsyncTable, CompletableFuture<?>>> writes() {
		List<Map<String, Object>> changed = List.of(DatabaseTests.row(1, "other"));
		return Map.of("optimize", AsyncTable::optimize, //
				"add", (table) -> table.add(RowSource.maps(rows(5000).iterator())), //
				"add columns", (table) -> table.columns().add(Map.of("twice", "id * 2")), //
				"delete", (table) -> table.delete("id < 10", Map.of()), //
				"restore", (table) -> table.restore(1), //
				"update", (table) -> table.update().set("item", "other").execute(), //
				"merge", (table) -> table.mergeInsert("id").whenMatchedUpdateAll().execute(changed));
	}

	static Stream<String> namesOfWrites() {
		return writes().keySet().stream().sorted();
	}

	private static Stream<Map<String, Object>> rows(int count) {
		return Stream.iterate(0L, (id) -> id < count, (id) -> id + 1).map((id) -> DatabaseTests.row(id, "item"));
	}

	@ParameterizedTest
	@MethodSource("namesOfWrites")
	void aWriteThatIsCancelledChangesNothingAndCanBeRepeated(String name) throws Exception {
		Table table = this.database.createTable("t", DatabaseTests.ITEMS);
		table.add(RowSource.maps(rows(3000).iterator()));
		table.add(RowSource.maps(rows(3000).iterator()));
		AsyncTable twin = this.async.openTable("t").get();
		Set<Path> files = dataFiles();
		boolean writesFiles = List.of("add", "add columns", "optimize").contains(name);
		try (Storage.StorageLock lock = new LocalStorage(this.folder).lock("t.fletch/_lock")) {
			CompletableFuture<?> write = writes().get(name).apply(twin);
			await(() -> !writesFiles || !dataFiles().equals(files));
			assertThat(write.cancel(true)).isTrue();
		}
		await(() -> dataFiles().equals(files));
		assertThat(table.version()).isEqualTo(3);
		assertThat(table.verify().problems()).isEmpty();
		writes().get(name).apply(twin).get();
		assertThat(table.version()).isEqualTo(4);
	}

	private Set<Path> dataFiles() {
		try (Stream<Path> files = Files.list(this.folder.resolve("t.fletch/data"))) {
			return files.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void await(BooleanSupplier condition) {
		long begin = System.nanoTime();
		while (!condition.getAsBoolean()) {
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
			Thread.onSpinWait();
		}
	}

	@Test
	void aTimeoutStopsAnAddFromASlowSource() throws Exception {
		AsyncTable table = this.async.createTable("t", DatabaseTests.ITEMS).get();
		CountDownLatch never = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		Stream<Map<String, Object>> slow = rows(5000).peek((row) -> {
			if (row.get("id").equals(4000L)) {
				awaitInterruptibly(never);
			}
		}).onClose(closed::countDown);
		CompletableFuture<AddResult> add = table.add(RowSource.maps(slow)).orTimeout(100, TimeUnit.MILLISECONDS);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(add::get)
			.withCauseInstanceOf(TimeoutException.class)
			.withMessageContaining("Timeout");
		assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
		await(() -> dataFiles().isEmpty());
		assertThat(table.add(RowSource.maps(rows(5000).iterator())).get()).isEqualTo(new AddResult(2, 5000, 0));
	}

	private static void awaitInterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("The source was interrupted", ex);
		}
	}

	@Test
	void aCheckThatIsCancelledStops() throws Exception {
		Table table = this.database.createTable("t", DatabaseTests.ITEMS);
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Throwable> stopped = new CompletableFuture<>();
		CompletableFuture<VerificationReport> check = AsyncRun.call(() -> {
			begun.countDown();
			await(() -> Thread.currentThread().isInterrupted());
			try {
				return table.verify();
			}
			catch (CancelledException ex) {
				stopped.complete(ex);
				throw ex;
			}
		});
		assertThat(begun.await(30, TimeUnit.SECONDS) && check.cancel(true)).isTrue();
		assertThat(stopped.get(30, TimeUnit.SECONDS)).hasMessage("The integrity check was cancelled");
		assertThat(table.verify().problems()).isEmpty();
	}

	@Test
	void theMistakesOfASearchComeOutWhenItRuns() throws Exception {
		AsyncTable table = this.async.createTable("t", DatabaseTests.ITEMS).get();
		CompletableFuture<?> rows = table.scan().where("prize > 1").limit(0).rows();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(rows::get)
			.withCauseExactlyInstanceOf(InvalidInputException.class)
			.withMessageContaining("no column 'prize'");
	}

	@Test
	void aSearchKeepsTheParametersThatItWasGiven() throws Exception {
		AsyncTable table = this.async.createTable("t", DatabaseTests.ITEMS).get();
		table.add(List.of(DatabaseTests.row(1, "foo"), DatabaseTests.row(2, "bar"))).get();
		Map<String, Object> parameters = new HashMap<>(Map.of("id", 1));
		AsyncSearch<Map<String, Object>> search = table.scan().where("id = :id", parameters);
		parameters.put("id", 2);
		assertThat(search.rows().get()).containsExactly(DatabaseTests.row(1, "foo"));
	}

	@Test
	void readsVersionsAsTheTableDoes() throws Exception {
		AsyncTable table = this.async.createTable("t", DatabaseTests.ITEMS).get();
		table.add(List.of(DatabaseTests.row(1, "foo"))).get();
		table.tags().create("one", 1).get();
		AsyncTable old = table.checkout("one").get();
		assertThat(old.isCheckedOut()).isTrue();
		assertThat(old.countRows().get()).isZero();
		assertThat(old.checkoutLatest().countRows().get()).isEqualTo(1);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(table.restore(1, 1)::get)
			.withCauseExactlyInstanceOf(ConflictException.class)
			.withMessageContaining("but version 2 is");
		assertThat(table.restore(2, 2).get()).isEqualTo(2);
		assertThat(old.restore().get()).isEqualTo(3);
		assertThat(table.branches().create("b", 2).get().countRows().get()).isEqualTo(1);
		old.close().get();
		assertThat(old.isOpen()).isFalse();
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
		}).orTimeout(200, TimeUnit.MILLISECONDS);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get)
			.withCauseInstanceOf(TimeoutException.class)
			.withMessageContaining("Timeout");
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(stopped.get()).isInstanceOf(InterruptedException.class).hasNoCause();
	}

	@Test
	void whatIsCancelledBeforeItsTurnIsNotCreated() throws Exception {
		CompletableFuture<AsyncTable> future;
		try (Storage.StorageLock lock = new LocalStorage(this.folder).lock("_lock")) {
			future = this.async.createTable("t", DatabaseTests.ITEMS);
			assertThat(future.cancel(true)).isTrue();
		}
		assertThat(future).isCancelled();
		this.database.createTable("u", DatabaseTests.ITEMS);
		assertThat(this.database.tableNames()).containsExactly("u");
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
