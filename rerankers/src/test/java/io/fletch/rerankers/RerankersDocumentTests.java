package io.fletch.rerankers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.embeddings.TinyModel;
import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The guide names every reranker and option with its default, and its example runs.
 */
class RerankersDocumentTests {

	@TempDir
	private Path folder;

	static SortedSet<String> names() {
		return Rerankers.names();
	}

	private static String document() throws IOException {
		return Files.readString(Path.of("..", "docs", "rerankers.md"));
	}

	@ParameterizedTest
	@MethodSource("names")
	void namesEveryRerankerAndOption(String name) throws IOException {
		String document = document();
		assertThat(document).contains("`" + name + "`");
		assertThat(Rerankers.options(name)).isNotEmpty()
			.allSatisfy((option) -> assertThat(document).contains("`" + option.name() + "`"));
	}

	@ParameterizedTest
	@MethodSource("names")
	void statesTheDefaults(String name) throws IOException {
		List<String> local = List.of("cross-encoder", "colbert");
		assertThat(Rerankers.options(name)).filteredOn((option) -> option.defaultValue() != null)
			.filteredOn((option) -> !local.contains(name) || option.name().equals("depth"))
			.allSatisfy((option) -> assertThat(document())
				.contains("`" + String.valueOf(option.defaultValue()).replaceAll("[${}]", "") + "`"));
	}

	@Test
	void theExampleRuns() throws IOException {
		TinyModel.tokens(TinyModel.INT64)
			.mean("one", "last_hidden_state", 1, 2)
			.shape("logits", "one", -1, 1)
			.output("logits", TinyModel.FLOAT, -1, 1)
			.write(this.folder);
		float[] vector = { 1, 0 };
		try (Database database = Database.open("memory:");
				RerankerRegistry rerankers = new RerankerRegistry().register("precise", "cross-encoder",
						Map.of("model", this.folder.toString(), "depth", "50", "top-n", "10"))) {
			TypedTable<Note> notes = database.createTable(Note.class);
			notes.add(List.of(new Note(1, "b c", vector), new Note(2, "b d", new float[] { 0, 1 })));
			Reranker weighted = new LinearCombination(0.6, 1);
			assertThat(notes.search(TextQuery.match("b")).vector(vector).rerank(weighted).hits()).hasSize(2);
			assertThat(notes.search(TextQuery.match("b")).rerank(rerankers.get("precise")).hits()).first()
				.satisfies((hit) -> assertThat(hit.row().id()).isEqualTo(2));
			assertThat(notes.search(vector).rerank(rerankers.get("precise"), "b").hits()).hasSize(2);
			assertThat(notes.search(vector).rerank(new MaximalMarginalRelevance(), "b").hits()).hasSize(2);
		}
	}

	@Table("notes")
	record Note(long id, @FullText String text, @VectorField(dimensions = 2) float[] vector) {

	}

}
