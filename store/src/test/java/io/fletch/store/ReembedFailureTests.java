package io.fletch.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.PartialEmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The function fails while it makes the vectors of a column anew.
 */
class ReembedFailureTests extends OpenDatabase {

	private static final Schema SCHEMA = EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT);

	private static final int ROWS = 3000;

	private final ScriptedFunction wide = new ScriptedFunction("wide", 24);

	private Table table;

	@BeforeEach
	void fillTable() {
		this.functions.register(this.wide);
		this.table = this.database.createTable("t", SCHEMA, new EmbeddingColumn("text", "vector", "words"));
		this.table.add(IntStream.range(0, ROWS)
			.mapToObj((id) -> EmbeddingTables.row("id", id, "text", "row number " + id % 2900))
			.toList());
		this.table.optimize();
	}

	private List<@Nullable Object> made() {
		return EmbeddingTables.values(this.table, "vector_reembedding")
			.stream()
			.filter((vector) -> vector != null)
			.toList();
	}

	@Test
	void handsOverAsManyTextsAsManyRequestsTake() {
		this.table.columns().reembed("vector", "wide");
		assertThat(this.wide.calls).first().isEqualTo(2048);
	}

	@Test
	void makesTheVectorOfEqualTextsOnce() {
		this.table.columns().reembed("vector", "wide");
		assertThat(this.wide.sources()).isEqualTo(2900);
		assertThat(EmbeddingTables.values(this.table, "vector")).last()
			.isEqualTo(this.wide.embedQuery("row number 99"));
	}

	@Test
	void keepsTheVectorsThatAFailedCallHasMade() {
		this.wide.script = (sources) -> {
			Map<Integer, float[]> embedded = new TreeMap<>();
			IntStream.range(0, 150).forEach((i) -> embedded.put(i, this.wide.embedQuery(sources.get(i))));
			throw new PartialEmbeddingException("150 were embedded", new IllegalStateException("quota"), embedded);
		};
		assertThatExceptionOfType(PartialEmbeddingException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "wide"))
			.withMessage("150 were embedded");
		assertThat(made()).hasSize(150);
		this.wide.script = (sources) -> sources;
		this.wide.calls.clear();
		this.table.columns().reembed("vector", "wide");
		assertThat(this.wide.sources()).isEqualTo(2900 - 50);
		assertThat(EmbeddingTables.values(this.table, "vector").get(149))
			.isEqualTo(this.wide.embedQuery("row number 149"));
	}

	@Test
	void leavesBadVectorsOfAFailedCall() {
		this.wide.script = (sources) -> {
			Map<Integer, float[]> embedded = new TreeMap<>();
			embedded.put(0, new float[3]);
			embedded.put(1, new float[] { Float.NaN });
			embedded.put(2, this.wide.embedQuery(sources.get(2)));
			embedded.put(-1, this.wide.embedQuery("no such source"));
			embedded.put(100000, this.wide.embedQuery("no such source"));
			throw new PartialEmbeddingException("Failed", new IllegalStateException("quota"), embedded);
		};
		assertThatExceptionOfType(PartialEmbeddingException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "wide"));
		assertThat(EmbeddingTables.values(this.table, "vector_reembedding").subList(0, 3)).usingRecursiveComparison()
			.isEqualTo(Arrays.asList(null, null, this.wide.embedQuery("row number 2")));
		assertThat(made()).hasSize(1);
	}

	@Test
	void keepsWhatWasMadeWhateverTheFunctionThrows() {
		this.wide.script = (sources) -> {
			if (this.wide.calls.size() > 1) {
				throw new IllegalArgumentException("no more");
			}
			return sources;
		};
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.table.columns().reembed("vector", "wide"))
			.withMessage("The embedding function 'wide' of the column 'vector_reembedding' failed: "
					+ "java.lang.IllegalArgumentException: no more")
			.withCauseInstanceOf(IllegalArgumentException.class);
		assertThat(made()).hasSizeGreaterThanOrEqualTo(this.wide.calls.getFirst());
	}

}
