package io.fletch.sample.collection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.IngestionJob;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.context.ingestion.IngestionSettings;
import io.fletch.context.ingestion.Passage;
import io.fletch.context.retrieval.PassageRetriever;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.rerankers.ReciprocalRankFusion;
import io.fletch.store.Database;
import io.fletch.store.DropBehavior;
import io.fletch.store.DropMode;
import io.fletch.store.NamespaceMode;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.query.Reranker;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What stays of collections, also after a crash.
 */
class DocumentCollectionsTests {

	private static final Map<String, String> PROPERTIES = Map.of("collection.name", "Letters", "collection.function",
			"narrow");

	@TempDir
	private Path folder;

	private Database database;

	private IngestionPipeline standard;

	private DocumentCollections collections;

	@BeforeEach
	void open() {
		open("narrow", "wide");
	}

	private void open(String... functions) {
		EmbeddingFunctionRegistry registry = new EmbeddingFunctionRegistry();
		for (String function : functions) {
			registry.register(new HashedWordsFunction(function, function.length() * 8));
		}
		this.database = Database.open(this.folder.resolve("db"), registry.defaultAlias("wide"));
		IngestionSettings settings = IngestionSettings.in(this.folder.resolve("files"));
		Reranker reranker = new ReciprocalRankFusion();
		this.standard = new IngestionPipeline(this.database, settings);
		PassageRetriever retriever = new PassageRetriever(this.database, reranker);
		this.collections = new DocumentCollections(new DocumentCollection(DocumentCollection.DEFAULT, this.database,
				this.standard, retriever, List.of(retriever)),
				new CollectionOpener(this.database, settings, reranker, List.of()));
	}

	@AfterEach
	void close() {
		this.collections.close();
		this.standard.close();
		this.database.close();
	}

	@Test
	void areThereAgainAfterAStart() {
		String id = this.collections.create("Letters", "narrow").id();
		ingest(id, "mill.txt", "The mill grinds oats.");
		List<CollectionInfo> before = this.collections.list();
		close();
		open();
		assertThat(this.collections.list()).isEqualTo(before);
		assertThat(this.collections.open(id).retriever().retrieve(RetrievalQuery.of("mill"))).hasSize(1);
		assertThat(Passage.table(this.database.namespace(id)).embeddingFunction()).isEqualTo("narrow");
	}

	@Test
	void areWholeWhereACrashCameBehindTheNamespace() {
		this.database.namespaces().create("letters", NamespaceMode.CREATE, PROPERTIES);
		close();
		open();
		assertThat(this.collections.list()).contains(new CollectionInfo("letters", "Letters", "narrow", 0));
		ingest("letters", "mill.txt", "The mill grinds oats.");
		assertThat(Passage.table(this.database.namespace("letters")).embeddingFunction()).isEqualTo("narrow");
	}

	@Test
	void leaveNothingWhereACrashCameBeforeTheFiles() throws IOException {
		String id = this.collections.create("Letters", "narrow").id();
		ingest(id, "mill.txt", "The mill grinds oats.");
		Files.createDirectories(this.folder.resolve("files/collections/Not ours"));
		close();
		try (Database crashed = Database.open(this.folder.resolve("db"))) {
			crashed.namespaces().drop(id, DropMode.FAIL, DropBehavior.CASCADE);
		}
		assertThat(this.folder.resolve("files/collections/letters")).isDirectory();
		open();
		assertThat(this.folder.resolve("files/collections/letters")).doesNotExist();
		assertThat(this.folder.resolve("files/collections/Not ours")).isDirectory();
		assertThat(this.collections.list()).hasSize(1);
		assertThat(this.collections.create("Letters", "wide").documents()).isZero();
	}

	@Test
	void goOnWithDocumentsOnTheirWay() {
		String id = this.collections.create("Letters", "narrow").id();
		IngestionJob job = ingest(id, "mill.txt", "The mill grinds oats.");
		close();
		try (Database crashed = Database.open(this.folder.resolve("db"))) {
			IndexedDocument.table(crashed.namespace(id)).update().set("state", IndexedDocument.PENDING).execute();
		}
		open();
		this.collections.resume();
		await().until(() -> IndexedDocument.table(this.database.namespace(id))
			.countRows("state = '" + IndexedDocument.READY + "'") == 1);
		assertThat(this.collections.open(id).pipeline().document(job.documentId())).isPresent();
	}

	@Test
	void openNothingThatHasNothingOnItsWay() {
		String id = this.collections.create("Letters", "narrow").id();
		close();
		open("wide");
		this.collections.resume();
		assertThatExceptionOfType(UnusableFunctionException.class).isThrownBy(() -> this.collections.open(id))
			.withMessageContaining(
					"The embedding function 'narrow' cannot be used: No embedding function named 'narrow'");
		assertThat(this.collections.list()).hasSize(2);
		this.collections.delete(id);
		assertThat(this.collections.list()).hasSize(1);
	}

	@Test
	void leaveOtherNamespacesAlone() {
		this.database.namespaces().create("archive", NamespaceMode.CREATE, Map.of("owner", "museum"));
		assertThat(this.collections.list()).hasSize(1);
		assertThatExceptionOfType(UnknownCollectionException.class).isThrownBy(() -> this.collections.open("archive"))
			.withMessageContaining("Those there are: default.");
		assertThatExceptionOfType(UnknownCollectionException.class).isThrownBy(() -> this.collections.delete("archive"))
			.withMessageContaining("Those there are: default.");
		assertThat(this.collections.create("Archive", "narrow").id()).isEqualTo("archive-2");
		assertThat(this.database.namespaces().exists("archive")).isTrue();
	}

	@Test
	void keepTheirFilesForTheirOwnerAlone() throws IOException {
		String id = this.collections.create("Letters", "narrow").id();
		assertThat(Files.getPosixFilePermissions(this.folder.resolve("files/collections/" + id))).hasSize(3);
	}

	@Test
	void openNoneOnceTheyAreClosed() {
		String id = this.collections.create("Letters", "narrow").id();
		close();
		open();
		this.collections.close();
		assertThatIllegalStateException().isThrownBy(() -> this.collections.open(id)).withMessageContaining("closing");
	}

	private IngestionJob ingest(String id, String name, String text) {
		IngestionPipeline pipeline = this.collections.open(id).pipeline();
		IngestionJob job = pipeline.submit(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
		await().until(() -> pipeline.job(job.id()).orElseThrow().state().isFinal());
		assertThat(pipeline.job(job.id()).orElseThrow().state()).isEqualTo(IngestionJob.State.DONE);
		return job;
	}

}
