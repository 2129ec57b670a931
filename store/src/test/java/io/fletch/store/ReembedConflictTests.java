package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.ColourFunction;
import io.fletch.store.embedding.CountingFunction;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.EmbeddingMismatchException;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.ConflictException;
import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Others change the table while vectors are made anew.
 */
class ReembedConflictTests extends OpenDatabase {

	private static final Schema SCHEMA = EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT);

	/** Enough rows for several files. */
	private static final int ROWS = 2400;

	private final ScriptedFunction wide = new ScriptedFunction("wide", 24);

	private final ScriptedFunction other = new ScriptedFunction("other", 8);

	private Table table;

	@BeforeEach
	void fillTable() {
		this.functions.register(this.wide).register(this.other);
		this.other.script = (sources) -> {
			throw new EmbeddingException("The quota is used up");
		};
		this.table = this.database.createTable("t", SCHEMA, new EmbeddingColumn("text", "vector", "words"));
		this.table.add(rows(0, 1200));
		this.table.add(rows(1200, ROWS - 1200));
	}

	private static List<Map<String, @Nullable Object>> rows(int first, int count) {
		return IntStream.range(first, first + count)
			.mapToObj((id) -> EmbeddingTables.row("id", id, "text", "row number " + id))
			.toList();
	}

	private List<float[]> expected(int count) {
		return IntStream.range(0, count).mapToObj((id) -> this.wide.embedQuery("row number " + id)).toList();
	}

	private void requireDone(int rows) {
		assertThat(EmbeddingTables.values(this.table, "vector")).usingRecursiveComparison().isEqualTo(expected(rows));
		assertThat(this.table.columns().embeddings()).containsExactly(new EmbeddingColumn("text", "vector", "wide"));
	}

	/**
	 * Begins to make vectors by a function that fails.
	 */
	private void begin() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "other"))
			.withMessage("The quota is used up");
	}

	@Test
	void theOldColumnIsNotRenamedMeanwhile() {
		begin();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.columns().alter(ColumnAlteration.of("vector").rename("v")))
			.withMessage("The column 'vector' cannot be altered: its vectors are made anew in 'vector_reembedding'; go "
					+ "on with that to its end, or drop 'vector_reembedding' to give it up");
		this.table.columns().alter(ColumnAlteration.of("vector").nullable(true));
	}

	@Test
	void theNewColumnIsNotRenamedMeanwhile() {
		begin();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.columns().alter(ColumnAlteration.of("vector_reembedding").rename("v2")))
			.withMessage(
					"The column 'vector_reembedding' cannot be altered: it gets the new vectors of 'vector'; go on "
							+ "with that to its end, or drop 'vector_reembedding' to give it up");
	}

	@Test
	void theSourceIsRenamedMeanwhile() {
		this.table.columns().reembed("vector", "wide", (done, total) -> {
			if (done == 0) {
				this.table.columns().alter(ColumnAlteration.of("text").rename("words"));
			}
		});
		assertThat(EmbeddingTables.values(this.table, "vector")).usingRecursiveComparison().isEqualTo(expected(ROWS));
	}

	@Test
	void theOldColumnIsNotDroppedWithoutTheNew() {
		begin();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.columns().drop("vector"))
			.withMessage(
					"The column 'vector' cannot be dropped: its vectors are made anew in 'vector_reembedding'; drop "
							+ "that too, or alone to give it up");
		this.table.columns().drop("vector", "vector_reembedding");
		assertThat(this.table.schema().getFields()).extracting(Field::getName).containsExactly("id", "text");
	}

	@Test
	void tellsThatBothColumnsWereDroppedMeanwhile() {
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "wide", (done, total) -> {
				if (done > 0 && this.table.schema().getFields().size() > 2) {
					this.table.columns().drop("vector", "vector_reembedding");
				}
			}))
			.withMessageStartingWith("The column 'vector_reembedding' of new vectors for 'vector' is gone");
	}

	@Test
	void tellsThatAnotherFunctionWasBegunMeanwhile() {
		AtomicInteger calls = new AtomicInteger();
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "wide", (done, total) -> {
				if (calls.getAndIncrement() == 1) {
					this.table.columns().drop("vector_reembedding");
					begin();
				}
			}, 200))
			.withMessage("The new vectors of 'vector' are made by another function now, 'other' instead of 'wide', "
					+ "begun elsewhere; let that come to its end, or call this again to begin anew");
		assertThat(this.other.calls).hasSize(1);
		assertThat(this.table.columns().embeddings()).contains(new EmbeddingColumn("text", "vector", "words"));
	}

	@Test
	void paysOnceForVectorsOfRowsThatACompactionMoves() {
		AtomicInteger calls = new AtomicInteger();
		this.table.columns().reembed("vector", "wide", (done, total) -> {
			if (done > 0 && calls.getAndIncrement() == 0) {
				this.table.optimize();
			}
		});
		assertThat(this.wide.sources()).isEqualTo(ROWS);
		requireDone(ROWS);
	}

	@Test
	void paysOnceForVectorsIfTheSchemaChangesMeanwhile() {
		AtomicInteger calls = new AtomicInteger();
		this.table.columns().reembed("vector", "wide", (done, total) -> {
			if (done > 0 && calls.getAndIncrement() == 0) {
				this.table.columns().add(Field.nullable("last", EmbeddingTables.TEXT.getType()));
			}
		});
		assertThat(this.wide.sources()).isEqualTo(ROWS);
		requireDone(ROWS);
	}

	@Test
	void asksNoMoreAfterAFailureIfTheSchemaChangesMeanwhile() {
		this.wide.script = (sources) -> {
			this.table.columns().add(Field.nullable("last" + this.wide.calls.size(), EmbeddingTables.TEXT.getType()));
			if (this.wide.calls.size() > 1) {
				throw new EmbeddingException("The quota is used up");
			}
			return sources;
		};
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "wide"))
			.withMessage("The quota is used up");
		assertThat(this.wide.calls).hasSize(2);
		assertThat(EmbeddingTables.values(this.table, "vector_reembedding").stream().filter((vector) -> vector != null))
			.hasSize(this.wide.calls.getFirst());
	}

	@Test
	void asksForVectorsOnlyWhileOthersCanCommit() {
		AtomicInteger calls = new AtomicInteger();
		List<Exception> failures = new ArrayList<>();
		this.table.columns().reembed("vector", "wide", (done, total) -> {
			int call = calls.incrementAndGet();
			if (call < 30 && failures.isEmpty()) {
				try {
					CompletableFuture
						.supplyAsync(() -> this.table.columns().updateMetadata("id", Map.of("call", "" + call)))
						.get(10, TimeUnit.SECONDS);
				}
				catch (InterruptedException | ExecutionException | TimeoutException ex) {
					failures.add(ex);
				}
			}
		});
		assertThat(failures).isEmpty();
		assertThat(this.wide.sources()).isEqualTo(ROWS);
		requireDone(ROWS);
	}

	@Test
	void givesUpIfOthersChangeTheSchemaInEveryRound() {
		AtomicInteger calls = new AtomicInteger();
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> this.table.columns()
				.reembed("vector", "wide",
						(done, total) -> this.table.columns()
							.updateMetadata("id", Map.of("call", "" + calls.incrementAndGet()))))
			.withMessage("No new vector of 'vector' could be written in 10 rounds, since others changed the table each "
					+ "time; call again when less is changed");
		assertThat(this.wide.sources()).isLessThanOrEqualTo(ROWS);
	}

	@Test
	void whoLacksTheNewFunctionWritesAllTheSame() {
		begin();
		this.database.close();
		EmbeddingFunctionRegistry old = new EmbeddingFunctionRegistry().register(new WordHashFunction("words", 16));
		this.database = Database.open(this.folder, old);
		Table elsewhere = this.database.openTable("t");
		elsewhere.add(rows(ROWS, 1));
		elsewhere.update().set("text", "changed").where("id = 0").execute();
		assertThat(EmbeddingTables.values(elsewhere, "vector").get(ROWS))
			.isEqualTo(new WordHashFunction("words", 16).embedQuery("row number " + ROWS));
		assertThat(EmbeddingTables.values(elsewhere, "vector_reembedding").get(ROWS)).isNull();
	}

	@Test
	void findsRowsThatOthersWroteWithoutTheNewFunction() {
		this.table.columns().reembed("vector", "wide", (done, total) -> {
			if (done == 0) {
				EmbeddingFunctionRegistry old = new EmbeddingFunctionRegistry()
					.register(new WordHashFunction("words", 16));
				try (Database elsewhere = Database.open(this.folder, old)) {
					elsewhere.openTable("t").add(rows(ROWS, 5));
				}
			}
		});
		requireDone(ROWS + 5);
	}

	@Test
	void theSameNameForAnotherModelCostsSearchesAndOldVectorsMeanwhile() {
		this.database.close();
		CountingFunction changed = new CountingFunction("words", 16, "words-2");
		this.database = Database.open(this.folder, new EmbeddingFunctionRegistry().register(changed));
		Table reopened = this.database.openTable("t");
		changed.failAfter(1);
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> reopened.columns().reembed("vector", "words"));
		reopened.add(rows(ROWS, 1));
		assertThatExceptionOfType(EmbeddingMismatchException.class).isThrownBy(() -> reopened.search("row").rows());
		reopened.columns().drop("vector_reembedding");
		assertThat(EmbeddingTables.values(reopened, "vector")).last().isNull();
	}

	@Test
	void makesVectorsOfPicturesAnew() {
		this.functions.register(new ColourFunction());
		Field bytes = Field.nullable("picture", ArrowType.Binary.INSTANCE);
		Table pictures = this.database.createTable("pictures", EmbeddingTables.schema(EmbeddingTables.ID, bytes),
				new EmbeddingColumn("picture", "vector", "colours"));
		pictures.add(IntStream.range(0, 300)
			.mapToObj((id) -> EmbeddingTables.row("id", id, "picture", new byte[] { (byte) (id % 100), 1, 2 }))
			.toList());
		assertThat(pictures.columns().reembed("vector", "colours").rows()).isEqualTo(300);
		assertThat(EmbeddingTables.values(pictures, "vector")).last().isEqualTo(new float[] { 99, 1, 2 });
	}

}
