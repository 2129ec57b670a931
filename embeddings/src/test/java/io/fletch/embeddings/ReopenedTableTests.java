package io.fletch.embeddings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.Database;
import io.fletch.store.EmbeddingColumn;
import io.fletch.store.Table;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

import static org.assertj.core.api.Assertions.assertThat;

class ReopenedTableTests {

	@Test
	void anotherProcessEmbedsByWhatTheTableKeeps(@TempDir Path folder) throws Exception {
		Schema schema = new Schema(List.of(Field.nullable("text", new ArrowType.Utf8())));
		try (EmbeddingFunctionRegistry functions = EmbeddingFunctionRegistry.discovered()
			.register("manuals", "all-minilm-l6-v2", Map.of("max-tokens", "64"));
				Database database = Database.open(folder, functions)) {
			Table notes = database.createTable("notes", schema, new EmbeddingColumn("text", "vector", "manuals"));
			notes.add(List.of(Map.of("text", "Lions sleep in the shade."), Map.of("text", "Rain falls.")));
		}
		Path found = folder.resolve("found.txt");
		JavaProcess.output(NotesProcess.class.getName(), folder, folder.toString(), found.toString());
		assertThat(found).hasContent("Bread is baked of flour and water.");
	}

}
