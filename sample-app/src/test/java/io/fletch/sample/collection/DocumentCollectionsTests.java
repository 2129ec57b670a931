package io.fletch.sample.collection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.IngestionJob;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.context.ingestion.IngestionSettings;
import io.fletch.context.ingestion.IngestionWork;
import io.fletch.context.ingestion.Passage;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.retrieval.PassageRetriever;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.splitting.Chunk;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Splitter;
import io.fletch.rerankers.ReciprocalRankFusion;
import io.fletch.store.Database;
import io.fletch.store.DropBehavior;
import io.fletch.store.DropMode;
import io.fletch.store.NamespaceMode;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.query.Reranker;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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

	private final StubbornFunction stubborn = new StubbornFunction();

	private final FailingSplitter splitter = new FailingSplitter();

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
		registry.register(this.stubborn);
		this.database = Database.open(this.folder.resolve("db"), registry.defaultAlias("wide"));
		IngestionSettings settings = IngestionSettings.in(this.folder.resolve("files"))
			.withSplitter(this.splitter)
			.withWork(IngestionWork.DEFAULT.withCloseTimeout(Duration.ofMinutes(5)));
		Reranker reranker = new ReciprocalRankFusion();
		this.standard = new IngestionPipeline(this.database, settings);
		PassageRetriever retriever = new PassageRetriever(this.database, reranker);
		this.collections = new DocumentCollections(new DocumentCollection(DocumentCollection.DEFAULT, this.database,
				this.standard, retriever, List.of(retriever)),
				new CollectionOpener(this.database, settings, reranker, List.of()));
	}

	@AfterEach
	void close() {
		this.stubborn.release();
		this.collections.close();
		this.standard.close();
		this.database.close();
	}

	@Test
	void offersNoFunctionOfPictures() {
		EmbeddingFunctionRegistry registry = EmbeddingFunctionRegistry.discovered()
			.register("pictures", "clip", Map.of("model", "nowhere"))
			.register("words", "sentence-transformers", Map.of("model", "nowhere"))
			.defaultAlias("all-minilm-l6-v2");
		try (Database discovered = Database.open(this.folder.resolve("discovered"), registry)) {
			assertThat(new EmbeddingChoice(discovered).names()).contains("words").doesNotContain("pictures");
		}
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

	@Test
	void leaveNothingWhereTheyCannotBeOpened() {
		this.splitter.failNext();
		assertThatIllegalStateException().isThrownBy(() -> this.collections.create("Letters", "narrow"))
			.withMessage("Fails once");
		assertThat(this.collections.list()).hasSize(1);
		assertThat(this.database.namespaces().list()).isEmpty();
		assertThat(this.folder.resolve("files/collections/letters")).doesNotExist();
		assertThat(this.collections.create("Letters", "narrow").id()).isEqualTo("letters");
		ingest("letters", "mill.txt", "The mill grinds oats.");
	}

	@Test
	void canBeOpenedWhereThatFailedBefore() {
		this.database.namespaces().create("letters", NamespaceMode.CREATE, PROPERTIES);
		this.splitter.failNext();
		assertThatIllegalStateException().isThrownBy(() -> this.collections.open("letters")).withMessage("Fails once");
		ingest("letters", "mill.txt", "The mill grinds oats.");
	}

	@Test
	void canBeOpenedWhereTheyCouldNotGoOnBefore() {
		String id = this.collections.create("Letters", "narrow").id();
		IngestionJob job = ingest(id, "mill.txt", "The mill grinds oats.");
		close();
		try (Database crashed = Database.open(this.folder.resolve("db"))) {
			IndexedDocument.table(crashed.namespace(id)).update().set("name", "").execute();
		}
		open();
		assertThatIllegalArgumentException().isThrownBy(() -> this.collections.open(id))
			.withMessageContaining("nothing is left");
		IndexedDocument.table(this.database.namespace(id)).update().set("name", "mill.txt").execute();
		assertThat(this.collections.open(id).pipeline().document(job.documentId())).isPresent();
	}

	@Test
	void haveEachNameOnceHoweverManyCreateIt() throws Exception {
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			Callable<Boolean> creation = () -> {
				try {
					this.collections.create("Letters", "narrow");
					return true;
				}
				catch (RefusedCollectionException ex) {
					return false;
				}
			};
			List<Future<Boolean>> creations = threads.invokeAll(Collections.nCopies(8, creation));
			assertThat(creations).extracting(Future::get).containsOnlyOnce(true);
		}
		assertThat(this.collections.list()).hasSize(2);
	}

	@Test
	void keepNobodyWaitingWhileOneIsDeleted() throws Exception {
		String id = this.collections.create("Letters", StubbornFunction.NAME).id();
		String other = this.collections.create("Papers", "narrow").id();
		IngestionPipeline pipeline = this.collections.open(id).pipeline();
		this.stubborn.hold();
		pipeline.submit("mill.txt", content("The mill grinds oats."));
		this.stubborn.awaitHeld();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<?> deletion = threads.submit(() -> this.collections.delete(id));
			await().until(() -> !this.collections.isThere(id));
			assertThatExceptionOfType(UnknownCollectionException.class).isThrownBy(() -> this.collections.open(id))
				.withMessage("There is no such collection. Those there are: default, papers.");
			assertThat(this.collections.open(other).id()).isEqualTo(other);
			assertThat(this.collections.create("Letters", "narrow").id()).isEqualTo("letters-2");
			assertThat(deletion.isDone()).as("waits for what cannot be interrupted").isFalse();
			deletion.get(20, TimeUnit.SECONDS);
		}
		assertThat(this.database.namespaces().list()).containsExactlyInAnyOrder("papers", "letters-2");
		assertThat(this.folder.resolve("files/collections/letters")).doesNotExist();
		this.stubborn.release();
		assertThatIllegalStateException().isThrownBy(() -> pipeline.submit("oak.txt", content("Oak.")))
			.withMessageContaining("closed");
	}

	@Test
	void areWholeOrGoneWhoeverOpensThemWhileTheyAreDeleted() throws Exception {
		for (int round = 0; round < 5; round++) {
			String id = this.collections.create("Letters", "narrow").id();
			CountDownLatch begin = new CountDownLatch(1);
			try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
				Future<Integer> uploads = threads.submit(() -> uploadUntilGone(id, begin));
				begin.await();
				this.collections.delete(id);
				assertThat(uploads.get(20, TimeUnit.SECONDS)).isPositive();
			}
			assertThat(this.collections.isThere(id)).isFalse();
			assertThat(this.database.namespaces().list()).isEmpty();
			assertThat(this.folder.resolve("files/collections/" + id)).doesNotExist();
		}
	}

	/** Every failure comes of the deletion. */
	private int uploadUntilGone(String id, CountDownLatch begin) {
		for (int number = 0;; number++) {
			try {
				this.collections.open(id).pipeline().submit(number + ".txt", content("Number " + number));
			}
			catch (UnknownCollectionException ex) {
				return number;
			}
			catch (RuntimeException ex) {
				assertThat(this.collections.isThere(id)).as(ex::toString).isFalse();
			}
			if (number == 2) {
				begin.countDown();
			}
		}
	}

	@Test
	void areAllClosedWhoeverOpensThem() throws Exception {
		List<String> ids = List.of(this.collections.create("One", "narrow").id(),
				this.collections.create("Two", "narrow").id(), this.collections.create("Three", "narrow").id());
		close();
		open();
		List<DocumentCollection> opened = new CopyOnWriteArrayList<>();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> openings = ids.stream()
				.<Future<?>>map((id) -> threads.submit(() -> opened.add(this.collections.open(id))))
				.toList();
			this.collections.close();
			for (Future<?> opening : openings) {
				try {
					opening.get(20, TimeUnit.SECONDS);
				}
				catch (ExecutionException ex) {
					assertThat(ex).hasRootCauseMessage("The application is closing");
				}
			}
		}
		assertThat(this.collections.isClosed()).isTrue();
		for (DocumentCollection each : opened) {
			assertThatIllegalStateException().isThrownBy(() -> each.pipeline().submit("a.txt", content("A.")))
				.withMessageContaining("closed");
		}
	}

	private static InputStream content(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}

	private IngestionJob ingest(String id, String name, String text) {
		IngestionPipeline pipeline = this.collections.open(id).pipeline();
		IngestionJob job = pipeline.submit(name, content(text));
		await().until(() -> pipeline.job(job.id()).orElseThrow().state().isFinal());
		assertThat(pipeline.job(job.id()).orElseThrow().state()).isEqualTo(IngestionJob.State.DONE);
		return job;
	}

	/**
	 * Holds sources back when it is told to, whatever interrupts.
	 */
	private static final class StubbornFunction implements EmbeddingFunction {

		static final String NAME = "stubborn";

		private final HashedWordsFunction words = new HashedWordsFunction(NAME, 32);

		private final CountDownLatch held = new CountDownLatch(1);

		private final CountDownLatch released = new CountDownLatch(1);

		private volatile boolean holds;

		@Override
		public String name() {
			return NAME;
		}

		@Override
		public int dimensions() {
			return this.words.dimensions();
		}

		@Override
		public List<float[]> embedSources(List<String> sources) {
			this.held.countDown();
			while (this.holds && this.released.getCount() > 0) {
				Thread.interrupted();
				Thread.onSpinWait();
			}
			return this.words.embedSources(sources);
		}

		@Override
		public float[] embedQuery(String query) {
			return this.words.embedQuery(query);
		}

		void hold() {
			this.holds = true;
		}

		void awaitHeld() throws InterruptedException {
			assertThat(this.held.await(20, TimeUnit.SECONDS)).isTrue();
		}

		void release() {
			this.released.countDown();
		}

	}

	/**
	 * Cannot describe itself when it is told so, once.
	 */
	private static final class FailingSplitter implements Splitter {

		private final Splitter sentences = new SentenceSplitter(SentenceSplitter.DEFAULT_MAX_CHARACTERS);

		private final AtomicBoolean fails = new AtomicBoolean();

		void failNext() {
			this.fails.set(true);
		}

		@Override
		public List<Chunk> split(ParsedDocument document) {
			return this.sentences.split(document);
		}

		@Override
		public String description() {
			if (this.fails.getAndSet(false)) {
				throw new IllegalStateException("Fails once");
			}
			return this.sentences.description();
		}

	}

}
