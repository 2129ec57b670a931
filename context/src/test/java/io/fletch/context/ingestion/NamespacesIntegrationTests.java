package io.fletch.context.ingestion;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.HashedWords;
import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.retrieval.PassageRetriever;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.StoredPassages;
import io.fletch.context.splitting.Span;
import io.fletch.store.Database;
import io.fletch.store.DropBehavior;
import io.fletch.store.DropMode;
import io.fletch.store.NamespaceMode;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pipeline for each namespace of a database, with an embedding function of its own.
 */
class NamespacesIntegrationTests {

	@TempDir
	private Path folder;

	private Database database;

	private Database other;

	private IngestionPipeline pipeline;

	private IngestionPipeline otherPipeline;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder.resolve("db"),
				new EmbeddingFunctionRegistry().register(new HashedWords())
					.register(new Letters())
					.defaultAlias(new HashedWords().name()));
		this.database.namespaces().create("other", NamespaceMode.CREATE, Map.of());
		this.other = this.database.namespace("other").withDefaultFunction(Letters.NAME);
		this.pipeline = new IngestionPipeline(this.database, IngestionSettings.in(this.folder.resolve("files")));
		this.otherPipeline = new IngestionPipeline(this.other, IngestionSettings.in(this.folder.resolve("others")));
	}

	@AfterEach
	void close() {
		this.pipeline.close();
		this.otherPipeline.close();
		this.database.close();
	}

	@Test
	void keepsDocumentsOfTheSameNameApart() {
		ingest(this.pipeline, "fruit.txt", "Apples are red.");
		ingest(this.otherPipeline, "fruit.txt", "Pears are green.");
		assertThat(Passage.table(this.database).embeddingFunction()).isEqualTo(new HashedWords().name());
		assertThat(Passage.table(this.other).embeddingFunction()).isEqualTo(Letters.NAME);
		assertThat(texts(new PassageRetriever(this.database, null))).containsExactly("Apples are red.");
		assertThat(texts(new PassageRetriever(this.other, null))).containsExactly("Pears are green.");
	}

	@Test
	void tellsPassagesOfSeveralNamespacesApart() {
		ingest(this.pipeline, "fruit.txt", "Apples are red.");
		ingest(this.otherPipeline, "fruit.txt", "Pears are green.");
		RetrievalPipeline first = RetrievalPipeline.over(new PassageRetriever(this.database, null));
		List<RetrievedPassage> found = first
			.asking(List.of(new PassageRetriever(this.database, null), new PassageRetriever(this.other, null)))
			.run(RetrievalQuery.of("what colour are they"))
			.passages();
		assertThat(found).extracting(RetrievedPassage::source)
			.containsExactlyInAnyOrder("passages@" + Passage.table(this.database).identity(),
					"other$passages@" + Passage.table(this.other).identity());
		assertThat(found.getFirst().id()).isEqualTo(found.getLast().id());
	}

	@Test
	void readsTheTextAroundAPassageFromItsOwnNamespace() {
		ingest(this.otherPipeline, "fruit.txt", "Pears are green.");
		RetrievedPassage found = new PassageRetriever(this.other, null).retrieve(RetrievalQuery.of("pears")).getFirst();
		assertThat(new StoredPassages(this.other).within(found, new Span(0, 5))).extracting(RetrievedPassage::text)
			.containsExactly("Pears", "Pears are green.");
		assertThat(new StoredPassages(this.database).within(found, new Span(0, 5))).isEmpty();
	}

	@Test
	void makesTablesAnewWithTheFunctionOfTheView() {
		PassageRetriever retriever = new PassageRetriever(this.other, null);
		this.otherPipeline.close();
		this.database.namespaces().drop("other", DropMode.FAIL, DropBehavior.CASCADE);
		this.database.namespaces().create("other");
		assertThat(retriever.retrieve(RetrievalQuery.of("pears"))).isEmpty();
		assertThat(Passage.table(this.database.namespace("other")).embeddingFunction()).isEqualTo(Letters.NAME);
	}

	private static List<String> texts(PassageRetriever retriever) {
		return retriever.retrieve(RetrievalQuery.of("what colour are they"))
			.stream()
			.map(RetrievedPassage::text)
			.toList();
	}

	private static void ingest(IngestionPipeline pipeline, String name, String text) {
		IngestionJob job = pipeline.submit(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
		Workspace.await(() -> pipeline.job(job.id()).orElseThrow().state() == IngestionJob.State.DONE);
	}

	/**
	 * Counts letters, in fewer dimensions than the other function has.
	 */
	private static final class Letters implements EmbeddingFunction {

		static final String NAME = "letters";

		@Override
		public String name() {
			return NAME;
		}

		@Override
		public int dimensions() {
			return 26;
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			return sources.stream().map(this::embedQuery).toList();
		}

		@Override
		public float[] embedQuery(String query) {
			float[] vector = new float[dimensions()];
			query.toLowerCase(Locale.ROOT)
				.chars()
				.filter((letter) -> letter >= 'a' && letter <= 'z')
				.forEach((letter) -> vector[letter - 'a'] += 1);
			return vector;
		}

	}

}
