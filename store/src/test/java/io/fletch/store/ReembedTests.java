package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.CountingFunction;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.EmbeddingMismatchException;
import io.fletch.store.embedding.LetterFunction;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * All vectors of a column are made anew.
 */
class ReembedTests extends OpenDatabase {

	private static final Schema SCHEMA = EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT);

	/** Enough rows for some in files and some in the log. */
	private static final int ROWS = 1600;

	private final CountingFunction wide = new CountingFunction("wide", 24, "wide-1");

	private Table table;

	@BeforeEach
	void fillTable() {
		this.functions.register(this.wide);
		this.table = this.database.createTable("t", SCHEMA, new EmbeddingColumn("text", "vector", "words"));
		this.table.columns().add(Field.nullable("last", EmbeddingTables.TEXT.getType()));
		this.table.add(rows(0, 1100));
		this.table.add(rows(1100, 450));
		this.table.add(rows(1550, 50));
	}

	private static List<Map<String, @Nullable Object>> rows(int first, int count) {
		return IntStream.range(first, first + count)
			.mapToObj((id) -> EmbeddingTables.row("id", id, "text", text(id)))
			.toList();
	}

	private static @Nullable String text(int id) {
		return (id % 100 == 7) ? null : "row number " + id;
	}

	private List<@Nullable Object> expected(int count) {
		List<@Nullable Object> expected = new ArrayList<>();
		for (int id = 0; id < count; id++) {
			String text = text(id);
			expected.add((text != null) ? this.wide.embedQuery(text) : null);
		}
		return expected;
	}

	private void requireDone(int rows) {
		assertThat(EmbeddingTables.values(this.table, "vector")).usingRecursiveComparison().isEqualTo(expected(rows));
		assertThat(this.table.schema().getFields()).extracting(Field::getName)
			.containsExactly("id", "text", "vector", "last");
		assertThat(this.table.columns().embeddings()).containsExactly(new EmbeddingColumn("text", "vector", "wide"));
		assertThat(this.table.verify().problems()).isEmpty();
	}

	@Test
	void makesVectorsByAnotherFunctionAndKeepsOldVersions() {
		long before = this.table.version();
		ReembedResult result = this.table.columns().reembed("vector", "wide");
		requireDone(ROWS);
		assertThat(result.rows()).isEqualTo(ROWS - 16);
		assertThat(result.version()).isEqualTo(this.table.version());
		assertThat(this.table.search("row number 42").select("_distance").limit(1).rows())
			.containsExactly(Map.of("_distance", 0.0));
		try (Table old = this.table.checkout(before)) {
			assertThat(old.search("row number 42").select("_distance").limit(1).rows())
				.containsExactly(Map.of("_distance", 0.0));
		}
	}

	@Test
	void changesTheModelOfAFunction() {
		this.table.columns().reembed("vector", "wide");
		this.database.close();
		CountingFunction changed = new CountingFunction("wide", 32, "wide-2");
		this.database = Database.open(this.folder, new EmbeddingFunctionRegistry().register(changed));
		Table reopened = this.database.openTable("t");
		assertThatExceptionOfType(EmbeddingMismatchException.class).isThrownBy(() -> reopened.search("row").rows())
			.withMessageContaining("the model 'wide-1' of 24 dimensions, but here 'wide' has the model 'wide-2' of 32");
		reopened.columns().reembed("vector", "wide", (done, total) -> {
			if (done == 0) {
				reopened.add(List.of(EmbeddingTables.row("id", 5000, "text", "added meanwhile")));
			}
		});
		assertThat(reopened.search("added meanwhile").limit(1).rows().getFirst()).containsEntry("id", 5000L);
		assertThat(EmbeddingTables.values(reopened, "vector").getLast())
			.isEqualTo(changed.embedQuery("added meanwhile"));
	}

	@Test
	void includesWhatOthersChangeMeanwhile() {
		List<Integer> calls = new ArrayList<>();
		this.table.columns().reembed("vector", "wide", (done, total) -> {
			switch (calls.size()) {
				case 1 -> this.table.add(rows(ROWS, 20));
				case 2 -> this.table.update().setSql("last", "'x'").where("id < 30").execute();
				case 3 -> this.table.delete("id >= " + ROWS);
				case 4 -> this.table.optimize();
				case 5 -> this.table.update().set("text", "other").where("id = 3").execute();
				case 6 -> this.table.update().set("text", "row number 3").where("id = 3").execute();
				default -> {
				}
			}
			calls.add(calls.size());
		}, 200);
		assertThat(calls).hasSizeGreaterThan(7);
		requireDone(ROWS);
	}

	@Test
	void goesOnWhereItWasCancelled() {
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "wide", (done, total) -> {
				if (done >= 700) {
					Thread.currentThread().interrupt();
				}
			}, 100))
			.withMessage(
					"The making anew of the vectors of 'vector' was cancelled; the vectors that are made are kept, "
							+ "and the same call goes on from there");
		assertThat(Thread.interrupted()).isTrue();
		int made = this.wide.embedded.get();
		assertThat(made).isBetween(700, 1000);
		List<Long> progress = new ArrayList<>();
		this.table.columns().reembed("vector", "wide", (done, total) -> progress.add(done));
		requireDone(ROWS);
		assertThat(this.wide.embedded).hasValue(ROWS - 16);
		assertThat(progress).first().isEqualTo((long) made);
		assertThat(progress).last().isEqualTo(ROWS - 16L);
	}

	@Test
	void keepsWhatWasMadeWhenTheFunctionFails() {
		this.wide.failAfter(1300);
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "wide"))
			.withMessage("The quota is used up");
		int made = this.wide.embedded.get();
		assertThat(made).isPositive();
		assertThat(this.table.search("row number 42").select("_distance").limit(1).rows())
			.containsExactly(Map.of("_distance", 0.0));
		this.wide.failAfter(Integer.MAX_VALUE);
		assertThat(this.table.columns().reembed("vector", "wide").rows()).isEqualTo(ROWS - 16 - made);
		requireDone(ROWS);
	}

	@Test
	void beginsAnewForAnotherFunctionAndCanBeGivenUp() {
		this.wide.failAfter(600);
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "wide"))
			.withMessage("The quota is used up");
		this.table.columns().reembed("vector", "words");
		assertThat(this.table.columns().embeddings()).containsExactly(new EmbeddingColumn("text", "vector", "words"));
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "wide"))
			.withMessage("The quota is used up");
		this.table.columns().drop("vector_reembedding");
		assertThat(this.table.schema().getFields()).hasSize(4);
	}

	@Test
	void tellsWhichIndexesWentWithTheOldVectors() {
		this.table.indexes().create(IndexDefinition.on("vector"));
		assertThat(this.table.columns().reembed("vector", "wide").droppedIndexes()).containsExactly("vector_idx");
		assertThat(this.table.indexes().list()).isEmpty();
	}

	@Test
	void makesSeveralVectorsARowAnew() {
		this.functions.register(new LetterFunction());
		Schema schema = EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT,
				EmbeddingTables.vectors("tokens", 2, EmbeddingTables.madeOf("text", "letters")));
		Table tokens = this.database.createTable("tokens", schema);
		tokens.add(List.of(EmbeddingTables.row("id", 1, "text", "aa bbb", "tokens", List.of(new float[] { 9, 9 }))));
		tokens.columns().reembed("tokens", "letters");
		List<?> made = (List<?>) EmbeddingTables.values(tokens, "tokens").getFirst();
		assertThat(made).hasSize(2);
	}

	@Test
	void refusesColumnsWhoseVectorsCannotBeMade() {
		this.table.columns().add(EmbeddingTables.vector("given", 2, Map.of()));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.columns().reembed("given", "wide"))
			.withMessage("The vectors of 'given' cannot be made anew: it does not say which column they are made of");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.columns().reembed("absent", "wide"))
			.withMessage("The vectors of 'absent' cannot be made anew: there is no such column");
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "absent"))
			.withMessageStartingWith("No embedding function named 'absent'");
	}

	@Test
	void searchesByVectorsAreOfTheOldColumnUntilTheEnd() {
		this.table.columns().reembed("vector", "wide");
		CountingFunction same = new CountingFunction("same", 24, "same-1");
		this.functions.register(same);
		List<Object> found = new ArrayList<>();
		this.table.columns()
			.reembed("vector", "same",
					(done, total) -> found.add(this.table.search(this.wide.embedQuery("row number 42"))
						.select("_distance")
						.limit(1)
						.rows()
						.getFirst()
						.get("_distance")));
		assertThat(found).containsOnly(0.0);
	}

	@Test
	void recordsAreReadAndWrittenMeanwhile() {
		TypedTable<Article> articles = this.database.createTable(Article.class);
		articles.add(List.of(Article.of("a", "one")));
		this.database.openTable("articles").columns().reembed("vector", "wide", (done, total) -> {
			if (done == 0) {
				articles.add(List.of(Article.of("b", "two")));
				assertThat(this.database.openTable(Article.class).scan().rows()).hasSize(2);
			}
		});
		assertThat(articles.scan().rows()).extracting(Article::vector)
			.containsExactly(this.wide.embedQuery("one"), this.wide.embedQuery("two"));
	}

	@Test
	void runsWithoutWaiting() throws Exception {
		ReembedResult result = new AsyncDatabase(this.database).openTable("t")
			.get(60, TimeUnit.SECONDS)
			.columns()
			.reembed("vector", "wide")
			.get(60, TimeUnit.SECONDS);
		assertThat(result.rows()).isEqualTo(ROWS - 16);
	}

}
