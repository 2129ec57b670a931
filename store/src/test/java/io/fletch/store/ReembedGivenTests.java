package io.fletch.store;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Vectors of a column are made anew where rows without a source have one that was given.
 */
class ReembedGivenTests extends OpenDatabase {

	private final ScriptedFunction same = new ScriptedFunction("same", 16);

	private final ScriptedFunction wide = new ScriptedFunction("wide", 24);

	@BeforeEach
	void registerFunctions() {
		this.functions.register(this.same).register(this.wide);
	}

	private static Field vector(boolean nullable) {
		Field vector = EmbeddingTables.vector("vector", 16, EmbeddingTables.madeOf("text", "words"));
		return new Field("vector", new FieldType(nullable, vector.getType(), null, vector.getMetadata()),
				vector.getChildren());
	}

	private Table table(boolean nullable) {
		Table table = this.database.createTable("t" + nullable,
				EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT, vector(nullable)));
		table.add(List.of(EmbeddingTables.row("id", 1, "text", "one"),
				EmbeddingTables.row("id", 2, "text", null, "vector", given(2)),
				EmbeddingTables.row("id", 3, "text", " ", "vector", given(3)),
				EmbeddingTables.row("id", 4, "text", "four", "vector", given(4))));
		return table;
	}

	private static float[] given(int number) {
		float[] vector = new float[16];
		vector[0] = number;
		return vector;
	}

	private static boolean isNullable(Table table) {
		Schema schema = table.schema();
		return schema.findField("vector").isNullable();
	}

	private static void requireVectors(Table table, float @Nullable []... expected) {
		assertThat(EmbeddingTables.values(table, "vector")).usingRecursiveComparison()
			.isEqualTo(Arrays.asList(expected));
	}

	@Test
	void keepsGivenVectorsOfRowsWithoutSource() {
		Table table = table(true);
		ReembedResult result = table.columns().reembed("vector", "same");
		requireVectors(table, this.same.embedQuery("one"), given(2), given(3), this.same.embedQuery("four"));
		assertThat(result.lostVectors()).isZero();
		assertThat(isNullable(table)).isTrue();
	}

	@Test
	void keepsGivenVectorsAsTheyAreChangedMeanwhile() {
		Table table = table(true);
		table.optimize();
		AtomicInteger calls = new AtomicInteger();
		table.columns().reembed("vector", "same", (done, total) -> {
			if (done > 0 && calls.getAndIncrement() == 0) {
				table.update().set("vector", given(9)).where("id = 2").execute();
				table.update().setSql("vector", "NULL").where("id = 3").execute();
			}
		});
		requireVectors(table, this.same.embedQuery("one"), given(9), null, this.same.embedQuery("four"));
	}

	@Test
	void countsGivenVectorsThatDoNotFit() {
		Table table = table(true);
		assertThat(table.countRows("vector IS NOT NULL AND text IS NULL")).isEqualTo(1);
		ReembedResult result = table.columns().reembed("vector", "wide");
		requireVectors(table, this.wide.embedQuery("one"), null, null, this.wide.embedQuery("four"));
		assertThat(result.lostVectors()).isEqualTo(2);
	}

	@Test
	void columnsThatCannotBeNullStaySo() {
		Table table = table(false);
		table.columns().reembed("vector", "same");
		assertThat(isNullable(table)).isFalse();
		requireVectors(table, this.same.embedQuery("one"), given(2), given(3), this.same.embedQuery("four"));
		assertThat(table.verify().problems()).isEmpty();
	}

	@Test
	void columnsThatLoseVectorsCanBeNull() {
		Table table = table(false);
		table.add(List.of(EmbeddingTables.row("id", 5, "text", "five")));
		assertThat(table.columns().reembed("vector", "wide").lostVectors()).isEqualTo(2);
		assertThat(isNullable(table)).isTrue();
		table.delete("id IN (2, 3)");
		table.columns().alter(ColumnAlteration.of("vector").nullable(false));
		table.columns().reembed("vector", "same");
		assertThat(isNullable(table)).isFalse();
	}

}
