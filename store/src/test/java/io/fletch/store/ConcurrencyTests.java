package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.TableNotFoundException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConcurrencyTests {

	private final EmbeddingFunctionRegistry functions = new EmbeddingFunctionRegistry()
		.register(new WordHashFunction("words", 16));

	@TempDir
	private Path folder;

	@Test
	void losesNothingWhenThreadsOfTwoHandlesWriteAtOnce() throws Exception {
		try (Database first = Database.open(this.folder, this.functions);
				Database second = Database.open(this.folder, this.functions);
				ExecutorService threads = Executors.newFixedThreadPool(4)) {
			List<TypedTable<Article>> handles = List.of(first.createTable(Article.class),
					second.openTable(Article.class));
			List<Future<Boolean>> writers = new ArrayList<>();
			for (int writer = 0; writer < 4; writer++) {
				writers.add(threads.submit(addOneByOne(handles.get(writer % 2), writer)));
			}
			for (Future<Boolean> writer : writers) {
				assertThat(writer.get()).isTrue();
			}
			Set<String> expected = new HashSet<>();
			for (int writer = 0; writer < 4; writer++) {
				for (int i = 0; i < 100; i++) {
					expected.add(writer + "-" + i);
				}
			}
			assertThat(handles.get(0).scan().rows()).extracting(Article::id)
				.containsExactlyInAnyOrderElementsOf(expected);
			assertThat(handles.get(1).version()).isGreaterThanOrEqualTo(401);
		}
	}

	private static Callable<Boolean> addOneByOne(TypedTable<Article> table, int writer) {
		return () -> {
			for (int i = 0; i < 100; i++) {
				table.add(List.of(Article.of(writer + "-" + i, "words of " + i)));
			}
			return true;
		};
	}

	@Test
	void readersSeeWholeVersionsOnly() throws Exception {
		try (Database database = Database.open(this.folder, this.functions);
				ExecutorService threads = Executors.newFixedThreadPool(2)) {
			TypedTable<Article> table = database.createTable(Article.class);
			AtomicBoolean writing = new AtomicBoolean(true);
			Future<Boolean> reader = threads.submit(() -> {
				boolean whole = true;
				while (writing.get()) {
					whole &= table.scan().rows().size() % 3 == 0;
					whole &= table.search("words").limit(1000).hits().size() % 3 == 0;
				}
				return whole;
			});
			for (int i = 0; i < 150; i++) {
				String prefix = i + "-";
				table.add(Stream.of("a", "b", "c").map((id) -> Article.of(prefix + id, "words")).toList());
				if (i % 10 == 9) {
					table.delete("id LIKE :id", Map.of("id", (i - 5) + "-%"));
				}
			}
			writing.set(false);
			assertThat(reader.get()).isTrue();
			assertThat(table.countRows()).isEqualTo(150 * 3 - 15 * 3);
		}
	}

	@Test
	void keepsTheNumberOfDataFilesSmall() throws IOException {
		try (Database database = Database.open(this.folder, this.functions)) {
			TypedTable<Article> table = database.createTable(Article.class);
			for (int i = 0; i < 600; i++) {
				table.add(List.of(Article.of(String.valueOf(i), "words")));
			}
		}
		try (Database database = Database.open(this.folder, this.functions)) {
			TypedTable<Article> table = database.openTable(Article.class);
			assertThat(table.scan().rows()).extracting(Article::id)
				.containsExactlyElementsOf(IntStream.range(0, 600).mapToObj(String::valueOf).toList());
		}
		try (Stream<Path> files = Files.walk(this.folder)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".arrow")).count()).isBetween(1L, 8L);
		}
	}

	@Test
	void anInterruptClosesNothingForOthers() {
		try (Database database = Database.open(this.folder, this.functions)) {
			TypedTable<Article> table = database.createTable(Article.class);
			table.add(IntStream.range(0, 2000).mapToObj((i) -> Article.of("big" + i, "words")).toList());
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(CancelledException.class)
				.isThrownBy(() -> table.add(List.of(Article.of("1", "words"))))
				.withMessageContaining("nothing was changed");
			assertThat(table.countRows()).isEqualTo(2000);
			assertThat(Thread.interrupted()).isTrue();
			table.add(List.of(Article.of("2", "words")));
			assertThat(table.search("words").hits()).hasSize(10);
			assertThat(table.countRows()).isEqualTo(2001);
		}
	}

	@Test
	void refusesToWriteIntoATableThatSomebodyElseDropped() {
		try (Database first = Database.open(this.folder, this.functions);
				Database second = Database.open(this.folder, this.functions)) {
			first.createTable(Article.class);
			TypedTable<Article> stale = second.openTable(Article.class);
			first.dropTable("articles");
			TypedTable<Article> created = first.createTable(Article.class);
			assertThatExceptionOfType(TableNotFoundException.class)
				.isThrownBy(() -> stale.add(List.of(Article.of("1", "words"))))
				.withMessageContaining("was dropped");
			assertThat(created.countRows()).isZero();
			second.openTable(Article.class).add(List.of(Article.of("1", "words")));
			assertThat(created.countRows()).isEqualTo(1);
		}
	}

	@Test
	void compactsSmallWritesThatALargeOneFollows() throws IOException {
		try (Database database = Database.open(this.folder, this.functions)) {
			TypedTable<Article> table = database.createTable(Article.class);
			for (int i = 0; i < 128; i++) {
				table.add(List.of(Article.of("a" + i, "words")));
			}
			table.add(IntStream.range(0, 2000).mapToObj((i) -> Article.of("b" + i, "words")).toList());
			for (int i = 0; i < 200; i++) {
				table.add(List.of(Article.of("c" + i, "words")));
			}
			assertThat(table.countRows()).isEqualTo(2328);
		}
		try (Stream<Path> files = Files.walk(this.folder)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".arrow")).count()).isBetween(2L, 8L);
		}
	}

}
