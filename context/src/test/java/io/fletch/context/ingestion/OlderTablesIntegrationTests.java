package io.fletch.context.ingestion;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.HashedWords;
import io.fletch.context.ingestion.IngestionJob.State;
import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

import static org.assertj.core.api.Assertions.assertThat;

class OlderTablesIntegrationTests {

	@TempDir
	private Path folder;

	@Test
	void getTheColumnsThatTheyDidNotHave() {
		String id = DocumentName.of("a.txt").id();
		makeOlderTables(id);
		try (Workspace workspace = new Workspace(this.folder)) {
			IngestionPipeline pipeline = workspace.pipeline();
			assertThat(pipeline.document(id)).contains(new IndexedDocument(id, "a.txt", "text/plain", "0-0", 1,
					IndexedDocument.READY, null, 1, Instant.EPOCH));
			assertThat(pipeline.passages(id)).containsExactly(
					new Passage(id + "-0", id, 0, "Old apples.", null, 0, 11, null, null, null, null, null));
			IngestionJob job = workspace.ingest("a.txt", "New apples.");
			assertThat(job.state()).isEqualTo(State.DONE);
			assertThat(workspace.texts(id)).containsExactly("New apples.");
			assertThat(Passage.table(workspace.database()).search("apples").limit(5).rows()).hasSize(1);
		}
		try (Workspace workspace = new Workspace(this.folder)) {
			assertThat(workspace.pipeline().documents()).hasSize(1);
		}
	}

	private void makeOlderTables(String id) {
		HashedWords function = new HashedWords();
		try (Database database = Database.open(this.folder.resolve("db"),
				new EmbeddingFunctionRegistry().register(function))) {
			database.table(OlderDocument.class)
				.add(List.of(new OlderDocument(id, "a.txt", "text/plain", "0-0", 1, IndexedDocument.READY, null, 1,
						Instant.EPOCH)));
			database.table(OlderPassage.class)
				.add(List.of(new OlderPassage(id + "-0", id, 0, "Old apples.", null, 0, 11, null, null)));
		}
	}

	@Table("documents")
	record OlderDocument(@Id String id, String name, String mediaType, String contentHash, long sizeBytes, String state,
			@Nullable String error, int passages, Instant addedAt) {
	}

	@Table("passages")
	record OlderPassage(@Id String id, String documentId, int ordinal, @FullText @SourceField String text,
			@VectorField float @Nullable [] vector, int start, int end, @Nullable String heading,
			@Nullable Integer page) {
	}

}
