package io.fletch.context.ingestion;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.HashedWords;
import io.fletch.context.enrichment.Enricher;
import io.fletch.context.ingestion.IngestionJob.State;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.splitting.Chunk;
import io.fletch.context.splitting.ParentChildSplitter;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PassageMakerTests {

	private static final IndexedDocument DOCUMENT = IndexedDocument.submitted(DocumentName.of("a.txt"), "0-0", 1, 0)
		.from(null, List.of("lang=en"));

	@TempDir
	private Path folder;

	@Test
	void takesOverWhatChunksSay() {
		Chunk chunk = new Chunk("text", 5, 9, "A > B", 3, new Span(0, 20));
		List<Passage> passages = PassageMaker.passages(DOCUMENT, List.of(chunk), List.of("  About fruit "));
		assertThat(passages).containsExactly(new Passage(DOCUMENT.id() + "-0", DOCUMENT.id(), 0, "text", null, 5, 9,
				"A > B", 3, "About fruit", 0, 20, List.of("lang=en")));
		assertThat(passages.getFirst().embeddedText()).isEqualTo("About fruit text");
	}

	@Test
	void embedsTheTextAloneWithoutContext() {
		Chunk chunk = new Chunk("text", 0, 4, null, null);
		for (String context : new String[] { null, "", " \n" }) {
			Passage passage = PassageMaker.passages(DOCUMENT, List.of(chunk), Collections.singletonList(context))
				.getFirst();
			assertThat(passage.context()).isNull();
			assertThat(passage.embeddedText()).isEqualTo("text");
		}
	}

	@Test
	void refusesAnEnricherThatLosesCount() {
		ParsedDocument parsed = new ParsedDocument("t", "text/plain", "text", List.of());
		assertThatIllegalStateException()
			.isThrownBy(() -> PassageMaker.contexts(new Fixed(List.of("a", "b")), parsed,
					List.of(new Chunk("text", 0, 4, null, null))))
			.withMessage("The enricher 'fixed' made 2 contexts for 1 chunks, but must make one for each");
	}

	@Test
	void storesContextsAndParentsAndFindsByThem() {
		IngestionSettings settings = IngestionSettings.in(this.folder.resolve("files"))
			.withSplitter(new ParentChildSplitter(new SentenceSplitter(400), new SentenceSplitter(22)))
			.withEnricher(new Fixed(Arrays.asList("Fruit", null)));
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(), settings)) {
			IngestionJob job = workspace.ingest("a.txt", "Apples are red ones. Pears are green ones.");
			assertThat(job.state()).isEqualTo(State.DONE);
			List<Passage> passages = workspace.pipeline().passages(job.documentId());
			assertThat(passages).extracting(Passage::context).containsExactly("Fruit", null);
			assertThat(passages).allMatch((passage) -> passage.parentStart() == 0 && passage.parentEnd() == 42);
			assertThat(workspace.database()
				.table(Passage.class)
				.search(new HashedWords().embedQuery("Fruit Apples are red ones."))
				.limit(1)
				.hits()
				.getFirst()
				.score()).isGreaterThan(0.99);
		}
	}

	@Test
	void makesPassagesAnewForAnotherEnricher() {
		IngestionSettings plain = IngestionSettings.in(this.folder.resolve("files"));
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(), plain)) {
			workspace.ingest("a.txt", "Apples are red.");
		}
		IngestionSettings enriched = plain.withEnricher(new Fixed(List.of("Fruit")));
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(), enriched)) {
			IngestionJob job = workspace.ingest("a.txt", "Apples are red.");
			assertThat(job.unchanged()).isFalse();
			assertThat(workspace.pipeline().passages(job.documentId())).extracting(Passage::context)
				.containsExactly("Fruit");
		}
	}

	/**
	 * Gives the contexts that it is given.
	 *
	 * @param given the contexts
	 */
	private record Fixed(List<@Nullable String> given) implements Enricher {

		@Override
		public List<@Nullable String> contexts(ParsedDocument document, List<Chunk> chunks) {
			return this.given;
		}

		@Override
		public String description() {
			return "fixed";
		}

	}

}
