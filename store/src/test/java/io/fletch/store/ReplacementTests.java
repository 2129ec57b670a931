package io.fletch.store;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.ConflictException;
import io.fletch.store.mapping.ColumnRoles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A column of new vectors is found by what it says it is, not by its name.
 */
class ReplacementTests extends OpenDatabase {

	private static final Field OLD = EmbeddingTables.vector("vector", 16, EmbeddingTables.madeOf("text", "words"));

	private static final Field MADE = EmbeddingTables.vector("v2", 24,
			Map.of(ColumnRoles.SOURCE, "text", ColumnRoles.FUNCTION, "wide", ColumnRoles.REPLACES, "vector"));

	private final WordHashFunction wide = new WordHashFunction("wide", 24);

	@BeforeEach
	void registerFunction() {
		this.functions.register(this.wide);
	}

	@Test
	void goesOnWithAColumnOfAnotherName() {
		Table table = this.database.createTable("t",
				EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT, OLD, MADE));
		table.add(List.of(EmbeddingTables.row("id", 1, "text", "one")));
		table.columns().drop("v2");
		table.columns().add(MADE);
		assertThat(table.columns().reembed("vector", "wide").rows()).isEqualTo(1);
		assertThat(EmbeddingTables.values(table, "vector")).containsExactly(this.wide.embedQuery("one"));
		assertThat(table.schema().getFields()).extracting(Field::getName).containsExactly("id", "text", "vector");
	}

	@Test
	void doesNotEndWithoutTheOldColumn() {
		Schema schema = FunctionMetadata.ofNewTable(EmbeddingTables.schema(EmbeddingTables.TEXT, MADE), this.functions);
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> new Replacement("vector", "wide", this.functions).end(false).schema(schema))
			.withMessage(
					"The column 'vector_reembedding' of new vectors for 'vector' is gone: the same was finished, or "
							+ "given up, elsewhere");
	}

	@Test
	void aColumnThatReplacesNothingCanBeRenamed() {
		Table table = this.database.createTable("t", EmbeddingTables.schema(EmbeddingTables.TEXT, MADE));
		table.columns().alter(ColumnAlteration.of("v2").rename("v3"));
		assertThat(table.schema().getFields()).extracting(Field::getName).containsExactly("text", "v3");
	}

}
